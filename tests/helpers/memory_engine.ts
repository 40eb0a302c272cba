/**
 * An engine of a cluster in memory, shared by nodes of one test, that fails when it is told to: a request is
 * lost, its answer is, it arrives much later, the log comes back shorter, nobody answers.
 */
import {
  type Bytes,
  type Engine,
  type EngineStatus,
  EngineTrouble,
  type LogExtent,
  LogGap,
  LogLost,
  type LogPart,
  type NodeInfo,
  type Term,
  TermEnded,
} from "../../server/store/cluster/engine.ts";

/** What happens to one request that adds. */
export type Fate = "committed" | "lost" | "answer lost" | "late";

class MemoryTerm implements Term {
  readonly ended: Promise<string>;
  readonly address: string;
  isOver = false;
  readonly #end: (why: string) => void;

  constructor(address: string) {
    this.address = address;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    this.#end = resolve;
  }

  isCertain(): boolean {
    return !this.isOver;
  }

  release(): Promise<void> {
    this.end("released");
    return Promise.resolve();
  }

  end(why: string): void {
    this.isOver = true;
    this.#end(why);
  }
}

/** The engine: hand it to as many nodes as there are. */
export class MemoryEngine implements Engine {
  records: Bytes[] = [];
  first = 1;
  /** What becomes of each request to add, by how many came before. */
  fate: (count: number) => Fate = () => "committed";
  isAnswering = true;
  adds = 0;
  mostInFlight = 0;
  #inFlight = 0;
  term: MemoryTerm | null = null;
  readonly #late: (() => void)[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #nodes = new Map<string, NodeInfo>();

  /** The lease is given at once: whoever had it has it no more. */
  hold(address: string): Promise<Term> {
    this.depose();
    this.term = new MemoryTerm(address);
    return Promise.resolve(this.term);
  }

  depose(): void {
    this.term?.end("deposed");
    this.term = null;
  }

  async add(term: Term, position: number, record: Bytes): Promise<void> {
    this.#inFlight++;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    try {
      await Promise.resolve();
      this.#mustAnswer();
      const fate = this.fate(this.adds++);
      if (fate === "lost") throw new EngineTrouble("lost");
      if (fate === "late") {
        this.#late.push(() => this.#commit(term, position, record));
        throw new EngineTrouble("timed out");
      }
      const isThere = this.#commit(term, position, record);
      if (fate === "answer lost") throw new EngineTrouble("answer lost");
      if (!isThere) throw new TermEnded("Another node serves");
    } finally {
      this.#inFlight--;
    }
  }

  /** Requests that nobody waits for any more arrive after all. */
  deliverLate(): void {
    for (const arrive of this.#late.splice(0)) arrive();
  }

  /** The log is set back, as by an engine that had not synced. */
  setBack(to: number): void {
    this.records.length = to;
    this.wake();
  }

  async *follow(after: number, signal: AbortSignal): AsyncIterable<LogPart> {
    let at = after;
    signal.addEventListener("abort", () => this.wake());
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      this.#mustAnswer();
      if (at + 1 < this.first) throw new LogGap("trimmed");
      const entries = this.records.slice(at).map((record, i) => ({
        position: at + i + 1,
        record,
      }));
      at += entries.length;
      if (isFirst || entries.length > 0) {
        yield { entries, last: this.records.length };
      } else await new Promise<void>((go) => this.#waiting.add(go));
      if (at > this.records.length) {
        throw new EngineTrouble("the connection broke");
      }
    }
  }

  read(position: number): Promise<Bytes | null> {
    this.#mustAnswer();
    return Promise.resolve(
      position < this.first ? null : this.records[position - 1] ?? null,
    );
  }

  extent(): Promise<LogExtent> {
    if (!this.isAnswering) {
      return Promise.reject(new EngineTrouble("no quorum"));
    }
    return Promise.resolve({ first: this.first, last: this.records.length });
  }

  trim(upTo: number): Promise<void> {
    this.first = Math.min(upTo + 1, Math.max(1, this.records.length));
    return Promise.resolve();
  }

  announce(info: NodeInfo): Promise<void> {
    this.#nodes.set(info.address, info);
    return Promise.resolve();
  }

  nodes(): Promise<NodeInfo[]> {
    return Promise.resolve([...this.#nodes.values()]);
  }

  holder(): Promise<string | null> {
    return Promise.resolve(this.term?.address ?? null);
  }

  status(): Promise<EngineStatus> {
    return Promise.resolve({ bytes: 0, isFull: false });
  }

  /** Those who follow look again. */
  wake(): void {
    for (const go of [...this.#waiting]) {
      this.#waiting.delete(go);
      go();
    }
  }

  /** True where this very record stands there now. */
  #commit(term: Term, position: number, record: Bytes): boolean {
    const there = this.records[position - 1];
    if (there !== undefined) return there.join() === record.join();
    if (term !== this.term) return false;
    if (position !== this.records.length + 1) {
      throw new LogLost("the record before is gone");
    }
    this.records.push(record);
    this.wake();
    return true;
  }

  #mustAnswer(): void {
    if (!this.isAnswering) throw new EngineTrouble("no quorum");
  }
}
