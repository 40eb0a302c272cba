/**
 * Puts items of logs that do not run with time into its order: they wait in a file, and what is held is a
 * number or two for each.
 */
import { concat } from "@std/bytes/concat";
import { ChatError } from "../../base/errors.ts";
import { type Disk, type DiskFile, writeAll } from "../../store/disk.ts";
import { fill } from "../../store/line_reader.ts";
import type { Item } from "./assembler.ts";

/** Items that can be sorted. A number holds 53 bits: 23 for which item it is, and seconds of 34 years. */
const INDEX_RANGE = 2 ** 23;
const SPAN_SECONDS = 2 ** 30;
const FIRST_ITEMS = 4096;
const BUFFER_BYTES = 256 * 1024;

/** Items that wait. */
export class TimeSorter {
  readonly #disk: Disk;
  readonly #path: string;
  readonly #file: DiskFile;
  /** When each item was, and where it begins. */
  #seconds = new Float64Array(FIRST_ITEMS);
  #starts = new Float64Array(FIRST_ITEMS);
  #count = 0;
  #at = 0;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;

  constructor(disk: Disk, path: string) {
    this.#disk = disk;
    this.#path = path;
    disk.remove(path);
    this.#file = disk.open(path);
  }

  add(item: Item): void {
    if (this.#count + 1 >= INDEX_RANGE) {
      throw new ChatError(
        "too_long",
        `Cannot put more than ${INDEX_RANGE} messages in the order of their times: import fewer files at once`,
      );
    }
    if (this.#count + 1 >= this.#seconds.length) {
      this.#seconds = grown(this.#seconds);
      this.#starts = grown(this.#starts);
    }
    const bytes = new TextEncoder().encode(JSON.stringify(item));
    this.#seconds[this.#count] = Math.floor(item.time / 1000);
    this.#starts[this.#count++] = this.#at;
    this.#at += bytes.length;
    this.#starts[this.#count] = this.#at;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    if (this.#waitingBytes > BUFFER_BYTES) this.#flush();
  }

  /** All items in the order of their times, and of coming within a second. */
  *sorted(): Generator<Item> {
    this.#flush();
    const keys = this.#seconds.subarray(0, this.#count);
    const first = keys.reduce((least, seconds) => Math.min(least, seconds), Infinity);
    for (const [i, seconds] of keys.entries()) {
      keys[i] = Math.min(seconds - first, SPAN_SECONDS - 1) * INDEX_RANGE + i;
    }
    for (const key of keys.sort()) {
      const index = key % INDEX_RANGE;
      const start = this.#starts[index]!;
      const bytes = new Uint8Array(this.#starts[index + 1]! - start);
      fill(this.#file, bytes, start);
      yield JSON.parse(new TextDecoder().decode(bytes));
    }
  }

  close(): void {
    this.#file.close();
    this.#disk.remove(this.#path);
  }

  #flush(): void {
    if (this.#waitingBytes > 0) writeAll(this.#file, concat(this.#waiting));
    [this.#waiting, this.#waitingBytes] = [[], 0];
  }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
