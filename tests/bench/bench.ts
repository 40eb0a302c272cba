/**
 * `deno task bench`: every claim about speed, measured side by side with a peer in the same run.
 * Prints one table and writes it to `tests/bench/results.md`. `--seconds`, `--rounds`,
 * `--only NAME` and `--filter WORDS` shorten it; `--transport native|ws|both` says what carries Plaintalk. Medians of interleaved rounds; bounded in count and time.
 */
import { parseArgs } from "@std/cli/parse-args";
import { temporaryFolder } from "../helpers/process.ts";
import { append } from "./append.ts";
import { fanOut } from "./fan_out.ts";
import { frames } from "./frames.ts";
import { firstLoad } from "./first_load.ts";
import { growth } from "./growth.ts";
import { idle } from "./idle.ts";
import { openRoom } from "./open_room.ts";
import { push } from "./push.ts";
import { start } from "./start.ts";
import { storm } from "./storm.ts";

/** A line of the table. */
export interface Row {
  what: string;
  peer: string;
  figure: string;
  ratio: string;
}

/** How long and how much. */
export interface Size {
  /** Only cases whose name holds this. */
  filter: string;
  seconds: number;
  rounds: number;
  /** What carries Plaintalk, where that is measured: `native`, `ws` or `both`. */
  transport: string;
  folder: string;
}

const SCENARIOS: Record<string, (size: Size) => Promise<Row[]>> = {
  "fan-out": fanOut,
  idle,
  storm,
  growth,
  append,
  start,
  open: openRoom,
  "first-load": firstLoad,
  frames,
  push,
};

const flags = parseArgs(Deno.args, {
  string: ["seconds", "rounds", "only", "filter", "transport"],
});
const number = (name: string, standard: number): number => Number(flags[name] ?? standard);

await using folder = await temporaryFolder();
const rows: Row[] = [];
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  if (flags.only !== undefined && flags.only !== name) continue;
  Deno.stderr.writeSync(new TextEncoder().encode(`measuring ${name} …\n`));
  rows.push(
    ...await scenario({
      filter: String(flags.filter ?? ""),
      seconds: number("seconds", 5),
      rounds: number("rounds", 3),
      transport: String(flags.transport ?? "native"),
      folder: folder.path,
    }),
  );
}
const table = [
  `Measured ${new Date().toISOString().slice(0, 10)} with Deno ${Deno.version.deno} on ` +
  `${navigator.hardwareConcurrency} cores: \`deno task bench ${Deno.args.join(" ")}\``,
  "",
  "| what | who | figure | ratio |",
  "| --- | --- | --- | --- |",
  ...rows.map(({ what, peer, figure, ratio }) => `| ${what} | ${peer} | ${figure} | ${ratio} |`),
  "",
].join("\n");
Deno.stdout.writeSync(new TextEncoder().encode(table));
if (flags.only === undefined && flags.filter === undefined) {
  await Deno.writeTextFile(new URL("results.md", import.meta.url), table);
}
