/**
 * What the command line asks of a chat that is running: a file in `orders/` of the data folder each, which
 * nobody but its owner can write. The chat looks there every two seconds, does what is asked and leaves
 * the answer beside it. What was asked of a chat that has ended is never done by a later one.
 */
import { join } from "@std/path";
import type { Timer } from "./base/clock.ts";
import { asChatError, ChatError } from "./base/errors.ts";
import type { Administration } from "./chat/administration.ts";
import type { Disk } from "./store/disk.ts";
import {
  ANSWER_SUFFIX,
  CONTROL_FOLDER,
  MAX_REQUEST_BYTES,
  REQUEST_SUFFIX,
} from "./store/control_folder.ts";
import { readText, replaceText } from "./store/text_file.ts";

/** What is done to files, by whoever may change them: in a cluster the node that serves, else anybody. */
export type FileCommand = "admin" | "invite" | "token" | "say";

/** What can be asked, and with which words. */
export interface ControlRequest {
  command: "password" | "rename" | "remove" | "unban" | "reload" | FileCommand;
  words: string[];
  /** With `remove`: what was said goes too. With `admin`: no admin any more. */
  all: boolean;
}

/** What came of it: lines to print, or the sentence that says why not. */
export type Answer = { lines: string[] } | { refused: string };

/** Who did it, in lines and logs. */
const OWNER = "Plaintalk";

/** Milliseconds between two looks for an answer, and until a chat that runs must have taken the order. */
const POLL_INTERVAL_MS = 200;
const ACCEPT_TIMEOUT_MS = 30_000;

/** Who does what is asked. */
export interface ControlHandlers {
  house: Administration;
  /** Reads the settings again. */
  reload: () => Promise<string[]>;
  /** Does what is done to files. */
  changeFiles: (request: ControlRequest) => Promise<string[]>;
  /** Where people open the chat, "" where that is not known. */
  address: string;
}

/** Does what is asked; returns what to print. */
export async function executeRequest(
  handlers: ControlHandlers,
  request: ControlRequest,
): Promise<string[]> {
  const { house, reload, changeFiles, address } = handlers;
  const [first = "", second = ""] = request.words;
  switch (request.command) {
    case "reload":
      return await reload();
    case "password": {
      const { name, code } = await house.resetPassword(first, OWNER);
      return [
        `${address || "(the address of the chat)"}/?reset=${code}`,
        `This link lets ${name} choose a new password, once, within three days; it was printed here alone`,
        `Whoever was signed in as ${name} is not any more`,
      ];
    }
    case "rename": {
      const { name, to } = await house.rename(first, second, OWNER);
      return [
        `${name} is ${to} now, and signs in as ${to} with the same password; nobody else can have either name`,
      ];
    }
    case "remove": {
      const { name, erased } = await house.remove(first, request.all, OWNER);
      return [
        `${name} has no account any more; nobody else can have the name`,
        ...(request.all
          ? [`Erased ${erased} messages and their files; backups made before still hold them`]
          : []),
      ];
    }
    case "admin":
    case "invite":
    case "token":
    case "say":
      return await changeFiles(request);
    case "unban": {
      const lifted = await house.lift(first);
      return [`${first}: no ${lifted.join(" and no ")} any more`];
    }
  }
}

/** The chat's side: what is asked for is done one after another. */
export class ControlRequests {
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #run: (request: ControlRequest) => Promise<string[]>;
  #isBusy = false;

  constructor(
    options: { data: string; disk: Disk; run: (request: ControlRequest) => Promise<string[]> },
  ) {
    this.#folder = join(options.data, CONTROL_FOLDER);
    this.#disk = options.disk;
    this.#run = options.run;
    this.#disk.remove(this.#folder);
  }

  /** Looks whether something was asked. */
  async look(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (const file of this.#disk.list(this.#folder).sort()) {
        if (file.endsWith(REQUEST_SUFFIX)) await this.#take(file);
      }
    } finally {
      this.#isBusy = false;
    }
  }

  async #take(file: string): Promise<void> {
    const path = join(this.#folder, file);
    const text = (this.#disk.size(path) ?? 0) > MAX_REQUEST_BYTES
      ? null
      : readText(this.#disk, path);
    this.#disk.remove(path);
    const answer: Answer = await this.#answer(text);
    const to = path.slice(0, -REQUEST_SUFFIX.length) + ANSWER_SUFFIX;
    await replaceText(this.#disk, to, JSON.stringify(answer));
  }

  async #answer(text: string | null): Promise<Answer> {
    try {
      return { lines: await this.#run(parseRequest(text ?? "")) };
    } catch (error) {
      return { refused: asChatError(error).message };
    }
  }
}

/** The command line's side: asks the chat that has the data folder, and waits for its answer. */
export async function sendRequest(
  options: {
    data: string;
    disk: Disk;
    id: string;
    every: (ms: number, fn: () => void) => Timer;
    now: () => number;
    /** True once no chat has the folder any more. */
    isOver: () => boolean;
  },
  request: ControlRequest,
): Promise<string[]> {
  const { data, disk, id, every, now, isOver } = options;
  const folder = join(data, CONTROL_FOLDER);
  disk.makeFolder(folder);
  const [asked, answered] = [join(folder, id + REQUEST_SUFFIX), join(folder, id + ANSWER_SUFFIX)];
  await replaceText(disk, asked, JSON.stringify(request));
  const began = now();
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const refuse = (why: string): void => reject(new ChatError("busy", why));
  const looking = every(POLL_INTERVAL_MS, () => {
    const text = disk.exists(answered) ? readText(disk, answered) : null;
    if (text !== null) return resolve(JSON.parse(text));
    if (isOver()) refuse("Cannot tell whether this was done: the chat has just ended. Try again");
    else if (disk.exists(asked) && now() - began > ACCEPT_TIMEOUT_MS) {
      refuse("Cannot do this: the chat that is running does not answer");
    }
  });
  try {
    const answer = await promise;
    if ("lines" in answer) return answer.lines;
    throw new ChatError("not_allowed", answer.refused);
  } finally {
    looking.cancel();
    for (const path of [asked, answered]) disk.remove(path);
  }
}

function parseRequest(text: string): ControlRequest {
  const { command, words, all } = JSON.parse(text) as Partial<ControlRequest>;
  if (
    !isControlCommand(command) || !Array.isArray(words) ||
    !words.every((w) => typeof w === "string")
  ) {
    throw new ChatError("bad_request", "Cannot understand what was asked");
  }
  return { command, words, all: all === true };
}

/** True for what a chat that runs is asked to do. */
export function isControlCommand(command: unknown): command is ControlRequest["command"] {
  return ["password", "rename", "remove", "unban", "reload"].some((one) => one === command) ||
    isFileCommand(command);
}

/** True for what is done to files. */
export function isFileCommand(command: unknown): command is FileCommand {
  return ["admin", "invite", "token", "say"].some((one) => one === command);
}
