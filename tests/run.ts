/**
 * What `deno task test` runs: format, lint and types of everything, then every test, a real browser
 * included. All of it runs even if something early fails; the last line is `N passed, N failed`.
 * Arguments are handed on to `deno test`: a file, a folder, `--filter "words"`. `--quick` is the inner
 * loop: the checks, and the tests that need neither a browser nor a server of their own.
 */
const ROOT = new URL("../", import.meta.url);
const CONFIG = ["--config", "tests/deno.json", "--quiet"];

/** A check that is no test: its name and the arguments for deno. */
const CHECKS: [string, string[]][] = [
  ["deno fmt", ["fmt", "--check", "--quiet"]],
  ["deno lint", ["lint", "--quiet"]],
  ["deno check server client deploy", ["check", "--quiet", "server", "client", "deploy"]],
  ["deno check tests", ["check", ...CONFIG, "tests"]],
];

/** Files at once: much of a journey is waiting, in which another one can go on. */
const JOBS = navigator.hardwareConcurrency + 1;

const TEST = ["test", ...CONFIG, "--allow-all", "--no-check", "--parallel", "--sanitize-ops"];

/** What concerns the wire: run by both transports each time. */
const WIRE = [
  "tests/faults/frames_test.ts",
  "tests/faults/http_test.ts",
  "tests/faults/doors_test.ts",
  "tests/faults/flood_test.ts",
];

const QUICK = [
  "tests/house_test.ts",
  "tests/docs_test.ts",
  "tests/client",
  "tests/server",
];

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function run(args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    stdin: "null",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  return success;
}

/** Runs the tests, lets their output through and returns what the runner counted. */
async function runTests(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ passed: number; failed: number; skipped: number }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...TEST, "--sanitize-resources", ...(args.length > 0 ? args : ["tests"])],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
    env: { NO_COLOR: "1", DENO_JOBS: Deno.env.get("DENO_JOBS") ?? String(JOBS), ...env },
  }).spawn();
  const decoder = new TextDecoder();
  let told = "";
  for await (const chunk of child.stdout) {
    Deno.stdout.writeSync(chunk);
    told += decoder.decode(chunk, { stream: true });
  }
  const { success } = await child.status;
  const counts = [...told.matchAll(/^(?:ok|FAILED) \| (\d+) passed.*$/gm)].at(
    -1,
  );
  const line = counts?.[0] ?? "";
  // What was not run says why in its name; among hundreds of lines nobody would see it.
  for (const [, name] of told.matchAll(/^(?:.* => )?(.+) \.\.\. ignored/gm)) {
    say(`Skipped: ${name}`);
  }
  const count = (word: string): number => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  const [passed, failed] = [count("passed"), count("failed")];
  // A runner that died before it counted, or that ran nothing, is a failure whatever it printed.
  const isBroken = (!success && failed === 0) || passed + failed === 0;
  return {
    passed,
    failed: failed + (isBroken ? 1 : 0),
    skipped: count("ignored"),
  };
}

let passed = 0;
let failed = 0;
const isQuick = Deno.args[0] === "--quick";
// Naming tests runs those alone: the way while working on something.
for (const [name, args] of Deno.args.length > 0 && !isQuick ? [] : CHECKS) {
  const isGood = await run(args);
  say(`${name} ... ${isGood ? "ok" : "FAILED"}`);
  if (isGood) passed++;
  else failed++;
}
const runs = [await runTests(isQuick ? [...QUICK, ...Deno.args.slice(1)] : Deno.args)];
if (Deno.args.length === 0 && Deno.env.get("TRANSPORT") !== "ws") {
  say("What concerns the wire, by --transport ws:");
  runs.push(await runTests(WIRE, { TRANSPORT: "ws" }));
}
for (const run of runs) {
  passed += run.passed;
  failed += run.failed;
}
const skipped = runs.reduce((sum, run) => sum + run.skipped, 0);
say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
Deno.exit(failed === 0 ? 0 : 1);
