/** Who asks too much: slowed down, then sent away, and never at the expense of the others. */
import { assert, assertEquals } from "@std/assert";
import { Chat } from "../helpers/chat.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve } from "../helpers/process.ts";
import { headerLines, RawTcp, refusalOf, statusOf, UPGRADE } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { DEFAULT_RATES } from "../../server/chat/rate_limits.ts";

Deno.test("each kind of command has its own rate, and one that is used up says for how long", () => {
  const chat = new Chat({ limited: true });
  const ada = chat.joins("Ada");
  const commands: [string, Record<string, unknown>, number][] = [
    ["say", { type: "message", room: "general", text: "x" }, DEFAULT_RATES.say.burst],
    ["type", { type: "typing", room: "general" }, DEFAULT_RATES.type.burst],
    [
      "react",
      { type: "react", room: "general", id: 0, emoji: "👍", on: true },
      DEFAULT_RATES.react.burst,
    ],
    // One was used for coming in.
    ["join", { type: "join", room: "general" }, DEFAULT_RATES.join.burst - 1],
    ["manage", { type: "delete_room", room: "nowhere" }, DEFAULT_RATES.manage.burst],
    ["ask", { type: "ping" }, DEFAULT_RATES.ask.burst],
  ];
  for (const [what, command, burst] of commands) {
    for (let i = 0; i < burst + 3; i++) ada.asks(command);
    chat.scheduler.flushNow();
    const slow = ada.hearsOf("error").filter(({ code }) => code === "too_fast");
    assertEquals(slow.length, 3, what);
    assert(
      slow.every(({ wait, text }) => wait! > 0 && /^Too fast: try again in \d+ s$/.test(text)),
    );
  }
  assertEquals(ada.closed, null);
});

Deno.test("long messages are counted by their length as well", () => {
  const chat = new Chat({ limited: true });
  const ada = chat.joins("Ada");
  for (let i = 0; i < 10; i++) {
    ada.asks({ type: "message", room: "general", text: "x".repeat(3900) });
  }
  chat.scheduler.flushNow();
  const codes = ada.hears().map((event) => event.type === "error" ? event.code : event.type);
  assertEquals(codes.filter((code) => code === "message").length, 8);
  assertEquals(codes.filter((code) => code === "too_fast").length, 2);
});

Deno.test("who goes on although told to wait is sent away with 1008, and may come back", () => {
  const chat = new Chat({ limited: true });
  const ada = chat.joins("Ada");
  const eve = chat.joins("Eve");
  for (let i = 0; i < 300 && eve.closed === null; i++) {
    eve.asks({ type: "message", room: "general", text: `flood ${i}` });
  }
  chat.scheduler.flushNow();
  assertEquals([eve.closed, ada.closed], [1008, null]);
  assertEquals(
    ada.hearsOf("message").length,
    DEFAULT_RATES.say.burst,
    "the others heard no more than a burst",
  );
  chat.clock.advance(60_000);
  const back = chat.joins("Eve").asks({ type: "message", room: "general", text: "sorry" });
  chat.scheduler.flushNow();
  assertEquals(back.hearsOf("message").length, 1);
});

Deno.test("a flooder over a real socket is sent away and delays nobody", async () => {
  await using chat = await serve();
  await using ada = await WsClient.in(chat.url, "Ada");
  using eve = await RawTcp.upgrade(chat.url, "Eve");
  await eve.send({ opcode: 1, payload: '{"type":"join","room":"general"}' });
  const flood = '{"type":"message","room":"general","text":"flood"}';
  for (let i = 0; i < 230 && await eve.send({ opcode: 1, payload: flood }); i++);
  assertEquals(await eve.end(), 1008);
  assertEquals((await ada.says("calm")).text, "calm");
});

Deno.test("connections are bounded in all, by address and by person, with a sentence", async () => {
  await using chat = await serve(
    "--connections",
    "6",
    "--connections-per-address",
    "6",
    "--trust-proxy",
    "127.0.0.1",
  );
  const peers = [];
  for (let i = 0; i < 6; i++) peers.push(await WsClient.at(chat.url, `P${i}`));
  const headers = headerLines({ host: new URL(chat.url).host, ...UPGRADE });
  assertEquals(await statusOf(chat.url, `GET /ws?name=X HTTP/1.1\r\n${headers}\r\n`), 503);
  await eventually(
    "it is told to whoever runs it",
    () => chat.server.output.includes("--connections"),
  );
  for (const peer of peers) await peer.closes();
  await using later = await WsClient.in(chat.url, "Later");
  assertEquals((await later.says("room again")).name, "Later");
});

Deno.test("a person may open five windows, and the sixth is told why not", async () => {
  await using chat = await serve();
  const ada = new HttpClient(chat.url);
  await ada.asks("POST", "/api/session", { name: "Ada" });
  const windows: RawTcp[] = [];
  for (let i = 0; i < 5; i++) windows.push(await ada.connects());
  assert((await windows[0]!.until('"limits"')).includes('"welcome"'));
  const headers = { origin: chat.url, cookie: ada.cookie };
  const { status, code, text } = await refusalOf(chat.url, "/ws", headers);
  assertEquals([status, code], [503, "too_many"]);
  assertEquals(text, "Cannot open another window: close one of the others first");
  // What a browser does not learn from the upgrade it learns here.
  const { me, refused } = (await ada.asks("GET", "/api/session")).body;
  assertEquals([me.name, refused], ["Ada", { code, text }]);
  assertEquals(await windows[1]!.outcome(), "open");
  for (const raw of windows) raw[Symbol.dispose]();
});
