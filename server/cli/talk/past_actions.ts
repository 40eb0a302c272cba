/** What was said before: searched, paged through, from a day on, pinned, with files. */
import type { Message } from "../../protocol.ts";
import type { Found } from "../../protocol_http.ts";
import { dayOf } from "./message_lines.ts";
import type { Numbered } from "./numbered.ts";
import { telling } from "./problems.ts";
import type { TalkClient } from "./talk_client.ts";
import type { TalkClientOptions } from "./talk_options.ts";

/** Hits of a search that are shown: the newest. */
const MAX_HITS = 20;
const MAX_FILES = 20;
/** Messages around the first of a day, of which those since are shown. */
const DAY_PAGE = 60;

/** Commands that look back. */
export class PastActions {
  readonly #client: TalkClient;
  readonly #options: TalkClientOptions;

  constructor(client: TalkClient, options: TalkClientOptions) {
    this.#client = client;
    this.#options = options;
  }

  async search(rest: string): Promise<void> {
    const [, all, words = ""] = /^(\*\s+)?([^]*)$/.exec(rest) ?? [];
    const { conversation, rooms } = this.#client;
    const room = all === undefined ? conversation.room : null;
    const hits: Extract<Found, { message: unknown }>[] = [];
    await telling(this.#client, async () => {
      for await (const found of this.#options.api.search(room, words)) {
        if ("message" in found) hits.push(found);
        else if ("done" in found) {
          this.#options.view.status(`Searching: ${Math.round(found.done * 100)} %`);
        }
        if (hits.length === MAX_HITS) break;
      }
    });
    this.#options.view.status(null);
    const more = hits.length === MAX_HITS ? ", the newest" : "";
    const where = room === null ? "all rooms" : rooms.label(room);
    conversation.remark(
      hits.length === 0
        ? `Nothing in ${where} says "${words}"`
        : `${hits.length} ${hits.length === 1 ? "message" : "messages"} in ${where}${more}:`,
    );
    conversation.extra(hits.reverse());
  }

  async older(count: number): Promise<void> {
    const { conversation } = this.#client;
    const { room, start } = conversation;
    await telling(this.#client, async () => {
      const page = await this.#options.api.messages(room, start, count);
      if (conversation.room !== room) return;
      if (page.messages.length === 0) return conversation.remark("Nothing was said before");
      conversation.start = page.start;
      this.#shows(`Before, from ${page.messages[0]!.time.slice(0, 10)}:`, room, page.messages);
      conversation.remark(page.more ? "There is more: /history" : "This is where it began");
    });
  }

  /** What was said from a day on, where the reader is. */
  async since(day: string): Promise<void> {
    const { conversation } = this.#client;
    const { room } = conversation;
    const begin = beginOf(day);
    if (begin === null) {
      return conversation.remark(`Cannot go to "${day}": expected a day such as 2026-11-01`);
    }
    await telling(this.#client, async () => {
      const page = await this.#options.api.messagesSince(room, begin, DAY_PAGE);
      if (conversation.room !== room) return;
      const { target } = page;
      if (target === undefined) return conversation.remark(`Nothing was said since ${day}`);
      const since = page.messages.filter(({ id }) => id >= target);
      conversation.start = target;
      this.#shows(`From ${day}:`, room, since);
      const last = since.at(-1);
      conversation.remark(
        page.newer && last !== undefined
          ? `More since ${dayOf(last.time)}; /history: what was before`
          : "/history shows what was before",
      );
    });
  }

  async pins(): Promise<void> {
    const { conversation } = this.#client;
    const { room } = conversation;
    await telling(this.#client, async () => {
      const { messages } = await this.#options.api.pins(room);
      if (messages.length === 0) return conversation.remark("Nothing is pinned: /pin N");
      this.#shows("Pinned:", room, messages);
    });
  }

  async files(): Promise<void> {
    const { conversation } = this.#client;
    const { room } = conversation;
    await telling(this.#client, async () => {
      const { messages, more } = await this.#options.api.filesOf(room, MAX_FILES);
      if (messages.length === 0) return conversation.remark("There is no file in this room");
      this.#shows(`Files${more ? ", the newest" : ""}:`, room, messages.reverse());
    });
  }

  /** What somebody said whom one has blocked. */
  show({ room, message }: Numbered): void {
    this.#client.conversation.extra([{ room, message }], { isUnhidden: true });
  }

  #shows(heading: string, room: string, messages: readonly Message[]): void {
    const { conversation } = this.#client;
    conversation.remark(heading);
    conversation.extra(messages.map((message) => ({ room, message })));
  }
}

/** When a day begins, as the server is asked; null for no day. */
function beginOf(day: string): string | null {
  const [, year = "", month = "", date = ""] = /^(\d{4})-(\d\d?)-(\d\d?)$/.exec(day) ?? [];
  const begin = new Date(Number(year), Number(month) - 1, Number(date));
  const isDay = year !== "" && begin.getMonth() === Number(month) - 1 &&
    begin.getDate() === Number(date);
  return isDay ? begin.toISOString().replace(/\.\d+Z$/, "Z") : null;
}
