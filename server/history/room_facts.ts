/**
 * What the lines about a room have made of it: its topic, what is pinned, whether it is archived. Folded
 * from the whole file as the index sees it, kept beside the index, and bounded. Only places are held:
 * the words stand in the file alone, so that erasing them there takes them away everywhere.
 */
import type { Entry } from "./line.ts";
import { isRoomEntry } from "./room_entry.ts";

/** Messages that are pinned at once; of more the oldest pins are let go. */
export const MAX_PINS = 50;

const FACT = /^(topic|archived|pin) (\d{1,16})(?: (\d{1,16}))?$/;

/** The words of a topic, who set it and when, in milliseconds, and the line that says so. */
export interface Topic {
  id: number;
  time: number;
  name: string;
  text: string;
}

/** What is known of one room. */
export class RoomFacts {
  /** Where the line of the topic starts, and of the one that archived the room; -1 for none. */
  #topicAt = -1;
  #archivedAt = -1;
  /** Where the line of the pin starts, by message; the newest pin last. */
  #pins = new Map<number, number>();
  /** The topic as it was read; undefined until somebody asks. */
  #topic: Topic | null | undefined = undefined;
  readonly #entryAt: (offset: number) => Entry | null;

  /** `entryAt` reads the entry of a line; `facts` is what `lines` told before. */
  constructor(entryAt: (offset: number) => Entry | null, facts: readonly string[] = []) {
    this.#entryAt = entryAt;
    for (const line of facts) this.#restore(line);
  }

  get topic(): Topic | null {
    return this.#topic ??= this.#readTopic();
  }

  /** What the line at an offset sets as the topic, be it the present one or not; null for any other line. */
  topicAt(id: number): Topic | null {
    const entry = this.#entryAt(id);
    if (entry?.kind !== "topic") return null;
    return { id, time: entry.time, name: entry.name, text: entry.text };
  }

  get isArchived(): boolean {
    return this.#archivedAt >= 0;
  }

  /** Ids of pinned messages, the newest pin first. */
  get pins(): number[] {
    return [...this.#pins.keys()].reverse();
  }

  isPinned(id: number): boolean {
    return this.#pins.has(id);
  }

  /** Takes in the entry of a line that starts at `offset`; what was taken in before does no harm. */
  take(entry: Entry, offset: number): void {
    if (entry.kind === "erased") return this.#erased(entry.target);
    if (!isRoomEntry(entry)) return;
    if (entry.kind === "topic" && offset >= this.#topicAt) this.#setTopic(offset);
    else if (entry.kind === "archived") this.#archivedAt = entry.on ? offset : -1;
    else if (entry.kind === "pinned" && entry.id < offset) this.#pin(entry.id, entry.on, offset);
  }

  clear(): void {
    this.#setTopic(-1);
    this.#archivedAt = -1;
    this.#pins.clear();
  }

  /** Everything that is known, a line each. */
  lines(): string[] {
    return [
      ...this.#topicAt < 0 ? [] : [`topic ${this.#topicAt}`],
      ...this.#archivedAt < 0 ? [] : [`archived ${this.#archivedAt}`],
      ...[...this.#pins].map(([id, at]) => `pin ${id} ${at}`),
    ];
  }

  #restore(line: string): void {
    const [, what, first, second] = FACT.exec(line) ?? [];
    if (what === "topic") this.#topicAt = Number(first);
    else if (what === "archived") this.#archivedAt = Number(first);
    else if (what === "pin" && second !== undefined) this.#pins.set(Number(first), Number(second));
  }

  #setTopic(offset: number): void {
    this.#topicAt = offset;
    this.#topic = undefined;
  }

  #pin(id: number, on: boolean, offset: number): void {
    this.#pins.delete(id);
    if (on) this.#pins.set(id, offset);
    const [oldest] = this.#pins.keys();
    if (oldest !== undefined && this.#pins.size > MAX_PINS) this.#pins.delete(oldest);
  }

  #erased(target: number): void {
    this.#pins.delete(target);
    if (target === this.#topicAt) this.#setTopic(-1);
  }

  /** An empty topic is none, and so is one whose words are gone. */
  #readTopic(): Topic | null {
    const topic = this.#topicAt < 0 ? null : this.topicAt(this.#topicAt);
    return topic === null || topic.text === "" || isErased(topic) ? null : topic;
  }
}

/** True for a topic of which only dashes are left: its words were erased, and so it is none. */
export function isErased({ text }: Pick<Topic, "text">): boolean {
  return /^-+$/.test(text);
}
