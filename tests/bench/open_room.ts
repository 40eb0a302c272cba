/** Opening and paging a room of 1 GB against one of 1 KB: cost must not grow with history. */
import { join } from "@std/path";
import type { Row, Size } from "./bench.ts";
import { eventually } from "../helpers/wait.ts";
import { PLAINTALK } from "./peers.ts";

const GIGABYTE = 1024 * 1024 * 1024;

/** The last page and one from the middle, by HTTP, medians of many. */
export async function openRoom({ folder }: Size): Promise<Row[]> {
  const data = await Deno.makeTempDir({ dir: folder });
  await Deno.mkdir(join(data, "rooms"));
  await Deno.writeTextFile(join(data, "rooms", "small.txt"), block(0, 1024));
  const middle = await writeBig(join(data, "rooms", "big.txt"));
  const began = performance.now();
  await using running = await PLAINTALK.start(data);
  const started = performance.now() - began;
  const url = `http://127.0.0.1:${running.port}/api/rooms`;
  // The first page from the middle waits until the history has been looked through once.
  const first = await time(`${url}/big/messages?limit=10&around=${middle}`, 1);
  const pages: [string, string, string][] = [
    [
      "last page",
      `${url}/big/messages?limit=10`,
      `${url}/small/messages?limit=10`,
    ],
    [
      "page from the middle",
      `${url}/big/messages?limit=10&around=${middle}`,
      `${url}/small/messages?limit=10&around=0`,
    ],
  ];
  const rows: Row[] = [];
  for (const [what, big, small] of pages) {
    const [slow, quick] = [await time(big, 300), await time(small, 300)];
    rows.push({
      what: `${what}: room of 1 GB against one of 1 KB`,
      peer: "Plaintalk",
      figure: `${slow.toFixed(2)} ms against ${quick.toFixed(2)} ms`,
      ratio: `${(slow / quick).toFixed(2)} ×`,
    });
  }
  rows.push({
    what: "start with a 1 GB room never seen before; its first page from the middle",
    peer: "Plaintalk",
    figure: `${Math.round(started)} ms; ${Math.round(first)} ms`,
    ratio: "",
  });
  rows.push(...await searchRows(url, join(data, "rooms", "big.txt")));
  return rows;
}

/** Search of 1 GB for words that are in none of its lines, and for some that are in the last ones. */
async function searchRows(url: string, path: string): Promise<Row[]> {
  await Deno.writeTextFile(path, "[2025-11-19 23:46:36] Ada: the needle\n", {
    append: true,
  });
  await eventually(
    "the line is noticed",
    async () =>
      (await (await fetch(`${url}/big/messages?limit=1`)).text()).includes(
        "needle",
      ),
  );
  const runs: { whole: number; grep: number; first: number }[] = [];
  for (let round = 0; round < 3; round++) {
    const began = performance.now();
    const answer = await fetch(`${url}/big/search?q=NEEDLE`);
    const reader = answer.body!.getReader();
    let first = 0;
    for (
      let step = await reader.read();
      !step.done;
      step = await reader.read()
    ) {
      if (
        first === 0 && new TextDecoder().decode(step.value).includes("needle")
      ) {
        first = performance.now() - began;
      }
    }
    const whole = performance.now() - began;
    if (first === 0) throw new Error("The search found nothing");
    const grepBegan = performance.now();
    await new Deno.Command("grep", { args: ["-ciF", "NEEDLE", path] }).output();
    runs.push({ whole, grep: performance.now() - grepBegan, first });
  }
  const median = (key: "whole" | "grep" | "first"): number =>
    runs.map((run) => run[key]).sort((a, b) => a - b)[1]!;
  return [
    {
      what: "search of 1 GB, every letter case: the whole file, against grep -iF",
      peer: "Plaintalk",
      figure: `${Math.round(median("whole"))} ms against ${Math.round(median("grep"))} ms`,
      ratio: `${(median("whole") / median("grep")).toFixed(2)} ×`,
    },
    {
      what: "search of 1 GB: the first hit",
      peer: "Plaintalk",
      figure: `${Math.round(median("first"))} ms`,
      ratio: "",
    },
  ];
}

/** Median time of a request, in milliseconds. */
async function time(url: string, count: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    const response = await fetch(url);
    const text = await response.text();
    times.push(performance.now() - began);
    if (!response.ok) throw new Error(text);
  }
  return times.sort((a, b) => a - b)[Math.floor(count / 2)]!;
}

/** Writes 1 GB of lines and returns where one in the middle starts. */
async function writeBig(path: string): Promise<number> {
  const bytes = new TextEncoder().encode(block(0, 4 * 1024 * 1024));
  using file = await Deno.open(path, { write: true, create: true });
  let size = 0;
  while (size < GIGABYTE) {
    for (let done = 0; done < bytes.length;) {
      done += await file.write(bytes.subarray(done));
    }
    size += bytes.length;
  }
  return bytes.length * Math.floor(GIGABYTE / bytes.length / 2);
}

function block(from: number, size: number): string {
  let text = "";
  for (let n = from; text.length < size; n++) {
    text += `[2025-11-19 23:46:36] Person ${
      n % 20
    }: message ${n}, said in passing and never read\n`;
  }
  return text;
}
