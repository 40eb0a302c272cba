/**
 * What `--transport ws` is for: whoever reaches the chat from the open internet holds nothing of it for long, and
 * nobody who talks notices. Always by that transport; what both must stand is in the other files.
 */
import { assert, assertEquals } from "@std/assert";
import { certify } from "../helpers/certificate.ts";
import { serve, ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { headerLines, RawTcp } from "../helpers/raw_tcp.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

const MEGABYTE = 1024 * 1024;

const serveWs = (...args: string[]) => serve("--transport", "ws", ...args);

Deno.test("400 MB of a message that is never finished end at 64 KB with 1009, and cost less than 1 MB", async () => {
  await using chat = await serveWs("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  let names = 0;
  const attack = async (bytes: number): Promise<number> => {
    using eve = await RawTcp.upgrade(chat.url, `Eve ${names++}`);
    const part = { fin: false, payload: new Uint8Array(bytes) };
    const ended = eve.end();
    const isOver = ended.then(() => false);
    for (let sent = 0; sent < 400 * MEGABYTE / bytes; sent++) {
      const isTaken = eve.send({ ...part, opcode: sent === 0 ? 1 : 0 });
      if (!await Promise.race([isTaken, isOver])) break;
    }
    return Number(await ended);
  };
  // What it costs, it costs each time; what one round adds and the next does not, the engine took for its own.
  const costs: number[] = [];
  for (let round = 0; round < 4; round++) {
    const before = await chat.server.memory();
    for (const bytes of [1024, 8 * 1024, 60_000, 8 * MEGABYTE]) {
      assertEquals(await attack(bytes), 1009, `${bytes} bytes a part`);
    }
    costs.push((await chat.server.memory() - before) / MEGABYTE);
  }
  assert(Math.min(...costs) < 1, `memory grew by ${costs.map((cost) => cost.toFixed(2))} MB`);
  assertEquals((await ada.says("still here")).text, "still here");
});

Deno.test("parts without bytes, a frame byte by byte and pings that nobody reads the answers of end with their connection", async () => {
  await using chat = await serveWs("--limits", "none");
  const before = await chat.server.memory();
  using empty = await RawTcp.upgrade(chat.url, "Empty");
  for (
    let i = 0;
    i < 1000 && await empty.send({ opcode: i === 0 ? 1 : 0, fin: false });
    i++
  );
  assertEquals(await empty.outcome(), 1008);
  using deaf = await RawTcp.upgrade(chat.url, "Deaf");
  const ping = { opcode: 9, payload: new Uint8Array(125) };
  let pings = 0;
  while (pings < 1_000_000 && await deaf.send(ping)) pings++;
  assert(pings < 1_000_000, "it was ended");
  const grown = (await chat.server.memory() - before) / MEGABYTE;
  assert(grown < 16, `memory grew by ${grown.toFixed(1)} MB`);
});

Deno.test("2,000 half requests are gone within 30 s, and meanwhile everybody is served", async () => {
  await using chat = await serveWs("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  const { host } = new URL(chat.url);
  const post = (path: string, length: number) =>
    `POST ${path} HTTP/1.1\r\n${headerLines({ host, "content-length": String(length) })}\r\n{`;
  const halves = [
    "",
    "GET / HTTP/1.1\r\nHost: loc",
    `GET / HTTP/1.1\r\nHost: ${host}\r\nX: y\r\n`,
    post("/api/session", 500),
    post("/api/nothing", 500),
    post("/api/rooms/general/files?name=x", 5000),
    `GET /api/rooms HTTP/1.1\r\n${headerLines({ host, "content-length": "9" })}\r\n`,
  ];
  const files = chat.server.openFiles();
  const open: RawTcp[] = [];
  for (let i = 0; i < 2000; i++) {
    const raw = await RawTcp.connect(chat.url);
    if (halves[i % halves.length] !== "") {
      await raw.write(halves[i % halves.length]!);
    }
    open.push(raw);
  }
  const began = performance.now();
  await ada.says("in the middle of it");
  assertEquals((await (await fetch(`${chat.url}/healthz`)).json()).ok, true);
  await eventually("none is left", () => chat.server.openFiles() <= files + 8);
  const took = performance.now() - began;
  assert(took < 30_000, `it took ${took} ms`);
  for (const raw of open) raw[Symbol.dispose]();
  await ada.says("and after it");
});

Deno.test("a certificate is swapped with a hundred people talking, and nobody is sent away", async () => {
  await using keys = await temporaryFolder();
  await certify(keys.path, "first");
  const tls = [
    "--tls-cert",
    `${keys.path}/cert.pem`,
    "--tls-key",
    `${keys.path}/key.pem`,
  ];
  await using data = await temporaryFolder();
  const args = [
    "--transport",
    "ws",
    "--port",
    "0",
    "--data",
    data.path,
    "--limits",
    "none",
  ];
  await using server = await ServerProcess.start([...args, ...tls]);
  const [url = ""] = /https:\/\/localhost:\d+/.exec(server.output) ?? [];
  const authority = () => Deno.readTextFile(`${keys.path}/ca.pem`);
  using client = Deno.createHttpClient({ caCerts: [await authority()] });
  let gone = 0;
  const echoes: Set<string>[] = [];
  const sockets = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const address = `${url.replace("https", "wss")}/ws?name=P${i}`;
      // deno-lint-ignore no-explicit-any -- the option is Deno's own
      const socket = new WebSocket(address, { client } as any);
      echoes.push(new Set());
      socket.onmessage = ({ data }) => {
        for (const [, ref = ""] of data.matchAll(/"ref":"([^"]+)"/g)) {
          echoes[i]!.add(ref);
        }
      };
      await new Promise((go) => socket.onopen = go);
      socket.onclose = () => gone++;
      socket.send('{"type":"join","room":"general"}');
      return socket;
    }),
  );
  const talk = async (round: string): Promise<void> => {
    for (const [i, socket] of sockets.entries()) {
      const ref = `${round}-${i}`;
      socket.send(
        JSON.stringify({
          type: "message",
          room: "general",
          text: "hello",
          ref,
        }),
      );
    }
    const isHeard = (i: number): boolean => echoes[i]!.has(`${round}-${i}`);
    await eventually(
      `${round}: each heard their own`,
      () => echoes.every((_, i) => isHeard(i)),
    );
  };
  await talk("before");
  await Deno.writeTextFile(`${keys.path}/cert.pem`, "no certificate");
  Deno.kill(server.pid, "SIGHUP");
  const talking = talk("meanwhile");
  await eventually(
    "a bad one is told",
    () => server.output.includes("the old one stays"),
  );
  await talking;
  await certify(keys.path, "second");
  Deno.kill(server.pid, "SIGHUP");
  await eventually(
    "it is told",
    () => server.output.includes("certificate was read again"),
  );
  await talk("after");
  assertEquals(gone, 0, "nobody was sent away");
  using next = Deno.createHttpClient({ caCerts: [await authority()] });
  const answer = await fetch(`${url}/healthz`, { client: next });
  await answer.body?.cancel();
  assertEquals(answer.status, 200, "who comes now is shown the new one");
  for (const socket of sockets) socket.onclose = () => gone++;
  for (const socket of sockets) socket.close();
  await eventually("all have left", () => gone === 100);
});

Deno.test("a reader that stalls is destroyed at once, with what waited for it", async () => {
  await using chat = await serveWs("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  const files = chat.server.openFiles();
  const stalled: RawTcp[] = [];
  for (let i = 0; i < 20; i++) {
    const raw = await RawTcp.upgrade(chat.url, `Stalled ${i}`);
    await raw.send({ opcode: 1, payload: '{"type":"join","room":"general"}' });
    stalled.push(raw);
  }
  const text = "x".repeat(4000);
  await eventually("they are told from the living", async () => {
    await ada.says(text);
    ada.events.length = ada.frames.length = 0;
    const { connections } = await (await fetch(`${chat.url}/healthz`)).json();
    return connections === 1;
  });
  await eventually(
    "and hold no handle",
    () => chat.server.openFiles() <= files + 2,
    5000,
  );
  for (const raw of stalled) raw[Symbol.dispose]();
});
