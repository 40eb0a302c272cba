/**
 * People in rooms, some of them talking: as fast as they are heard, or at a pace that is the same for
 * every peer. The same job at each of them: JSON in, a line appended, JSON to everybody in the room.
 */
import { join } from "@std/path";
import type { Row, Size } from "./bench.ts";
import { canPin, NODE_WS_USUAL, type PeerKind, peersThere } from "./peers.ts";

/** What one run of the generator found. */
export interface Measured {
  deliveries: number;
  perSecond: number;
  perCpuSecond: number;
  p50: number;
  p99: number;
  memory: number;
  /** The most it ever took. */
  peak: number;
  /** Received by everybody, a second. */
  bytes: number;
  lost: number;
  /** Milliseconds until everybody was in. */
  opened: number;
  /** Of one core. */
  load: number;
}

interface Case {
  what: string;
  load: Record<string, number>;
  /** Rounds more than the others have, where one hiccup of the machine shows in a round's figure. */
  times?: number;
  /** What is compared with the usual way. */
  by: "perCpuSecond" | "perSecond" | "p99";
}

/** Many rooms, some of whose people, or all, talk. */
const ROOMS = { people: 1000, rooms: 200, senders: 1000 };

const GENERATOR = new URL("generator.mjs", import.meta.url).pathname;

const CASES: readonly Case[] = [
  {
    what: "100 in one room, saturated",
    load: { people: 100, senders: 20, outstanding: 5 },
    by: "perCpuSecond",
  },
  {
    what: "1,000 in one room, saturated",
    load: { people: 1000, senders: 20, outstanding: 5 },
    by: "perCpuSecond",
  },
  {
    what: "5,000 in one room, saturated",
    load: { people: 5000, senders: 20, outstanding: 5 },
    by: "perCpuSecond",
  },
  {
    what: "1,000 in one room, 50 messages a second",
    // Warm once the garbage of a thousand arrivals is gone.
    load: { people: 1000, senders: 20, rate: 50, warm: 4 },
    times: 3,
    by: "p99",
  },
  {
    what: "1,000 in 200 rooms, saturated, 400 talk, 5 on their way each",
    load: { ...ROOMS, senders: 400, outstanding: 5 },
    by: "perSecond",
  },
  {
    what: "1,000 in 200 rooms, saturated, all talk, 2 on their way each",
    load: { ...ROOMS, outstanding: 2 },
    by: "perSecond",
  },
  ...[1, 2, 5].map((each): Case => ({
    what: `1,000 in 200 rooms, everybody says ${each} a second`,
    load: { ...ROOMS, rate: each * ROOMS.senders, warm: 4 },
    times: 3,
    by: "p99",
  })),
];

/** All cases, or those whose name holds `only`. */
export async function fanOut(size: Size): Promise<Row[]> {
  const kinds = await peersThere(size.folder, size.transport);
  const rows: Row[] = [];
  for (const { what, load, by, times = 1 } of CASES) {
    if (!what.includes(size.filter)) continue;
    const runs = await compare(
      { ...size, rounds: size.rounds * times },
      kinds,
      load,
    );
    const usual = runs.find(({ kind }) => kind === NODE_WS_USUAL)!.median[by];
    for (const { kind, median } of runs) {
      rows.push({
        what,
        peer: kind.name,
        figure: `${count(median.perCpuSecond)} a CPU s, ${count(median.perSecond)} a s, ` +
          `p50 ${ms(median.p50)}, p99 ${ms(median.p99)}, ` +
          `${Math.round(median.memory)} (${Math.round(median.peak)}) MB, ` +
          `${(median.bytes / 1e6).toFixed(1)} MB a s, ${Math.round(median.load * 100)} % CPU`,
        ratio: `${(median[by] / usual).toFixed(2)} × (${SAID[by]})`,
      });
    }
  }
  return rows;
}

const SAID = { perCpuSecond: "a CPU s", perSecond: "a s", p99: "p99" };

async function compare(
  { seconds, rounds, folder }: Size,
  kinds: PeerKind[],
  load: Record<string, number>,
): Promise<{ kind: PeerKind; median: Measured }[]> {
  const runs = new Map<PeerKind, Measured[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      const data = await Deno.makeTempDir({ dir: folder });
      if (kind.name.startsWith("Plaintalk")) {
        await makeRooms(data, load.rooms ?? 1);
      }
      await using running = await kind.start(data);
      const measured = await generate({
        seconds,
        warm: 1,
        ...load,
        port: running.port,
        pid: running.pid,
      });
      if (measured.lost > 0) {
        throw new Error(`${kind.name} lost ${measured.lost} connections`);
      }
      runs.get(kind)!.push(measured);
    }
  }
  return kinds.map((kind) => ({ kind, median: medianOf(runs.get(kind)!) }));
}

/** Rooms as the generator names them. */
export async function makeRooms(data: string, rooms: number): Promise<void> {
  await Deno.mkdir(join(data, "rooms"), { recursive: true });
  for (let i = 0; i < rooms && rooms > 1; i++) {
    const line = "[2025-11-19 23:46:36] * Ada created the room\n";
    await Deno.writeTextFile(join(data, "rooms", `room ${i}.txt`), line);
  }
}

/** Runs the generator on the other core. */
export function generate(options: Record<string, number>): Promise<Measured> {
  return run<Measured>(options);
}

/** The same, for what else it can measure. */
export async function run<T>(options: Record<string, number>): Promise<T> {
  const command = ["node", GENERATOR, JSON.stringify(options)];
  const [program = "", ...args] = await canPin() ? ["taskset", "-c", "1", ...command] : command;
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  if (!success) {
    throw new Error(
      `The generator failed: ${new TextDecoder().decode(stderr)}`,
    );
  }
  return JSON.parse(new TextDecoder().decode(stdout));
}

function medianOf(runs: Measured[]): Measured {
  const median = (key: keyof Measured): number => {
    const values = runs.map((run) => run[key]).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)]!;
  };
  return {
    deliveries: median("deliveries"),
    perSecond: median("perSecond"),
    perCpuSecond: median("perCpuSecond"),
    p50: median("p50"),
    p99: median("p99"),
    memory: median("memory"),
    peak: median("peak"),
    bytes: median("bytes"),
    lost: median("lost"),
    opened: median("opened"),
    load: median("load"),
  };
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
