/**
 * What can happen to the process: a disk that is full, files that somebody moves, no file handle
 * left, a reader that does not read, memory that runs out, a kill and everybody back at once.
 */
import { assert, assertEquals } from "@std/assert";
import { compileArgs } from "../../deploy/compile.ts";
import { deadline, eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve, ServerProcess, temporaryFolder, TRANSPORT } from "../helpers/process.ts";
import { RawTcp } from "../helpers/raw_tcp.ts";
import type { Event } from "../../server/protocol.ts";

const MEGABYTE = 1024 * 1024;

/** What five hundred people tell each other by coming alone. */
const CROWD = ["joined", "left", "activity"] as const;

async function connections(url: string): Promise<number> {
  return (await (await fetch(`${url}/healthz`)).json()).connections;
}

/** Says something and returns the answer: its message, or why there is none. */
async function tries(peer: WsClient, text: string): Promise<Event> {
  const ref = crypto.randomUUID();
  peer.send({ type: "message", room: "general", text, ref });
  return await Promise.race([
    peer.hears("message", (event) => event.ref === ref),
    peer.hears("error", (event) => event.ref === ref),
  ]);
}

Deno.test("a full disk: the sender is told, the file ends whole, and goes on with room", async () => {
  await using folder = await temporaryFolder();
  // No file may grow beyond 64 KiB: to the server that is a disk which takes no more.
  const shell = 'trap "" XFSZ; ulimit -S -f 64; exec $SERVER';
  const args = ["--port", "0", "--data", folder.path, "--limits", "none"];
  await using server = await ServerProcess.inShell(shell, args);
  await using ada = await WsClient.in(server.url, "Ada");
  await using boris = await WsClient.in(server.url, "Boris");
  let said = 0;
  for (;; said++) {
    const answer = await tries(ada, `${said} ${"x".repeat(3000)}`);
    if (answer.type === "error") {
      assertEquals([answer.code, answer.room], ["disk", "general"]);
      break;
    }
    assert(said < 30, "the disk is full at some point");
  }
  const refusal = await tries(ada, "y".repeat(3000));
  assert(refusal.type === "error" && refusal.code === "disk");
  await boris.settles();
  const heard = boris.events.filter(({ type }) => type === "message");
  assertEquals(heard.length, said, "what was refused was told to nobody");
  const path = `${folder.path}/rooms/general.txt`;
  const file = await Deno.readTextFile(path);
  assert(file.endsWith("x\n") && file.split("\n").length === said + 2);
  // Reading goes on, and so does coming in.
  const page = await (await fetch(`${server.url}/api/rooms/general/messages`)).json();
  assertEquals(page.messages.length, said);
  assertEquals(
    (await fetch(`${server.url}/api/session`, { method: "POST", body: '{"name":"Vera"}' })
      .then((response) => response.json())).me.name,
    "Vera",
  );
  const { success } = await new Deno.Command("prlimit", {
    args: [`--pid=${server.pid}`, "--fsize=unlimited"],
  }).output();
  assert(success, "prlimit (util-linux) gives the disk its room back");
  const last = await tries(ada, "there is room again");
  assertEquals(last.type, "message");
  assertEquals((await boris.hears("message", ({ text }) => text.startsWith("there"))).name, "Ada");
});

Deno.test("a history moved, removed, cut or added to is noticed, and the room goes on", async () => {
  await using chat = await serve("--limits", "none");
  const path = `${chat.folder.path}/rooms/general.txt`;
  await using ada = await WsClient.in(chat.url, "Ada");
  await ada.says("before");
  const changes: [string, () => Promise<void>][] = [
    ["moved", () => Deno.rename(path, `${chat.folder.path}/away.txt`)],
    ["removed", () => Deno.remove(path)],
    ["cut", () => Deno.truncate(path, 30)],
    [
      "added to by half",
      () => Deno.writeTextFile(path, "[2025-01-01 00:00:00] Old: news", { append: true }),
    ],
    ["made new", () => Deno.writeTextFile(path, "[2025-01-01 00:00:00] Old: other\n")],
  ];
  for (const [what, change] of changes) {
    await change();
    const history = await ada.hears("history");
    assert(history.reset, what);
    const echo = await ada.says(`after it was ${what}`);
    const line = (await Deno.readFile(path)).subarray(echo.id);
    assert(new TextDecoder().decode(line).endsWith(`Ada: after it was ${what}\n`), what);
  }
});

Deno.test("what a shell adds to a history is heard as if it had been said", async () => {
  await using chat = await serve("--limits", "none");
  await using ada = await WsClient.in(chat.url, "Ada");
  const path = `${chat.folder.path}/rooms/general.txt`;
  await Deno.writeTextFile(path, "[2025-01-01 00:00:00] Shell: news\n", { append: true });
  const heard = await ada.hears("message");
  assertEquals([heard.name, heard.text], ["Shell", "news"]);
  const echo = await ada.says("thanks");
  const file = await Deno.readFile(path);
  assert(new TextDecoder().decode(file.subarray(echo.id)).endsWith("] Ada: thanks\n"));
});

Deno.test("no file handle left: who is in stays in, and others come once there is one", async () => {
  await using folder = await temporaryFolder();
  const args = ["--port", "0", "--data", folder.path, "--limits", "none"];
  await using server = await ServerProcess.inShell("ulimit -n 256; exec $SERVER", args);
  await using ada = await WsClient.in(server.url, "Ada");
  await ada.says("before");
  const { hostname, port } = new URL(server.url);
  const idle: Deno.TcpConn[] = [];
  for (let i = 0; i < 500; i++) {
    // Once nothing is left, newcomers are refused until it listens again.
    const connection = await Deno.connect({ hostname, port: Number(port) }).catch(() => null);
    if (connection === null) continue;
    idle.push(connection);
    if (i % 5 < 2) await connection.write(new TextEncoder().encode("GET / HTTP/1.1\r\nHost: loc"));
  }
  assert(idle.length > 200, String(idle.length));
  await eventually("it says so", () => server.output.includes("Cannot accept connections"));
  await ada.settles();
  assertEquals((await ada.says("in the middle of it")).name, "Ada");
  for (const connection of idle) connection.close();
  await eventually("a newcomer is served", async () => {
    const boris = await WsClient.in(server.url, "Boris").catch(() => null);
    if (boris === null) return false;
    await boris.says("after it");
    await boris.closes();
    return true;
  }, 5000);
  assert(!server.output.includes("Internal error"), server.output);
});

Deno.test("a reader that stalls is let go, costs little memory and delays nobody", async () => {
  await using chat = await serve("--limits", "none");
  const join = { opcode: 1, payload: '{"type":"join","room":"general"}' };
  using stalled = await RawTcp.upgrade(chat.url, "Stalled");
  using talker = await RawTcp.upgrade(chat.url, "Talker");
  const readers = await Promise.all(["A", "B", "C"].map((name) => RawTcp.upgrade(chat.url, name)));
  for (const each of [stalled, talker, ...readers]) await each.send(join);
  const draining = readers.map((reader) => reader.drain());
  const text = "😀".repeat(4000);
  let refs = 0;
  async function speak(megabytes: number): Promise<void> {
    for (let i = 0; i < megabytes * MEGABYTE / 16_000; i++) {
      const ref = `r${refs++}`;
      const payload = JSON.stringify({ type: "message", room: "general", text, ref });
      await talker.send({ opcode: 1, payload });
      await talker.until(`"ref":"${ref}"`);
    }
  }
  await speak(48);
  const before = await chat.server.memory();
  await eventually("the stalled one is let go", async () => {
    await speak(4);
    return await connections(chat.url) === 4;
  });
  await speak(16);
  const grown = (await chat.server.memory() - before) / MEGABYTE;
  assert(grown < 16, `memory grew by ${grown.toFixed(1)} MB`);
  // What the platform still holds for it must not hold up the end.
  const code = await deadline(chat.server.end(), 8000);
  assertEquals(code, 0);
  for (const length of await Promise.all(draining)) assert(length > 32 * MEGABYTE, String(length));
  for (const reader of readers) reader[Symbol.dispose]();
});

Deno.test("a process that takes too much memory ends in good order, to be started again", async () => {
  await using folder = await temporaryFolder();
  await using server = await ServerProcess.start([
    "--port",
    "0",
    "--data",
    folder.path,
    "--memory",
    "1",
  ]);
  assertEquals(await server.ended(), 1);
  assert(/Stopping reason="\d+ MB of memory"/.test(server.output), server.output);
  const lock = await Deno.readTextFile(`${folder.path}/lock`);
  assertEquals(lock.trim(), "", "the lock was let go");
});

/** Connects as clients do: again and again until there is somebody to talk to. */
async function comesBack(url: string, name: string): Promise<WsClient> {
  const found: WsClient[] = [];
  await eventually(`${name} is back`, async () => {
    const peer = await WsClient.in(url, name).catch(() => null);
    if (peer !== null) found.push(peer);
    return peer !== null;
  });
  return found[0]!;
}

Deno.test("a message never finished ends its connection, not the process (security H2)", async () => {
  await using chat = await serve("--memory", "300");
  await using ada = await WsClient.in(chat.url, "Ada");
  using eve = await RawTcp.upgrade(chat.url, "Eve");
  const payload = new Uint8Array(8 * MEGABYTE);
  let sent = 0;
  while (sent < 128 && await eve.send({ opcode: sent === 0 ? 2 : 0, fin: false, payload })) sent++;
  assert(sent < 128, "it was cut off");
  // By the platform's transport everybody was: the honest come back and resume.
  const isEverybodys = TRANSPORT === "native";
  if (isEverybodys) await ada.closed;
  await using again = isEverybodys ? await comesBack(chat.url, "Ada") : null;
  assertEquals((await (again ?? ada).says("still here")).text, "still here");
  await eventually(
    "the memory is given back",
    async () => await chat.server.memory() < 200 * MEGABYTE,
  );
  assert(!chat.server.output.includes("Stopping"), chat.server.output);
});

Deno.test("500 people at once after a kill resume without a gap or a double", async () => {
  await using folder = await temporaryFolder();
  const args = ["--data", folder.path, "--limits", "none"];
  let server = await ServerProcess.start(["--port", "0", ...args]);
  const { url } = server;
  const came = await Promise.all(Array.from({ length: 500 }, async (_, i) => {
    const peer = await WsClient.at(url, `P${i}`, CROWD);
    return { peer, history: await peer.joins("general") };
  }));
  const { epoch } = came[0]!.history;
  const first = await came[0]!.peer.says("the last they hear");
  const others = (all: typeof came): WsClient[] => all.slice(1).map(({ peer }) => peer);
  await Promise.all(others(came).map((peer) => peer.hears("message", ({ id }) => id === first.id)));
  await came[1]!.peer.closes();
  const missed = [];
  for (let i = 0; i < 20; i++) missed.push((await came[0]!.peer.says(`missed ${i}`)).id);
  await server.end("SIGKILL");
  await Promise.all(came.map(({ peer }) => peer.closed));
  server = await ServerProcess.start(["--port", new URL(url).port, ...args]);
  const began = performance.now();
  const back = await Promise.all(came.map(async (_, i) => {
    const peer = await WsClient.at(url, `P${i}`, CROWD);
    return { peer, history: await peer.joins("general", { after: first.id, epoch }) };
  }));
  const took = performance.now() - began;
  for (const { history } of back) {
    assertEquals([history.reset, history.messages.map(({ id }) => id)], [false, missed]);
  }
  const next = await back[0]!.peer.says("and on");
  await Promise.all(others(back).map((peer) => peer.hears("message", ({ id }) => id === next.id)));
  assert(took < 15_000, `${took} ms`);
  await Promise.all(back.map(({ peer }) => peer.closes()));
  assertEquals(await server.end(), 0, server.output);
});

Deno.test("it runs with the rights it names: one port, its files, folder and variables", async () => {
  await using folder = await temporaryFolder();
  const root = new URL("../../", import.meta.url).pathname;
  const { SETTINGS } = await import("../../server/settings/table.ts");
  const ofWs = TRANSPORT === "ws" ? ["WS_NO_BUFFER_UTIL", "WS_NO_UTF_8_VALIDATE"] : [];
  const names = [...SETTINGS.map(({ env }) => env), ...ofWs].join(",");
  const connection = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { port } = connection.addr;
  connection.close();
  await using server = await ServerProcess.run([
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-check",
    "--no-prompt",
    "--cached-only",
    "--frozen",
    `--allow-net=127.0.0.1:${port}`,
    `--allow-read=${root}client,${folder.path}`,
    `--allow-write=${folder.path}`,
    `--allow-env=${names}`,
    `${root}server/main.ts`,
    "--port",
    String(port),
    "--data",
    folder.path,
  ]);
  await using ada = await WsClient.in(server.url, "Ada");
  assertEquals((await ada.says("hello")).text, "hello");
  assertEquals(
    (await fetch(server.url).then((response) => response.text())).includes("<html"),
    true,
  );
  const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const compiled = compileArgs({ output: "plaintalk" }).join(" ");
  for (const command of [tasks.start.command, tasks.dev.command, compiled]) {
    assert(!/--allow-all|-A\b|--allow-run|--allow-ffi/.test(command), command);
  }
});
