/**
 * Puts items of logs that do not run with time into its order: they wait in a file, and what is held is two or
 * three numbers for each.
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
  /** Where each stood among those of its second; null where no log tells that. */
  #places: Float64Array<ArrayBuffer> | null = null;
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
      if (this.#places !== null) this.#places = grown(this.#places);
    }
    if (item.place !== undefined) {
      this.#places ??= new Float64Array(this.#seconds.length);
      this.#places[this.#count] = item.place;
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

  /** All items in the order of their times; within a second of their places, then of coming. */
  *sorted(): Generator<Item> {
    this.#flush();
    const keys = this.#seconds.subarray(0, this.#count);
    const first = keys.reduce((least, seconds) => Math.min(least, seconds), Infinity);
    for (const [i, seconds] of keys.entries()) {
      keys[i] = Math.min(seconds - first, SPAN_SECONDS - 1) * INDEX_RANGE + i;
    }
    keys.sort();
    if (this.#places !== null) sortSeconds(keys, this.#places);
    for (const key of keys) {
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

/** Sorts the keys of each second by the places of their items. */
function sortSeconds(keys: Float64Array, places: Float64Array): void {
  const secondOf = (key: number): number => Math.floor(key / INDEX_RANGE);
  const placeOf = (key: number): number => places[key % INDEX_RANGE]!;
  for (let from = 0; from < keys.length;) {
    let to = from + 1;
    while (to < keys.length && secondOf(keys[to]!) === secondOf(keys[from]!)) to++;
    keys.subarray(from, to).sort((a, b) => placeOf(a) - placeOf(b) || a - b);
    from = to;
  }
}

function grown(array: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(array.length * 2);
  larger.set(array);
  return larger;
}
