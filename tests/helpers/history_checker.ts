/**
 * Decides, from the histories of clients and the bytes of a room's file alone, whether a chat kept what it
 * promised: nothing acknowledged is lost, nothing stands twice, nobody was told what is not in the file, each
 * client's messages stand in its order, and erased words are gone. The server's word counts for nothing.
 */
import { parse } from "../../server/history/line.ts";
import type { ClientHistory } from "./cluster_client.ts";

/** What was found. */
export interface Verdict {
  acknowledged: number;
  heard: number;
  erased: number;
  lost: string[];
  twice: string[];
  notInFile: string[];
  outOfOrder: string[];
  notErased: string[];
  wrong: string[];
}

/** Compares histories with a file. */
export function judge(
  histories: readonly ClientHistory[],
  file: Uint8Array,
): Verdict {
  const text = new TextDecoder().decode(file);
  const byId = new Map<number, string>();
  const counts = new Map<string, number>();
  const order: string[] = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const entry = line === "" ? null : parse(line);
    if (entry?.kind === "message") {
      byId.set(at, entry.text);
      if (!/^-+$/.test(entry.text)) {
        counts.set(entry.text, (counts.get(entry.text) ?? 0) + 1);
        order.push(entry.text);
      }
    }
    at += new TextEncoder().encode(line).length + 1;
  }
  const erasing = new Set(histories.flatMap((one) => [...one.erasing]));
  const verdict: Verdict = {
    acknowledged: 0,
    heard: 0,
    erased: 0,
    lost: [],
    twice: [...counts].filter(([, count]) => count > 1).map(([one]) => one),
    notInFile: [],
    outOfOrder: [],
    notErased: [],
    wrong: histories.flatMap(({ name, wrong }) => wrong.map((one) => `${name}: ${one}`)),
  };
  for (const { acknowledged, heard, erased, refused, said } of histories) {
    verdict.acknowledged += acknowledged.size;
    verdict.heard += heard.size;
    verdict.erased += erased.size;
    for (const [id, one] of acknowledged) {
      // What was being erased stands there, or its place does.
      if (byId.get(id) !== one && !(erasing.has(id) && byId.has(id))) {
        verdict.lost.push(`${id} ${one}`);
      }
      if (erased.has(id) && counts.has(one)) {
        verdict.notErased.push(`${id} ${one}`);
      }
    }
    for (const [id, one] of heard) {
      if (byId.get(id) !== one && !(erasing.has(id) && byId.has(id))) {
        verdict.notInFile.push(`${id} ${one}`);
      }
    }
    const own = new Map(said.map((one, n) => [one, n]));
    for (const one of refused) own.delete(one);
    const numbers = order.flatMap((one) => own.get(one) ?? []);
    const bad = numbers.findIndex((number, i) => i > 0 && number < numbers[i - 1]!);
    if (bad !== -1) verdict.outOfOrder.push(said[numbers[bad]!]!);
  }
  return verdict;
}
