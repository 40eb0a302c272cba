import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { Moderation, type Suspect } from "../../../server/people/moderation.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/moderation.txt";

function start() {
  const disk = new MemoryDisk();
  const clock = new FakeClock();
  const open = () => new Moderation({ path: PATH, disk: guardedDisk(disk), clock });
  const until = clock.now() + 600_000;
  return { disk, clock, open, moderation: open(), until };
}

function guest(key: string, addressKey: string, entered = 0): Suspect {
  return { key, addressKey, account: false, entered };
}

function isMuted(moderation: Moderation, suspect: Suspect): boolean {
  try {
    moderation.mustNotBeMuted(suspect);
    return false;
  } catch (error) {
    assertEquals((error as ChatError).code, "muted");
    return true;
  }
}

Deno.test("Moderation keeps a mute on a guest through new names (security M10)", async () => {
  const { clock, moderation, until, open } = start();
  await moderation.add({
    what: "mute",
    name: "Troll",
    addressKey: "4:9",
    until,
    by: "Ada",
  });
  const later = clock.now() + 1;
  const asked: [Suspect, boolean][] = [
    [guest("troll", "4:5"), true],
    [guest("troll2", "4:9", later), true],
    [guest("sister", "4:9", clock.now() - 60_000), false],
    [guest("neighbour", "4:8", later), false],
    [{ key: "eva", addressKey: "4:9", account: true }, false],
  ];
  for (const [suspect, expected] of asked) {
    assertEquals(isMuted(moderation, suspect), expected, suspect.key);
    if (suspect.key !== "sister") {
      assertEquals(isMuted(open(), suspect), expected, "after a restart");
    }
  }
  clock.set(until);
  assertEquals(isMuted(moderation, guest("troll", "4:5")), false);
});

Deno.test("Moderation does what the file says, whatever could not be saved", async () => {
  const { disk, moderation, until, open } = start();
  const ban = {
    what: "ban",
    name: "Eve",
    addressKey: "",
    until,
    by: "Ada",
  } as const;
  const eve = { key: "eve", addressKey: "4:1", admin: false };
  disk.onCall = () => {
    throw new Error("ENOSPC");
  };
  await assertRejects(() => moderation.add(ban), ChatError);
  moderation.mustNotBeBanned(eve);
  disk.onCall = () => {};
  await moderation.add(ban);
  disk.onCall = () => {
    throw new Error("ENOSPC");
  };
  await assertRejects(() => moderation.lift("ban", "Eve"), ChatError);
  disk.onCall = () => {};
  for (const one of [moderation, open()]) {
    assertThrows(() => one.mustNotBeBanned(eve), ChatError);
  }
});

Deno.test("Moderation keeps lines it does not understand, and follows edits by hand", async () => {
  const { disk, moderation, until } = start();
  await moderation.add({
    what: "ban",
    name: "Eve",
    addressKey: "",
    until,
    by: "Ada",
  });
  const line = disk.text(PATH).trimEnd();
  disk.put(
    PATH,
    `# by hand\r\n${line}\r\n${line.replace("Eve", "Mallory")}\r\n`,
  );
  assertEquals(moderation.refresh(), true);
  assertThrows(
    () => moderation.mustNotBeBanned({ key: "mallory", addressKey: "", admin: false }),
    ChatError,
  );
  await moderation.lift("ban", "Mallory");
  assertEquals(disk.text(PATH), `# by hand\n${line}\n`);
  assertEquals(moderation.malformed, 1);
});

Deno.test("Moderation bans an address for guests and accounts, never for an admin", async () => {
  const { moderation, until } = start();
  await moderation.add({
    what: "ban",
    name: "Eve",
    addressKey: "4:1",
    until,
    by: "Ada",
  });
  assertThrows(
    () => moderation.mustNotBeBanned({ key: "ghost", addressKey: "4:1", admin: false }),
    ChatError,
  );
  moderation.mustNotBeBanned({ key: "boris", addressKey: "4:1", admin: true });
  assertThrows(
    () => moderation.mustNotBeBanned({ key: "eve", addressKey: "4:2", admin: true }),
    ChatError,
  );
});
