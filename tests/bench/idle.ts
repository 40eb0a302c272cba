/** What people cost who are there and say nothing: memory each, and the time to let a crowd in. */
import type { Row, Size } from "./bench.ts";
import { generate } from "./fan_out.ts";
import { carriedBy, NODE_WS_USUAL } from "./peers.ts";

const PEOPLE = 8000;

/** One run each. */
export async function idle({ folder, transport }: Size): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kind of [...carriedBy(transport), NODE_WS_USUAL]) {
    await using running = await kind.start(await Deno.makeTempDir({ dir: folder }));
    const options = { port: running.port, pid: running.pid, outstanding: 0, senders: 0, warm: 1 };
    const few = await generate({ ...options, people: 10, seconds: 1 });
    const many = await generate({ ...options, people: PEOPLE, seconds: 4 });
    const each = (many.memory - few.memory) * 1024 / PEOPLE;
    rows.push({
      what: `${PEOPLE.toLocaleString("en")} in one room, idle: memory each; all let in`,
      peer: kind.name,
      figure: `${each.toFixed(1)} KB; ${(many.opened / 1000).toFixed(1)} s`,
      ratio: "",
    });
    rows.push({
      what: `${PEOPLE.toLocaleString("en")} in one room, idle: of one core`,
      peer: kind.name,
      figure: `${(many.load * 100).toFixed(2)} %`,
      ratio: "",
    });
  }
  return rows;
}
