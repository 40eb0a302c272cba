/**
 * What calling people whose page is closed costs those who talk: how long a message takes with nobody
 * subscribed, and with a thousand browsers of which a tenth is gone. The push service is a thread of its own.
 * Beside the time stands what the chat's own thread worked meanwhile, which no other program's load changes.
 */
import { createECDH, randomBytes } from "node:crypto";
import type { Row, Size } from "./bench.ts";
import { PUSH_HOST } from "../helpers/push_service.ts";
import { PushChat, type PushTarget } from "../helpers/push_chat.ts";
import { WsClient } from "../helpers/ws_client.ts";

const SUBSCRIBED = 1000;
const MESSAGES_PER_SECOND = 20;

/** Both, in turns. */
export async function push({ seconds, rounds }: Size): Promise<Row[]> {
  const told: Record<string, Took[]> = { none: [], all: [] };
  let sent = "";
  for (let round = 0; round < rounds; round++) {
    for (const [who, count] of [["none", 0], ["all", SUBSCRIBED]] as const) {
      await using chat = await PushChat.startWith({
        service: await pushThread(),
        prepare: (folder) => prepare(folder, count),
      });
      told[who]!.push(...await latencies(chat, seconds * MESSAGES_PER_SECOND));
      if (count > 0) sent = await counted(chat);
    }
  }
  const rows: Row[] = [];
  for (const kind of ["elapsed", "worked"] as const) {
    const of = (took: Took[]): number[] => took.map((one) => one[kind]).sort(byNumber);
    const [none, all] = [of(told.none!), of(told.all!)];
    const what = kind === "elapsed" ? "until its sender has it" : "of the chat's thread meanwhile";
    const row = (peer: string, times: number[], ratio: string): Row => ({
      what: `a message, ${SUBSCRIBED} push subscriptions, 10 % of them dead: ms ${what}`,
      peer,
      figure: [["median", 0.5], ["95 %", 0.95], ["99 %", 0.99], ["worst", 1]]
        .map(([name, share]) => `${name} ${at(times, Number(share))}`).join(
          ", ",
        ),
      ratio,
    });
    const more = (share: number): string => (value(all, share) - value(none, share)).toFixed(2);
    rows.push(row("nobody subscribed", none, ""));
    rows.push(
      row(
        `subscribed (${sent})`,
        all,
        `+${more(0.5)} median, +${more(0.99)} at 99 %`,
      ),
    );
  }
  return rows;
}

/** What a message took until its sender had it back, in milliseconds: of time, and of this thread's. */
interface Took {
  elapsed: number;
  worked: number;
}

async function latencies(
  chat: PushChat<PushTarget>,
  count: number,
): Promise<Took[]> {
  await using speaker = await WsClient.in(chat.url, "Speaker");
  const times: Took[] = [];
  for (let i = 0; i < count; i++) {
    const ref = `m${i}`;
    const [began, before] = [performance.now(), threadMs()];
    speaker.send({
      type: "message",
      room: "general",
      text: `Message ${i}`,
      ref,
    });
    await speaker.hears("message", (event) => event.ref === ref);
    times.push({
      elapsed: performance.now() - began,
      worked: threadMs() - before,
    });
    await new Promise((go) => setTimeout(go, 1000 / MESSAGES_PER_SECOND));
  }
  return times;
}

/** A push service whose work is not the chat's. */
async function pushThread(): Promise<PushTarget> {
  const worker = new Worker(
    new URL("../helpers/push_thread.ts", import.meta.url),
    {
      type: "module",
    },
  );
  const { promise, resolve } = Promise.withResolvers<
    { port: number; ca: string }
  >();
  worker.onmessage = ({ data }) => resolve(data);
  const end = () => Promise.resolve(worker.terminate());
  return { ...await promise, [Symbol.asyncDispose]: end };
}

async function counted(chat: PushChat<PushTarget>): Promise<string> {
  const text = await (await fetch(`${chat.url}/metrics`)).text();
  return [...text.matchAll(/plaintalk_push_total\{result="(\w+)"\} (\d+)/g)]
    .map(([, result, n]) => `${n} ${result}`).join(", ");
}

/** Guests with a session and a browser each, as a chat has them that ran before. */
async function prepare(folder: string, count: number): Promise<void> {
  const [sessions, lines]: [string[], string[]] = [[], []];
  for (let i = 0; i < count; i++) {
    const id = i.toString(16).padStart(64, "0");
    const ecdh = createECDH("prime256v1");
    const keys = `${ecdh.generateKeys("base64url")} ${randomBytes(16).toString("base64url")}`;
    const path = i % 10 === 0 ? `gone/${i}` : `there/${i}`;
    const rest = `http://127.0.0.1 {"text":true,"levels":{"general":"all"}}`;
    sessions.push(`${Date.now()} began ${id} guest Person ${i}\n`);
    lines.push(
      `[2025-11-19 23:46:36] ${id} https://${PUSH_HOST}/${path} ${keys} ${rest}\n`,
    );
  }
  await Deno.writeTextFile(`${folder}/sessions.txt`, sessions.join(""));
  await Deno.writeTextFile(`${folder}/push.txt`, lines.join(""));
}

/** How long this thread has run, in milliseconds; NaN where the system does not say. */
function threadMs(): number {
  if (Deno.build.os !== "linux") return NaN;
  return Number(
    Deno.readTextFileSync("/proc/thread-self/schedstat").split(" ")[0],
  ) / 1e6;
}

function value(times: readonly number[], share: number): number {
  return times[Math.min(times.length - 1, Math.floor(times.length * share))] ??
    NaN;
}

function at(times: readonly number[], share: number): string {
  return value(times, share).toFixed(2);
}

function byNumber(a: number, b: number): number {
  return a - b;
}
