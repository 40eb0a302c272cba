/** What people cost who are there and say nothing: memory each, and the time to let a crowd in. */
import { generate, makeRooms } from "./fan_out.ts";
import type { Row, Size } from "./bench.ts";
import { carriedBy, DENO_USUAL, NODE_WS_USUAL, type PeerKind } from "./peers.ts";

/** Who is there, and in how many rooms. */
const CROWDS = [{ people: 8000, rooms: 1 }, { people: 1000, rooms: 200 }];

/** What a runtime that has nothing to do needs to give back what the arrivals left. */
const SETTLING_S = 25;

/** One run each. */
export async function idle({ folder, transport }: Size): Promise<Row[]> {
  const rows: Row[] = [];
  for (const crowd of CROWDS) {
    for (const kind of [...carriedBy(transport), NODE_WS_USUAL, DENO_USUAL]) {
      const data = await Deno.makeTempDir({ dir: folder });
      await makeRooms(data, crowd.rooms);
      rows.push(...await measure(kind, data, crowd));
    }
  }
  return rows;
}

async function measure(
  kind: PeerKind,
  data: string,
  { people, rooms }: { people: number; rooms: number },
): Promise<Row[]> {
  await using running = await kind.start(data);
  const options = { port: running.port, pid: running.pid, rooms, outstanding: 0, senders: 0 };
  const few = await generate({ ...options, people: 10, warm: 1, seconds: 1 });
  const many = await generate({ ...options, people, warm: SETTLING_S, seconds: 4 });
  const each = (many.memory - few.memory) * 1024 / people;
  const where = rooms === 1 ? "one room" : `${rooms} rooms`;
  const what = `${people.toLocaleString("en")} in ${where}, idle`;
  return [
    {
      what: `${what}: memory each; all let in; peak of the process`,
      peer: kind.name,
      figure: `${each.toFixed(1)} KB; ${(many.opened / 1000).toFixed(1)} s; ` +
        `${Math.round(many.peak)} MB`,
      ratio: "",
    },
    {
      what: `${what}: of one core`,
      peer: kind.name,
      figure: `${(many.load * 100).toFixed(2)} %`,
      ratio: "",
    },
  ];
}
