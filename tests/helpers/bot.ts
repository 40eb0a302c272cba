/** A bot that wants each of its texts stored once, whatever happens to answers, connections and servers. */
import { assert, AssertionError } from "@std/assert";
import { WsClient } from "./ws_client.ts";
import { random } from "./random.ts";

/** Texts on their way at once. */
const WINDOW = 50;

/** A bot that sends its texts in order and takes only four of five answers for answers. */
export class Bot {
  readonly confirmed = new Map<string, number>();
  readonly #name: string;
  readonly #next: () => number;
  #left: number;
  #said = 0;
  #stopped = false;
  readonly #pending = new Map<string, { text: string; tries: number }>();
  #peer: WsClient | null = null;
  /** The last message it heard and the epoch, as any client knows them. */
  #last: { after?: number; epoch?: string } = {};

  /** With so many texts to send, or without an end. */
  constructor(name: string, seed: number, texts = Infinity) {
    this.#name = name;
    this.#next = random(seed);
    this.#left = texts;
  }

  /** Sends until everything is confirmed, coming back as often as the server goes. */
  async run(url: () => string): Promise<void> {
    while (!this.#stopped && this.#left + this.#pending.size > 0) {
      try {
        await this.#connect(url());
        await this.#sendWindow(this.#peer!);
      } catch (error) {
        if (error instanceof AssertionError) throw error;
        await this.#peer?.[Symbol.asyncDispose]();
        this.#peer = null;
        await new Promise((go) => setTimeout(go, 20));
      }
    }
    await this.#peer?.closes();
  }

  /** Sends no more; what is on its way stays open. */
  stop(): void {
    this.#stopped = true;
  }

  async #connect(url: string): Promise<void> {
    if (this.#peer !== null) return;
    const peer = await WsClient.at(url, this.#name, ["joined", "left", "users"]);
    peer.send({ type: "join", room: "general", ...this.#last });
    const { epoch } = await peer.hears("history");
    this.#last.epoch = epoch;
    this.#peer = peer;
  }

  async #sendWindow(peer: WsClient): Promise<void> {
    for (; this.#pending.size < WINDOW && this.#left > 0; this.#left--) {
      const n = this.#said++;
      this.#pending.set(`${this.#name}-${n}`, { text: `${this.#name} says ${n}`, tries: 0 });
    }
    for (const [ref, { text }] of this.#pending) {
      peer.send({ type: "message", room: "general", text, ref });
    }
    await peer.settles();
    for (const event of peer.events.splice(0)) {
      assert(event.type !== "error", JSON.stringify(event));
      if (event.type !== "message") continue;
      this.#last.after = Math.max(this.#last.after ?? 0, event.id);
      const sent = this.#pending.get(event.ref ?? "");
      if (sent === undefined || (this.#next() < 0.2 && sent.tries++ < 5)) continue;
      this.#pending.delete(event.ref ?? "");
      this.confirmed.set(sent.text, event.id);
    }
  }
}
