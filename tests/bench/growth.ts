/** What grows while people talk all day: a hundred in ten rooms, with the refs that our client sends. */
import type { Row, Size } from "./bench.ts";
import { generate, makeRooms } from "./fan_out.ts";
import { PLAINTALK } from "./peers.ts";

const LOAD = {
  people: 100,
  senders: 100,
  outstanding: 2,
  rooms: 10,
  refs: 1,
  warm: 2,
};
const EACH_HEARD_BY = LOAD.people / LOAD.rooms;

/** A short while, then ten times as long, and as long again: what is bounded has reached its bound by then. */
export async function growth({ folder, seconds }: Size): Promise<Row[]> {
  const data = await Deno.makeTempDir({ dir: folder });
  await makeRooms(data, LOAD.rooms);
  await using running = await PLAINTALK.start(data);
  const seen: { messages: number; memory: number }[] = [];
  for (const times of [1, 10, 10]) {
    const { deliveries, memory } = await generate({
      ...LOAD,
      port: running.port,
      pid: running.pid,
      seconds: seconds * times,
    });
    const before = seen.at(-1)?.messages ?? 0;
    seen.push({ messages: before + deliveries / EACH_HEARD_BY, memory });
  }
  const [, middle, last] = seen;
  return [{
    what: "100 talk in ten rooms: memory after so many messages",
    peer: PLAINTALK.name,
    figure: seen.map(({ messages, memory }) =>
      `${Math.round(messages).toLocaleString("en")}: ${memory.toFixed(0)} MB`
    ).join("; "),
    ratio: `${(last!.memory / middle!.memory).toFixed(2)} ×`,
  }];
}
