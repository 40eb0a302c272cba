/**
 * Takes a message to a push service (RFC 8030). The name is looked up here, every address it leads to must
 * be public, and the connection goes to the address that was looked at: what a name server says a moment
 * later changes nothing. No redirect is followed, and time, connections and bytes of an answer are bounded.
 */
import { lookup } from "node:dns/promises";
import { Agent, request } from "node:https";
import { isPublicAddress } from "./endpoint.ts";
import { BoundedMap } from "../base/bounded_map.ts";
import type { Clock } from "../base/clock.ts";

/** One message on its way. */
export interface PushRequest {
  endpoint: URL;
  headers: Record<string, string>;
  body: Uint8Array<ArrayBuffer>;
}

/** What a push service answered. */
export interface PushAnswer {
  status: number;
  /** What `Retry-After` asks for, in milliseconds; null where it asks for nothing. */
  retryAfterMs: number | null;
}

/** Sends to one address of a host. */
export type Post = (message: PushRequest, address: string) => Promise<PushAnswer>;

/** What sending needs from outside. */
export interface SenderOptions {
  clock: Clock;
  /** All addresses of a name, by whatever this system asks. */
  resolve: (host: string) => Promise<string[]>;
  post: Post;
}

/** How long a message may take, from the name to the answer. */
export const SEND_TIMEOUT_MS = 10_000;

/** How long an address counts that was looked at: a thousand messages ask for one name once. */
const ADDRESS_AGE_MS = 30_000;
const MAX_HOSTS = 200;

/** Bytes of an answer that are read: nothing in it is of use. */
const MAX_ANSWER_BYTES = 4096;

/** Connections at a time to one push service, and how long an idle one stays. */
const MAX_CONNECTIONS = 8;
const IDLE_MS = 20_000;

/** Sends to whoever is out in the world. */
export class PushSender {
  readonly #options: SenderOptions;
  readonly #addresses = new BoundedMap<string, { address: Promise<string>; until: number }>(
    MAX_HOSTS,
  );

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Rejects where there is no answer in time, or nobody out in the world to ask. */
  async send(message: PushRequest): Promise<PushAnswer> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const timer = this.#options.clock.after(SEND_TIMEOUT_MS, () => reject(new Error("Timed out")));
    try {
      return await Promise.race([this.#send(message), late]);
    } finally {
      timer.cancel();
    }
  }

  async #send(message: PushRequest): Promise<PushAnswer> {
    return await this.#options.post(message, await this.#addressOf(message.endpoint.hostname));
  }

  #addressOf(host: string): Promise<string> {
    const now = this.#options.clock.now();
    const known = this.#addresses.get(host);
    if (known !== undefined && now < known.until) return known.address;
    const address = this.#lookUp(host);
    address.catch(() => this.#addresses.delete(host));
    this.#addresses.set(host, { address, until: now + ADDRESS_AGE_MS });
    return address;
  }

  async #lookUp(host: string): Promise<string> {
    const addresses = await this.#options.resolve(host);
    // One that is not public is a trick or a mistake: the others are not tried either.
    if (!addresses.every(isPublicAddress)) throw new Error("The name leads to a private address");
    const [first] = addresses;
    if (first === undefined) throw new Error("The name leads nowhere");
    return first;
  }
}

/** All addresses of a name, as the system resolves it. */
export async function systemResolve(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

/** Where the real one connects to, for tests that run a push service of their own. */
export interface HttpsPostOptions {
  port?: number;
  /** Certificate of the authority to trust, PEM; without it those of the system. */
  ca?: string;
}

/** Posts over HTTPS; the certificate must be the name's, whatever the address. Connections are kept a while. */
export function httpsPost(
  { port = 443, ca }: HttpsPostOptions = {},
): { post: Post; close: () => void } {
  const agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS, timeout: IDLE_MS });
  const post: Post = ({ endpoint, headers, body }, address) =>
    new Promise((resolve, reject) => {
      const asked = request({
        host: address,
        servername: endpoint.hostname,
        port,
        agent,
        ...(ca === undefined ? {} : { ca }),
        method: "POST",
        path: endpoint.pathname + endpoint.search,
        headers: { ...headers, host: endpoint.hostname, "content-length": body.length },
        timeout: SEND_TIMEOUT_MS,
      }, (answer) => {
        const retryAfter = answer.headers["retry-after"];
        resolve({ status: answer.statusCode ?? 0, retryAfterMs: waitIn(retryAfter ?? null) });
        let bytes = 0;
        answer.on("data", (chunk: Uint8Array) => {
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) answer.destroy();
        });
        answer.on("error", reject);
      });
      asked.on("timeout", () => asked.destroy(new Error("Timed out")));
      asked.on("error", reject);
      asked.end(body);
    });
  return { post, close: () => agent.destroy() };
}

/** Milliseconds that a `Retry-After` in seconds asks for; null for none, and for a date. */
function waitIn(value: string | null): number | null {
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) * 1000 : null;
}
