/**
 * `deno task soak`: a hundred people who come and go ten times a second and talk, for as long as
 * `--minutes` says (5). Prints memory and open files each half minute, and what grew in the end.
 */
import { parseArgs } from "@std/cli/parse-args";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve } from "../helpers/process.ts";

const MEGABYTE = 1024 * 1024;
const PEOPLE = 100;
const flags = parseArgs(Deno.args, { string: ["minutes"] });
const minutes = Number(flags.minutes ?? 5);

function say(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

await using chat = await serve("--limits", "none");
const idleFiles = chat.server.openFiles();
const people: (WsClient | null)[] = [];
for (let i = 0; i < PEOPLE; i++) {
  people.push(await WsClient.in(chat.url, `P${i}`));
}
const began = performance.now();
const samples: { minute: number; memory: number }[] = [];
let came = 0;
let said = 0;
for (let tick = 0; performance.now() - began < minutes * 60_000; tick++) {
  // Ten come and ten go each second, five messages are said.
  const who = tick % PEOPLE;
  await people[who]?.[Symbol.asyncDispose]();
  people[who] = await WsClient.in(chat.url, `P${who}`);
  came++;
  if (tick % 2 === 0) {
    people[(who + 50) % PEOPLE]?.send({
      type: "message",
      room: "general",
      text: `tick ${tick}`,
    });
    said++;
  }
  for (const peer of people) {
    if (peer !== null) peer.events.length = peer.frames.length = 0;
  }
  if (tick % 300 === 0) {
    const minute = (performance.now() - began) / 60_000;
    const memory = await chat.server.memory() / MEGABYTE;
    samples.push({ minute, memory });
    say(
      `${minute.toFixed(1)} min  ${memory.toFixed(1)} MB  ${chat.server.openFiles()} files`,
    );
  }
  await new Promise((go) => setTimeout(go, 100));
}
for (const peer of people) await peer?.[Symbol.asyncDispose]();
await eventually(
  "files are closed",
  () => chat.server.openFiles() <= idleFiles + 1,
);
// A line through the second half: what the engine learns while it warms up is not growth.
const late = samples.slice(Math.floor(samples.length / 2));
const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const [x, y] = [
  mean(late.map((s) => s.minute)),
  mean(late.map((s) => s.memory)),
];
const slope = late.reduce((sum, s) => sum + (s.minute - x) * (s.memory - y), 0) /
  late.reduce((sum, s) => sum + (s.minute - x) ** 2, 0);
say(
  `${came} came and went, ${said} messages; memory ${(slope * 10).toFixed(2)} MB in ten minutes, ` +
    `open files ${chat.server.openFiles()} of ${idleFiles} before`,
);
