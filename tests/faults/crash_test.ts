/**
 * Kills at any moment, under load: nothing acknowledged is lost, nothing stands twice, nothing torn is
 * shown, the order is kept. `deno task test:crash` makes two hundred kills of the eight.
 */
import { assert, assertEquals } from "@std/assert";
import { Bot } from "../helpers/bot.ts";
import { eventually } from "../helpers/wait.ts";
import { ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { random } from "../helpers/random.ts";
import { checkData } from "../../server/transfer/check.ts";
import { parse } from "../../server/history/line.ts";
import { systemDisk } from "../../server/store/disk.ts";

const KILLS = Number(Deno.env.get("KILLS") ?? 8);
const BOTS = 20;

Deno.test(`${KILLS} kills under load lose, tear and double nothing acknowledged`, async (t) => {
  const next = random(KILLS);
  await using folder = await temporaryFolder();
  const path = `${folder.path}/rooms/general.txt`;
  const args = ["--data", folder.path, "--limits", "none"];
  let server = await ServerProcess.start(["--port", "0", ...args]);
  const { url } = server;
  const bots = Array.from({ length: BOTS }, (_, i) => new Bot(`Bot ${i}`, i));
  const count = (): number => bots.reduce((sum, { confirmed }) => sum + confirmed.size, 0);
  const running = Promise.all(bots.map((bot) => bot.run(() => url)));
  let torn = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const enough = count() + Math.floor(next() * 400);
    await eventually("more is confirmed", () => count() > enough);
    await server.end("SIGKILL");
    if (kill % 2 === 0) {
      // What a power cut in the middle of a line leaves, at any of its bytes.
      const line = new TextEncoder().encode(
        "[2025-11-19 23:46:36] Half: a line, cut somewhere – тут\n",
      );
      const cut = line.subarray(0, 1 + Math.floor(next() * (line.length - 1)));
      await Deno.writeFile(path, cut, { append: true });
      torn++;
    }
    server = await ServerProcess.start(["--port", new URL(url).port, ...args]);
    assertEquals(server.url, url, server.output);
    assertEquals(server.output.includes("general.torn"), kill % 2 === 0, server.output);
  }
  const enough = count() + 200;
  await eventually("it goes on after the last one", () => count() > enough);
  for (const bot of bots) bot.stop();
  await running;
  assertEquals(await server.end(), 0);

  const bytes = await Deno.readFile(path);
  const entries = new TextDecoder().decode(bytes).trimEnd().split("\n").map(parse);
  const texts = entries.flatMap((entry) => entry?.kind === "message" ? [entry.text] : []);
  assertEquals(entries.length, texts.length + 1, "every line but the first is a message");
  assertEquals(new Set(texts).size, texts.length, "nothing stands twice");
  assert(!texts.some((text) => text.startsWith("a line")), "nothing torn is shown");
  for (const { confirmed } of bots) {
    for (const [text, id] of confirmed) {
      const line = new TextDecoder().decode(bytes.subarray(id, id + 80));
      assert(line.includes(`: ${text}\n`), `${text} was acknowledged at ${id}`);
    }
  }
  for (let i = 0; i < BOTS; i++) {
    const own = texts.filter((text) => text.startsWith(`Bot ${i} says`)).map((text) =>
      Number(text.split(" ")[3])
    );
    assertEquals(own, own.toSorted((a, b) => a - b), "the order is kept");
  }
  const kept = (await Deno.readTextFile(`${folder.path}/rooms/general.torn`)).trimEnd().split("\n");
  assertEquals(kept.length, torn, "what was torn is kept aside");
  assertEquals(checkData(systemDisk(), folder.path, () => {}).finds, 0);
  await t.step(`${count()} acknowledged, ${texts.length} lines, ${torn} torn`, () => {});
});
