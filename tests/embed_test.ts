/** What the binary holds, as far as this can be known where Deno's runtime cannot be fetched. */
import { assert, assertEquals } from "@std/assert";
import { compileArgs, readAsked, TARGETS } from "../deploy/compile.ts";
import { eventually } from "./helpers/wait.ts";
import { ServerProcess, temporaryFolder } from "./helpers/process.ts";

const ROOT = new URL("../", import.meta.url).pathname;

/** What `deno task compile` says with these arguments, another program in the place of Deno's runtime. */
async function compile(...args: string[]): Promise<string> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const [, ...own] = tasks.compile.command.split(" ");
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...own, ...args],
    cwd: ROOT,
    env: { DENORT_BIN: "/bin/true", NO_COLOR: "1" },
  }).output();
  const told = new TextDecoder().decode(stderr);
  assert(success, told);
  return told;
}

/** What a binary was made with: JSON behind a mark of Deno's, and its length. */
async function baked(path: string): Promise<Record<string, unknown>> {
  const bytes = await Deno.readFile(path);
  const latin = new TextDecoder("latin1").decode(bytes);
  // The mark is in the code that looks for it as well.
  const [at = -1] = [...latin.matchAll(/d3n0l4nd(?=[^]{8}\{"argv")/g)].map(({ index }) => index);
  assert(at > 0, "Deno's mark");
  const length = new DataView(bytes.buffer, at + 8).getBigUint64(0, true);
  return JSON.parse(new TextDecoder().decode(bytes.subarray(at + 16, at + 16 + Number(length))));
}

Deno.test("deno task compile embeds all it needs, for another machine too (issue 15, 4)", async () => {
  await using folder = await temporaryFolder();
  const output = `${folder.path}/plaintalk`;
  const told = await compile("--target", "aarch64-unknown-linux-gnu", "-o", output);
  const listed = [...told.matchAll(/^[├└]─[─┬] (\S+?)(?:\/\*)? \(/gm)].map(([, name]) => name);
  assertEquals(listed, [".deno_compile_node_modules", "client", "deno.json", "server"], told);
  const packages = [...told.matchAll(/(\S+)\/[\d.]+\/\* \(/g)].map(([, name]) => name);
  assertEquals(packages, ["deno-std", "htm", "preact", "ws"], told);
  const { size, mode } = await Deno.stat(output);
  assert(size < 9_000_000, `${size} bytes beside the runtime`);
  assertEquals((mode ?? 0) & 0o111, 0o111);
  const { argv, permissions, v8_flags, unstable_config } = await baked(output);
  assertEquals(argv, [], "words behind the entry point would be the program's arguments");
  assert(Array.isArray(v8_flags));
  assertEquals(v8_flags.slice(-2), ["--max-semi-space-size=8", "--heap-growing-percent=50"]);
  const { features } = unstable_config as { features: string[] };
  assertEquals(features, ["no-legacy-abort"], "as deno.json asks for");
  const rights = Object.entries(permissions as Record<string, unknown>)
    .filter(([name, value]) => /^allow_(?!import)/.test(name) && value !== null);
  assertEquals(Object.fromEntries(rights), {
    allow_net: [],
    allow_read: [],
    allow_write: [],
    allow_env: [],
    allow_sys: ["networkInterfaces", "systemMemoryInfo", "statfs"],
  });
});

Deno.test("deno task compile puts its options where Deno reads them (issue 15, 4)", async () => {
  const asked = (...args: string[]) => readAsked(args);
  assertEquals(asked("-o", "x"), { output: "x" });
  assert(JSON.stringify(asked("--target", "armv7")).includes("are the choices"));
  assert(JSON.stringify(asked("--sign")).includes("Cannot understand"));
  assertEquals(asked("--target=x86_64-pc-windows-msvc"), {
    target: "x86_64-pc-windows-msvc",
    output: "plaintalk.exe",
  });
  for (const target of TARGETS) {
    const args = compileArgs({ target, output: "o" });
    assertEquals(args.at(-1), "server/main.ts", "nothing stands behind the entry point");
    assert(args.includes(`--target=${target}`) && args.includes("--output=o"));
  }
  // The workflow makes every target, and starts each on a machine of its kind.
  const workflow = await Deno.readTextFile(`${ROOT}.github/workflows/binaries.yml`);
  const made = /for target in (.+); do/.exec(workflow)?.[1]?.split(" ");
  assertEquals(made, [...TARGETS]);
  const started = [...workflow.matchAll(/^ +target: (\S+)$/gm)].map(([, target]) => target);
  assertEquals(started, [...TARGETS]);
});

Deno.test("the embedded files serve from any folder, by either transport", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["server", "client", "deno.json", "deno.lock"]) {
    const { success } = await new Deno.Command("cp", {
      args: ["-r", `${ROOT}${name}`, folder.path],
    }).output();
    assert(success);
  }
  const run =
    "run --quiet --no-check --cached-only --allow-net --allow-read --allow-write --allow-env";
  for (const transport of ["native", "ws"]) {
    await using server = await ServerProcess.run([
      Deno.execPath(),
      ...run.split(" "),
      `${folder.path}/server/main.ts`,
      ...["--port", "0", "--data", `${folder.path}/elsewhere`, "--transport", transport],
    ]);
    const page = await (await fetch(server.url)).text();
    for (const [, path] of page.matchAll(/(?:src|href)="(app\/[^"]+)"/g)) {
      const answer = await fetch(`${server.url}/${path}`);
      await answer.body?.cancel();
      assertEquals(answer.status, 200, path);
    }
  }
  await eventually(
    "the data is where it was said",
    () => [...Deno.readDirSync(`${folder.path}/elsewhere`)].some(({ name }) => name === "rooms"),
  );
});

Deno.test("the data folder is never derived from where the program is", async () => {
  const found: string[] = [];
  const look = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(folder)) {
      if (isDirectory) await look(`${folder}/${name}`);
      else if ((await Deno.readTextFile(`${folder}/${name}`)).includes("import.meta")) {
        found.push(name);
      }
    }
  };
  await look(`${ROOT}server`);
  assertEquals(found, ["app_files.ts"], "the client's files alone are found beside the program");
});
