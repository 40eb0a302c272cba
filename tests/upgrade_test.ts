/** A data folder of the first version, as it lay on a disk, under this one; and lines of a later one. */
import { assert, assertEquals } from "@std/assert";
import { checkData } from "../server/transfer/check.ts";
import { systemDisk } from "../server/store/disk.ts";
import { WsClient } from "./helpers/ws_client.ts";
import { ServerProcess, temporaryFolder } from "./helpers/process.ts";

const FIRST = new URL("fixtures/first", import.meta.url).pathname;

Deno.test("a data folder of the first version is read whole and goes on", async () => {
  await using folder = await temporaryFolder();
  const { success } = await new Deno.Command("cp", { args: ["-r", FIRST, `${folder.path}/data`] })
    .output();
  assert(success);
  const path = `${folder.path}/data/rooms/general.txt`;
  const before = await Deno.readTextFile(path);
  await using server = await ServerProcess.start(["--port", "0", "--data", `${folder.path}/data`]);
  await using peer = await WsClient.at(server.url, "Later");
  peer.send({ type: "join", room: "general" });
  const { messages } = await peer.hears("history");
  assertEquals(messages.map(({ text }) => text), ["first words", "two\nlines", "สวัสดี"]);
  assertEquals(messages[0]?.reactions, [{ emoji: "👍", names: ["Борис"] }]);
  peer.send({ type: "join", room: "Сад" });
  assertEquals((await peer.hears("history")).messages.map(({ text }) => text), ["яблука"]);
  peer.send({ type: "message", room: "general", text: "now" });
  await peer.hears("message");
  const after = await Deno.readTextFile(path);
  assert(after.startsWith(before) && after.endsWith("Later: now\n"), "only a line more");
  const finds: string[] = [];
  checkData(systemDisk(), `${folder.path}/data`, (find) => finds.push(find));
  assertEquals(finds, []);
});

Deno.test("lines of a later version are kept and skipped, and the rest is read", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/rooms`);
  const lines = [
    "[2025-11-19 23:46:36] Ada: one",
    "[2025-11-19 23:46:37] * Ada pinned 0 until tomorrow",
    "%2 a line of another kind",
    "[2025-11-19 23:46:38] Ada: two",
  ];
  const text = `${lines.join("\n")}\n`;
  await Deno.writeTextFile(`${folder.path}/rooms/general.txt`, text);
  await using server = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  const answer = await fetch(`${server.url}/api/rooms/general/messages`);
  const { messages } = await answer.json() as { messages: { text: string }[] };
  assertEquals(messages.map(({ text }) => text), ["one", "two"]);
  assertEquals(await Deno.readTextFile(`${folder.path}/rooms/general.txt`), text);
});
