/** What the binary holds, as far as this can be known where Deno's runtime cannot be fetched. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "./helpers/patience.ts";
import { ServerProcess, temporaryFolder } from "./helpers/process.ts";

const ROOT = new URL("../", import.meta.url).pathname;

/** The arguments of `deno task compile`, with another program in the place of Deno's runtime. */
async function compile(out: string): Promise<string> {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const [, ...args] = tasks.compile.command.replace("-o plaintalk", `-o ${out}`).split(" ");
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env: { DENORT_BIN: "/bin/true", NO_COLOR: "1" },
  }).output();
  const told = new TextDecoder().decode(stderr);
  assert(success, told);
  return told;
}

Deno.test("deno task compile embeds server, client and three packages, and nothing else", async () => {
  await using folder = await temporaryFolder();
  const told = await compile(`${folder.path}/plaintalk`);
  const listed = [...told.matchAll(/^[├└]─[─┬] (\S+?)(?:\/\*)? \(/gm)].map(([, name]) => name);
  assertEquals(listed, [".deno_compile_node_modules", "client", "deno.json", "server"], told);
  const packages = [...told.matchAll(/(\S+)\/[\d.]+\/\* \(/g)].map(([, name]) => name);
  assertEquals(packages, ["deno-std", "htm", "preact"], told);
  const { size } = await Deno.stat(`${folder.path}/plaintalk`);
  assert(size < 5_000_000, `${size} bytes beside the runtime`);
});

Deno.test("the files that are embedded are enough to serve, from any folder", async () => {
  await using folder = await temporaryFolder();
  for (const name of ["server", "client", "deno.json", "deno.lock"]) {
    const { success } = await new Deno.Command("cp", {
      args: ["-r", `${ROOT}${name}`, folder.path],
    }).output();
    assert(success);
  }
  const run =
    "run --quiet --no-check --cached-only --allow-net --allow-read --allow-write --allow-env";
  await using server = await ServerProcess.run([
    Deno.execPath(),
    ...run.split(" "),
    `${folder.path}/server/main.ts`,
    ...["--port", "0", "--data", `${folder.path}/elsewhere`],
  ]);
  const page = await (await fetch(server.url)).text();
  for (const [, path] of page.matchAll(/(?:src|href)="(app\/[^"]+)"/g)) {
    const answer = await fetch(`${server.url}/${path}`);
    await answer.body?.cancel();
    assertEquals(answer.status, 200, path);
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
  assertEquals(found, ["static.ts"], "the client's files alone are found beside the program");
});
