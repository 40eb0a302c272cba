/** Messages a second of one who talks as fast as the file takes it, for each way of being safe. */
import type { Row, Size } from "./bench.ts";
import { generate } from "./fan_out.ts";
import { NODE_WS_BATCHED, type PeerKind, plaintalk } from "./peers.ts";

/** One person, a hundred messages on their way. */
export async function append({ seconds, folder }: Size): Promise<Row[]> {
  const kinds: PeerKind[] = [
    ...["always", "second", "never"].map((sync) => plaintalk("--sync", sync)),
    NODE_WS_BATCHED,
  ];
  const rows: Row[] = [];
  for (const kind of kinds) {
    await using running = await kind.start(
      await Deno.makeTempDir({ dir: folder }),
    );
    const options = {
      people: 1,
      senders: 1,
      outstanding: 100,
      warm: 1,
      seconds,
    };
    const measured = await generate({
      ...options,
      port: running.port,
      pid: running.pid,
    });
    rows.push({
      what: "one talks as fast as the file takes it",
      peer: kind.name,
      figure: `${Math.round(measured.perSecond).toLocaleString("en")} messages a s, p99 ${
        measured.p99.toFixed(1)
      } ms`,
      ratio: "",
    });
  }
  return rows;
}
