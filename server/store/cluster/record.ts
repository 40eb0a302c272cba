/**
 * A record of the log: changes of files in the order in which they were made. Each names the hash of the
 * record before it, so that a log that came back shorter or other is seen. In front of everything that is
 * variable stands its length; what was added by a later version is an error and never skipped.
 */
import { concat } from "@std/bytes/concat";
import type { Bytes } from "./engine.ts";

/** One change in the data folder. Paths are relative to it and have "/" between their parts. */
export type Change =
  /** The first record: the folder as it was when the log began. */
  | { kind: "begin"; log: string; isEmpty: boolean }
  | { kind: "make"; path: string }
  | { kind: "append"; path: string; at: number; bytes: Bytes }
  | { kind: "overwrite"; path: string; at: number; bytes: Bytes }
  | { kind: "truncate"; path: string; length: number }
  /** `mark` of what was moved, so that it is known from what took its place later. */
  | { kind: "rename"; path: string; to: string; mark: string }
  | { kind: "remove"; path: string }
  | { kind: "folder"; path: string }
  /** A large file, whose bytes are fetched from a node that has them. */
  | { kind: "fetch"; path: string; size: number; hash: string };

/** What a record holds. */
export interface LogRecord {
  /** SHA-256 of the record before it as it stands in the log, in hex; zeros for the first. */
  previous: string;
  /** The process that added it. */
  writer: string;
  changes: Change[];
}

/** The hash before the first record. */
export const NO_HASH = "0".repeat(64);

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { fatal: true });
const LENGTH_BYTES = 4;

/** Bytes that a change adds to a record, more or less. */
export function weightOf(change: Change): number {
  return 200 + change.kind.length + ("bytes" in change ? change.bytes.length : 0) +
    ("path" in change ? change.path.length : 0) * 2 + ("to" in change ? change.to.length : 0) * 2;
}

/** The record as bytes. */
export function encodeRecord({ previous, writer, changes }: LogRecord): Bytes {
  const parts: Uint8Array[] = [];
  const put = (bytes: Uint8Array): void => {
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, bytes.length);
    parts.push(length, bytes);
  };
  put(ENCODER.encode(JSON.stringify({ v: 1, previous, writer })));
  for (const change of changes) {
    const bytes = "bytes" in change ? change.bytes : new Uint8Array(0);
    put(ENCODER.encode(JSON.stringify({ ...change, bytes: undefined })));
    put(bytes);
  }
  return concat(parts);
}

/** The record that bytes stand for; throws for what is none. */
export function decodeRecord(bytes: Bytes): LogRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (): Bytes => {
    const length = view.getUint32(at);
    at += LENGTH_BYTES + length;
    if (at > bytes.length) throw new Error("A record of the log ends early");
    return bytes.subarray(at - length, at);
  };
  const { v, previous, writer } = JSON.parse(DECODER.decode(take()));
  if (v !== 1) {
    throw new Error(`Cannot read version ${v} of the log: expected 1; is every node up to date?`);
  }
  const changes: Change[] = [];
  while (at < bytes.length) {
    const change = JSON.parse(DECODER.decode(take())) as Change;
    const content = take();
    if (!KINDS.includes(change.kind)) {
      throw new Error(`Cannot apply "${change.kind}" of the log: is every node up to date?`);
    }
    mustLieInside(change);
    changes.push("at" in change ? { ...change, bytes: content } : change);
  }
  return { previous, writer, changes };
}

const KINDS: readonly string[] = [
  "begin",
  "make",
  "append",
  "overwrite",
  "truncate",
  "rename",
  "remove",
  "folder",
  "fetch",
] satisfies Change["kind"][];

/** What comes from the network writes nowhere but in the data folder. */
function mustLieInside(change: Change): void {
  const paths = "path" in change ? [change.path, ..."to" in change ? [change.to] : []] : [];
  for (const path of paths) mustBeInside(path);
}

/** Throws for a path that leads out of the folder it is relative to. */
export function mustBeInside(path: string): void {
  const parts = path.split("/");
  if (path === "" || path.includes("\0") || parts.some((p) => ["", ".", ".."].includes(p))) {
    throw new Error(`Cannot use the path "${path}": it does not lie in the data folder`);
  }
}

/** SHA-256 in hex. */
export async function hashOf(bytes: Bytes): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
