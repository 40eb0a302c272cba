/**
 * Where messages went that something speaks about: first all that are spoken of are wanted, then the places
 * of those alone are kept, eight bytes each, so that a log of millions needs little.
 */

/** Targets that are kept; what speaks of others stays as a message of its own. */
const MAX_TARGETS = 1_000_000;
const FIRST_SLOTS = 1024;
const NOT_YET = -1;

/** Places in the rooms that are made, by what the log calls a message. */
export class TargetTable {
  /** Hashes of what is wanted, 0 where a slot is free. */
  #keys = new Float64Array(FIRST_SLOTS);
  #places = new Float64Array(FIRST_SLOTS);
  #size = 0;

  /** Something speaks of this message. */
  want(room: string, id: string): void {
    if (this.#size >= MAX_TARGETS) return;
    if (this.#size * 2 > this.#keys.length) this.#grow();
    const key = hash(room, id);
    const slot = this.#slotOf(key);
    if (this.#keys[slot] === key) return;
    this.#keys[slot] = key;
    this.#places[slot] = NOT_YET;
    this.#size++;
  }

  /** The message went there. */
  put(room: string, id: string, place: number): void {
    if (this.#size === 0) return;
    const key = hash(room, id);
    const slot = this.#slotOf(key);
    if (this.#keys[slot] === key) this.#places[slot] = place;
  }

  /** Where it went, null where it has not been told yet or never was. */
  placeOf(room: string, id: string): number | null {
    const key = hash(room, id);
    const slot = this.#slotOf(key);
    const place = this.#keys[slot] === key ? this.#places[slot]! : NOT_YET;
    return place === NOT_YET ? null : place;
  }

  #slotOf(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = key % 0x7fffffff & mask;
    while (this.#keys[slot] !== 0 && this.#keys[slot] !== key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  #grow(): void {
    const [keys, places] = [this.#keys, this.#places];
    this.#keys = new Float64Array(keys.length * 2);
    this.#places = new Float64Array(keys.length * 2);
    for (const [i, key] of keys.entries()) {
      if (key === 0) continue;
      const slot = this.#slotOf(key);
      this.#keys[slot] = key;
      this.#places[slot] = places[i]!;
    }
  }
}

/** 52 bits of two rounds of FNV-1a, never 0. */
function hash(room: string, id: string): number {
  let [high, low] = [0x811c9dc5, 0x050c5d1f];
  for (const text of [room, "\n", id]) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      high = Math.imul(high ^ unit, 0x01000193);
      low = Math.imul(low ^ unit, 0x01000193) + 0x9e37 | 0;
    }
  }
  return (high >>> 6) * 0x4000000 + (low >>> 6) + 1;
}
