/**
 * `deno task flood`: what an attacker costs the others. Floods one local server in ways that the
 * platform does and does not prevent, and prints what it cost in memory and in other people's time.
 * Talks to 127.0.0.1 only; every flood is bounded.
 */
import { attacks } from "./flood_beside.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve } from "../helpers/process.ts";
import { RawTcp } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";

const MEGABYTE = 1024 * 1024;
const JOIN = { opcode: 1, payload: '{"type":"join","room":"general"}' };
const FLOOD = {
  opcode: 1,
  payload: '{"type":"message","room":"general","text":"flood"}',
};

type Chat = Awaited<ReturnType<typeof serve>>;

const rows: string[] = [];

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

function row(what: string, figure: string): void {
  rows.push(`| ${what} | ${figure} |`);
  say(rows.at(-1)!);
}

/** Milliseconds that so many messages of one person took to come back, one after another. */
async function latencies(
  peer: WsClient,
  count: number,
  pause = 20,
): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    await peer.says(`calm ${i}`);
    times.push(performance.now() - began);
    // Slower than the rate that people are allowed.
    await new Promise((go) => setTimeout(go, pause));
    peer.frames.length = 0;
  }
  times.sort((a, b) => a - b);
  return { p50: times[count >> 1]!, p99: times[Math.floor(count * 0.99)]! };
}

const ms = ({ p50, p99 }: { p50: number; p99: number }): string =>
  `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;

async function flooded(): Promise<void> {
  // The victim may speak as it likes; the flooder has the usual rates of a person.
  await using chat = await serve(
    "--connections-per-address",
    "1000",
    "--rates",
    "say=10/60",
  );
  await using ada = await WsClient.in(chat.url, "Ada", "general");
  const calm = await latencies(ada, 200);
  let stop = false;
  let sent = 0;
  const flooding = (async () => {
    for (let n = 0; !stop; n++) {
      using eve = await RawTcp.upgrade(chat.url, `Eve ${n}`);
      await eve.send(JOIN);
      const draining = eve.drain();
      // A thousand a second, until it is sent away and comes back under another name.
      for (let i = 0; i < 400 && !stop && await eve.send(FLOOD); i++) {
        sent++;
        if (i % 10 === 9) await new Promise((go) => setTimeout(go, 10));
      }
      await Promise.race([draining, new Promise((go) => setTimeout(go, 200))]);
    }
  })();
  const under = await latencies(ada, 200);
  stop = true;
  await flooding;
  row("a person's message on a quiet server", ms(calm));
  row(
    `the same while somebody sends ${sent} messages as fast as 1,000 a second`,
    ms(under),
  );
}

async function fragmented(size: number): Promise<void> {
  await using chat = await serve("--limits", "none", "--memory", "0");
  await using ada = await WsClient.in(chat.url, "Ada");
  const before = await chat.server.memory();
  const raw = await RawTcp.upgrade(chat.url, "Eve");
  const part = new Uint8Array(16 * MEGABYTE).fill(0x61);
  for (let done = 0; done < size; done += 16) {
    const sent = await raw.send({
      opcode: done === 0 ? 1 : 0,
      fin: false,
      payload: part,
    });
    if (!sent) break;
  }
  const grown = (await chat.server.memory() - before) / MEGABYTE;
  await raw.send({ opcode: 0, payload: "" });
  const outcome = await raw.outcome();
  raw[Symbol.dispose]();
  const alive = (await ada.says("still here")).text === "still here";
  row(
    `one message of ${size} MB in unfinished parts`,
    `+${grown.toFixed(0)} MB, ${alive ? "chat goes on" : "chat ended"}, its sender: ${outcome}`,
  );
}

async function overMemory(): Promise<void> {
  await using chat = await serve("--limits", "none", "--memory", "300");
  using raw = await RawTcp.upgrade(chat.url, "Eve");
  const part = new Uint8Array(16 * MEGABYTE);
  for (
    let i = 0;
    i < 40 &&
    await raw.send({ opcode: i === 0 ? 2 : 0, fin: false, payload: part });
    i++
  );
  const cut = await raw.end();
  const ended = chat.server.ended().then((code) => `ends in good order with exit ${code}`);
  const stays = WsClient.in(chat.url, "Ada").then(async (ada) => {
    await ada.says("still here");
    await ada.closes();
    return "stays, and who comes back goes on";
  });
  const outcome = await Promise.any([stays, ended]);
  row(
    "the same with --memory 300",
    `its sender is cut off (${cut}); the process ${outcome}`,
  );
}

async function stalled(): Promise<void> {
  async function run(
    withStalled: boolean,
  ): Promise<{ p50: number; p99: number; grown: number }> {
    await using chat: Chat = await serve("--limits", "none");
    await using ada = await WsClient.in(chat.url, "Ada");
    const readers = await Promise.all(
      Array.from({ length: 98 }, (_, i) => RawTcp.upgrade(chat.url, `R${i}`)),
    );
    const slow = withStalled ? await RawTcp.upgrade(chat.url, "Slow") : null;
    await slow?.send(JOIN);
    for (const reader of readers) await reader.send(JOIN);
    const draining = readers.map((reader) => reader.drain());
    const talker = await RawTcp.upgrade(chat.url, "Talker");
    await talker.send(JOIN);
    const talking = talker.drain();
    const text = "😀".repeat(4000);
    const payload = JSON.stringify({ type: "message", room: "general", text });
    const speak = async (megabytes: number): Promise<void> => {
      for (let i = 0; i < megabytes * 64; i++) {
        await talker.send({ opcode: 1, payload });
        if (i % 4 === 3) await new Promise((go) => setTimeout(go, 8));
      }
    };
    await speak(4);
    const before = await chat.server.memory();
    const speaking = speak(64);
    const { p50, p99 } = await latencies(ada, 60);
    await speaking;
    const grown = (await chat.server.memory() - before) / MEGABYTE;
    if (slow !== null) {
      await eventually("it is let go", async () => {
        return (await (await fetch(`${chat.url}/healthz`)).json())
          .connections === 100;
      });
    }
    await chat.server.end("SIGKILL");
    await Promise.all([...draining, talking]);
    for (const raw of [...readers, talker, ...(slow === null ? [] : [slow])]) {
      raw[Symbol.dispose]();
    }
    return { p50, p99, grown };
  }
  const without = await run(false);
  const along = await run(true);
  row(
    "64 MB said to 100 people who read",
    `${ms(without)}, memory +${without.grown.toFixed(0)} MB`,
  );
  row(
    "the same with one who never reads",
    `${ms(along)}, memory +${along.grown.toFixed(0)} MB`,
  );
}

/** A crowd at the door: what it costs those who talk, and what a name nobody has gives away. */
async function signIns(): Promise<void> {
  // Fifty attempts would be slowed down by address: each comes from one of its own.
  await using chat = await serve(
    "--trust-proxy",
    "127.0.0.1",
    "--rates",
    "say=10/400",
  );
  await using ada = await WsClient.in(chat.url, "Ada");
  const at = (n: number) => new HttpClient(chat.url, { "x-forwarded-for": `203.0.113.${n}` });
  for (let i = 0; i < 5; i++) {
    await at(200).asks("POST", "/api/accounts", {
      name: `Name ${i}`,
      password: "correct horse",
    });
  }
  const attempt = async (n: number, name: string): Promise<number> => {
    const began = performance.now();
    await at(n).asks("POST", "/api/session", {
      name,
      password: "a wild guess",
    });
    return performance.now() - began;
  };
  await latencies(ada, 100);
  const one = await attempt(1, "Name 0");
  const before = await chat.server.memory();
  let peak = before;
  let over = false;
  const watching = (async () => {
    for (; !over; peak = Math.max(peak, await chat.server.memory())) {
      await new Promise((go) => setTimeout(go, 5));
    }
  })();
  const crowd = Promise.all(
    Array.from({ length: 50 }, (_, n) => attempt(n, `Name ${n % 4}`)),
  );
  const during = await latencies(ada, 150, 4);
  await crowd;
  over = true;
  await watching;
  row("a person's message while 50 sign in at once", ms(during));
  const memory = `+${((peak - before) / MEGABYTE).toFixed(0)} MB`;
  row(
    "memory of 50 who sign in at once (one hash takes 19 MB)",
    `${memory}, one takes ${one.toFixed(0)} ms`,
  );
  const times: Record<string, number[]> = { "Name 4": [], Nobody: [] };
  // By turns, each from an address of its own, and fewer than the account would be slowed down for.
  for (let i = 0; i < 30; i++) {
    for (const [k, name] of Object.keys(times).entries()) {
      if (i % 10 === 9) {
        await at(100 + i).asks("POST", "/api/session", {
          name: "Name 4",
          password: "correct horse",
        });
      }
      times[name]!.push(
        await attempt(60 + 2 * i + k, name === "Nobody" ? `Nobody ${i}` : name),
      );
    }
  }
  const median = (values: number[]): string =>
    values.sort((a, b) => a - b)[values.length >> 1]!.toFixed(0);
  const [known, unknown] = Object.values(times).map(median);
  row(
    "a wrong password for a name that exists, and for one that does not",
    `${known} ms, ${unknown} ms`,
  );
}

async function idle(): Promise<void> {
  await using chat = await serve("--limits", "none");
  const { hostname, port } = new URL(chat.url);
  const before = await chat.server.memory();
  const open: Deno.TcpConn[] = [];
  for (let i = 0; i < 2000; i++) {
    const connection = await Deno.connect({ hostname, port: Number(port) });
    await connection.write(
      new TextEncoder().encode("GET / HTTP/1.1\r\nHost: loc"),
    );
    open.push(connection);
  }
  const grown = (await chat.server.memory() - before) / MEGABYTE;
  row(
    "2,000 half requests, held open",
    `+${grown.toFixed(0)} MB; the platform sets them no deadline`,
  );
  for (const connection of open) connection.close();
}

const load = Deno.loadavg()[0]!.toFixed(1);
const besides: string[] = [];
await attacks((line) => {
  besides.push(line);
  say(line);
});
say("\n| what the platform leaves open | what it costs |\n| --- | --- |");
await flooded();
await stalled();
await fragmented(400);
await fragmented(640);
await overMemory();
await signIns();
await idle();
const day = new Date().toISOString().slice(0, 10);
const table = [
  `Measured ${day} with Deno ${Deno.version.deno} on ${navigator.hardwareConcurrency} cores, which the`,
  "attackers share, one of them at a time: `deno task flood`. Twenty people talk meanwhile; the third",
  "figure is how long the server's thread ran while their message was on its way, without waiting for",
  "a core. When it began the machine had a load of",
  `${load}: where that is more than its cores, p99 is other people's work too.`,
  "",
  ...besides,
  "",
  "What the platform leaves open, and other crowds:",
  "",
  "| what | what it costs |",
  "| --- | --- |",
  ...rows,
  "",
];
await Deno.writeTextFile(
  new URL("floods.md", import.meta.url),
  table.join("\n"),
);
