/**
 * The server's socket: accepts again when the system had no file left for a while, takes a new
 * certificate while it runs, and cuts everybody off where that alone gives memory back. Knows nothing
 * of what is answered.
 */
import type { App } from "./app.ts";

/** A certificate and its key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** What listening needs. */
export interface HttpServerOptions {
  host: string;
  port: number;
  app: App;
  /** Null for plain HTTP. */
  certificate: Certificate | null;
  onTrouble: (what: string, error: unknown) => void;
}

/** Milliseconds between two tries to accept again. */
const RETRY_ACCEPT_MS = 250;

/** A server that listens. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  #certificate: Certificate | null;
  #server: Deno.HttpServer<Deno.NetAddr>;
  #cut = new AbortController();
  readonly port: number;
  #over = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#certificate = options.certificate;
    this.#server = this.#serve(options.port);
    this.port = this.#server.addr.port;
    this.#watch();
  }

  /**
   * Takes another certificate; throws, and changes nothing, for a bad one. The platform has no way to
   * change it on an open port, so everybody is sent away and resumes, which takes a blink.
   */
  async renew(certificate: Certificate): Promise<void> {
    // Tried on a port of its own first: a bad file must not end what works.
    const trial = Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...certificate });
    trial.close();
    this.#certificate = certificate;
    const old = this.#server;
    this.#options.app.disconnectAll();
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

  /** Lets go of the port and waits for what is being answered. */
  async shutdown(): Promise<void> {
    this.#over = true;
    await this.#server.shutdown();
  }

  #serve(port: number): Deno.HttpServer<Deno.NetAddr> {
    const { host, app } = this.#options;
    this.#cut = new AbortController();
    const { signal } = this.#cut;
    const common = { hostname: host, port, signal, automaticCompression: true, onListen: () => {} };
    const handler = (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>) =>
      app.fetch(request, info.remoteAddr.hostname);
    return this.#certificate === null
      ? Deno.serve(common, handler)
      : Deno.serve({ ...common, ...this.#certificate }, handler);
  }

  /** Accepting fails for good when no file is left for a connection; those who are in stay in. */
  #watch(): void {
    this.#server.finished.catch((error) => {
      if (this.#over) return;
      this.#options.onTrouble("Cannot accept connections; trying again", error);
      setTimeout(() => void this.#again(), RETRY_ACCEPT_MS);
    });
  }

  async #again(): Promise<void> {
    while (!this.#over) {
      try {
        this.#server = this.#serve(this.port);
        this.#watch();
        return;
      } catch {
        await new Promise((go) => setTimeout(go, RETRY_ACCEPT_MS));
      }
    }
  }
}
