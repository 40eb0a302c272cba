/** From the command to the first answer, with nothing, with 10 GB and with a thousand rooms. */
import { join } from "@std/path";
import type { Row, Size } from "./bench.ts";
import { makeRooms } from "./fan_out.ts";
import { PLAINTALK } from "./peers.ts";

const GIGABYTES = 10;
const ROOMS = 1000;

/** Medians of five starts each, in turn. */
export async function start({ folder }: Size): Promise<Row[]> {
  const [empty, full, many] = await Promise.all(
    [0, 1, 2].map(() => Deno.makeTempDir({ dir: folder })),
  ) as [string, string, string];
  await makeRooms(full, 0);
  await makeRooms(many, ROOMS);
  const first = join(full, "rooms", "big 0.txt");
  await writeLines(first);
  // The same gigabyte under ten names: what is read at a start is read of each.
  for (let i = 1; i < GIGABYTES; i++) {
    await Deno.link(first, join(full, "rooms", `big ${i}.txt`));
  }
  const times = new Map<string, number[]>([[empty, []], [full, []], [
    many,
    [],
  ]]);
  for (let round = 0; round < 6; round++) {
    for (const [data, all] of times) {
      const began = performance.now();
      await using running = await PLAINTALK.start(data);
      await (await fetch(`http://127.0.0.1:${running.port}/`)).text();
      // The first start of each makes what later ones find.
      if (round > 0) all.push(performance.now() - began);
    }
  }
  const median = (data: string): number => times.get(data)!.sort((a, b) => a - b)[2]!;
  return [
    ["an empty folder", empty],
    [`${GIGABYTES} GB`, full],
    [`${ROOMS.toLocaleString("en")} rooms`, many],
  ].map(([what, data]) => ({
    what: `start with ${what}: from the command to the first page`,
    peer: "Plaintalk",
    figure: `${Math.round(median(data!))} ms`,
    ratio: `${(median(data!) / median(empty)).toFixed(2)} ×`,
  }));
}

async function writeLines(path: string): Promise<void> {
  const line = "[2025-11-19 23:46:36] Ada: something that people say to each other every day\n";
  const bytes = new TextEncoder().encode(
    line.repeat(4 * 1024 * 1024 / line.length),
  );
  using file = await Deno.open(path, { write: true, create: true });
  for (let size = 0; size < 1024 ** 3; size += bytes.length) {
    for (let done = 0; done < bytes.length;) {
      done += await file.write(bytes.subarray(done));
    }
  }
}
