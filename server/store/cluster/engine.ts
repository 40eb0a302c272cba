/**
 * What a cluster asks of its engine: one log in total order, and one lease. Its invariants: a record that
 * was added is on a quorum of the engine's members; at each position stands one record for ever; and nothing
 * is added for a term that is over, however late a request arrives.
 */

/** One record of the log, as it was added. Positions begin at 1 and have no gaps. */
export interface LogEntry {
  position: number;
  record: Bytes;
}

/** Bytes of a buffer of their own, as the platform's cryptography takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The time for which one node may serve. */
export interface Term {
  /** Resolves with the reason once another node may serve; never rejects. */
  readonly ended: Promise<string>;
  /** False while the engine has not been heard for so long that another node may serve. */
  isCertain(): boolean;
  /** Lets another node serve at once. */
  release(): Promise<void>;
}

/** Positions of the first and the last record that the log has; `last` is 0 where nothing was ever added. */
export interface LogExtent {
  first: number;
  last: number;
}

/** Some records in order, and the last position that the log is known to have. */
export interface LogPart {
  entries: LogEntry[];
  last: number;
}

/** A node that is running. */
export interface NodeInfo {
  /** Where the others reach it. */
  address: string;
  /** The last record that its folder has. */
  position: number;
}

/** How the engine itself does. */
export interface EngineStatus {
  /** Bytes of its database. */
  bytes: number;
  /** True where it takes no record because its database is full. */
  isFull: boolean;
}

/** The engine below a cluster. */
export interface Engine {
  /** Waits for the lease, and holds it in this node's name until it ends. */
  hold(address: string, signal: AbortSignal): Promise<Term>;
  /**
   * Adds a record at a position, once however often it is tried. Rejects with {@link TermEnded} where it was
   * not added and never will be, with {@link LogLost} where the record before it is not the one that was there,
   * and with anything else where nobody can tell: then the same record must be tried again.
   */
  add(term: Term, position: number, record: Bytes): Promise<void>;
  /** Records behind a position as they come, until the signal; throws where the connection breaks. */
  follow(after: number, signal: AbortSignal): AsyncIterable<LogPart>;
  /** The record at a position, or null. */
  read(position: number): Promise<Bytes | null>;
  extent(): Promise<LogExtent>;
  /** Removes records up to a position, never the last, and gives their room back. */
  trim(upTo: number): Promise<void>;
  /** Tells the others that this node is there; it is forgotten soon after it is gone. */
  announce(info: NodeInfo): Promise<void>;
  /** Nodes that are there, this one too. */
  nodes(): Promise<NodeInfo[]>;
  /** Who holds the lease; null where nobody does. */
  holder(): Promise<string | null>;
  status(): Promise<EngineStatus>;
}

/** The term is over, and what was to be added was not. */
export class TermEnded extends Error {
  override readonly name = "TermEnded";
}

/** Records are gone from the log that this node has not applied: only a snapshot closes the gap. */
export class LogGap extends Error {
  override readonly name = "LogGap";
}

/** The log is shorter than it was, or another one: nothing it says can be trusted. */
export class LogLost extends Error {
  override readonly name = "LogLost";
}

/** The engine does not answer, or has no quorum: it may pass. */
export class EngineTrouble extends Error {
  override readonly name = "EngineTrouble";
}
