/**
 * A push service of the test's own, over HTTPS on this machine, and browsers with a subscription there:
 * what they read is decrypted by `http_ece`, which shares no line with the server.
 */
import ece from "http_ece";
import { createECDH, randomBytes } from "node:crypto";
import { certify } from "./certificate.ts";
import { temporaryFolder } from "./process.ts";

/** The name that its endpoints have; it leads nowhere but where a test says. */
export const PUSH_HOST = "push.test";

/** A message as it came. */
export interface Arrived {
  path: string;
  headers: Headers;
  body: Uint8Array;
}

/** Answers a message; 201 where it returns nothing. */
type Answerer = (message: Arrived) => Response | Promise<Response> | undefined;

/** A service that takes messages and keeps them. */
export class PushService implements AsyncDisposable {
  readonly arrived: Arrived[] = [];
  readonly port: number;
  /** Certificate of the authority that vouches for it, PEM. */
  readonly ca: string;
  answer: Answerer = () => undefined;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #waiting = new Set<() => void>();

  private constructor(pem: { cert: string; key: string; ca: string }) {
    this.ca = pem.ca;
    this.#server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", cert: pem.cert, key: pem.key, onListen() {} },
      (request) => this.#take(request),
    );
    this.port = this.#server.addr.port;
  }

  static async start(): Promise<PushService> {
    await using folder = await temporaryFolder();
    await certify(folder.path, "Push", PUSH_HOST);
    const [cert, key, ca] = await Promise.all(
      ["cert.pem", "key.pem", "ca.pem"].map((name) => Deno.readTextFile(`${folder.path}/${name}`)),
    );
    return new PushService({ cert: cert!, key: key!, ca: ca! });
  }

  /** Resolves when so many messages have come in all. */
  async has(count: number, ms = 5000): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => reject(new Error(`Only ${this.arrived.length} messages came, not ${count}`)),
      ms,
    );
    const look = (): void => {
      if (this.arrived.length >= count) resolve();
    };
    this.#waiting.add(look);
    look();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #take(request: Request): Promise<Response> {
    const { pathname: path, search } = new URL(request.url);
    const body = new Uint8Array(await request.arrayBuffer());
    const message = { path: path + search, headers: request.headers, body };
    const answer = await this.answer(message) ?? new Response(null, { status: 201 });
    this.arrived.push(message);
    for (const look of this.#waiting) look();
    return answer;
  }
}

/** A browser with a subscription. */
export class SubscribedBrowser {
  readonly #ecdh = createECDH("prime256v1");
  readonly #auth = randomBytes(16);
  readonly endpoint: string;

  constructor(readonly path: string) {
    this.#ecdh.generateKeys();
    this.endpoint = `https://${PUSH_HOST}${path}`;
  }

  /** As `PushSubscription.toJSON()` tells it. */
  get subscription() {
    const p256dh = this.#ecdh.getPublicKey().toString("base64url");
    return { endpoint: this.endpoint, keys: { p256dh, auth: this.#auth.toString("base64url") } };
  }

  get keys() {
    return {
      p256dh: new Uint8Array(this.#ecdh.getPublicKey()),
      auth: new Uint8Array(this.#auth),
    };
  }

  /** What a message says; throws for one that is not for this browser. */
  reads(body: Uint8Array): string {
    return new TextDecoder().decode(ece.decrypt(Buffer.from(body), {
      version: "aes128gcm",
      privateKey: this.#ecdh,
      authSecret: this.#auth.toString("base64url"),
    }));
  }
}
