import { assertEquals } from "@std/assert";
import { Greeting } from "../../../client/actions/welcome_pages.js";
import type { Event, RoomInfo } from "../../../server/protocol.ts";

const info = (room: string): RoomInfo => ({
  room,
  epoch: "e",
  end: 1,
  read: 0,
  people: 0,
});

function welcome(rooms: string[], more?: true): Event {
  const limits = {
    text: 1,
    text_bytes: 1,
    name: 1,
    recent: 1,
    page: 1,
    file_bytes: 1,
  };
  return {
    type: "welcome",
    me: { name: "Ada", account: false, admin: false },
    rooms: rooms.map(info),
    ...(more ? { more } : {}),
    people: [],
    limits,
    version: "1",
  };
}

function greeting() {
  const asked: { after: string; answer: (page: unknown) => void }[] = [];
  const told: Event[][] = [];
  const one = new Greeting(
    {
      rooms: (after: string) =>
        new Promise((answer, fail) =>
          asked.push({
            after,
            answer: (page) => page === null ? fail(new Error()) : answer(page as never),
          })
        ),
    },
    (events) => told.push(events),
  );
  const settle = () => new Promise((go) => setTimeout(go, 0));
  return { one, asked, told, settle };
}

const words = (told: Event[][]) =>
  told.map((events) =>
    events.map((event) =>
      event.type === "welcome" ? event.rooms.map(({ room }) => room).join() : event.type
    )
  );

Deno.test("Greeting asks for the rest of the rooms before anybody hears of the first, and keeps the order", async () => {
  const { one, asked, told, settle } = greeting();
  assertEquals(one.holds([welcome(["a"])]), false, "all are there");
  assertEquals(one.holds([{ type: "pong" }]), false);
  assertEquals(one.holds([welcome(["a", "b"], true), { type: "pong" }]), true);
  assertEquals(one.holds([{ type: "restarting" }]), true);
  assertEquals(asked.map(({ after }) => after), ["b"]);
  asked[0]!.answer({ rooms: [info("c")], more: true });
  await settle();
  asked[1]!.answer({ rooms: [info("d")], more: false });
  await settle();
  assertEquals(words(told), [["a,b,c,d", "pong", "restarting"]]);
  assertEquals(one.holds([{ type: "pong" }]), false);
});

Deno.test("Greeting lets a new connection's welcome take the place of an earlier one's, and goes on where the rest cannot be had", async () => {
  const { one, asked, told, settle } = greeting();
  one.holds([welcome(["old"], true), { type: "pong" }]);
  one.holds([welcome(["new"], true)]);
  asked[0]!.answer({ rooms: [info("x")], more: false });
  asked[1]!.answer(null);
  await settle();
  assertEquals(words(told), [["new"]]);
  one.holds([welcome(["gone"], true)]);
  one.forget();
  asked[2]!.answer({ rooms: [], more: false });
  await settle();
  assertEquals(told.length, 1);
});
