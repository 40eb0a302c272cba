/**
 * Makes the one binary, for this machine or another: `deno task compile --target aarch64-unknown-linux-gnu
 * --output plaintalk`. What `deno compile` takes behind its entry point it bakes into the program as
 * arguments, so target and output must stand before it: that is what this is for.
 */
import { parseArgs } from "@std/cli/parse-args";

/** Machines that there is a runtime for and that a chat makes sense on. */
export const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
] as const;

/** What the program may do. Its port, folders and settings are the owner's to say, so no narrower. */
const RIGHTS = [
  "--no-prompt",
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys=networkInterfaces,systemMemoryInfo,statfs",
];

/** The arguments for `deno` that make the binary; the target is this machine's where none is named. */
export function compileArgs({ target, output }: { target?: string; output: string }): string[] {
  return [
    "compile",
    "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=50",
    "--exclude-unused-npm",
    "--include=client",
    ...RIGHTS,
    ...target === undefined ? [] : [`--target=${target}`],
    `--output=${output}`,
    "server/main.ts",
  ];
}

/** What was asked for, or the sentence that says what can be. */
export function readAsked(args: string[]): { target?: string; output: string } | string {
  const unknown: string[] = [];
  const given = args[0] === "--" ? args.slice(1) : args;
  const flags = parseArgs(given, {
    string: ["target", "output"],
    alias: { o: "output" },
    unknown(arg: string) {
      unknown.push(arg);
      return false;
    },
  });
  const [target, output] = [textOf(flags.target), textOf(flags.output)];
  if (unknown[0] !== undefined) {
    return `Cannot understand "${unknown[0]}": --target and --output (-o) are what there is`;
  }
  if (target === "" || output === "") return "Cannot compile with a flag that has no value";
  if (target !== undefined && !TARGETS.some((name) => name === target)) {
    return `Cannot compile for "${target}": ${TARGETS.join(", ")} are the choices`;
  }
  const isWindows = (target ?? Deno.build.target).includes("windows");
  const file = output ?? (isWindows ? "plaintalk.exe" : "plaintalk");
  return target === undefined ? { output: file } : { target, output: file };
}

/** The last one counts. */
function textOf(flag: unknown): string | undefined {
  const last = Array.isArray(flag) ? flag.at(-1) : flag;
  return typeof last === "string" ? last : undefined;
}

if (import.meta.main) {
  const asked = readAsked(Deno.args);
  if (typeof asked === "string") {
    Deno.stderr.writeSync(new TextEncoder().encode(`${asked}\n`));
    Deno.exit(2);
  }
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: compileArgs(asked),
    cwd: new URL("../", import.meta.url),
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  Deno.exit(code);
}
