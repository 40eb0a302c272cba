/**
 * Commands about people for whoever has the machine. What changes something is done by the process that
 * has the data folder: by the chat that runs, which is asked, or, where none does, by this one.
 */
import { join, resolve } from "@std/path";
import { makeApp } from "../app.ts";
import { backUp, keepOf, restore } from "../transfer/backup.ts";
import { endOfTurn, formatTime, stopwatch, systemClock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import { randomHex } from "../base/random.ts";
import { type Config, type Invocation, optionText } from "../config.ts";
import { accountsOf, type DataFolder } from "../transfer/data_folder.ts";
import {
  type ControlRequest,
  executeRequest,
  isControlCommand,
  isFileCommand,
  sendRequest,
} from "../control_requests.ts";
import { changeFiles, pictureOf, wordsOfRequest } from "./admin.ts";
import { isOfCluster, noNodeHere } from "./cluster_commands.ts";
import { lastSeen } from "../people/last_seen.ts";
import { Moderation } from "../people/moderation.ts";
import { foldName } from "../people/names.ts";
import { exportPerson } from "../transfer/person_export.ts";
import { openPeopleTable } from "../people/people_table.ts";
import { Reserved } from "../people/reserved.ts";
import { messagesIn } from "../transfer/leaving_messages.ts";
import { DataInUse, DataLock } from "../store/data_lock.ts";
import { AppFiles } from "../web/app_files.ts";

/** Where lines go. */
interface Output {
  print: (line: string) => void;
  complain: (line: string) => void;
}

/** What they work with. */
export interface PeopleCommandOptions extends DataFolder {
  config: Config;
  /** Told of what went wrong on the way. */
  complain: (line: string) => void;
}

/** Does what is asked if it is one of these commands; false if it is none. */
export async function runPeopleCommand(
  { command, config, words: [first = "", ...rest], more }: Extract<Invocation, { words: string[] }>,
  tools: DataFolder,
  { print, complain }: Output,
): Promise<boolean> {
  const lines: string[] = [];
  const copying = { ...tools, tell: print };
  const exporting = {
    ...tools,
    isPrivate: true,
    messages: (path: string) => messagesIn(tools, path),
  };
  // Without a cluster files are changed by whoever is asked: a chat that runs reads them again.
  if (isControlCommand(command) && (isOfCluster(tools) || !isFileCommand(command))) {
    const asked = wordsOfRequest({ command, config, words: [first, ...rest], more });
    const all = more.words === true || more.remove === true;
    const order = { command, words: asked, all };
    lines.push(...await requestOrRun({ ...tools, config, complain }, order));
  } else if (command === "people") lines.push(...listPeople(tools));
  else if (command === "bans") lines.push(...listBans(tools));
  else if (command === "export-person") {
    lines.push(`Made ${await exportPerson(exporting, first, rest[0] ?? null)}`);
  } else if (command === "backup") {
    lines.push(`Made ${await backUp(copying, first, keepOf(optionText(more.keep)))}`);
  } else if (command === "restore") {
    const { lines: count } = await restore(copying, first, more.anyway === true);
    lines.push(`Restored ${count} lines to ${tools.data}: start the chat`);
  } else return false;
  for (const line of lines) print(printable(line));
  for (const line of pictureOf(command, lines, Deno.stdout.isTerminal())) print(line);
  return true;
}

/** Has something done, and returns what to print. */
async function requestOrRun(
  options: PeopleCommandOptions,
  what: ControlRequest,
): Promise<string[]> {
  const { config, complain } = options;
  const data = resolve(config.data);
  if (what.command === "reload" && !DataLock.isHeld(data)) return await noChat();
  const lock = takeLock(data);
  if (lock !== null && isOfCluster({ ...options, data })) {
    lock.release();
    throw new ChatError("not_allowed", noNodeHere(data));
  }
  if (lock === null) {
    // The clock's timers keep no process alive, and nothing else is going on here.
    const { now, every } = systemClock({ keepsAlive: true });
    const [id, isOver] = [randomHex(options.random, 16), () => !DataLock.isHeld(data)];
    return await sendRequest({ ...options, data, id, every, now, isOver }, what);
  }
  // Where this throws the lock's text stays, and the next start looks after what was left.
  const app = makeApp({
    ...config,
    data,
    upgrade: Deno.upgradeWebSocket,
    cleanShutdown: lock.cleanShutdown,
    version: "",
    files: await AppFiles.load(false),
    disk: options.disk,
    clock: options.clock,
    stopwatch,
    endOfTurn,
    random: options.random,
    releaseMemory: () => {},
    logger: { info: () => {}, warn: (text) => complain(text) },
  });
  try {
    const origin = config.origins[0] ?? `http://localhost:${config.port}`;
    const changing = (request: ControlRequest) => changeFiles(options, request);
    const hands = {
      house: app.house,
      reload: noChat,
      changeFiles: changing,
      address: origin + config.base,
    };
    return await executeRequest(hands, what);
  } finally {
    await app.close();
    lock.release();
  }
}

/** A line for everybody with an account, and for every name that is kept from others. */
function listPeople(options: DataFolder): string[] {
  const { data, disk, clock } = options;
  const moderation = new Moderation({ path: join(data, "moderation.txt"), disk, clock });
  const seen = lastSeen(disk, join(data, "sessions.txt"));
  const reserved = new Reserved({
    table: openPeopleTable({ path: join(data, "people.txt"), disk }),
    clock,
  });
  const all = accountsOf(options).list();
  const width = Math.max(...all.map(({ name }) => [...name].length));
  const lines = all.map(({ name, key, admin }) => {
    const times = [key, ...reserved.formerly(name)].map((known) => seen.get(known) ?? 0);
    const at = Math.max(...times);
    const own = moderation.list().filter((one) => foldName(one.name) === key);
    return [
      name.padEnd(width),
      at === 0 ? "seen long ago       " : `seen ${formatTime(at).slice(0, 16)}`,
      ...(admin ? ["admin"] : []),
      ...own.map(({ what, until }) =>
        `${what === "ban" ? "banned" : "muted"} until ${formatTime(until).slice(0, 16)}`
      ),
    ].join("  ").trimEnd();
  });
  return [
    ...lines,
    ...reserved.list().map(({ name, to }) =>
      to === null ? `${name}: removed` : `${name}: ${to} now`
    ),
    `${all.length} people with an account`,
  ];
}

/** A line for every measure that counts. */
function listBans({ data, disk, clock }: DataFolder): string[] {
  const all = new Moderation({ path: join(data, "moderation.txt"), disk, clock }).list();
  if (all.length === 0) return ["Nobody is banned or muted"];
  return all.map(({ what, name, addressKey, until, by }) =>
    `${name}  ${what}${what === "ban" && addressKey !== "" ? " with address" : ""} until ${
      formatTime(until).slice(0, 16)
    }, by ${by}`
  );
}

/** What is read at each start cannot be read again before. */
function noChat(): Promise<string[]> {
  throw new ChatError(
    "not_found",
    "No chat runs on this folder: its settings are read at its start",
  );
}

function takeLock(data: string): DataLock | null {
  try {
    return DataLock.take(data, Deno.pid);
  } catch (error) {
    if (error instanceof DataInUse) return null;
    throw error;
  }
}
