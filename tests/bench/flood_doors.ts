/**
 * The part of `deno task flood` about doors: what strangers and guests cost the others who hold uploads,
 * downloads and connections open. Each attack runs beside a person who talks, and is bounded.
 */
import { halfForm } from "../helpers/half_upload.ts";
import { Peer } from "../helpers/peer.ts";
import { serve } from "../helpers/process.ts";
import { headerLines, Raw } from "../helpers/raw.ts";
import { Visitor } from "../helpers/visitor.ts";

const MEGABYTE = 1024 * 1024;

/** What an attack cost: the 99th of a hundred messages of a person, and the memory at its peak. */
interface Cost {
  p99: number;
  grown: number;
  restarted: boolean;
}

/** A guest at an address of its own. */
export async function guestAt(url: string, name: string, address: string): Promise<Visitor> {
  const visitor = new Visitor(url, { "x-forwarded-for": address });
  await visitor.asks("POST", "/api/session", { name });
  return visitor;
}

/** The attacker is a process of its own, so that its work is not measured. */
function attackerOf(attack: string, url: string): Deno.ChildProcess {
  const script = new URL(import.meta.url).pathname;
  const config = new URL("../deno.json", import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "--allow-all", "--config", config, script, attack, url],
    stdout: "null",
    stderr: "null",
  }).spawn();
}

async function beside(attack: string, settings: string[]): Promise<Cost> {
  await using chat = await serve(
    ...["--trust-proxy", "127.0.0.1", "--rates", "say=1000/1000"],
    ...settings,
  );
  await using ada = await Peer.in(chat.url, "Ada");
  const talk = async (): Promise<number[]> => {
    const times: number[] = [];
    for (let i = 0; i < 200; i++) {
      const began = performance.now();
      await ada.says(`calm ${i}`);
      times.push(performance.now() - began);
      await new Promise((go) => setTimeout(go, 25));
      ada.frames.length = 0;
    }
    return times.sort((a, b) => a - b);
  };
  await talk();
  const before = await chat.server.memory();
  let peak = before;
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; peak = Math.max(peak, await chat.server.memory().catch(() => 0))) {
      await new Promise((go) => setTimeout(go, 20));
    }
  })();
  const attacker = attackerOf(attack, chat.url);
  const times = await talk().catch(() => []);
  isOver = true;
  attacker.kill("SIGKILL");
  await attacker.status;
  await watching;
  return {
    p99: times[Math.floor(times.length * 0.99)] ?? Infinity,
    grown: (peak - before) / MEGABYTE,
    restarted: chat.server.output.includes("Stopping"),
  };
}

/** Six guests, each with 45 forms that do not end. */
async function unfinishedForms(url: string): Promise<void> {
  const open: Raw[] = [];
  for (let guest = 0; guest < 6; guest++) {
    const eve = await guestAt(url, `Eve ${guest}`, "203.0.113.1");
    const extra = { "x-forwarded-for": "203.0.113.1" };
    for (let i = 0; i < 45; i++) {
      open.push(await halfForm(url, eve, 10 * MEGABYTE - 1024, extra));
    }
  }
  await held(open);
}

/** A form in chunks of a byte each, as fast as they go. */
async function tinyChunks(url: string): Promise<void> {
  const chunks = "1\r\nx\r\n".repeat(10_000);
  const eve = await guestAt(url, "Eve", "203.0.113.1");
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (;;) {
      using raw = await Raw.connect(url);
      const headers = headerLines({
        host: new URL(url).host,
        origin: url,
        cookie: eve.cookie,
        "x-forwarded-for": "203.0.113.1",
        "transfer-encoding": "chunked",
      });
      await raw.write(`POST /api/rooms/general/files?name=x HTTP/1.1\r\n${headers}\r\n`);
      while (await raw.write(chunks));
    }
  }));
}

/** Seventy connections that ask for a file and do not read it. */
async function unreadDownloads(url: string): Promise<void> {
  const eve = await guestAt(url, "Eve", "203.0.113.1");
  const sent = await fetch(`${url}/api/rooms/general/files?name=big.bin&text=`, {
    method: "POST",
    headers: { origin: url, cookie: eve.cookie, "x-forwarded-for": "203.0.113.1" },
    body: new Uint8Array(9 * MEGABYTE),
  });
  const { file } = await sent.json();
  const open = await Promise.all(Array.from({ length: 70 }, async () => {
    const raw = await Raw.connect(url);
    const headers = headerLines({ host: new URL(url).host, "x-forwarded-for": "203.0.113.1" });
    await raw.write(`GET /files/${file.id} HTTP/1.1\r\n${headers}\r\n`);
    return raw;
  }));
  await held(open);
}

/** Strangers who are not let in send parts of a message all the same. */
async function refusedFrames(url: string): Promise<void> {
  const part = new Uint8Array(MEGABYTE);
  for (;;) {
    using raw = await Raw.connect(url);
    const upgrade = headerLines({
      host: new URL(url).host,
      upgrade: "websocket",
      connection: "Upgrade",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    });
    await raw.write(`GET /ws HTTP/1.1\r\n${upgrade}\r\n`);
    for (
      let i = 0;
      i < 400 &&
      await raw.send({ opcode: i === 0 ? 2 : 0, fin: false, payload: part });
      i++
    );
  }
}

/** Held open until this process is ended. */
function held(_open: Raw[]): Promise<void> {
  return new Promise((_resolve) => setInterval(() => {}, 1000));
}

const ATTACKS: Record<string, (url: string) => Promise<void>> = {
  nothing: () => held([]),
  unfinishedForms,
  tinyChunks,
  unreadDownloads,
  refusedFrames,
};

const ROWS: [string, string, string[]][] = [
  ["nothing", "nothing", []],
  ["six guests with 45 unfinished forms of 10 MB each", "unfinishedForms", []],
  ["the same with `--memory 300`", "unfinishedForms", ["--memory", "300"]],
  ["uploads in chunks of one byte", "tinyChunks", []],
  ["70 connections that ask for a file and do not read", "unreadDownloads", []],
  ["unfinished messages of strangers who are not let in", "refusedFrames", []],
];

/** Tells each attack and what it cost a person who talks meanwhile. */
export async function doors(row: (what: string, figure: string) => void): Promise<void> {
  for (const [what, attack, settings] of ROWS) {
    const { p99, grown, restarted } = await beside(attack, settings);
    const end = restarted ? ", and the process ended" : "";
    row(
      `a person's message beside ${what}`,
      `p99 ${p99.toFixed(1)} ms; +${grown.toFixed(0)} MB${end}`,
    );
  }
}

if (import.meta.main) {
  const [attack, url = ""] = Deno.args;
  if (attack !== undefined) await ATTACKS[attack]!(url);
  else {
    const encoder = new TextEncoder();
    await doors((what, figure) => {
      Deno.stdout.writeSync(encoder.encode(`| ${what} | ${figure} |\n`));
    });
  }
}
