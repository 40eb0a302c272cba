/**
 * The engine of a cluster on etcd (3.4.23 and later). Below a prefix: `serving`, the lease's key; `log/` and a
 * number of 16 digits, a record; `nodes/` and an address, a node that is there. Each record is added by one
 * transaction that compares three things: the term goes on, the position is free, the record before it is
 * the one that was seen there. So it does not matter how often, or how late, it arrives.
 */
import type { Clock } from "../../base/clock.ts";
import {
  type Bytes,
  type Engine,
  type EngineStatus,
  EngineTrouble,
  type LogEntry,
  type LogExtent,
  LogGap,
  LogLost,
  type LogPart,
  type NodeInfo,
  type Term,
  TermEnded,
} from "./engine.ts";
import { type Answer, type EtcdClient, EtcdRefusal } from "./etcd_client.ts";
import { decodeText, encodeText, EtcdKeys } from "./etcd_keys.ts";
import { EtcdLease } from "./etcd_lease.ts";

/** What the engine needs. */
export interface EtcdEngineOptions {
  client: EtcdClient;
  clock: Clock;
  prefix: string;
}

/** Records in one answer: sixteen of the largest are 4 MB, and a third more as text. */
const PART_RECORDS = 48;
/** Milliseconds between two tries to get the lease, and two looks whether a quiet connection is a dead one. */
const HOLD_MS = 250;
const WATCHDOG_MS = 2000;

/** etcd as the engine of one cluster. */
export class EtcdEngine implements Engine {
  readonly #options: EtcdEngineOptions;
  readonly #lease: EtcdLease;
  readonly #keys: EtcdKeys;
  /** The last record that was seen at its position, and its revision in etcd. */
  #seen = { position: 0, revision: "0" };
  #isFull = false;

  constructor(options: EtcdEngineOptions) {
    this.#options = options;
    this.#keys = new EtcdKeys(options.prefix);
    this.#lease = new EtcdLease(options.client, options.clock);
  }

  async hold(address: string, signal: AbortSignal): Promise<Term> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      try {
        const revision = await this.#tryToHold(address);
        if (revision !== null) return this.#lease.term(revision);
      } catch (error) {
        if (!(error instanceof EngineTrouble) && !(error instanceof EtcdRefusal)) throw error;
      }
      await new Promise<void>((go) => void clock.after(HOLD_MS, go));
    }
    throw new TermEnded("Nobody waits for the lease any more");
  }

  async add(term: Term, position: number, record: Bytes): Promise<void> {
    const key = this.#keys.record(position);
    const serving = this.#keys.of("serving");
    const compare = [
      { key: serving, target: "CREATE", result: "EQUAL", create_revision: revisionOf(term) },
      { key, target: "CREATE", result: "EQUAL", create_revision: "0" },
    ] as Record<string, string>[];
    if (position > 1) {
      const before = this.#keys.record(position - 1);
      const mod_revision = await this.#revisionAt(position - 1);
      compare.push({ key: before, target: "MOD", result: "EQUAL", mod_revision });
    }
    const answer = await this.#ask("/v3/kv/txn", {
      compare,
      success: [{ request_put: { key, value: record.toBase64() } }],
      failure: [{ request_range: { key } }, { request_range: { key: serving } }],
    });
    const revision = String(answer.header?.revision);
    if (answer.succeeded === true) {
      this.#seen = { position, revision };
      return;
    }
    const [there, holder] = answer.responses.map((one: Answer) => one.response_range?.kvs?.[0]);
    if (there !== undefined) {
      // An earlier try of the same, whose answer was lost.
      if (there.value !== record.toBase64()) {
        throw new TermEnded("Another node has written the log");
      }
      this.#seen = { position, revision: String(there.mod_revision) };
      return;
    }
    if (holder?.create_revision !== revisionOf(term)) throw new TermEnded("Another node may serve");
    throw new LogLost(
      `The log of the cluster came back without record ${
        position - 1
      }, which was in it. Nothing more is ` +
        "written to it: see docs/cluster.md, “When the log is lost”",
    );
  }

  async *follow(after: number, signal: AbortSignal): AsyncIterable<LogPart> {
    let at = after;
    let revision = "0";
    for (let isFirst = true;; isFirst = false) {
      const answer = await this.#range("log/", {
        from: at + 1,
        limit: String(PART_RECORDS),
      });
      revision = String(answer.header.revision);
      const entries = this.#entries(answer.kvs ?? [], at);
      const last = at + Number(answer.count ?? 0);
      at += entries.length;
      if (isFirst || entries.length > 0) yield { entries, last };
      if (at === last) break;
      if (signal.aborted) return;
    }
    const over = new AbortController();
    const end = (): void => over.abort();
    signal.addEventListener("abort", end);
    let isAlive = true;
    const dog = this.#options.clock.every(WATCHDOG_MS, () => {
      const wasAlive = isAlive;
      isAlive = false;
      if (!wasAlive) void this.#isBehind(at).then((isBehind) => isBehind && over.abort());
    });
    try {
      const create_request = {
        ...this.#keys.range("log/", at + 1),
        start_revision: String(BigInt(revision) + 1n),
        filters: ["NODELETE"],
      };
      const path = "/v3/watch";
      for await (const told of this.#options.client.stream(path, { create_request }, over.signal)) {
        isAlive = true;
        const { events = [], canceled, error } = told.result ?? told;
        if (canceled === true || error !== undefined) throw new EngineTrouble("The watch ended");
        const entries = this.#entries(events.map((event: Answer) => event.kv), at);
        at += entries.length;
        if (entries.length > 0) yield { entries, last: at };
      }
      throw new EngineTrouble("The watch ended");
    } catch (error) {
      if (signal.aborted) return;
      if (over.signal.aborted) throw new EngineTrouble("The watch was silent", { cause: error });
      throw error;
    } finally {
      dog.cancel();
      signal.removeEventListener("abort", end);
      over.abort();
    }
  }

  async read(position: number): Promise<Bytes | null> {
    const { kvs = [] } = await this.#ask("/v3/kv/range", { key: this.#keys.record(position) });
    return kvs[0] === undefined ? null : Uint8Array.fromBase64(kvs[0].value ?? "");
  }

  async extent(): Promise<LogExtent> {
    const one = (sort_order: string) => ({
      request_range: { ...this.#keys.range("log/"), limit: "1", keys_only: true, sort_order },
    });
    const { responses } = await this.#ask("/v3/kv/txn", {
      success: [one("ASCEND"), one("DESCEND")],
    });
    const [first, last] = responses.map((each: Answer) => each.response_range?.kvs?.[0]);
    if (first === undefined || last === undefined) return { first: 1, last: 0 };
    return { first: this.#keys.positionOf(first.key), last: this.#keys.positionOf(last.key) };
  }

  async trim(upTo: number): Promise<void> {
    const { last } = await this.extent();
    const end = this.#keys.record(Math.min(upTo, last - 1) + 1);
    const { header } = await this.#ask("/v3/kv/deleterange", {
      key: this.#keys.record(0),
      range_end: end,
    });
    await this.#ask("/v3/kv/compaction", { revision: String(header.revision) }).catch((error) => {
      // Compacted already, by the cluster's own setting say.
      if (!(error instanceof EtcdRefusal)) throw error;
    });
  }

  async announce(info: NodeInfo): Promise<void> {
    const lease = await this.#lease.id();
    const value = encodeText(JSON.stringify(info));
    await this.#ask("/v3/kv/put", { key: this.#keys.of(`nodes/${info.address}`), value, lease });
  }

  async nodes(): Promise<NodeInfo[]> {
    const { kvs = [] } = await this.#ask("/v3/kv/range", this.#keys.range("nodes/"));
    return kvs.map((kv: Answer) => JSON.parse(decodeText(kv.value)));
  }

  async holder(): Promise<string | null> {
    const { kvs = [] } = await this.#ask("/v3/kv/range", { key: this.#keys.of("serving") });
    return kvs[0] === undefined ? null : decodeText(kvs[0].value);
  }

  async status(): Promise<EngineStatus> {
    const { client } = this.#options;
    const { dbSize = 0 } = await client.ask("/v3/maintenance/status", {});
    const { alarms = [] } = await client.ask("/v3/maintenance/alarm", { action: "GET" });
    const isFull = alarms.some(({ alarm }: Answer) => alarm === "NOSPACE");
    this.#isFull = isFull;
    return { bytes: Number(dbSize), isFull };
  }

  /** Forgets this node, at once. */
  async close(): Promise<void> {
    await this.#lease.close();
  }

  /** The term's number; null while another has the lease. */
  async #tryToHold(address: string): Promise<string | null> {
    const lease = await this.#lease.id();
    const key = this.#keys.of("serving");
    const answer = await this.#ask("/v3/kv/txn", {
      compare: [{ key, target: "CREATE", result: "EQUAL", create_revision: "0" }],
      success: [{ request_put: { key, value: encodeText(address), lease } }],
      failure: [{ request_range: { key } }],
    });
    if (answer.succeeded === true) return String(answer.header.revision);
    const holder = answer.responses[0].response_range?.kvs?.[0];
    // An earlier try, whose answer was lost.
    return holder?.lease === lease ? String(holder.create_revision) : null;
  }

  async #revisionAt(position: number): Promise<string> {
    if (this.#seen.position === position) return this.#seen.revision;
    const { kvs = [] } = await this.#ask("/v3/kv/range", {
      key: this.#keys.record(position),
      keys_only: true,
    });
    const revision = String(kvs[0]?.mod_revision ?? "-1");
    this.#seen = { position, revision };
    return revision;
  }

  async #isBehind(at: number): Promise<boolean> {
    try {
      const isBehind = (await this.extent()).last !== at;
      if (isBehind) this.#options.client.turnAway();
      return isBehind;
    } catch {
      return false;
    }
  }

  /** Entries that go on behind a position; what is missing between is never passed over. */
  #entries(kvs: Answer[], after: number): LogEntry[] {
    return kvs.map((kv, i) => {
      const position = this.#keys.positionOf(kv.key);
      if (position !== after + i + 1) {
        const text = `The log of the cluster goes on at record ${position} behind ${after + i}`;
        throw position > after + i + 1 ? new LogGap(text) : new EngineTrouble(text);
      }
      this.#seen = { position, revision: String(kv.mod_revision) };
      return { position, record: Uint8Array.fromBase64(kv.value ?? "") };
    });
  }

  async #ask(path: string, body: unknown): Promise<Answer> {
    try {
      return await this.#options.client.ask(path, body);
    } catch (error) {
      if (error instanceof EtcdRefusal && /space exceeded/.test(error.message)) this.#isFull = true;
      // What it refuses now it may take later: nothing was done in any case.
      if (error instanceof EtcdRefusal && !path.includes("compaction")) {
        throw new EngineTrouble(error.message, { cause: error });
      }
      throw error;
    }
  }

  /** True where etcd said of late that its database is full. */
  get isFull(): boolean {
    return this.#isFull;
  }

  #range(folder: string, { from, limit }: { from: number; limit: string }): Promise<Answer> {
    return this.#ask("/v3/kv/range", { ...this.#keys.range(folder, from), limit });
  }
}

function revisionOf(term: Term): string {
  return (term as Term & { revision?: string }).revision ?? "-1";
}
