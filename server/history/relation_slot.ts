/**
 * What notes have made of the messages in one slot of a history: for each message its reactions, the
 * line of its last edit, or that it was erased. What cancelled out is in no record once the log was
 * written anew, so a slot costs what is shown of its messages and never what was done to them.
 *
 * A record is a line: `45 1234 + 👍 Ada`, `45 1290 - 👍 Ada`, `45 1300 edited 3`, `45 1400 erased`: the
 * message, the line that says so, and what it says; behind `edited` the number of edits so far.
 */
import { applyRelation } from "./relations.ts";
import type { Relation } from "./line.ts";
import type { Message } from "../protocol.ts";

const RECORD = /^(\d{1,16}) (\d{1,16}) (?:([+-]) (\S{1,64}) (.+)|edited (\d{1,9})|(erased))$/u;

/** Records that a log may hold beside those it needs before it is written anew. */
const SPARE_RECORDS = 128;

/** What was done to one message. */
interface AppliedRelations {
  /** The message without its words: reactions, and whether it was erased. */
  folded: Message;
  /** Where the line of the last edit starts, 0 for none, and how many edits there were. */
  edit: number;
  edits: number;
}

/** The notes about the messages of one slot. */
export class RelationSlot {
  readonly #messages = new Map<number, AppliedRelations>();
  /** The line of the latest note that was taken in: notes come in the order of the file. */
  #last = -1;
  #records = 0;
  #rewriteAt = SPARE_RECORDS;

  /** Takes in the records of a log; what is none of them, as a crash leaves one, is passed over. */
  constructor(records: readonly string[]) {
    for (const record of records) this.#replay(record);
    this.#records = records.length;
  }

  /** Takes in a note; its record, or null where it was known already. */
  take(relation: Relation, pointer: number): string | null {
    if (pointer <= this.#last) return null;
    this.#apply(relation, pointer, (this.#messages.get(relation.target)?.edits ?? 0) + 1);
    this.#records++;
    return record(relation, pointer, this.#messages.get(relation.target)!.edits);
  }

  /** True once the log holds much that has cancelled out. */
  get isWordy(): boolean {
    return this.#records > this.#rewriteAt;
  }

  /** The fewest records that say the same; the log is to hold these from now on. */
  rewritten(): string[] {
    const records: string[] = [];
    for (const [id, { folded, edit, edits }] of this.#messages) {
      if (folded.erased) records.push(`${id} ${this.#last} erased`);
      else if (edit > 0) records.push(`${id} ${edit} edited ${edits}`);
      for (const { emoji, names } of folded.reactions ?? []) {
        for (const name of names) records.push(`${id} ${this.#last} + ${emoji} ${name}`);
      }
    }
    this.#records = records.length;
    this.#rewriteAt = 2 * records.length + SPARE_RECORDS;
    return records;
  }

  /** How often a message was edited. */
  editsOf(id: number): number {
    return this.#messages.get(id)?.edits ?? 0;
  }

  /** True for a message that was erased. */
  isErased(id: number): boolean {
    return this.#messages.get(id)?.folded.erased === true;
  }

  /** Folds what is known onto a message; `wordsAt` reads the words of an edit by its line. */
  applyTo(message: Message, wordsAt: (pointer: number) => string | null): void {
    const noted = this.#messages.get(message.id);
    if (noted === undefined) return;
    const { folded, edit } = noted;
    const about = { time: 0, name: "", target: message.id };
    if (folded.erased) return applyRelation(message, { kind: "erased", ...about });
    const text = edit > 0 ? wordsAt(edit) : null;
    if (text !== null) applyRelation(message, { kind: "edited", ...about, text });
    if (folded.reactions !== undefined) {
      message.reactions = folded.reactions.map(({ emoji, names }) => ({
        emoji,
        names: [...names],
      }));
    }
  }

  #replay(line: string): void {
    const [, target, pointer, sign, emoji = "", name = "", edits, erased] = RECORD.exec(line) ?? [];
    if (target === undefined) return;
    const about = { time: 0, name, target: Number(target) };
    const relation: Relation = erased !== undefined
      ? { kind: "erased", ...about }
      : sign !== undefined
      ? { kind: "reacted", ...about, emoji, on: sign === "+" }
      : { kind: "edited", ...about, text: "" };
    if (about.target < Number(pointer)) this.#apply(relation, Number(pointer), Number(edits ?? 0));
  }

  #apply(relation: Relation, pointer: number, edits: number): void {
    this.#last = Math.max(this.#last, pointer);
    let noted = this.#messages.get(relation.target);
    if (noted === undefined) {
      noted = { folded: { id: relation.target, time: "", name: "", text: "" }, edit: 0, edits: 0 };
      this.#messages.set(relation.target, noted);
    }
    applyRelation(noted.folded, relation);
    if (relation.kind !== "edited") return;
    noted.edit = pointer;
    noted.edits = edits;
  }
}

function record(relation: Relation, pointer: number, edits: number): string {
  const head = `${relation.target} ${pointer}`;
  if (relation.kind === "reacted") {
    return `${head} ${relation.on ? "+" : "-"} ${relation.emoji} ${relation.name}`;
  }
  return relation.kind === "edited" ? `${head} edited ${edits}` : `${head} erased`;
}
