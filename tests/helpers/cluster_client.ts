/**
 * A person at a chat of several nodes, who goes wherever one serves, says things again until they are
 * acknowledged, erases some of them, and keeps a history of what was said, heard and acknowledged.
 */
import type { Event } from "../../server/protocol.ts";

/** What one client knows. */
export interface ClientHistory {
  name: string;
  /** Texts in the order in which they were said first. */
  said: string[];
  /** Texts by the id under which they were acknowledged. */
  acknowledged: Map<number, string>;
  /** Every text that was heard, by its id. */
  heard: Map<number, string>;
  /** Ids that were asked to be erased, and those of which the erasure was acknowledged. */
  erasing: Set<number>;
  erased: Set<number>;
  /** Texts that were refused at least once, and said again behind others. */
  refused: Set<string>;
  /** Milliseconds from the first try of a text to its acknowledgement. */
  latencies: number[];
  /** What no client should ever be told. */
  wrong: string[];
}

const WINDOW = 4;
const SILENCE_MS = 2500;
const PASSING = new Set([
  "disk",
  "busy",
  "restarting",
  "too_fast",
  "name_taken",
  "not_found",
]);

/** One such person. */
export class ClusterClient {
  readonly history: ClientHistory;
  readonly #urls: readonly string[];
  readonly #every: number;
  readonly #pending = new Map<
    string,
    { text: string; since: number; tried: number }
  >();
  #socket: WebSocket | null = null;
  #heardAt = 0;
  #isOver = false;
  #at: number;
  #last: { after?: number; epoch?: string } = {};
  #own: number[] = [];
  #codes = new Map<string, number>();

  /** Says something each so many milliseconds, while it is connected or not. */
  constructor(
    name: string,
    urls: readonly string[],
    { every = 20, at = 0 } = {},
  ) {
    this.#urls = urls;
    this.#every = every;
    this.#at = at;
    this.history = {
      name,
      said: [],
      acknowledged: new Map(),
      heard: new Map(),
      erasing: new Set(),
      erased: new Set(),
      refused: new Set(),
      latencies: [],
      wrong: [],
    };
  }

  /** Errors that passed, by their code. */
  get codes(): ReadonlyMap<string, number> {
    return this.#codes;
  }

  /** Texts that are said and not acknowledged. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Talks until it is stopped, and then until everything is acknowledged. */
  async run(): Promise<void> {
    while (!this.#isOver || this.#pending.size > 0) {
      if (this.#socket === null) await this.#connect();
      if (this.#socket !== null) this.#talk();
      await new Promise((go) => setTimeout(go, this.#every));
    }
    this.#drop();
  }

  stop(): void {
    this.#isOver = true;
  }

  /** Stops at once, whatever is not acknowledged. */
  abandon(): void {
    this.#isOver = true;
    for (const ref of [...this.#pending.keys()]) this.#pending.delete(ref);
  }

  #talk(): void {
    const { name, said } = this.history;
    const now = performance.now();
    if (!this.#isOver && this.#pending.size < WINDOW) {
      const text = `${name} says ${said.length} ${crypto.randomUUID()}`;
      this.#pending.set(`${name}-${said.length}`, {
        text,
        since: now,
        tried: -Infinity,
      });
      said.push(text);
    }
    for (const [ref, one] of this.#pending) {
      if (now - one.tried < 1000) continue;
      one.tried = now;
      this.#send({ type: "message", room: "general", text: one.text, ref });
    }
    if (this.#own.length > 20) {
      const id = this.#own.shift()!;
      this.history.erasing.add(id);
      this.#send({ type: "erase", room: "general", id, ref: `e-${id}` });
      this.#own = [];
    }
    if (now - this.#heardAt > SILENCE_MS) this.#drop();
    else if (now - this.#heardAt > 500) this.#send({ type: "ping" });
  }

  async #connect(): Promise<void> {
    const url = this.#urls[this.#at++ % this.#urls.length]!;
    const name = encodeURIComponent(this.history.name);
    const socket = new WebSocket(
      `${url.replace("http", "ws")}/ws?name=${name}`,
    );
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), 1000);
    socket.onopen = () => resolve(true);
    socket.onerror = () => resolve(false);
    socket.onclose = () => {
      resolve(false);
      if (this.#socket === socket) this.#socket = null;
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket !== socket) return;
      this.#heardAt = performance.now();
      const told: Event | Event[] = JSON.parse(data);
      for (const event of Array.isArray(told) ? told : [told]) {
        this.#hear(event);
      }
    };
    // Heard from the first event on.
    this.#socket = socket;
    const isOpen = await promise;
    clearTimeout(timer);
    if (!isOpen) {
      this.#drop();
      return;
    }
    this.#heardAt = performance.now();
    this.#own = [];
    this.#send({ type: "join", room: "general", ...this.#last });
    for (const one of this.#pending.values()) one.tried = -Infinity;
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    try {
      socket?.close();
    } catch {
      // Not open yet: it is forgotten all the same.
    }
  }

  #send(command: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify(command));
    }
  }

  #hear(event: Event): void {
    const { heard, erased, wrong } = this.history;
    switch (event.type) {
      case "history":
        this.#last.epoch = event.epoch;
        for (const { id, text } of event.messages) this.#note(id, text);
        break;
      case "message":
        this.#note(event.id, event.text);
        this.#acknowledge(event.ref, event.id, event.text);
        break;
      case "erased":
        if (event.ref === `e-${event.id}`) erased.add(event.id);
        break;
      case "error":
        // Said at an earlier connection, by a guest who was another one then.
        if (event.code === "not_allowed" && event.ref?.startsWith("e-")) break;
        this.history.refused.add(this.#pending.get(event.ref ?? "")?.text ?? "");
        this.#codes.set(event.code, (this.#codes.get(event.code) ?? 0) + 1);
        if (!PASSING.has(event.code)) {
          wrong.push(`${event.code}: ${event.text}`);
        }
        break;
    }
    for (const id of erased) heard.delete(id);
  }

  #note(id: number, text: string): void {
    const { heard, wrong } = this.history;
    this.#last.after = Math.max(this.#last.after ?? 0, id);
    const known = heard.get(id);
    if (known !== undefined && text !== "" && known !== text) {
      wrong.push(`${id} was "${known}" and then "${text}"`);
    }
    if (text !== "") heard.set(id, text);
  }

  #acknowledge(ref: string | undefined, id: number, text: string): void {
    const one = this.#pending.get(ref ?? "");
    if (one === undefined) return;
    const { acknowledged, latencies, wrong } = this.history;
    if (text !== "" && text !== one.text) {
      wrong.push(`${ref} came back as "${text}"`);
    }
    this.#pending.delete(ref!);
    acknowledged.set(id, one.text);
    latencies.push(performance.now() - one.since);
    this.#own.push(id);
  }
}
