import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../../helpers/chat.ts";
import {
  DEFAULT_BOUNDS,
  InboundQueue,
  LOAD_TEST_BOUNDS,
} from "../../../server/delivery/inbound_queue.ts";

const LONG = "x".repeat(4000);

function say(text: string, ref: string): string {
  return JSON.stringify({ type: "message", room: "general", text, ref });
}

function start(bounds = DEFAULT_BOUNDS) {
  const chat = new Chat();
  const [ada, eve] = [chat.joins("Ada"), chat.joins("Eve")];
  ada.hears();
  const inbound = new InboundQueue(chat.commands, chat.scheduler, bounds);
  return { chat, inbound, ada, eve };
}

/** Ends turns until nothing is left to do; what each of them told. */
function turns(chat: Chat, client: FakeClient): string[][] {
  const told: string[][] = [];
  while (chat.turns()) {
    const texts = client.hearsOf("message").map(({ text }) => text);
    if (texts.length > 0) told.push(texts);
  }
  return told;
}

Deno.test("InboundQueue.take() hands on at once while a turn has room", () => {
  const { chat, inbound, ada, eve } = start();
  for (let i = 0; i < 100; i++) inbound.enqueue(ada.connection, say(`short ${i}`, `r${i}`));
  chat.scheduler.flushNow();
  assertEquals(eve.hearsOf("message").length, 100);
});

Deno.test("InboundQueue.enqueue() spreads a torrent over turns, and bounds every frame", () => {
  const { chat, inbound, ada, eve } = start();
  const sent = Array.from({ length: 60 }, (_, i) => `${i} ${LONG}`.slice(0, 4000));
  for (const [i, text] of sent.entries()) inbound.enqueue(ada.connection, say(text, `r${i}`));
  const told = turns(chat, eve);
  assertEquals(told.flat(), sent, "everything, in order");
  assert(
    told.length >= 3 && told.every((texts) => texts.length <= 17),
    String(told.map((t) => t.length)),
  );
});

Deno.test("Intake takes from each connection in turn: one torrent keeps nobody else waiting", () => {
  const { chat, inbound, ada, eve } = start();
  for (let i = 0; i < 60; i++) {
    inbound.enqueue(eve.connection, say(`${i} ${LONG}`.slice(0, 4000), `r${i}`));
  }
  inbound.enqueue(ada.connection, say("calm", "a"));
  const told = turns(chat, ada);
  assert(told[1]!.includes("calm"), "in the very next turn");
});

Deno.test("InboundQueue.enqueue() refuses too much of one connection, with its ref", () => {
  const { chat, inbound, ada, eve } = start();
  for (let i = 0; i < 300; i++) {
    inbound.enqueue(ada.connection, say(`${i} ${LONG}`.slice(0, 4000), `r${i}`));
  }
  const told = turns(chat, eve).flat();
  const refused = ada.hearsOf("error");
  assertEquals(told.length + refused.length, 300);
  assert(
    refused.length > 100 &&
      refused.every(({ code, ref, wait }) => code === "busy" && ref && wait === 1000),
  );
});

Deno.test("InboundQueue.finish() does what was sent before the end, and nothing twice", () => {
  const { chat, inbound, ada, eve } = start();
  const sent = Array.from({ length: 60 }, (_, i) => `${i} ${LONG}`.slice(0, 4000));
  for (const [i, text] of sent.entries()) inbound.enqueue(ada.connection, say(text, `r${i}`));
  inbound.finish(ada.connection);
  ada.drops();
  assertEquals(turns(chat, eve).flat(), sent);
});

Deno.test("Intake takes thousands at once from a load test that does not wait", () => {
  const { chat, inbound, ada, eve } = start(LOAD_TEST_BOUNDS);
  for (let i = 0; i < 5000; i++) {
    inbound.enqueue(ada.connection, say(`${i} hello there, how are you?`, `r${i}`));
  }
  assertEquals(turns(chat, eve).flat().length, 5000);
  assertEquals(ada.hearsOf("error"), []);
});
