/** Somebody at the HTTP door: keeps cookies as a browser would, and connects with them. */
import { headerLines, RawTcp, UPGRADE } from "./raw_tcp.ts";

/** What an answer said. */
export interface Answer {
  status: number;
  headers: Headers;
  // deno-lint-ignore no-explicit-any -- tests look at fields they name
  body: any;
}

/** One visitor. */
export class HttpClient {
  /** The session's cookie, and what the device is known by: `name=value`, "" for none. */
  cookie = "";
  device = "";
  readonly #url: string;
  readonly #extra: Record<string, string>;

  /** `extra`: headers of every request, those of a proxy for example. */
  constructor(url: string, extra: Record<string, string> = {}) {
    this.#url = url;
    this.#extra = extra;
  }

  /** Asks, with the own origin, and takes the cookie that is set. */
  async asks(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        origin: this.#extra.origin ?? this.#url,
        cookie: [this.cookie, this.device].filter((pair) => pair !== "").join("; "),
        ...this.#extra,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const pair = set.split(";")[0]!;
      if (/-device=/.test(pair)) this.device = pair;
      else this.cookie = set.includes("Max-Age=0") ? "" : pair;
    }
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("application/json") ?? false;
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
  }

  /** Opens a socket with the cookie, and returns it once it was welcomed. */
  async connects(): Promise<RawTcp> {
    const raw = await RawTcp.connect(this.#url);
    const headers: Record<string, string> = {
      host: new URL(this.#url).host,
      origin: this.#url,
      cookie: this.cookie,
      ...UPGRADE,
      ...this.#extra,
    };
    await raw.write(`GET /ws HTTP/1.1\r\n${headerLines(headers)}\r\n`);
    const head = await raw.until("\r\n\r\n");
    if (!head.startsWith("HTTP/1.1 101")) throw new Error(`Cannot connect: ${head}`);
    return raw;
  }
}
