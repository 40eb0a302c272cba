/** Everybody is cut off at once, as by a restart, and everybody comes back at once to resume. */
import type { Row, Size } from "./bench.ts";
import { run } from "./fan_out.ts";
import { carriedBy } from "./peers.ts";

/** What the generator says of it: milliseconds until half of them and all of them were told what they missed. */
interface Storm {
  p50: number;
  last: number;
  memory: number;
}

/** One run for each size of crowd. */
export async function storm({ folder, transport }: Size): Promise<Row[]> {
  const rows: Row[] = [];
  const kinds = carriedBy(transport);
  for (
    const [people, kind] of [500, 5000].flatMap((n) => kinds.map((kind) => [n, kind] as const))
  ) {
    await using running = await kind.start(
      await Deno.makeTempDir({ dir: folder }),
    );
    const { p50, last, memory } = await run<Storm>({
      port: running.port,
      pid: running.pid,
      people,
      storm: 1,
    });
    rows.push({
      what: `${people.toLocaleString("en")} are cut off and come back at once: resumed`,
      peer: kind.name,
      figure: `half in ${p50.toFixed(0)} ms, all in ${last.toFixed(0)} ms, ` +
        `${memory.toFixed(0)} MB`,
      ratio: "",
    });
  }
  return rows;
}
