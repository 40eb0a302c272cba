/** Fan-out: so many people in one room, a few of them talking as fast as they are heard. */
import type { Row, Size } from "./bench.ts";
import { canPin, NODE_WS_USUAL, type PeerKind, PLAINTALK } from "./peers.ts";

interface Measured {
  perSecond: number;
  perCpuSecond: number;
  p50: number;
  p99: number;
  memory: number;
  lost: number;
}

const GENERATOR = new URL("generator.mjs", import.meta.url).pathname;

/** Saturated, and at an equal moderate rate. */
export async function fanOut(size: Size): Promise<Row[]> {
  const saturated = await compare(size, { senders: 20, outstanding: 5 });
  const moderate = await compare(size, { senders: 20, rate: 20 });
  const [best, usual] = [saturated[0]!, saturated[1]!];
  return [
    ...saturated.map(({ peer, median }): Row => ({
      what: `${size.people} people in one room, saturated: deliveries a CPU second`,
      peer,
      figure: `${Math.round(median.perCpuSecond).toLocaleString("en")} (p99 ${ms(median.p99)})`,
      ratio: `${(median.perCpuSecond / usual.median.perCpuSecond).toFixed(1)} ×`,
    })),
    ...moderate.map(({ peer, median }): Row => ({
      what: `${size.people} people in one room, 20 messages a second: latency p50 / p99`,
      peer,
      figure: `${ms(median.p50)} / ${ms(median.p99)}`,
      ratio: `${(median.p99 / moderate[1]!.median.p99).toFixed(2)} ×`,
    })),
    {
      what: `memory of the server with ${size.people} people, after saturation`,
      peer: best.peer,
      figure: `${Math.round(best.median.memory)} MB`,
      ratio: `${(best.median.memory / usual.median.memory).toFixed(2)} ×`,
    },
  ];
}

async function compare(
  { people, seconds, rounds, folder }: Size,
  load: Record<string, number>,
): Promise<{ peer: string; median: Measured }[]> {
  const kinds = [PLAINTALK, NODE_WS_USUAL];
  const runs = new Map<PeerKind, Measured[]>(kinds.map((kind) => [kind, []]));
  for (let round = 0; round < rounds; round++) {
    for (const kind of kinds) {
      await using running = await kind.start(await Deno.makeTempDir({ dir: folder }));
      const options = {
        ...load,
        people,
        seconds,
        warm: 1,
        port: running.port,
        pid: running.pid,
      };
      const measured = await generate(options);
      if (measured.lost > 0) {
        throw new Error(`${kind.name} lost ${measured.lost} connections`);
      }
      runs.get(kind)!.push(measured);
    }
  }
  return kinds.map((kind) => ({
    peer: kind.name,
    median: medianOf(runs.get(kind)!),
  }));
}

/** Runs the generator on the other core. */
export async function generate(options: Record<string, number>): Promise<Measured> {
  const command = ["node", GENERATOR, JSON.stringify(options)];
  const [program = "", ...args] = await canPin() ? ["taskset", "-c", "1", ...command] : command;
  const { success, stdout, stderr } = await new Deno.Command(program, { args })
    .output();
  if (!success) {
    throw new Error(`The generator failed: ${new TextDecoder().decode(stderr)}`);
  }
  return JSON.parse(new TextDecoder().decode(stdout));
}

function medianOf(runs: Measured[]): Measured {
  const median = (key: keyof Measured): number => {
    const values = runs.map((run) => run[key]).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)]!;
  };
  return {
    perSecond: median("perSecond"),
    perCpuSecond: median("perCpuSecond"),
    p50: median("p50"),
    p99: median("p99"),
    memory: median("memory"),
    lost: median("lost"),
  };
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}
