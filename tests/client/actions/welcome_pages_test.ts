import { assertEquals } from "@std/assert";
import { WelcomePages } from "../../../client/actions/welcome_pages.js";
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
    topic: 250,
    file_bytes: 1,
    preview_bytes: 1,
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
  const one = new WelcomePages(
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

Deno.test("WelcomePages asks for the rest of the rooms first, and keeps the order", async () => {
  const { one, asked, told, settle } = greeting();
  assertEquals(one.defer([welcome(["a"])]), false, "all are there");
  assertEquals(one.defer([{ type: "pong" }]), false);
  assertEquals(one.defer([welcome(["a", "b"], true), { type: "pong" }]), true);
  assertEquals(one.defer([{ type: "restarting" }]), true);
  assertEquals(asked.map(({ after }) => after), ["b"]);
  asked[0]!.answer({ rooms: [info("c")], more: true });
  await settle();
  asked[1]!.answer({ rooms: [info("d")], more: false });
  await settle();
  assertEquals(words(told), [["a,b,c,d", "pong", "restarting"]]);
  assertEquals(one.defer([{ type: "pong" }]), false);
});

Deno.test("WelcomePages goes on with a new welcome, and where the rest cannot be had", async () => {
  const { one, asked, told, settle } = greeting();
  one.defer([welcome(["old"], true), { type: "pong" }]);
  one.defer([welcome(["new"], true)]);
  asked[0]!.answer({ rooms: [info("x")], more: false });
  asked[1]!.answer(null);
  await settle();
  assertEquals(words(told), [["new"]]);
  one.defer([welcome(["gone"], true)]);
  one.reset();
  asked[2]!.answer({ rooms: [], more: false });
  await settle();
  assertEquals(told.length, 1);
});
