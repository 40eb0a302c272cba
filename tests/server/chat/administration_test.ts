import { assert, assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { says, startHouse as start, within } from "../../helpers/house.ts";

function refuses(work: Promise<unknown>, code: string): Promise<void> {
  return assertRejects(() => work, ChatError).then((error) => assertEquals(error.code, code));
}

Deno.test("Administration.rename() keeps words, conversations and rights (issue 15, 10)", async () => {
  const { chat, house, joins, people, disk } = start();
  const boris = joins("Boris", "@Ada");
  says(chat, boris, "@Ada", "between us");
  const own = joins("Boris", "general");
  const id = says(chat, own, "general", "in front of all");
  await house.rename("boris", "Bo", "Ada");
  assertEquals([boris.closed, own.closed], [4001, 4001], "they come back under the new name");
  const bo = joins("Bo", "@Ada");
  assertEquals(chat.rooms.list(bo.connection.member).rooms.map(({ room }) => room), [
    "@Ada",
    "general",
  ]);
  const [between] = chat.rooms.get("@Ada", bo.connection.member).history.last(5).messages;
  assertEquals(between?.text, "between us");
  const ada = joins("Ada", "@Bo");
  says(chat, ada, "@Bo", "and on");
  bo.asks({ type: "join", room: "general" });
  chat.scheduler.flushNow();
  bo.hears();
  bo.asks({ type: "erase", room: "general", id });
  chat.scheduler.flushNow();
  assertEquals(bo.hearsOf("erased").length, 1, "one's own words stay one's own");
  await refuses(house.rename("Vera", "Boris", "Ada"), "claimed");
  assertEquals(people.accountName("Boris"), null);
  const later = start(disk);
  const again = later.joins("Bo", "@Ada");
  const { messages } = later.chat.rooms.get("@Ada", again.connection.member).history.last(5);
  assertEquals(messages.map(({ text }) => text), ["between us", "and on"], "after a restart too");
  await later.house.rename("Bo", "Boris", "Ada");
  assertEquals(later.people.accountName("boris"), "Boris", "back to a name that was one's own");
  assertEquals(later.people.reserved.list().map(({ name, to }) => `${name} ${to}`), ["Bo Boris"]);
});

Deno.test("Administration.rename() moves bans and read marks along (issue 15, 10)", async () => {
  const { house, people, clock, chat, joins } = start();
  const until = clock.now() + 600_000;
  await people.moderation.add({ what: "ban", name: "Boris", addressKey: "", until, by: "Ada" });
  people.marks.move("boris", "general", "e", 45);
  await house.rename("Boris", "Bo", "Ada");
  assertEquals(people.moderation.list().map(({ name }) => name), ["Bo", "Boris"]);
  assertEquals(people.marks.get("bo", "general", "e"), 45);
  const guest = chat.joins("Gast");
  people.names.enter(guest.connection.member);
  await refuses(house.rename("Bo", "Gast", "Ada"), "claimed");
  await refuses(house.rename("Bo", "Аda", "Ada"), "claimed");
  await refuses(house.rename("Nobody", "Other", "Ada"), "not_found");
  await refuses(house.rename("Bo", "a:b", "Ada"), "bad_name");
  await house.rename("Bo", "BO", "Ada");
  assertEquals(people.accountName("bo"), "BO");
  void joins;
});

Deno.test("Administration.remove() leaves the name to nobody (issue 15, 10)", async () => {
  const { chat, house, joins, people } = start();
  const boris = joins("Boris", "@Vera");
  says(chat, boris, "@Vera", "between us");
  await house.remove("Boris", false, "Ada");
  assertEquals([boris.closed, people.accountName("Boris")], [4001, null]);
  const vera = joins("Vera", "@Boris");
  const [message] = chat.rooms.get("@Boris", vera.connection.member).history.last(5).messages;
  assertEquals(message?.text, "between us");
  await refuses(house.rename("Vera", "boris", "Ada"), "claimed");
  await refuses(house.remove("Ada", false, "Vera"), "last_admin");
  await refuses(house.remove("Vera", false, "Vera"), "not_allowed");
});

Deno.test("Administration.remove() with words erases all of one person (issue 15, 10)", async () => {
  const { chat, house, joins, disk, clock, pauses } = start();
  const earlier = "[2024-12-31 23:59:59] Boris: a guest said this\n";
  disk.put(
    "data/archive/general.until-2025-01-01.txt",
    `${earlier}[2025-01-02 00:00:00] Boris: secret old\n`,
  );
  disk.put(
    "data/deleted/Club.20250301T000000.txt",
    "[2025-02-01 00:00:00] Boris: secret club\n[2025-02-01 00:00:01] Vera: kept club\n",
  );
  disk.put("data/rooms/general.torn", "[2025-02-01 00:00:00] Boris: secret and th\n");
  disk.put(
    "data/direct/Boris+Gone by hand.txt",
    "[2025-02-01 00:00:00] Boris: secret to a ghost\n",
  );
  const [boris, vera] = [joins("Boris", "general"), joins("Vera", "general")];
  const id = says(chat, boris, "general", "secret one");
  boris.asks({ type: "edit", room: "general", id, text: "secret two" });
  for (let i = 0; i < 450; i++) {
    says(chat, i % 2 === 0 ? boris : vera, "general", `${i % 2 === 0 ? "secret" : "kept"} ${i}`);
  }
  says(chat, joins("Boris", "@Vera"), "@Vera", "secret private");
  says(chat, joins("Vera", "@Boris"), "@Boris", "kept private");
  vera.hears();
  const before = [...disk.files].map(([path, file]) => [path, file.bytes.length] as const);
  const { erased } = await within(chat, house.remove("Boris", true, "Ada"));
  assertEquals(erased, 1 + 225 + 1 + 1 + 1);
  assert(pauses() >= 225 / 8, "everybody else has a turn in between");
  const all = [...disk.files.keys()].filter((path) => /\.(txt|torn)$/.test(path))
    .map((path) => disk.text(path)).join("");
  assert(!all.includes("secret"), all);
  assertEquals(all.split("kept").length - 1, 225 + 1 + 1);
  assert(
    all.includes("a guest said this"),
    "what was said before the name was claimed is nobody's",
  );
  for (const [path, length] of before.filter(([path]) => /rooms|direct|archive/.test(path))) {
    assert((disk.files.get(path)?.bytes.length ?? 0) >= length, `${path}: nothing moved`);
  }
  assertEquals(vera.hearsOf("erased").length, 226, "who is here sees them go");
  void clock;
});

Deno.test("Administration.resetPassword() signs out; its link is good once (issue 15, 10)", async () => {
  const { house, people, joins, clock, disk } = start();
  const { token } = people.sessions.begin("Boris", true);
  const boris = joins("Boris", "general");
  const { code } = await house.resetPassword("boris", "Ada");
  assertEquals([people.sessions.find(token), boris.closed], [null, 4001]);
  assert(!disk.text("data/resets.txt").includes(code), "only its hash is kept");
  assertEquals(people.resets.nameOf(code), "Boris");
  const { code: newer } = await house.resetPassword("Boris", "Ada");
  const isGood = (code: string): boolean => {
    try {
      return people.resets.nameOf(code) === "Boris";
    } catch {
      return false;
    }
  };
  assertEquals([isGood(code), isGood(newer), isGood("")], [false, true, false]);
  clock.advance(3 * 24 * 60 * 60 * 1000);
  assertEquals(isGood(newer), false);
});

Deno.test("an account deleted by hand leaves its conversations to nobody (issue 15, 10)", async () => {
  const { chat, joins, people, disk, house } = start();
  says(chat, joins("Boris", "@Vera"), "@Vera", "between us");
  disk.put("data/accounts.txt", disk.text("data/accounts.txt").replace(/.*Boris.*\n/, ""));
  people.refresh();
  for (const one of [chat, start(disk).chat]) {
    assertEquals(one.rooms.hadPrivate("boris"), true, "so that the name cannot be claimed");
  }
  await refuses(house.rename("Vera", "Boris", "Ada"), "claimed");
});
