/** Who was told how far, of those who are gone: so that a resume tells nothing twice and leaves nothing out. */
import type { Member } from "./connection.ts";
import { BoundedMap } from "../base/bounded_map.ts";

/** People of one room of whom that is remembered. */
const MAX_PEOPLE = 10_000;

/**
 * Up to where each person who left was told everything. A client resumes from the last message it
 * has, or from the `end` it was told; where a message has come to stand at that end since, the two
 * look alike, but nobody has what was never told.
 */
export class DeliveredOffsets {
  readonly #ends = new BoundedMap<string, number>(MAX_PEOPLE);

  /** A member left when the history ended there. */
  left({ key }: Member, end: number): void {
    this.#ends.set(key, end);
  }

  /** True if the member cannot have the line at this offset. */
  isBefore({ key }: Member, offset: number): boolean {
    const end = this.#ends.get(key);
    return end !== undefined && offset >= end;
  }

  /** Takes over what is remembered elsewhere of the same history. */
  takeOver(other: DeliveredOffsets): void {
    for (const [key, end] of other.#ends) this.#ends.set(key, end);
  }

  clear(): void {
    this.#ends.clear();
  }
}
