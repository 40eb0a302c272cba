/** A whole chat as the process makes it, over the disk and the clock of a test, without a port. */
import { assert } from "@std/assert";
import { FakeClock } from "./clock.ts";
import { type App, makeApp } from "../../server/app.ts";
import { readConfig } from "../../server/config.ts";
import type { Disk } from "../../server/store/disk.ts";
import { unsyncedDisk } from "../../server/store/unsynced_disk.ts";
import { AppFiles } from "../../server/web/app_files.ts";

const files = await AppFiles.load(false);

/** A chat over a disk, as the process makes it. */
export function start(disk: Disk, cleanShutdown: boolean, ...args: string[]) {
  const asked = readConfig(args, () => undefined);
  assert("config" in asked);
  const [told, clock]: [string[], FakeClock] = [[], new FakeClock()];
  const logger = {
    info: (text: string) => void told.push(text),
    warn: (text: string, fields = {}) => void told.push(`${text} ${JSON.stringify(fields)}`),
  };
  const app = makeApp({
    ...asked.config,
    data: args.includes("--data") ? asked.config.data : "/data",
    cleanShutdown,
    version: "0",
    upgrade: Deno.upgradeWebSocket,
    files,
    disk: asked.config.sync === "never" ? unsyncedDisk(disk) : disk,
    clock,
    stopwatch: () => clock.now(),
    endOfTurn: (fn) => queueMicrotask(fn),
    random: (bytes) => crypto.getRandomValues(bytes),
    releaseMemory() {},
    logger,
  });
  return { app, told, clock };
}

/** What was said in a room, as its page tells it. */
export async function texts(app: App, room: string): Promise<string[]> {
  const address = `http://localhost:8000/api/rooms/${room}/messages`;
  const headers = { host: "localhost:8000" };
  const answer = await app.fetch(new Request(address, { headers }), "127.0.0.1");
  const { messages } = await answer.json();
  return messages.map(({ text }: { text: string }) => text);
}

/** Says something in `general`, as a bot would. */
export async function say(app: App, text: string) {
  const account = { account: false, admin: false };
  const member = { name: "Bot", key: "bot", session: "s", addressKey: "4:1", ...account };
  return await app.say.post(member, app.rooms.get("general"), {
    text,
    ref: "",
    to: null,
    file: null,
  });
}

/** Asks as a page does that was opened on this machine. */
export async function asks(app: App, method: string, path: string, body: unknown, cookie = "") {
  const url = "http://localhost:8000";
  const request = new Request(url + path, {
    method,
    headers: { host: "localhost:8000", origin: url, cookie },
    ...method === "GET" ? {} : { body: JSON.stringify(body) },
  });
  const answer = await app.fetch(request, "127.0.0.1");
  const cookies = answer.headers.getSetCookie().map((set) => set.split(";")[0]).join("; ");
  return { status: answer.status, body: await answer.json(), cookies };
}
