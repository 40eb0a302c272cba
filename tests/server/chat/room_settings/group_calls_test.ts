import { assert, assertEquals } from "@std/assert";
import { GroupCalls } from "../../../../server/chat/room_settings/group_calls.ts";
import type { Circle } from "../../../../server/chat/room_options.ts";
import { Chat, type FakeClient } from "../../../helpers/chat.ts";

const START = Date.UTC(2025, 10, 19, 23, 46, 36);
const HOUR = 60 * 60 * 1000;

/** Ada is an admin, Boris made the room; Vera has an account, Dan has none. */
function calls(): GroupCalls {
  const accounts = new Map([["ada", START], ["boris", START], ["vera", START]]);
  return new GroupCalls({
    isName: (key) => accounts.has(key) || key === "all hands",
    claimedAt: (name) => accounts.get(name.toLowerCase()) ?? null,
    isAdmin: (name) => name === "Ada",
  });
}

function said(name: string, text: string, time = START + HOUR) {
  return { id: 45, name, text, time: new Date(time).toISOString().replace(".000", "") };
}

const MADE = { maker: { name: "Boris", time: START + 60_000 }, imported: null };

Deno.test("GroupCalls: an admin and who made the room call, anybody else writes plain text", () => {
  const group = calls();
  for (const name of ["Ada", "Boris"]) {
    assertEquals(group.of(said(name, "@all dinner is ready"), MADE), "all");
    assertEquals(group.of(said(name, "Hey @here, look"), MADE), "here");
    assertEquals(group.of(said(name, "@ALL!"), MADE), "all");
  }
  for (const name of ["Vera", "Dan"]) {
    assertEquals(group.of(said(name, "@all dinner is ready"), MADE), undefined);
  }
});

Deno.test("GroupCalls: in a private room its maker of today and an admin in it call", () => {
  const group = calls();
  const circle = { isMaker: ({ key }: { key: string }) => key === "vera" } as unknown as Circle;
  const by = (name: string) =>
    group.of(said(name, "@all dinner"), { ...MADE, maker: null }, circle);
  assertEquals(["Ada", "Vera", "Boris"].map(by), ["all", "all", undefined]);
});

Deno.test("GroupCalls: what looks like a call and is none calls nobody", () => {
  const group = calls();
  for (
    const text of [
      "all of you",
      "me@all.example",
      "`@all`",
      "https://example.org/@all",
      "@allotment",
      "@all hands on deck",
      "```\n@here\n```",
    ]
  ) assertEquals(group.of(said("Ada", text), MADE), undefined, text);
});

Deno.test("GroupCalls: words from before the name was claimed, or imported, call nobody", () => {
  const group = calls();
  assertEquals(group.of(said("Ada", "@all hi", START - HOUR), MADE), undefined);
  const imported = {
    kind: "imported",
    time: START + 2 * HOUR,
    name: "Plaintalk",
    asAccounts: true,
  } as const;
  assertEquals(group.of(said("Ada", "@all hi"), { ...MADE, imported }), undefined);
  const older = { maker: { name: "Boris", time: START - HOUR }, imported: null };
  assertEquals(group.of(said("Boris", "@all hi"), older), undefined, "a guest made it");
});

/** What somebody hears once a turn is over. */
function hears(chat: Chat, who: FakeClient) {
  chat.scheduler.flushNow();
  return who.hears();
}

Deno.test("@all reaches who is elsewhere and who comes later, @here who is present alone", async () => {
  const chat = new Chat({ accounts: ["Ada", "Boris"] });
  chat.claimed.set("ada", 0).set("boris", 0);
  chat.admins.add("ada");
  const ada = chat.joins("Ada", "general", { account: true, admin: true });
  const inside = chat.joins("Boris", "general", { account: true });
  const outside = chat.comes("Vera");
  const first = chat.rooms.get("general").history.end;
  for (const [text, group] of [["@all dinner", "all"], ["@here quick", "here"]] as const) {
    chat.clock.advance(5000);
    ada.asks({ type: "message", room: "general", text });
    const [message] = hears(chat, inside).filter(({ type }) => type === "message");
    assertEquals(message?.type === "message" && message.calls, group);
    const heard = hears(chat, outside).filter(({ type }) => type === "activity");
    assertEquals(heard.map((event) => event.type === "activity" && event.mentioned), [true]);
  }
  chat.clock.advance(5000);
  hears(chat, ada);
  inside.asks({ type: "message", room: "general", text: "@all me too" });
  const [plain] = hears(chat, ada).filter(({ type }) => type === "message");
  assert(plain?.type === "message" && plain.calls === undefined, "Boris may not");
  for (const now of [chat, chat.restarts()]) {
    now.claimed.set("ada", 0);
    now.admins.add("ada");
    const { history } = now.rooms.get("general");
    assertEquals(history.last(9).messages.map(({ calls }) => calls), ["all", undefined, undefined]);
    const counted = await history.unread(first - 1, { key: "vera", isName: () => false });
    assertEquals([counted.messages, counted.mentions], [3, 1]);
  }
});

Deno.test("@all does not call its author at another window", () => {
  const chat = new Chat({ accounts: ["Ada"] });
  chat.claimed.set("ada", 0);
  chat.admins.add("ada");
  const ada = chat.joins("Ada", "general", { account: true, admin: true });
  const other = chat.comes("Ada", { account: true, admin: true, session: "other" });
  ada.asks({ type: "message", room: "general", text: "@all dinner" });
  const heard = hears(chat, other).filter(({ type }) => type === "activity");
  assertEquals(heard.map((event) => event.type === "activity" && event.mentioned), [undefined]);
});
