/**
 * What the notes of a history have made of its messages: the derived index, and how far it has seen
 * the file. Everything before `covered` is in it; what a crash or an old program left behind that
 * point is looked through by `step`. Folding from it costs what is shown of a message.
 */
import { createHash } from "node:crypto";
import { join } from "@std/path";
import { type Entry, parse, type Relation } from "./line.ts";
import { RelationSlot } from "./relation_slot.ts";
import { isRelation } from "./relations.ts";
import { RoomFacts } from "./room_facts.ts";
import { scan } from "./scan.ts";
import { BoundedMap } from "../base/bounded_map.ts";
import type { Message } from "../protocol.ts";
import type { Disk } from "../store/disk.ts";
import { decodeLine, fill, MAX_LINE_BYTES, readLine } from "../store/line_reader.ts";
import { SlotLogs, slotOf } from "../store/slot_logs.ts";

/** What the index needs from outside. */
export interface RelationIndexOptions {
  disk: Disk;
  /** Folder of what is derived from the history: the index is `notes` in it. */
  index: string;
  /** The history file. */
  path: string;
  onTrouble?: (what: string, error: unknown) => void;
}

/** How much history may lie behind what was last said on disk before it is said anew. */
const COVER_BYTES = 1024 * 1024;
/** Bytes that one step looks through: a few milliseconds where every line is a note. */
const STEP_BYTES = 128 * 1024;
/** Bytes of a history that are looked through again at each start, as long as it holds no note. */
const BARE_BYTES = 8 * 1024;
/** Bytes before the covered point by which the file is known again. */
const MARK_BYTES = 256;
/** Slots that are kept in memory. */
const MAX_CACHED_SLOTS = 8;
/** What an older version kept in the same folder: pairs of offsets, that it makes again if need be. */
const OLD_FILE = /^(\d{1,12}|covered)$/;

interface PlacedRelation {
  relation: Relation;
  offset: number;
}

/** The notes of one history. */
export class RelationIndex {
  readonly #options: RelationIndexOptions;
  readonly #epoch: string;
  readonly #logs: SlotLogs;
  readonly #slots = new BoundedMap<number, RelationSlot>(MAX_CACHED_SLOTS);
  /** What the whole file says of the room. */
  readonly facts: RoomFacts;
  #covered = 0;
  #said = -1;
  #malformed = 0;
  /** Nothing of it is on the disk. */
  #isBare = false;

  constructor(options: RelationIndexOptions, epoch: string, end: number) {
    const { disk, index } = options;
    this.#options = options;
    this.#epoch = epoch;
    this.#logs = new SlotLogs(disk, join(index, "notes"));
    const known = this.#logs.coverage();
    if (known === null) {
      this.#isBare = true;
      this.#logs.clear();
      for (const file of disk.list(index)) if (OLD_FILE.test(file)) disk.remove(join(index, file));
    } else if (
      known.epoch === epoch && known.covered <= end && known.mark === this.#markAt(known.covered)
    ) {
      this.#covered = this.#said = known.covered;
      this.#malformed = known.malformed;
      this.facts = new RoomFacts((offset) => this.#entryAt(offset), known.facts);
      return;
    } else disk.remove(index);
    this.facts = new RoomFacts((offset) => this.#entryAt(offset));
  }

  /** Up to here, in bytes, every note is known. */
  get covered(): number {
    return this.#covered;
  }

  /** What was seen from a point on is looked through again. */
  rewind(to: number): void {
    this.#covered = Math.min(this.#covered, to);
  }

  /** Lines before `covered` that fit nothing. */
  get malformed(): number {
    return this.#malformed;
  }

  /** Folds onto a message what is known of it; `wordsAt` reads the words of an edit by its line. */
  applyTo(message: Message, wordsAt: (pointer: number) => string | null): void {
    this.#slot(slotOf(message.id)).applyTo(message, wordsAt);
  }

  /** How often a message was edited. */
  editsOf(id: number): number {
    return this.#slot(slotOf(id)).editsOf(id);
  }

  /** True for a message that was erased. */
  isErased(id: number): boolean {
    return this.#slot(slotOf(id)).isErased(id);
  }

  /** Where the lines of all edits of a message start, in order. */
  editLines(id: number): number[] {
    const prefix = `${id} `;
    const records = this.#logs.records(editsOf(slotOf(id))) ?? [];
    const lines = records.filter((record) => record.startsWith(prefix))
      .map((record) => Number(record.slice(prefix.length)));
    return [...new Set(lines)].filter((line) => line > id).sort((a, b) => a - b);
  }

  /** Takes in a line that was just appended at `offset`. */
  took(entry: Entry, offset: number, end: number): void {
    if (isRelation(entry)) this.#add([{ relation: entry, offset }]);
    this.facts.take(entry, offset);
    // Lines are told in the order of the file: what follows directly is seen, a gap is still owed.
    if (this.#covered === offset || this.#covered === end) this.#covered = end;
    if (this.#covered - this.#said > COVER_BYTES) this.cover();
  }

  /**
   * Looks through one more chunk of the file, if it can. `erased`: targets of the erasures in it, and of
   * edits that came behind one: their words are to go.
   */
  step(end: number): { went: boolean; erased: Set<number> } {
    const nothing = { went: false, erased: new Set<number>() };
    const look = this.#options.disk.openToRead(this.#options.path);
    if (look === null) return nothing;
    const from = this.#covered;
    const bytes = new Uint8Array(Math.min(STEP_BYTES, end - from));
    try {
      if (fill(look, bytes, from) < bytes.length) return nothing;
    } finally {
      look.close();
    }
    const found = scan(bytes, from);
    this.#malformed += found.malformed;
    // A chunk without one whole line is the middle of something that can be none.
    this.#covered = from + (found.length || Math.min(bytes.length, MAX_LINE_BYTES));
    this.#add(found.relations);
    for (const { entry, offset } of found.facts) this.facts.take(entry, offset);
    const erased = found.relations.filter(({ relation: { kind, target } }) =>
      kind === "erased" || kind === "edited" && this.isErased(target)
    );
    // What could not be written is still owed: it is tried again later, and not for ever now.
    return {
      went: this.#covered > from,
      erased: new Set(erased.map(({ relation }) => relation.target)),
    };
  }

  /** Keeps of these messages only what is shown of them: what cancelled out is gone from the disk. */
  condense(targets: number[]): void {
    for (const number of new Set(targets.map(slotOf))) {
      this.#logs.replace(String(number), this.#slot(number).rewritten());
    }
  }

  /** Says on disk how far the file was seen; `anew` where words before that point were blanked. */
  cover(anew = false): void {
    if (this.#covered === this.#said && !anew) return;
    // What is small and has no notes is looked through sooner than word of that is kept: of fifty thousand
    // such rooms a first start would make as many folders.
    if (this.#isBare && this.#covered < BARE_BYTES) return;
    try {
      const [covered, mark] = [this.#covered, this.#markAt(this.#covered)];
      const facts = this.facts.lines();
      this.#logs.cover({ epoch: this.#epoch, covered, malformed: this.#malformed, mark, facts });
      this.#said = covered;
    } catch (error) {
      this.#options.onTrouble?.("Cannot write the index", error);
    }
  }

  /** Lets go of what can be read again. */
  rest(): void {
    this.#slots.clear();
  }

  #markAt(covered: number): string {
    const look = this.#options.disk.openToRead(this.#options.path);
    if (look === null) return "";
    try {
      const bytes = new Uint8Array(Math.min(MARK_BYTES, covered));
      const length = fill(look, bytes, covered - bytes.length);
      return createHash("sha256").update(bytes.subarray(0, length)).digest("hex").slice(0, 12);
    } finally {
      look.close();
    }
  }

  #slot(number: number): RelationSlot {
    let slot = this.#slots.get(number);
    if (slot === undefined) {
      const records = this.#logs.records(String(number));
      if (records === null) this.#beginAnew();
      slot = new RelationSlot(records ?? []);
    }
    this.#slots.set(number, slot);
    return slot;
  }

  /** The index has lost something: all of it is made again, by whoever looks at what is not covered. */
  #beginAnew(): void {
    this.#logs.clear();
    this.#slots.clear();
    this.facts.clear();
    this.#covered = this.#malformed = 0;
    this.#said = -1;
  }

  #entryAt(offset: number): Entry | null {
    const look = this.#options.disk.openToRead(this.#options.path);
    if (look === null) return null;
    try {
      const line = readLine(look, offset, look.size());
      return line === null ? null : parse(decodeLine(line, offset));
    } finally {
      look.close();
    }
  }

  #add(relations: PlacedRelation[]): void {
    if (relations.length > 0) this.#isBare = false;
    const bySlot = Map.groupBy(relations, ({ relation }) => slotOf(relation.target));
    for (const [number, own] of bySlot) {
      try {
        this.#addTo(number, own);
      } catch (error) {
        // The history has them: what was not indexed is looked through again.
        this.#slots.delete(number);
        this.#covered = Math.min(this.#covered, Math.max(0, this.#said));
        this.#options.onTrouble?.("Cannot write the index", error);
      }
    }
  }

  #addTo(number: number, relations: PlacedRelation[]): void {
    const slot = this.#slot(number);
    // First, so that no erasure misses an edit: where it stands twice it is blanked once.
    const edits = relations.filter(({ relation }) => relation.kind === "edited");
    if (edits.length > 0) {
      const lines = edits.map(({ relation, offset }) => `${relation.target} ${offset}`);
      this.#logs.append(editsOf(number), lines);
    }
    const records = relations.map(({ relation, offset }) =>
      relation.target < offset ? slot.take(relation, offset) : null
    ).filter((record) => record !== null);
    if (slot.isWordy) this.#logs.replace(String(number), slot.rewritten());
    else if (records.length > 0) this.#logs.append(String(number), records);
  }
}

/** The log of a slot's edits, all of them: an erasure overwrites the words of each. */
function editsOf(slot: number): string {
  return `${slot}.edits`;
}
