import { assert, assertEquals } from "@std/assert";
import { isSessionLine } from "../../../server/people/session_lines.ts";
import { Sessions } from "../../../server/people/sessions.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const DAY = 86_400_000;

function start() {
  const disk = new MemoryDisk();
  const clock = new FakeClock();
  const open = () =>
    new Sessions({
      path: "data/sessions.txt",
      disk: guardedDisk(disk),
      clock,
      random: (bytes) => crypto.getRandomValues(bytes),
      onTrouble: () => {},
    });
  return { disk, clock, open };
}

Deno.test("Sessions.begin() makes a token of 256 bits, and keeps its hash alone", () => {
  const { disk, open } = start();
  const sessions = open();
  const { token, session } = sessions.begin("Ada", true);
  assert(/^[\w-]{43}$/.test(token) && /^[0-9a-f]{64}$/.test(session.id));
  assert(sessions.begin("Ada", true).token !== token);
  assert(!disk.text("data/sessions.txt").includes(token));
  assertEquals(open().find(token), session, "a restart signs nobody out");
  assertEquals(open().find(session.id), null, "what is on the disk opens nothing");
});

Deno.test("Sessions.find() ends a session that was not used for 14 days, and any after 30", () => {
  const { clock, open } = start();
  const sessions = open();
  const idle = sessions.begin("Ada").token;
  const used = sessions.begin("Boris", true).token;
  for (let day = 1; day <= 29; day++) {
    clock.set(clock.now() + DAY);
    assertEquals(sessions.find(used)?.name, "Boris", `day ${day}`);
    if (day === 20) assertEquals(sessions.find(idle), null);
  }
  const later = open();
  assertEquals(later.find(used)?.account, true, "what was used is known after a restart");
  clock.set(clock.now() + DAY);
  assertEquals([later.find(used), open().find(used)], [null, null]);
});

Deno.test("Sessions.of() tells the living sessions of a name, and end() ends them for good", () => {
  const { open } = start();
  const sessions = open();
  const tokens = [sessions.begin("Ada", true), sessions.begin("ada", true), sessions.begin("Eve")];
  assertEquals(sessions.of("ADA").map(({ id }) => id), [
    tokens[1]!.session.id,
    tokens[0]!.session.id,
  ]);
  sessions.end(tokens[0]!.session.id);
  sessions.end(tokens[0]!.session.id);
  assertEquals([sessions.find(tokens[0]!.token), open().find(tokens[0]!.token)], [null, null]);
  assertEquals(sessions.of("Ada").length, 1);
});

Deno.test("Sessions.touch() keeps a session in use from idling, not beyond its age", () => {
  const { clock, open } = start();
  const sessions = open();
  const { token, session } = sessions.begin("Ada", true);
  for (let day = 1; day <= 29; day++) {
    clock.set(clock.now() + DAY);
    assertEquals(sessions.touch(session.id), true);
  }
  clock.set(clock.now() + DAY);
  assertEquals([sessions.touch(session.id), sessions.find(token)], [false, null]);
  assertEquals(sessions.touch("stranger-1"), false);
});

Deno.test("Sessions.begin() keeps the device in a line of its own, over a start (ux 18)", () => {
  const { disk, open } = start();
  const { session } = open().begin("Ada", true, { device: "Firefox on Linux" });
  assertEquals(open().of("Ada")[0]?.device, "Firefox on Linux");
  const lines = disk.text("data/sessions.txt").trim().split("\n");
  assertEquals(lines.map((line) => line.split(" ")[1]), ["began", "device"]);
  assert(lines.every(isSessionLine));
  assertEquals(lines[0]?.endsWith(`${session.id} account Ada`), true, "as older versions read it");
});

Deno.test("Sessions.begin() ends guests' sessions when there are too many (security M2)", () => {
  const { open } = start();
  const sessions = open();
  const ada = sessions.begin("Ada", true, { addressKey: "4:1" }).token;
  const neighbour = sessions.begin("Neighbour", false, { addressKey: "4:2" }).token;
  for (let i = 0; i < 250; i++) sessions.begin(`Flood ${i}`, false, { addressKey: "4:3" });
  assert(sessions.find(ada) !== null && sessions.find(neighbour) !== null);
  for (let i = 0; i < 10_100; i++) {
    sessions.begin(`Flood ${i}`, false, { addressKey: `6:${i % 400}` });
  }
  assertEquals(sessions.find(ada)?.name, "Ada");
  assertEquals(sessions.find(neighbour), null, "the guest who came first goes first");
});

Deno.test("Sessions.begin() keeps fifty sessions of an account, the newest", () => {
  const { open } = start();
  const sessions = open();
  const tokens = Array.from({ length: 60 }, () => sessions.begin("Ada", true).token);
  assertEquals(tokens.filter((token) => sessions.find(token) !== null), tokens.slice(10));
});

Deno.test("Sessions keeps lines it does not understand, and reads those with \\r", () => {
  const { disk, open } = start();
  const { token } = open().begin("Ada", true);
  const text = disk.text("data/sessions.txt").replaceAll("\n", "\r\n");
  disk.put("data/sessions.txt", `made by hand\r\n${text}`);
  const again = open();
  assertEquals([again.find(token)?.name, again.malformed], ["Ada", 1]);
  assertEquals(disk.text("data/sessions.txt").split("\n")[0], "made by hand");
  assertEquals(open().find(token)?.name, "Ada");
});
