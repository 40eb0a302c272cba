/**
 * Requests to the server beside the line: who one is, what is unread, search, files. An answer that is none
 * of ours is an error with a sentence, never a value.
 */
import type { Page, SharedFile } from "../../protocol.ts";
import type {
  FilePage,
  Found,
  PersonInfo,
  Pins,
  Problem,
  SessionInfo,
  Unread,
} from "../../protocol_http.ts";
import type { SizedBody, SizedPost } from "./sized_post.ts";

/** What requests are made with. */
export interface ApiOptions {
  /** `https://host/chat/`, with its slash. */
  address: string;
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  post: SizedPost;
}

/**
 * A request that was refused, or that did not arrive: then its code is `offline`, or `untrusted` where
 * nobody vouches for the server's certificate.
 */
export class RequestError extends Error {
  readonly code: string;

  constructor({ code, text }: Problem) {
    super(text);
    this.code = code;
  }
}

/** How one is known to the server. */
export interface Identity {
  /** `name=value` pairs of cookies. */
  cookies?: string[];
  /** A bot's. */
  token?: string;
}

/** Codes of requests that did not arrive. */
const UNREACHED = new Set(["offline", "untrusted"]);
/** Bytes of an answer that is read as one piece. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** The server, by HTTP. */
export class TalkApi {
  readonly #options: ApiOptions;
  identity: Identity = {};

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  get address(): string {
    return this.#options.address;
  }

  /** Headers that say who calls, and that no foreign page made us. */
  get headers(): Record<string, string> {
    const { cookies = [], token } = this.identity;
    if (token !== undefined) return { authorization: `Bearer ${token}` };
    if (cookies.length === 0) return {};
    return { cookie: cookies.join("; "), origin: new URL(this.address).origin };
  }

  session(): Promise<SessionInfo> {
    return this.#json("api/session");
  }

  /** Enters as a guest, or signs in with a password; keeps what the server says to be known by. */
  async enter(
    who: { name: string; password?: string; invite?: string },
  ): Promise<SessionInfo> {
    const answer = await this.#ask("api/session", { method: "POST", body: JSON.stringify(who) });
    this.#takeCookies(answer.headers.getSetCookie());
    return await answer.json();
  }

  async leave(): Promise<void> {
    const answer = await this.#ask("api/session", { method: "DELETE" });
    this.#takeCookies(answer.headers.getSetCookie());
  }

  /** The server's own refusal of a connection, null where it would be let in or cannot be asked. */
  async refusal(path: string): Promise<Problem | null> {
    try {
      await this.#ask(path);
    } catch (error) {
      if (error instanceof RequestError && !UNREACHED.has(error.code)) {
        return { code: error.code, text: error.message };
      }
    }
    return null;
  }

  unread(room: string, after: number): Promise<Unread> {
    return this.#json(`api/rooms/${encodeURIComponent(room)}/unread?after=${after}`);
  }

  messages(room: string, before: number, limit: number): Promise<Page> {
    const query = new URLSearchParams({ before: `${before}`, limit: `${limit}` });
    return this.#json(`api/rooms/${encodeURIComponent(room)}/messages?${query}`);
  }

  /** Around the first message since a time. */
  messagesSince(room: string, time: string, limit: number): Promise<Page> {
    const query = new URLSearchParams({ time, limit: `${limit}` });
    return this.#json(`api/rooms/${encodeURIComponent(room)}/messages?${query}`);
  }

  pins(room: string): Promise<Pins> {
    return this.#json(`api/rooms/${encodeURIComponent(room)}/pins`);
  }

  /** The newest messages with a file, the last one first. */
  filesOf(room: string, limit: number): Promise<FilePage> {
    return this.#json(`api/rooms/${encodeURIComponent(room)}/files?limit=${limit}`);
  }

  people(): Promise<{ people: PersonInfo[]; more?: boolean }> {
    return this.#json("api/people");
  }

  person(name: string): Promise<PersonInfo> {
    return this.#json(`api/people/${encodeURIComponent(name)}`);
  }

  /** A line about oneself; null takes it away. */
  async setStatus(name: string, status: string | null): Promise<void> {
    const init = status === null
      ? { method: "DELETE" }
      : { method: "PUT", body: JSON.stringify({ status }) };
    await this.#ask(`api/people/${encodeURIComponent(name)}/status`, init);
  }

  async block(name: string, on: boolean): Promise<void> {
    if (!on) {
      await this.#ask(`api/blocks/${encodeURIComponent(name)}`, { method: "DELETE" });
    } else {
      await this.#ask("api/blocks", { method: "POST", body: JSON.stringify({ names: [name] }) });
    }
  }

  /** Emoji with their shortcodes, as the page has them. */
  async emoji(): Promise<string> {
    return await (await this.#ask("app/any/emoji/en.txt")).text();
  }

  /** Hits as they come, newest first; `room`: null for all rooms. */
  async *search(room: string | null, words: string): AsyncGenerator<Found> {
    const place = room === null ? "api" : `api/rooms/${encodeURIComponent(room)}`;
    const answer = await this.#ask(`${place}/search?${new URLSearchParams({ q: words })}`);
    const lines = answer.body!.pipeThrough(new TextDecoderStream());
    let rest = "";
    for await (const chunk of lines) {
      const parts = (rest + chunk).split("\n");
      rest = parts.pop()!;
      if (rest.length > MAX_ANSWER_BYTES) throw unreadable();
      for (const line of parts) if (line !== "") yield parsed(line);
    }
  }

  /** Sends a file; it is said by a message that names it. */
  async upload(
    room: string,
    { name, ...bytes }: { name: string } & Omit<SizedBody, "headers">,
  ): Promise<SharedFile> {
    const { address, post } = this.#options;
    const path = `api/rooms/${encodeURIComponent(room)}/files?${new URLSearchParams({ name })}`;
    const { headers } = this;
    return await (await this.#answered(post(address + path, { headers, ...bytes }))).json();
  }

  /** The bytes of an attachment. */
  async download(id: string): Promise<ReadableStream<Uint8Array>> {
    return (await this.#ask(`files/${encodeURIComponent(id)}`)).body!;
  }

  async #json<T>(path: string): Promise<T> {
    return parsed(await (await this.#ask(path)).text());
  }

  #ask(path: string, init: RequestInit = {}): Promise<Response> {
    const { address, fetch } = this.#options;
    return this.#answered(fetch(address + path, { ...init, headers: this.headers }));
  }

  /** The answer, or the error that it is. */
  async #answered(asked: Promise<Response>): Promise<Response> {
    const answer = await asked.catch((error: unknown) => {
      throw unreached(this.address, error);
    });
    if (answer.ok) return answer;
    const problem: Partial<Problem> | null = await answer.json().catch(() => null);
    throw typeof problem?.code === "string" && typeof problem.text === "string"
      ? new RequestError({ code: problem.code, text: problem.text })
      : unreadable(answer.status);
  }

  #takeCookies(set: string[]): void {
    const jar = new Map((this.identity.cookies ?? []).map((pair) => [nameOf(pair), pair]));
    for (const cookie of set) {
      const [pair = ""] = cookie.split(";");
      if (/;\s*max-age=0\b/i.test(cookie)) jar.delete(nameOf(pair));
      else jar.set(nameOf(pair), pair);
    }
    this.identity = { cookies: [...jar.values()] };
  }
}

function unreached(address: string, error: unknown): RequestError {
  const why = error instanceof Error ? `${error.message} ${causeOf(error)}` : "";
  if (!/certificate|UnknownIssuer/i.test(why)) {
    return new RequestError({ code: "offline", text: `Cannot reach ${address}` });
  }
  const text =
    `Cannot trust the certificate of ${address}: name the file of its authority, or of itself, with --ca`;
  return new RequestError({ code: "untrusted", text });
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? cause.message : "";
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf("="));
}

function parsed<T>(text: string): T {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable();
  }
}

function unreadable(status = 200): RequestError {
  const text = `This does not look like a Plaintalk server: it answered with status ${status}`;
  return new RequestError({ code: "unreadable", text });
}
