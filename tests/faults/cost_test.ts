/** What one person, or one address, can make everybody pay: bounded, and never at the expense of honest people. */
import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../helpers/chat.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve } from "../helpers/process.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { ChatError } from "../../server/base/errors.ts";
import { Allowance } from "../../server/chat/allowance.ts";
import { DEFAULT_RATES, RateLimits } from "../../server/chat/rate_limits.ts";

/** Somebody new at an address that others use as well. */
function at(chat: Chat, name: string, addressKey: string): FakeClient {
  return chat.joins(name, "general", { session: name, addressKey });
}

function codes(chat: Chat, client: FakeClient): string[] {
  chat.scheduler.flushNow();
  return client.hears().map((event) => event.type === "error" ? event.code : event.type);
}

Deno.test("an address makes thirty rooms, then one each 50 s, by any name (security M6)", () => {
  const chat = new Chat({ limited: true });
  for (let n = 0; n < 12; n++) {
    const eve = at(chat, `Eve ${n}`, "4:1");
    for (let i = 0; i < 10; i++) eve.asks({ type: "create_room", room: `r${n}-${i}` });
  }
  chat.scheduler.flushNow();
  assertEquals(chat.rooms.count, 1 + DEFAULT_RATES.rooms.burst);
  const ada = at(chat, "Ada", "4:2").asks({ type: "create_room", room: "kitchen" });
  assert(codes(chat, ada).includes("room_created"), "the next address makes its own");
  chat.clock.advance(50_000);
  at(chat, "Eve again", "4:1").asks({ type: "create_room", room: "a" })
    .asks({ type: "create_room", room: "b" });
  assertEquals(chat.rooms.count, 3 + DEFAULT_RATES.rooms.burst);
});

Deno.test("switching a reaction on and off is slowed down by message (security H4)", () => {
  const chat = new Chat({ limited: true });
  const [eve, ada] = [at(chat, "Eve", "4:1"), at(chat, "Ada", "4:1")];
  ada.asks({ type: "message", room: "general", text: "one" })
    .asks({ type: "message", room: "general", text: "two" });
  chat.scheduler.flushNow();
  const [one, two] = chat.rooms.get("general").history.last(2).messages.map(({ id }) => id);
  const react = (client: FakeClient, id: number | undefined, on: boolean): string[] => {
    client.hears();
    return codes(chat, client.asks({ type: "react", room: "general", id, emoji: "👍", on }));
  };
  const { burst } = DEFAULT_RATES.toggle;
  for (let i = 0; i < burst; i++) {
    chat.clock.advance(200);
    assertEquals(react(eve, one, i % 2 === 0), ["reacted"]);
  }
  chat.clock.advance(200);
  assertEquals(react(eve, one, true), ["too_fast"]);
  assertEquals(react(eve, two, true), ["reacted"], "another message is another matter");
  assertEquals(react(ada, one, true), ["reacted"], "and so is another person");
});

Deno.test("sixteen names of one address are no faster than one (security H4)", () => {
  const chat = new Chat({ limited: true });
  const ada = at(chat, "Ada", "4:2");
  for (let n = 0; n < 40; n++) {
    const eve = at(chat, `Eve ${n}`, "4:1");
    for (let i = 0; i < 10; i++) eve.asks({ type: "message", room: "general", text: "x" });
  }
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("message").length, 30 * DEFAULT_RATES.say.burst);
  ada.asks({ type: "message", room: "general", text: "calm" });
  chat.scheduler.flushNow();
  assertEquals(ada.hearsOf("message").length, 1, "another address is not slowed down");
});

Deno.test("an address writes twenty megabytes at once and no more a day (security L8)", () => {
  const allowance = new Allowance({
    rates: new RateLimits(DEFAULT_RATES),
    space: { mustHaveRoom: () => {} },
  });
  const room = new Chat().rooms.get("general");
  /** Bytes of words that get through when somebody tries each second, under a new name each time. */
  const flood = (addressKey: string, from: number, hours: number): number => {
    let written = 0;
    for (let second = from; second < from + hours * 3600; second++) {
      const name = `Eve ${second}`;
      const member = { name, key: name, session: name, account: false, admin: false, addressKey };
      try {
        allowance.write(member, room, 4000, second * 1000);
        written += 4000;
      } catch (error) {
        assertEquals(error instanceof ChatError ? error.code : error, "too_fast");
      }
    }
    return written;
  };
  const day = flood("4:1", 0, 24);
  const { burst, perSecond } = DEFAULT_RATES.written;
  assert(day > burst && day < burst + 24 * 3600 * perSecond, `${day} bytes in a day`);
  const hours = flood("4:1", 24 * 3600, 8);
  assert(hours <= 8 * 3600 * perSecond + 4064, `${hours} bytes in eight hours`);
  assertEquals(flood("4:2", 24 * 3600, 1), 3600 * 4000, "another address is not slowed down");
});

Deno.test("with little disk left guests stop writing, then all; all read on (security L8)", async () => {
  const chat = new Chat({ accounts: ["Vera"] });
  const [guest, vera] = [chat.joins("Guest"), chat.joins("Vera", "general", { account: true })];
  const say = (client: FakeClient): string[] => {
    client.hears();
    client.asks({ type: "message", room: "general", text: "words" });
    return codes(chat, client);
  };
  await chat.space.start();
  assertEquals([say(guest), say(vera)], [["message"], ["message"]]);
  const looks = async (space: number): Promise<void> => {
    chat.disk.space = space;
    chat.clock.advance(5000);
    await Promise.resolve();
    await Promise.resolve();
  };
  await looks(400_000);
  assertEquals([say(guest), say(vera)], [["disk"], ["message"]]);
  guest.asks({ type: "create_room", room: "more" });
  assertEquals(codes(chat, guest).filter((code) => code !== "message"), ["disk"]);
  await looks(90_000);
  assertEquals([say(guest), say(vera)], [["disk"], ["disk"]]);
  const id = chat.rooms.get("general").history.last(1).messages[0]!.id;
  vera.asks({ type: "react", room: "general", id, emoji: "👍", on: true });
  assertEquals(codes(chat, vera), ["disk"]);
  vera.asks({ type: "erase", room: "general", id });
  assertEquals(codes(chat, vera), ["erased"], "what makes room, or must go, is taken");
  const later = chat.comes("Later").asks({ type: "join", room: "general" });
  assertEquals(codes(chat, later), ["history", "users"]);
  assertEquals(chat.warnings, ["low: guests", "low: everybody"]);
  await looks(2_000_000);
  assertEquals([say(guest), say(vera)], [["message"], ["message"]]);
  chat.space.close();
});

Deno.test("thirty people behind one address work at once without a refusal (security H1)", async () => {
  await using chat = await serve();
  const people = await Promise.all(Array.from({ length: 30 }, async (_, n) => {
    const visitor = new HttpClient(chat.url);
    const entered = await visitor.asks("POST", "/api/session", { name: `Person ${n}` });
    assertEquals(entered.status, 200);
    return { visitor, peer: await WsClient.in(chat.url, `Guest ${n}`) };
  }));
  const done = await Promise.all(people.map(async ({ visitor, peer }, n) => {
    const id = (await peer.says(`hello from ${n}`)).id;
    peer.send({ type: "typing", room: "general" });
    for (const emoji of ["👍", "🎉"]) {
      peer.send({ type: "react", room: "general", id, emoji, on: true });
    }
    await peer.says("and again");
    await peer.settles();
    const answers = [
      await visitor.asks("POST", "/api/rooms/general/messages", "posted"),
      await visitor.asks("POST", "/api/rooms/general/files?name=note.txt", "a small file"),
      await visitor.asks("GET", "/api/rooms/general/search?q=hello"),
      await visitor.asks("GET", "/api/search?q=posted"),
      await visitor.asks("GET", `/api/rooms/general/messages?around=${id}`),
    ];
    return answers.map(({ status }) => status);
  }));
  assertEquals(done, people.map(() => [201, 201, 200, 200, 200]));
  for (const { peer } of people) {
    assertEquals(peer.events.filter(({ type }) => type === "error"), []);
    await peer.closes();
  }
});
