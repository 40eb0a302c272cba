/**
 * `plaintalk talk`: the chat in a terminal. History, people, sending, and coming back after a loss, by the
 * same wire as any client. Colours only where somebody sees them; what others write cannot drive the
 * terminal, whatever a server or a file that was edited by hand lets through.
 */
import { bold, dim, rgb8 } from "@std/fmt/colors";
import { printable, printableLines } from "../base/printable.ts";
import type { Event, Message, Page } from "../protocol.ts";
import type { Problem } from "../protocol_http.ts";

/** What talking needs from outside. */
export interface TerminalClientOptions {
  /** `http://host:8000`, and the path a proxy has it under. */
  address: string;
  room: string;
  name: string;
  /** Colours are wanted. */
  colours: boolean;
  print: (line: string) => void;
  /** Lines that the person writes; the end of them is the end. */
  lines: AsyncIterable<string>;
  open: (address: string) => WebSocket;
  /** Why nobody is let in at that address however often they try; null where trying again may help. */
  refusal: (address: string) => Promise<Problem | null>;
  wait: (ms: number) => Promise<void>;
  random: () => string;
}

const HELP = "/people who is here · /rooms all rooms · /join ROOM another one · /quit";
const MAX_RECONNECT_WAIT_MS = 15_000;

/** Talks until the lines end; 0 if that was wanted, 1 where nobody let us in. */
export async function runTerminalClient(options: TerminalClientOptions): Promise<number> {
  return await new TerminalClient(options).run();
}

class TerminalClient {
  readonly #options: TerminalClientOptions;
  #socket: WebSocket | null = null;
  #room: string;
  #after: number | null = null;
  #epoch = "";
  #people: string[] = [];
  #rooms: string[] = [];
  #over = false;
  #refused = false;
  /** What is not confirmed yet, by ref: sent again after a loss. */
  readonly #waiting = new Map<string, { room: string; text: string }>();

  constructor(options: TerminalClientOptions) {
    this.#options = options;
    this.#room = options.room;
  }

  async run(): Promise<number> {
    const connected = this.#stayConnected();
    for await (const line of this.#options.lines) {
      if (this.#over || !this.#take(line.trimEnd())) break;
    }
    // What was piped in is not lost because the pipe ended.
    for (let i = 0; i < 100 && this.#waiting.size > 0 && !this.#over; i++) {
      await this.#options.wait(50);
    }
    this.#over = true;
    this.#socket?.close();
    await connected;
    return this.#refused || this.#waiting.size > 0 ? 1 : 0;
  }

  async #stayConnected(): Promise<void> {
    for (let pause = 500; !this.#over; pause = Math.min(pause * 2, MAX_RECONNECT_WAIT_MS)) {
      const opened = await this.#connect();
      if (!opened && !this.#over) await this.#askWhy();
      if (this.#over) return;
      if (opened) pause = 500;
      this.#remark("No connection; trying again. What you write is sent then.");
      await this.#options.wait(pause);
    }
  }

  /** A failed upgrade does not say why: the same address, asked without one, does. */
  async #askWhy(): Promise<void> {
    const refusal = await this.#options.refusal(this.#address());
    if (refusal === null) return;
    this.#remark(refusal.text);
    [this.#over, this.#refused] = [true, true];
  }

  #address(): string {
    const { address, name } = this.#options;
    const url = new URL("ws", address.endsWith("/") ? address : `${address}/`);
    url.searchParams.set("name", name);
    return url.href;
  }

  /** Resolves when the connection is gone: true if there was one. */
  #connect(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const socket = this.#options.open(this.#address().replace(/^http/, "ws"));
    this.#socket = socket;
    let opened = false;
    socket.onopen = () => opened = true;
    socket.onmessage = ({ data }) => {
      const told: Event | Event[] = JSON.parse(data);
      for (const event of Array.isArray(told) ? told : [told]) this.#hear(event);
    };
    socket.onerror = () => {};
    socket.onclose = ({ code }) => {
      // Sent away: coming back would not help.
      if (code === 4001 || code === 4003) [this.#over, this.#refused] = [true, true];
      resolve(opened);
    };
    return promise;
  }

  #send(command: Record<string, unknown>): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(command));
  }

  #join(): void {
    const known = this.#after === null ? {} : { after: this.#after, epoch: this.#epoch };
    this.#send({ type: "join", room: this.#room, ...known });
  }

  /** False where the person wants to go. */
  #take(line: string): boolean {
    const [, word, rest = ""] = /^\/(\w+) ?(.*)$/.exec(line) ?? [];
    if (word === "quit") return false;
    if (word === "people") this.#remark(`Here: ${this.#people.join(", ")}`);
    else if (word === "rooms") this.#remark(`Rooms: ${this.#rooms.join(", ")}`);
    else if (word === "join" && rest !== "") {
      this.#send({ type: "leave", room: this.#room });
      this.#room = rest;
      this.#after = null;
      this.#join();
    } else if (word !== undefined) this.#remark(HELP);
    else if (/\S/.test(line)) {
      const [ref, said] = [this.#options.random(), { room: this.#room, text: line }];
      this.#waiting.set(ref, said);
      this.#send({ type: "message", ref, ...said });
    }
    return true;
  }

  #hear(event: Event): void {
    if ("room" in event && event.room !== this.#room && event.type !== "error") return;
    switch (event.type) {
      case "welcome":
        this.#rooms = event.rooms.map(({ room }) => room);
        this.#join();
        for (const [ref, said] of this.#waiting) this.#send({ type: "message", ref, ...said });
        return;
      case "history":
        return this.#showHistory(event);
      case "message":
        if (event.ref !== undefined) this.#waiting.delete(event.ref);
        if (event.id <= (this.#after ?? -1)) return;
        this.#after = event.id;
        return this.#show(event);
      case "users":
        this.#people = event.users.map(({ name }) => name);
        return this.#remark(`In ${this.#room}: ${this.#people.join(", ")}. ${HELP}`);
      case "joined":
        this.#people = [...new Set([...this.#people, event.name])];
        return this.#remark(`${event.name} came in`);
      case "left":
        this.#people = this.#people.filter((name) => name !== event.name);
        return this.#remark(`${event.name} left`);
      case "edited":
        return this.#remark(`${event.name} changed a message: ${event.text}`);
      case "erased":
        return this.#remark(`${event.name} erased a message`);
      case "error":
        if (event.ref !== undefined) this.#waiting.delete(event.ref);
        return this.#remark(event.text);
    }
  }

  #showHistory({ epoch, messages, reset }: Page & { reset: boolean }): void {
    if (reset || epoch !== this.#epoch) this.#after = null;
    this.#epoch = epoch;
    for (const message of messages) {
      if (message.id <= (this.#after ?? -1)) continue;
      this.#after = message.id;
      this.#show(message);
    }
  }

  #show({ time, name, text, file, erased }: Message): void {
    const clock = new Date(time).toTimeString().slice(0, 5);
    const words = erased ? "(erased)" : file ? `${text} [${file.name}]`.trim() : text;
    const shown = `${this.#soft(clock)} ${this.#strong(printable(name))}: ${printableLines(words)}`;
    this.#options.print(shown);
  }

  #remark(text: string): void {
    this.#options.print(this.#soft(`-- ${printableLines(text)}`));
  }

  #soft(text: string): string {
    return this.#options.colours ? dim(text) : text;
  }

  /** The colour of a person is the same each time. */
  #strong(name: string): string {
    if (!this.#options.colours) return name;
    const hue = [...name].reduce((sum, char) => (sum * 31 + char.codePointAt(0)!) % 6, 0);
    return bold(rgb8(name, hue + 1));
  }
}
