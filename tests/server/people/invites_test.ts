/** Invitations: what is good, what is counted, what a line of the file says. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { handleOf, Invites, isInviteLine } from "../../../server/people/invites.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const DAY_MS = 86_400_000;
const PATH = "data/invites.txt";

function start() {
  const disk = new MemoryDisk();
  const clock = new FakeClock();
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const open = () => new Invites({ path: PATH, disk: guardedDisk(disk), clock, random });
  return { disk, clock, open, invites: open() };
}

function refusal(invites: Invites, code: string): string {
  return assertThrows(() => invites.find(code), ChatError).code;
}

Deno.test("Invites.use() counts before it waits, so that two at once are two", async () => {
  const { invites } = start();
  const { code } = await invites.make({ by: "Ada", days: 1, uses: 1 });
  const came = [invites.use(code, null), invites.use(code, null)];
  const hashes = await Promise.all(came);
  assertEquals(hashes.map((hash) => hash !== null), [true, false]);
  assertEquals(invites.list().map(({ uses, used }) => [uses, used]), [[0, 1]]);
});

Deno.test("Invites.release() makes good again what nobody came in by", async () => {
  const { invites, open } = start();
  const { code } = await invites.make({ by: "Ada", days: 1, uses: 1 });
  const hash = await invites.use(code, null);
  assertEquals(refusal(invites, code), "invite_used");
  await invites.release(hash!);
  assertEquals(open().find(code)?.used, 0);
});

Deno.test("a guest who came with an invitation is counted once, also when they claim a name", async () => {
  const { invites } = start();
  const { code } = await invites.make({ by: "Ada", days: 1, uses: 5 });
  const hash = await invites.use(code, null);
  invites.cameAsGuest("a session", hash!);
  assertEquals(await invites.use(code, "a session"), null);
  assert(await invites.use(code, "another session") !== null);
  assertEquals(invites.list()[0]?.used, 2);
});

Deno.test("one for any number is counted too, and never used up", async () => {
  const { invites, disk } = start();
  const { code } = await invites.make({ by: "Ada", days: 1, uses: Infinity, name: "the choir" });
  for (let i = 0; i < 3; i++) await invites.use(code, null);
  assertEquals(invites.list().map(({ uses, used, name }) => [uses, used, name]), [[
    Infinity,
    3,
    "the choir",
  ]]);
  assert(/^\[[\d :-]+\] [0-9a-f]{64} - \*\tAda\t3\tthe choir\n$/.test(disk.text(PATH)));
});

Deno.test("an invitation that expired, was used up or taken back says which for a month", async () => {
  const { invites, clock } = start();
  const expired = await invites.make({ by: "Ada", days: 1, uses: 1 });
  const used = await invites.make({ by: "Ada", days: 2, uses: 1 });
  const revoked = await invites.make({ by: "Ada", days: 2, uses: 1 });
  await invites.use(used.code, null);
  await invites.revoke(handleOf(revoked.invite.hash));
  clock.set(clock.now() + DAY_MS);
  const told = () => [expired, used, revoked].map(({ code }) => refusal(invites, code));
  assertEquals(told(), ["invite_expired", "invite_used", "invite_revoked"]);
  assertEquals(invites.list().map((invite) => invites.endOf(invite)), ["used", "expired"]);
  clock.set(clock.now() + 29 * DAY_MS);
  await invites.make({ by: "Ada", days: 1, uses: 1 });
  assertEquals(told(), ["invite_expired", "invite_used", "invite_revoked"]);
  clock.set(clock.now() + 2 * DAY_MS);
  await invites.make({ by: "Ada", days: 1, uses: 1 });
  for (const { code } of [expired, used, revoked]) {
    assertEquals(invites.find(code), null);
  }
});

Deno.test("one that was taken back is nothing to a version that does not know of that", async () => {
  const { invites, disk } = start();
  const { code, invite } = await invites.make({ by: "Ada", days: 2, uses: 1 });
  await invites.revoke(handleOf(invite.hash));
  assert(/^\[[\d :-]+\] [0-9a-f]{64} 1 -\tAda\n$/.test(disk.text(PATH)), disk.text(PATH));
  assert(!invites.isGood(code));
  await assertRejects(() => invites.revoke(handleOf(invite.hash)), ChatError, "no such invitation");
});

Deno.test("the name of an invitation is one line, and no longer than a line should be", async () => {
  const { invites, disk } = start();
  await invites.make({
    by: "Ada",
    days: 1,
    uses: 1,
    name: " the\tchoir\n[2025]\u202e and others ",
  });
  assertEquals(invites.list()[0]?.name, "the choir [2025] and others");
  assertEquals(disk.text(PATH).trimEnd().split("\n").length, 1);
  assert(isInviteLine(disk.text(PATH).trimEnd()));
  const refused = await assertRejects(
    () => invites.make({ by: "Ada", days: 1, uses: 1, name: "x".repeat(61) }),
    ChatError,
  );
  assertEquals(refused.code, "too_long");
});

Deno.test("lines of the first version are read; what opens a room is kept and opens no chat", async () => {
  const { disk, open } = start();
  const hash = "0".repeat(64);
  const before = `[2099-01-01 00:00:00] ${hash} - *\tAda\n` +
    `[2099-01-01 00:00:00] ${"1".repeat(64)} 3 +abcdef\tAda\n`;
  disk.files.clear();
  const invites = open();
  await invites.make({ by: "Ada", days: 1, uses: 1 });
  disk.add(PATH, before);
  invites.refresh();
  assertEquals(invites.list().map(({ opens, used, name }) => [opens, used, name]).slice(0, 2), [[
    "*",
    0,
    "",
  ], ["+abcdef", 0, ""]]);
  await invites.make({ by: "Ada", days: 1, uses: 1 });
  assert(disk.text(PATH).includes(before), disk.text(PATH));
});
