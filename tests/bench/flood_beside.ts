/**
 * What each attack costs the others: p50 and p99 of a person's message, and memory, beside a quiet server
 * in the same run. The attacker shares the machine's cores: so it is told as well how long the server's
 * own thread ran while a message was on its way. The rest of the time it waited for a core.
 */
import { markup } from "../../client/text/markup.js";
import { INVITATION, LONG_ROOM } from "./flood_attacks.ts";
import { ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { HttpClient } from "../helpers/http_client.ts";

const MEGABYTE = 1024 * 1024;
const LONG_ROOM_BYTES = 60 * MEGABYTE;
/** People who talk in turn, so that nobody is faster than people may be. */
const BYSTANDERS = 20;
const MESSAGES = 200;
const PAUSE_MS = 25;

/** What is told of an attack. */
interface Attack {
  what: string;
  /** Its name in `flood_attacks.ts`. */
  name: string;
  settings?: string[];
  /** Whether it needs a room of 60 MB. */
  long?: boolean;
}

const ATTACKS: Attack[] = [
  { what: "nothing", name: "nothing" },
  {
    what: "H1: searches for `:`, `2025`, `Ada` in 60 MB, 8 addresses",
    name: "searches",
    long: true,
  },
  {
    what: "H2: unfinished messages of strangers who are not let in",
    name: "refusedFrames",
  },
  {
    what: "H3: six guests with 45 unfinished forms of 10 MB each",
    name: "unfinishedForms",
  },
  {
    what: "H3: the same with `--memory 300`",
    name: "unfinishedForms",
    settings: ["--memory", "300"],
  },
  { what: "H3: uploads in chunks of one byte", name: "tinyChunks" },
  { what: "H4: 15 guests toggle a reaction on one message", name: "togglers" },
  { what: "M1: 17 at once guess at the owner's password", name: "guesses" },
  { what: "M2: sessions of guests from ever other networks", name: "sessions" },
  {
    what: "M3: 70 connections ask for a file and do not read",
    name: "unreadDownloads",
  },
  { what: "M4: 18 uploads of a byte every ten seconds", name: "trickles" },
  { what: "M6: 12 guests make and delete rooms", name: "rooms" },
  {
    what: "M12: guesses at the invitation, by both doors",
    name: "invitations",
    settings: ["--invite", INVITATION],
  },
  { what: "L7: commands that are none, 5 sockets", name: "nonsense" },
  {
    what: "L8: 16 guests of one address say 3 KB again and again",
    name: "talkers",
  },
  {
    what: "every list, count and page in turn, 8 addresses",
    name: "lists",
    long: true,
  },
  {
    what: "pieces of a history of 60 MB, 8 addresses",
    name: "ranges",
    long: true,
  },
  { what: "typing, reading, joining and leaving, 16 sockets", name: "fidgets" },
  { what: "2,000 half requests", name: "halfHeads" },
];

interface Cost {
  p50: number;
  p99: number;
  /** 99th of the milliseconds that the server's thread ran meanwhile. */
  own: number;
  grown: number;
  restarted: boolean;
}

/** A person who is there and talks. */
class Bystander {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, () => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const [, ref] = /"ref":"([^"]+)"/.exec(data) ?? [];
      if (ref !== undefined) this.#waiting.get(ref)?.();
    };
    socket.onclose = () => {
      for (const go of this.#waiting.values()) go();
    };
  }

  static async at(url: string, name: string): Promise<Bystander> {
    const query = new URLSearchParams({ name, invite: INVITATION });
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/ws?${query}`);
    await new Promise<void>((go, fail) => {
      socket.onopen = () => go();
      socket.onerror = () => fail(new Error("A bystander is not let in"));
    });
    socket.send('{"type":"join","room":"general"}');
    return new Bystander(socket);
  }

  /** Milliseconds until one's own words are told; Infinity where they are not. */
  async says(): Promise<number> {
    const ref = crypto.randomUUID();
    const heard = new Promise<void>((go) => this.#waiting.set(ref, go));
    const began = performance.now();
    this.#socket.send(
      JSON.stringify({ type: "message", room: "general", text: "calm", ref }),
    );
    await heard;
    this.#waiting.delete(ref);
    return this.#socket.readyState === WebSocket.OPEN ? performance.now() - began : Infinity;
  }

  leaves(): void {
    this.#socket.close();
  }
}

/** A server with an owner, and a long room where one is wanted. */
async function served({ settings = [], long = false }: Attack) {
  const folder = await temporaryFolder();
  if (long) {
    await Deno.mkdir(`${folder.path}/rooms`);
    let text = "[2025-11-19 23:46:36] * Ada created the room\n";
    const line = `[2025-11-19 23:46:39] Ada: ${"word ".repeat(10)}\n`;
    text += line.repeat(Math.ceil(LONG_ROOM_BYTES / line.length));
    await Deno.writeTextFile(`${folder.path}/rooms/${LONG_ROOM}.txt`, text);
    await Deno.writeTextFile(
      `${folder.path}/rooms/general.txt`,
      "[2025-11-19 23:46:36] * Ada created the room\n",
    );
  }
  const server = await ServerProcess.start([
    ...["--port", "0", "--data", folder.path, "--trust-proxy", "127.0.0.1"],
    ...settings,
  ]);
  await new HttpClient(server.url, { "x-forwarded-for": "198.51.100.1" }).asks(
    "POST",
    "/api/accounts",
    { name: "Olga", password: "correct horse battery", invite: INVITATION },
  );
  return {
    server,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function attackerOf(attack: string, url: string): Deno.ChildProcess {
  const script = new URL("flood_attacks.ts", import.meta.url).pathname;
  const config = new URL("../deno.json", import.meta.url).pathname;
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--allow-all",
      "--config",
      config,
      script,
      attack,
      url,
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** Milliseconds that the main thread of a process has run. */
function ran(pid: number): number {
  const [time] = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/schedstat`)
    .split(" ");
  return Number(time) / 1e6;
}

async function beside(attack: Attack): Promise<Cost> {
  await using chat = await served(attack);
  const { server } = chat;
  const people: Bystander[] = [];
  for (let i = 0; i < BYSTANDERS; i++) {
    people.push(await Bystander.at(server.url, `Calm ${i}`));
  }
  const talk = async (
    count: number,
  ): Promise<{ times: number[]; own: number[] }> => {
    const [times, own]: [number[], number[]] = [[], []];
    for (let i = 0; i < count; i++) {
      const before = ran(server.pid);
      const time = await people[i % BYSTANDERS]!.says();
      times.push(time);
      own.push(Math.min(time, ran(server.pid) - before));
      await new Promise((go) => setTimeout(go, PAUSE_MS));
    }
    return {
      times: times.sort((a, b) => a - b),
      own: own.sort((a, b) => a - b),
    };
  };
  await talk(40);
  const before = await server.memory();
  let peak = before;
  let isOver = false;
  const watching = (async () => {
    for (
      ;
      !isOver;
      peak = Math.max(peak, await server.memory().catch(() => 0))
    ) {
      await new Promise((go) => setTimeout(go, 20));
    }
  })();
  const attacker = attackerOf(attack.name, server.url);
  // It has to start, and what it opens has to be open.
  await new Promise((go) => setTimeout(go, 700));
  const { times, own } = await talk(MESSAGES);
  isOver = true;
  attacker.kill("SIGKILL");
  await attacker.status;
  await watching;
  for (const person of people) person.leaves();
  return {
    p50: times[times.length >> 1]!,
    p99: times[Math.floor(times.length * 0.99)]!,
    own: own[Math.floor(own.length * 0.99)]!,
    grown: (peak - before) / MEGABYTE,
    restarted: server.output.includes("Stopping"),
  };
}

const ms = (value: number): string => value.toFixed(1);

/** Lines of a table: each attack, and what it cost a person who talks meanwhile. */
export async function attacks(
  say: (line: string) => void,
  only: (name: string) => boolean = () => true,
): Promise<void> {
  say(
    "| attack | p50 ms | p99 ms | the server's own work, p99 ms | memory MB |",
  );
  say("| --- | --- | --- | --- | --- |");
  for (const attack of ATTACKS.filter(({ name }) => only(name))) {
    const { p50, p99, own, grown, restarted } = await beside(attack);
    const end = restarted ? ", and the process ended" : "";
    const figures = [p50, p99, own].map(ms).join(" | ");
    say(`| ${attack.what} | ${figures} | +${grown.toFixed(0)}${end} |`);
  }
  const began = performance.now();
  for (let i = 0; i < 10; i++) markup(`https://a/${")".repeat(3990)}`);
  const took = ms((performance.now() - began) / 10);
  say(
    `| L6: a message of 3,990 brackets behind an address: to show it, in a page | ${took} | | | |`,
  );
}

if (import.meta.main) {
  const encoder = new TextEncoder();
  const names = Deno.args;
  await attacks(
    (line) => void Deno.stdout.writeSync(encoder.encode(`${line}\n`)),
    (name) => names.length === 0 || names.includes(name),
  );
}
