/**
 * This node's lease in etcd, and the term that hangs on it. Its invariant: a term ends for this node at the
 * latest when it hears that its lease is over; until it hears anything it is uncertain, and what it adds is
 * refused by etcd itself, which compares the term.
 */
import type { Clock, Timer } from "../../base/clock.ts";
import { EngineTrouble, type Term } from "./engine.ts";
import { type EtcdClient, EtcdRefusal } from "./etcd_client.ts";

/** Seconds after which a node that is not heard of is gone: etcd gives no less than two. */
const LEASE_SECONDS = 3;
/** Milliseconds between two signs of life. */
const KEEP_ALIVE_MS = 700;

/** A lease that is kept as long as this process lives, and begun anew where it was lost. */
export class EtcdLease {
  readonly #client: EtcdClient;
  readonly #clock: Clock;
  #id: string | null = null;
  #granting: Promise<string> | null = null;
  #heard = -Infinity;
  #timer: Timer | null = null;
  #terms: EtcdTerm[] = [];
  #isAsking = false;

  constructor(client: EtcdClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** The lease that keys hang on. */
  async id(): Promise<string> {
    if (this.#id !== null) return this.#id;
    this.#granting ??= this.#grant().finally(() => this.#granting = null);
    return await this.#granting;
  }

  /** A term that began with a key of this lease. */
  term(revision: string): Term & { readonly revision: string } {
    const term = new EtcdTerm(revision, () => this.#isCertain(), () => this.#release());
    this.#terms.push(term);
    return term;
  }

  /** Gives the lease back, and with it every key that hangs on it. */
  async close(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = null;
    await this.#release().catch(() => {});
  }

  #isCertain(): boolean {
    return this.#clock.now() - this.#heard < LEASE_SECONDS * 1000;
  }

  async #grant(): Promise<string> {
    const asked = this.#clock.now();
    const { ID } = await this.#client.ask("/v3/lease/grant", { TTL: String(LEASE_SECONDS) });
    this.#id = String(ID);
    this.#heard = asked;
    this.#timer ??= this.#clock.every(KEEP_ALIVE_MS, () => void this.#keepAlive());
    return this.#id;
  }

  async #keepAlive(): Promise<void> {
    const id = this.#id;
    if (id === null || this.#isAsking) return;
    this.#isAsking = true;
    // When it was asked for counts: the answer may have been on its way for long.
    const asked = this.#clock.now();
    try {
      const { TTL } = await this.#client.ask("/v3/lease/keepalive", { ID: id });
      if (Number(TTL ?? 0) > 0) this.#heard = asked;
      else this.#lost(id);
    } catch (error) {
      if (error instanceof EtcdRefusal) this.#lost(id);
      else if (!(error instanceof EngineTrouble)) throw error;
    } finally {
      this.#isAsking = false;
    }
  }

  #lost(id: string): void {
    if (this.#id !== id) return;
    this.#id = null;
    for (const term of this.#terms.splice(0)) term.end("Another node may serve: the lease is over");
  }

  async #release(): Promise<void> {
    const id = this.#id;
    if (id === null) return;
    this.#lost(id);
    await this.#client.ask("/v3/lease/revoke", { ID: id });
  }
}

class EtcdTerm implements Term {
  readonly ended: Promise<string>;
  readonly revision: string;
  readonly #isCertain: () => boolean;
  readonly #release: () => Promise<void>;
  readonly #resolve: (why: string) => void;
  #isOver = false;

  constructor(revision: string, isCertain: () => boolean, release: () => Promise<void>) {
    this.revision = revision;
    this.#isCertain = isCertain;
    this.#release = release;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#resolve = resolve;
  }

  isCertain(): boolean {
    return !this.#isOver && this.#isCertain();
  }

  release(): Promise<void> {
    return this.#release();
  }

  end(why: string): void {
    this.#isOver = true;
    this.#resolve(why);
  }
}
