/** The other nodes of a cluster, as this one reaches them: by HTTP, with the password of the nodes. */
import type { Engine, NodeInfo } from "./engine.ts";
import type { Sealer } from "./sealer.ts";

/** What reaching them needs. */
export interface PeersOptions {
  engine: Engine;
  sealer: Sealer;
  /** This node's own address. */
  address: string;
  /** Certificates (PEM) of authorities to trust beside the system's; "" for none. */
  ca: string;
  fetch?: typeof fetch;
}

/** Milliseconds for which a node is waited for that is asked for little. */
const ANSWER_MS = 2000;

/** The other nodes. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #http: Deno.HttpClient | null;
  #known: string[] = [];

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#http = options.ca === "" ? null : Deno.createHttpClient({ caCerts: [options.ca] });
  }

  /** Those that are there, as far as the engine knows; none where it does not answer. */
  async others(): Promise<NodeInfo[]> {
    const nodes = await this.#options.engine.nodes().catch(() => []);
    const others = nodes.filter(({ address }) => address !== this.#options.address);
    if (others.length > 0) this.#known = others.map(({ address }) => address);
    return others;
  }

  /** Addresses of those that were there when the engine answered last. */
  known(): readonly string[] {
    return this.#known;
  }

  /** What a node answers. */
  async ask(
    address: string,
    path: string,
    body: unknown = null,
    timeout: number | null = ANSWER_MS,
  ): Promise<Response> {
    const response = await (this.#options.fetch ?? fetch)(`${address}/cluster/${path}`, {
      method: body === null ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${this.#options.sealer.password}`,
        ...body === null ? {} : { "content-type": "application/json" },
      },
      ...body === null ? {} : { body: JSON.stringify(body) },
      ...timeout === null ? {} : { signal: AbortSignal.timeout(timeout) },
      ...this.#http === null ? {} : { client: this.#http },
    });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Error(`${address} answered ${response.status} to ${path.split("?")[0]}`);
  }

  /** The state that a node says it is in; null where it does not answer. */
  async stateOf(address: string): Promise<string | null> {
    try {
      return (await (await this.ask(address, "state")).json()).state ?? null;
    } catch {
      return null;
    }
  }
}
