/** What somebody put on messages goes with their words, wherever a crash stops it. */
import { assert, assertEquals } from "@std/assert";
import { says, startHouse, within } from "../../../helpers/house.ts";
import { MemoryDisk } from "../../../helpers/memory_disk.ts";

const FILE = "data/rooms/general.txt";

/** Boris put emoji on two messages of Vera's, and took one off again; Vera has one there too. */
function reacted() {
  const it = startHouse();
  const { chat, joins } = it;
  const [boris, vera] = [joins("Boris", "general"), joins("Vera", "general")];
  const ids = ["first", "second"].map((text) => says(chat, vera, "general", text));
  const put = (client: typeof boris, id: number, emoji: string, on = true): void => {
    client.asks({ type: "react", room: "general", id, emoji, on });
    chat.scheduler.flushNow();
  };
  put(boris, ids[0]!, "👍");
  put(vera, ids[0]!, "👍");
  put(boris, ids[0]!, "❤️");
  put(boris, ids[1]!, "🎉");
  put(boris, ids[1]!, "🎉", false);
  put(boris, ids[1]!, "🔥");
  chat.scheduler.flushNow();
  return { ...it, boris, vera, ids };
}

/** The reactions that a chat over this disk shows, as it begins and after its index was made again. */
function shown(disk: MemoryDisk, ids: number[]): unknown[] {
  const copy = new MemoryDisk();
  for (const [path, { bytes }] of disk.files) copy.put(path, bytes);
  for (const path of [...copy.files.keys()]) {
    if (path.includes("/index/")) copy.files.delete(path);
  }
  const { chat } = startHouse(copy);
  return ids.map((id) => chat.rooms.get("general").history.find(id)?.reactions ?? []);
}

Deno.test("reactions go with their person, live and from the file", async () => {
  const { chat, house, disk, vera, ids } = reacted();
  vera.hears();
  const size = disk.size(FILE)!;
  await within(chat, house.remove("Boris", true, "Ada"));
  chat.scheduler.flushNow();
  const told = vera.hearsOf("reacted").map(({ id, emoji, on, name }) => [id, emoji, on, name]);
  assertEquals(told, [
    [ids[0], "👍", false, "Boris"],
    [ids[0], "❤️", false, "Boris"],
    [ids[1], "🔥", false, "Boris"],
  ]);
  const left = [{ emoji: "👍", names: ["Vera"] }];
  assertEquals(chat.rooms.get("general").history.find(ids[0]!)?.reactions, left);
  assertEquals(shown(disk, ids), [left, []]);
  for (const [path, { bytes }] of disk.files) {
    const text = new TextDecoder().decode(bytes);
    assert(!/❤|🎉|🔥/u.test(text), `${path}: ${text}`);
    assert(!/Boris un?reacted 👍|Boris reacted 👍/.test(text), `${path}: ${text}`);
  }
  assert(disk.size(FILE)! > size, "nothing moved: lines were added and others overwritten");
});

Deno.test("reactions that a crash left halfway are shown to nobody as dashes, and go", async () => {
  let isDone = false;
  for (let last = 0; !isDone; last++) {
    const { chat, house, disk, ids } = reacted();
    const before = disk.calls;
    disk.onCall = (_call, count) => {
      if (count >= before + last) throw new Error("The process is gone");
    };
    await within(chat, house.remove("Boris", true, "Ada")).then(() => isDone = true, () => {});
    disk.onCall = () => {};
    const halfway = JSON.stringify(shown(disk, ids));
    assert(!halfway.includes('"-'), `after ${last} calls: ${halfway}`);
    const later = startHouse(disk);
    if (later.people.accounts.find("Boris") !== null && later.people.removals.list().length === 0) {
      continue;
    }
    later.house.removals.look();
    await within(later.chat, later.house.removals.idle);
    assertEquals(later.people.removals.list(), [], `after ${last} calls`);
    assertEquals(shown(disk, ids), [[{ emoji: "👍", names: ["Vera"] }], []], `${last}`);
    assertEquals(later.people.accounts.find("Boris"), null);
    assert(last < 500);
  }
});
