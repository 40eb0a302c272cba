/** A bot at a WebSocket: sends commands and waits for events, as any other client would. */
import type { Command, Event } from "../../server/protocol.ts";
import { PATIENCE_MS } from "./wait.ts";

type Word = Event["type"];
type Told<W extends Word> = Extract<Event, { type: W }>;

/** One connection. */
export class WsClient implements AsyncDisposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();
  /** Frames as they came. */
  readonly frames: string[] = [];
  /** Events that no `hears` has taken yet. */
  readonly events: Event[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(socket: WebSocket, deaf: readonly Word[]) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      this.frames.push(data);
      const told: Event | Event[] = JSON.parse(data);
      const events = Array.isArray(told) ? told : [told];
      this.events.push(...events.filter(({ type }) => !deaf.includes(type)));
      for (const look of [...this.#waiting]) look();
    };
    this.closed = new Promise((resolve) => {
      socket.onclose = ({ code, reason }) => {
        resolve({ code, reason });
        for (const look of [...this.#waiting]) look();
      };
    });
  }

  /** Connects as a guest of that name; what it is deaf to it never hears. */
  static async at(url: string, name: string, deaf: readonly Word[] = []): Promise<WsClient> {
    const address = `${url.replace(/^http/, "ws")}/ws?name=${encodeURIComponent(name)}`;
    return await WsClient.#open(address, new WebSocket(address), deaf);
  }

  /** Connects as whoever a cookie stands for, from our own page. */
  static async withCookie(url: string, cookie: string): Promise<WsClient> {
    const address = `${url.replace(/^http/, "ws")}/ws`;
    // The types of the browser, which has no headers here, hide those of Deno.
    const options = { headers: { cookie, origin: url } } as unknown as string[];
    return await WsClient.#open(address, new WebSocket(address, options), []);
  }

  static async #open(
    address: string,
    socket: WebSocket,
    deaf: readonly Word[],
  ): Promise<WsClient> {
    const peer = new WsClient(socket, deaf);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`Cannot connect to ${address}`));
    });
    socket.onerror = () => {};
    return peer;
  }

  /** Connects and joins a room; what came before is taken. */
  static async in(url: string, name: string, room = "general"): Promise<WsClient> {
    const peer = await WsClient.at(url, name);
    await peer.joins(room);
    return peer;
  }

  send(command: Command | Record<string, unknown>): void {
    this.#socket.send(JSON.stringify(command));
  }

  /** Sends text as it is. */
  sendRaw(text: string): void {
    this.#socket.send(text);
  }

  /** Joins and returns the history. */
  async joins(
    room: string,
    from: { after?: number; epoch?: string } = {},
  ): Promise<Told<"history">> {
    this.send({ type: "join", room, ...from });
    const history = await this.hears("history", (event) => event.room === room);
    await this.hears("users", (event) => event.room === room);
    return history;
  }

  /** Says something and waits for its echo. */
  async says(
    text: string,
    room = "general",
    ref: string = crypto.randomUUID(),
  ): Promise<Told<"message">> {
    this.send({ type: "message", room, text, ref });
    return await this.hears("message", (event) => event.ref === ref);
  }

  /** Takes the first event of that kind, waiting for it if need be. */
  hears<W extends Word>(word: W, fits: (event: Told<W>) => boolean = () => true): Promise<Told<W>> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const at = this.events.findIndex((event) => event.type === word && fits(event as Told<W>));
        if (at >= 0) {
          done();
          resolve(this.events.splice(at, 1)[0] as Told<W>);
        } else if (this.#socket.readyState === WebSocket.CLOSED) {
          done();
          reject(new Error(`The connection closed before "${word}" was heard`));
        }
      };
      const timer = setTimeout(() => {
        done();
        const heard = this.events.map(({ type }) => type).join(", ");
        reject(new Error(`Heard no "${word}" in ${PATIENCE_MS} ms, only: ${heard}`));
      }, PATIENCE_MS);
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** A round trip: everything that was sent before has been answered. */
  async settles(): Promise<void> {
    this.send({ type: "ping" });
    await this.hears("pong");
  }

  async closes(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) await this.closes();
  }
}
