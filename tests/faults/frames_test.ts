/** What can come over a WebSocket: broken frames, broken commands, and thousands of both. */
import { assert, assertEquals } from "@std/assert";
import { serve, TRANSPORT } from "../helpers/process.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { pick, random } from "../helpers/random.ts";
import { encodeFrame, type Frame, RawTcp } from "../helpers/raw_tcp.ts";
import { PLATFORM_TAKES, VIOLATIONS } from "./violations.ts";

const MEGABYTE = 1024 * 1024;

Deno.test("every broken frame ends its own connection and nobody else's", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  assert(VIOLATIONS.length >= 80);
  for (const [i, [what, frames, code]] of VIOLATIONS.entries()) {
    using raw = await RawTcp.upgrade(chat.url, `Mallory ${i}`);
    await raw.send({ opcode: 1, payload: '{"type":"join","room":"general"}' });
    for (const frame of frames) await raw.send(frame);
    const outcome = await raw.outcome();
    if (TRANSPORT === "ws") {
      assertEquals(outcome, code, what);
      continue;
    }
    assertEquals(outcome === "open", PLATFORM_TAKES.has(what), `${what}: ${outcome}`);
    // A code that tells what was wrong, or that nothing was: never one that says "our mistake".
    if (typeof outcome === "number") assert([1002, 1003, 1005, 1009].includes(outcome), what);
  }
  assertEquals((await ada.says("still here")).text, "still here");
  assert(!chat.server.output.includes("Internal error"), chat.server.output);
});

/** Frames of chance: most are nearly right, for what is quite wrong is easy to refuse. */
function fuzz(next: () => number): Uint8Array {
  const payload = pick(next, [
    '{"type":"ping"}',
    '{"type":"message","room":"general","text":"x"}',
    "{",
    "[]",
    new Uint8Array([0xff, 0xfe]),
    "x".repeat(Math.floor(next() * 3000)),
  ]);
  const frame: Frame = {
    fin: next() < 0.8,
    reserved: next() < 0.9 ? 0 : Math.floor(next() * 8),
    opcode: next() < 0.6 ? 1 : Math.floor(next() * 16),
    masked: next() < 0.9,
    payload,
    ...(next() < 0.1 ? { length: Math.floor(next() * 70_000), lengthBytes: 8 } : {}),
  };
  const bytes = encodeFrame(frame);
  if (next() < 0.1) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
  return next() < 0.1 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes;
}

async function fuzzOnce(url: string, next: () => number, frames: number): Promise<void> {
  let raw = await RawTcp.upgrade(url, "Fuzz");
  let dead = false;
  for (let i = 0; i < frames; i++) {
    if (dead || i % 20 === 19) {
      raw[Symbol.dispose]();
      // The name is taken until the server has seen the end of the one before.
      raw = await RawTcp.upgrade(url, `Fuzz ${i}`);
    }
    dead = !await raw.write(fuzz(next));
  }
  raw[Symbol.dispose]();
}

/** Commands of chance: fields of the wrong kind, too much, too deep, twice, or not at all. */
function badCommand(next: () => number): string {
  const words = [
    "join",
    "leave",
    "message",
    "react",
    "typing",
    "create_room",
    "delete_room",
    "ping",
    "edit",
    "erase",
    "read",
    "welcome",
    "history",
    "__proto__",
    "constructor",
    "toString",
    "",
  ];
  const values: unknown[] = [
    null,
    true,
    -1,
    0.5,
    1e308,
    "",
    " ",
    "\0",
    "x".repeat(5000),
    [],
    {},
    [[[]]],
    { room: "general" },
    "../x",
    "__proto__",
    "nowhere/",
    Number.MAX_SAFE_INTEGER,
    "\ud800",
    "👍👍",
  ];
  if (next() < 0.2) {
    return pick(next, [
      "",
      " ",
      "{",
      "}",
      "[]",
      "null",
      "1",
      '"x"',
      "{]",
      '{"type":',
      "[".repeat(30_000),
      '{"a":'.repeat(5000),
      '{"type":"ping","type":"nothing"}',
      "\u0000",
      "{'type':'ping'}",
      "NaN",
    ]);
  }
  const command: Record<string, unknown> = {
    type: next() < 0.8 ? pick(next, words) : pick(next, values),
  };
  for (const field of ["room", "text", "ref", "id", "emoji", "on", "after", "epoch", "file"]) {
    if (next() < 0.6) command[field] = pick(next, values);
  }
  // Never one that is right by chance: what it would do is not what is tested here.
  if (command.type === "ping") command.type = "pang";
  return JSON.stringify(command);
}

Deno.test("6,000 broken frames and 2,000 broken commands change no memory and no file", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  using eve = await RawTcp.upgrade(chat.url, "Eve");
  const next = random(3);
  async function round(frames: number, commands: number): Promise<void> {
    await fuzzOnce(chat.url, next, frames);
    for (let i = 0; i < commands; i++) {
      await eve.send({ opcode: 1, payload: badCommand(next) });
      await eve.until('"type":"error","code":"');
      const code = await eve.until('"');
      assert(/^[a-z_]+"$/.test(code) && code !== 'internal"', code);
    }
    ada.events.length = 0;
    ada.frames.length = 0;
    await eventually("the connections of the fuzzer are gone", async () => {
      const { connections } = await (await fetch(`${chat.url}/healthz`)).json();
      return connections === 2;
    });
  }
  // The first round warms the engine up: what it learns there it keeps.
  await round(1000, 1000);
  const [memory, files] = [await chat.server.memory(), chat.server.openFiles()];
  await round(5000, 1000);
  await eventually("files are closed", () => chat.server.openFiles() <= files + 1);
  const grown = (await chat.server.memory() - memory) / MEGABYTE;
  assert(grown < 20, `memory grew by ${grown.toFixed(1)} MB`);
  assertEquals((await ada.says("still here")).text, "still here");
  assert(!chat.server.output.includes("Internal error"), chat.server.output);
});
