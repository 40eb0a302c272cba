/** Whom people do not want to hear, over restarts and other names. */
import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { Blocks, isBlockLine, MAX_BLOCKED } from "../../../server/people/blocks.ts";
import { foldName } from "../../../server/people/names.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/blocks.txt";

function account(name: string) {
  return { name, key: foldName(name), account: true, session: "s" };
}

function start() {
  const disk = new MemoryDisk();
  const open = () => new Blocks({ path: PATH, disk: guardedDisk(disk), clock: new FakeClock() });
  return { disk, open, blocks: open() };
}

Deno.test("Blocks keeps an account's over a restart, one line each, and nobody else's", async () => {
  const { blocks, open, disk } = start();
  const [ada, vera] = [account("Ada"), account("Vera")];
  await blocks.add(ada, ["Борис", "Eve"]);
  await blocks.add(ada, ["БОРИС"]);
  const again = open();
  assertEquals([...again.of(ada)], ["борис", "eve"]);
  assertEquals([[...again.of(vera)], [...again.of({ ...ada, account: false })]], [[], []]);
  assertEquals(disk.text(PATH).split("\n").length, 3);
  await again.remove(ada, "борис");
  assertEquals(open().list(ada).map(({ name }) => name), ["Eve"]);
});

Deno.test("Blocks follows other names, and forgets who is gone", async () => {
  const { blocks } = start();
  await blocks.add(account("Ada"), ["Boris"]);
  await blocks.add(account("Boris"), ["Eve"]);
  await blocks.renamed("Boris", "Bo");
  assertEquals([...blocks.of(account("Ada"))].sort(), ["bo", "boris"]);
  assertEquals([[...blocks.of(account("Bo"))], [...blocks.of(account("Boris"))]], [["eve"], []]);
  await blocks.forget("Bo");
  assertEquals([...blocks.of(account("Bo"))], []);
  assertEquals(blocks.of(account("Ada")).size, 2, "who blocked them still does");
});

Deno.test("Blocks has so many of one and no more; a guest's live with the session", async () => {
  const { blocks, open, disk } = start();
  const names = Array.from({ length: MAX_BLOCKED }, (_, i) => `Person ${i}`);
  for (const who of [account("Ada"), { ...account("Gast"), account: false }]) {
    await blocks.add(who, names);
    const error = await assertRejects(() => blocks.add(who, ["One more"]), ChatError);
    assertEquals(error.code, "too_many");
    assertEquals(blocks.of(who).size, MAX_BLOCKED);
  }
  const guest = { ...account("Gast"), account: false };
  assertEquals(blocks.of({ ...guest, session: "another" }).size, 0);
  await blocks.remove(guest, "person 0");
  assertEquals(blocks.of(guest).size, MAX_BLOCKED - 1);
  assertEquals(open().of(guest).size, 0);
  assertEquals(disk.text(PATH).includes("Gast"), false);
});

Deno.test("a line of blocks.txt is whole or it is none", () => {
  const good = "[2026-01-01 00:00:00] Ada\tblocked Boris";
  assertEquals(isBlockLine(good), true);
  const bad = ["", good.slice(1), good.replace("\t", " "), `${good}:`, good.replace("Boris", "")];
  for (const line of bad) assertEquals(isBlockLine(line), false, line);
});
