/**
 * Where a cluster keeps what in etcd, as its gateway wants keys: base-64 of their bytes. Positions have 16
 * digits, so that keys are in the order of the log.
 */

/** The keys below one prefix. */
export class EtcdKeys {
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The key of a name. */
  of(name: string): string {
    return encodeText(this.#prefix + name);
  }

  /** The key of a record. */
  record(position: number): string {
    return this.of(`log/${String(position).padStart(16, "0")}`);
  }

  /** The position of a record's key. */
  positionOf(key: string): number {
    return Number(decodeText(key).slice(-16));
  }

  /** Everything below a name, records from a position on. */
  range(folder: string, from?: number): { key: string; range_end: string } {
    const key = from === undefined ? this.of(folder) : this.record(from);
    return { key, range_end: this.of(`${folder.slice(0, -1)}0`) };
  }
}

/** Text as etcd's gateway wants it. */
export function encodeText(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

export function decodeText(base64: string): string {
  return new TextDecoder().decode(Uint8Array.fromBase64(base64));
}
