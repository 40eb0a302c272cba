/** An import that is killed leaves no half room, and the next one succeeds. */
import { assert, assertEquals } from "@std/assert";
import { SERVER, temporaryFolder } from "../helpers/process.ts";
import { eventually } from "../helpers/wait.ts";

const MESSAGES = 60_000;

Deno.test("an import that is killed in the midst of it leaves no half room, and the next one succeeds", async () => {
  await using folder = await temporaryFolder();
  const log = `${folder.path}/big.txt`;
  const lines = Array.from(
    { length: MESSAGES },
    (_, i) => `[2025-11-19 10:00:00] Ada: ${i} `.padEnd(300, "x"),
  );
  await Deno.writeTextFile(log, `${lines.join("\n")}\n`);
  const rooms = `${folder.path}/data/rooms`;
  const [program = "", ...args] = SERVER;
  const start = () =>
    new Deno.Command(program, {
      args: [...args, "import", log, "--data", `${folder.path}/data`],
      stdout: "null",
      stderr: "null",
    }).spawn();
  const there = () => {
    try {
      return [...Deno.readDirSync(rooms)].map(({ name }) => name);
    } catch {
      return [];
    }
  };
  const killed = start();
  await eventually("a draft is being written", () => there().includes("big.txt.new"));
  killed.kill("SIGKILL");
  await killed.status;
  assertEquals(there().filter((name) => name.endsWith(".txt")), []);
  assertEquals((await start().status).code, 0);
  assertEquals(there(), ["big.txt"]);
  const text = await Deno.readTextFile(`${rooms}/big.txt`);
  assertEquals(text.trimEnd().split("\n").slice(1), lines);
  assert(text.endsWith("\n"));
});
