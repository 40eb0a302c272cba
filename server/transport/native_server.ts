/**
 * The platform's own transport, `Deno.serve`: accepts again when the system had no file left for a while, takes a
 * new certificate while it runs, and cuts everybody off where that alone gives memory back.
 */
import {
  type Certificate,
  type HttpServer,
  type HttpTransport,
  LISTEN_AGAIN_MS,
  type ListenOptions,
  mustBeUsable,
} from "./transport.ts";

/** Seconds of silence after which a peer is gone; the platform pings at half of it. */
const IDLE_SECONDS = 30;

/** What the platform does by itself. */
export const nativeTransport: HttpTransport = {
  upgrade: (request) => Deno.upgradeWebSocket(request, { idleTimeout: IDLE_SECONDS }),
  listen: (options) => Promise.resolve(new NativeServer(options)),
};

/** A server that listens. */
class NativeServer implements HttpServer {
  readonly #options: ListenOptions;
  #certificate: Certificate | null;
  #server: Deno.HttpServer<Deno.NetAddr>;
  #cut = new AbortController();
  readonly port: number;
  #over = false;

  constructor(options: ListenOptions) {
    this.#options = options;
    this.#certificate = options.certificate;
    this.#server = this.#serve(options.port);
    this.port = this.#server.addr.port;
    this.#watch();
  }

  /** The platform cannot change it on an open port, so everybody is sent away and resumes, which takes a blink. */
  async renew(certificate: Certificate): Promise<void> {
    mustBeUsable(certificate);
    this.#certificate = certificate;
    const old = this.#server;
    this.#options.disconnectAll();
    // Not waited for: it lasts as long as the slowest download.
    void old.shutdown();
    await this.#again();
  }

  /**
   * Ends every connection at once, with whatever the platform holds for it: the parts of a message that
   * somebody does not finish, above all, which it joins without a bound and tells nobody of. Whoever is
   * honest comes back in a blink and resumes.
   */
  async cutOff(): Promise<void> {
    const { finished } = this.#server;
    this.#cut.abort();
    await finished.catch(() => {});
    await this.#again();
  }

  async shutdown(): Promise<void> {
    this.#over = true;
    await this.#server.shutdown();
  }

  #serve(port: number): Deno.HttpServer<Deno.NetAddr> {
    const { host, fetch } = this.#options;
    this.#cut = new AbortController();
    const { signal } = this.#cut;
    const common = { hostname: host, port, signal, automaticCompression: true, onListen: () => {} };
    const handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) =>
      fetch(request, info.remoteAddr.hostname);
    return this.#certificate === null
      ? Deno.serve(common, handler)
      : Deno.serve({ ...common, ...this.#certificate }, handler);
  }

  /** Accepting fails for good when no file is left for a connection; those who are in stay in. */
  #watch(): void {
    this.#server.finished.catch((error) => {
      if (this.#over) return;
      this.#options.onTrouble("Cannot accept connections; trying again", error);
      setTimeout(() => void this.#again(), LISTEN_AGAIN_MS);
    });
  }

  async #again(): Promise<void> {
    while (!this.#over) {
      try {
        this.#server = this.#serve(this.port);
        this.#watch();
        return;
      } catch {
        await new Promise((go) => setTimeout(go, LISTEN_AGAIN_MS));
      }
    }
  }
}
