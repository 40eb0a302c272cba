/**
 * What the command line asks on a machine whose node does not serve is done by the one that serves: requests
 * and answers are handed on as they are. A request is taken once, and answered whatever becomes of it.
 */
import { join } from "@std/path";
import type { Clock } from "../../base/clock.ts";
import {
  ANSWER_SUFFIX,
  CONTROL_FOLDER,
  MAX_REQUEST_BYTES,
  REQUEST_SUFFIX,
} from "../control_folder.ts";
import type { Disk } from "../disk.ts";
import { readText, replaceText } from "../text_file.ts";
import type { Engine } from "./engine.ts";
import type { Peers } from "./peers.ts";

/** What relaying needs. */
export interface CommandRelayOptions {
  disk: Disk;
  data: string;
  clock: Clock;
  engine: Engine;
  peers: Peers;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** Milliseconds that what is asked may take, and between two looks for the answer. */
const COMMAND_MS = 60_000;
const LOOK_MS = 200;

/** Hands requests on. */
export class CommandRelay {
  readonly #options: CommandRelayOptions;
  #isBusy = false;

  constructor(options: CommandRelayOptions) {
    this.#options = options;
    // What was asked of a process that ended is never done by a later one.
    options.disk.remove(this.#path());
  }

  /** Looks whether something was asked here, and has the node that serves do it. */
  async look(): Promise<void> {
    const { disk } = this.#options;
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (const file of disk.list(this.#path()).sort()) {
        if (!file.endsWith(REQUEST_SUFFIX)) continue;
        const path = this.#path(file);
        const text = (disk.size(path) ?? 0) > MAX_REQUEST_BYTES ? "" : readText(disk, path) ?? "";
        disk.remove(path);
        const to = path.slice(0, -REQUEST_SUFFIX.length) + ANSWER_SUFFIX;
        await replaceText(disk, to, await this.#handOn(text));
      }
    } finally {
      this.#isBusy = false;
    }
  }

  /** Has this node, which serves, do what was asked elsewhere; returns its answer as it stands in the file. */
  async run(text: string): Promise<string> {
    const { disk, clock, random } = this.#options;
    const name = new Uint8Array(16);
    random(name);
    const path = this.#path(name.toHex());
    disk.makeFolder(this.#path());
    await replaceText(disk, path + REQUEST_SUFFIX, text);
    const until = clock.now() + COMMAND_MS;
    try {
      while (clock.now() < until) {
        const answer = disk.exists(path + ANSWER_SUFFIX)
          ? readText(disk, path + ANSWER_SUFFIX)
          : null;
        if (answer !== null) return answer;
        await new Promise<void>((go) => void clock.after(LOOK_MS, go));
      }
      return refusal("Cannot do this: the node that serves does not answer");
    } finally {
      for (const suffix of [REQUEST_SUFFIX, ANSWER_SUFFIX]) disk.remove(path + suffix);
    }
  }

  async #handOn(text: string): Promise<string> {
    const { engine, peers } = this.#options;
    if (/"command":"reload"/.test(text)) {
      return refusal("Cannot read the settings again on a node that does not serve: restart it");
    }
    try {
      const address = await engine.holder();
      if (address === null) return refusal("Cannot do this: no node serves just now; try again");
      return await (await peers.ask(address, "run", { text }, COMMAND_MS)).text();
    } catch {
      return refusal("Cannot tell whether this was done: the node that serves does not answer");
    }
  }

  #path(...parts: string[]): string {
    return join(this.#options.data, CONTROL_FOLDER, ...parts);
  }
}

function refusal(refused: string): string {
  return JSON.stringify({ refused });
}
