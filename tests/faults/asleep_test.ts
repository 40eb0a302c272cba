/** A machine that fell asleep: its connection looks open, and nobody is there. Takes its 45 seconds. */
import { assert, assertEquals } from "@std/assert";
import { deadline } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve } from "../helpers/process.ts";
import { RawTcp } from "../helpers/raw_tcp.ts";

Deno.test("a peer that answers no ping is off the list within 45 seconds, told once", async () => {
  await using chat = await serve();
  await using ada = await WsClient.in(chat.url, "Ada");
  // Never read from again: to the server a sleeping machine, whose system still takes what is sent.
  using asleep = await RawTcp.upgrade(chat.url, "Asleep");
  await asleep.send({ opcode: 1, payload: '{"type":"join","room":"general"}' });
  assertEquals((await ada.hears("joined")).name, "Asleep");
  const left = await deadline(ada.hears("left"), 45_000);
  assertEquals(left?.name, "Asleep");
  await ada.settles();
  assert(!ada.events.some(({ type }) => type === "left"));
  const { connections } = await (await fetch(`${chat.url}/healthz`)).json();
  assertEquals(connections, 1);
});
