/**
 * What Tab makes of what stands before the cursor: a command, a name, a room, an emoji or a path. One choice
 * is taken; of several what they have in common, and the next Tab shows them. Pure.
 */
import { foldName } from "../../people/names.ts";
import type { EmojiCode } from "./emoji_codes.ts";

/** What a command wants to be told. */
export type ArgumentKind =
  | "none"
  | "command"
  | "person"
  | "room"
  | "path"
  | "emoji"
  | "text";

/** What there is to choose from. */
export interface CompletionSources {
  /** Commands with what follows them, without their slash. */
  commands: ReadonlyMap<string, ArgumentKind>;
  people: () => string[];
  /** What calls many at once behind an `@`, where one may write it. */
  groups: () => string[];
  rooms: () => string[];
  emoji: (prefix: string) => EmojiCode[];
  /** Names in a folder, `~` and relative paths understood; folders end with a slash. */
  list: (folder: string) => string[];
}

/** Other text, and what there was to choose from where that was not decided. */
export interface Completion {
  text: string;
  cursor: number;
  choices: string[];
}

interface Choice {
  /** What stands in the text once it is chosen, and for as long as others could be meant. */
  text: string;
  stem: string;
  /** What is shown in the list. */
  shown: string;
}

const MAX_SHOWN = 60;

/** What Tab does; null where there is nothing to complete. */
export function complete(
  text: string,
  cursor: number,
  sources: CompletionSources,
): Completion | null {
  const before = text.slice(0, cursor);
  const { from, choices } = choicesFor(before, sources);
  if (choices.length === 0) return null;
  const typed = before.slice(from);
  const common = choices.length === 1
    ? choices[0]!.text
    : commonPrefix(choices.map((choice) => choice.stem));
  // What was typed in another spelling gives way to what is meant, but never to less.
  const isMore = choices.length === 1 || common.length > typed.length;
  const put = isMore ? common : typed;
  const shown = choices.length > 1 && !isMore ? choices.map((choice) => choice.shown) : [];
  return {
    text: before.slice(0, from) + put + text.slice(cursor),
    cursor: from + put.length,
    choices: shown.length > MAX_SHOWN
      ? [...shown.slice(0, MAX_SHOWN), `and ${shown.length - MAX_SHOWN} more`]
      : shown,
  };
}

/** Where what is completed begins, and what it could become. */
function choicesFor(
  before: string,
  sources: CompletionSources,
): { from: number; choices: Choice[] } {
  const command = /^\/([a-z-]*)$/i.exec(before);
  if (command !== null) {
    return { from: 0, choices: commandChoices(command[1]!, sources) };
  }
  const [head = "", name = ""] = /^\/([a-z-]+)\s+(?:\d+\s+)?/i.exec(before) ??
    [];
  const kind = sources.commands.get(name.toLowerCase()) ?? "text";
  if (head !== "" && kind !== "text" && kind !== "none") {
    const found = argumentChoices(kind, before.slice(head.length), sources);
    if (found.length > 0) return { from: head.length, choices: found };
  }
  return wordChoices(before, sources);
}

function commandChoices(typed: string, { commands }: CompletionSources): Choice[] {
  return [...commands].filter(([name]) => name.startsWith(typed.toLowerCase()))
    .map(([name, kind]) => choice(`/${name}`, `/${name}${kind === "none" ? "" : " "}`));
}

function argumentChoices(kind: ArgumentKind, typed: string, sources: CompletionSources): Choice[] {
  switch (kind) {
    case "person":
      return named(typed, sources.people(), " ");
    case "room":
      return named(typed, sources.rooms(), "", /^[+@]/);
    case "command":
      return named(typed, [...sources.commands.keys()], "");
    case "path":
      return pathChoices(typed, sources);
    default:
      return [];
  }
}

/** `:smi`, `@bor` and the beginning of a name, wherever they stand. */
function wordChoices(
  before: string,
  sources: CompletionSources,
): { from: number; choices: Choice[] } {
  const code = /(?<=^|[\s(+]):([a-z0-9_+-]{1,40})$/.exec(before);
  if (code !== null) {
    const choices = sources.emoji(code[1]!).map(({ emoji, code }) => ({
      text: `${emoji} `,
      stem: `:${code}`,
      shown: `${emoji} :${code}:`,
    }));
    return { from: code.index, choices };
  }
  const call = /(?<=^|\s)@?([\p{L}\p{N}][^\s@]*)$/u.exec(before);
  if (call === null) return { from: before.length, choices: [] };
  const groups = call[0].startsWith("@") ? sources.groups() : [];
  const people = named(call[1]!, [...new Set([...sources.people(), ...groups])], " ");
  return {
    from: call.index,
    choices: people.map((one) => ({ ...one, text: `@${one.text}`, stem: `@${one.stem}` })),
  };
}

/** Those whose name begins so, in any spelling; `sign`: what may be left out before it. */
function named(typed: string, names: string[], behind: string, sign?: RegExp): Choice[] {
  const key = foldName(typed);
  const isMeant = (name: string) => foldName(name).startsWith(key);
  return names.filter((name) =>
    isMeant(name) || (sign !== undefined && isMeant(name.replace(sign, "")))
  ).sort()
    .map((name) => choice(name, name + behind));
}

function pathChoices(typed: string, { list }: CompletionSources): Choice[] {
  // Words may follow a path: what is completed is the path alone.
  if (/(?<!\\)\s/.test(typed) && !/^["']/.test(typed)) return [];
  const [quote] = /^["']/.exec(typed) ?? [""];
  const path = quote === "" ? typed.replace(/\\(.)/g, "$1") : typed.slice(1);
  const cut = path.lastIndexOf("/") + 1;
  const [folder, begun] = [path.slice(0, cut), path.slice(cut)];
  if (path === "~") return [choice("~/")];
  return list(folder).filter((name) =>
    name.startsWith(begun) && (begun.startsWith(".") || !name.startsWith("."))
  ).map((name) => {
    const whole = folder + name;
    const end = name.endsWith("/") ? "" : `${quote} `;
    const written = quote === "" ? whole.replace(/[\s\\"']/g, "\\$&") : quote + whole;
    return { text: written + end, stem: written, shown: name };
  });
}

function choice(shown: string, text = shown): Choice {
  return { text, stem: shown, shown };
}

/** What all of them begin with, no character of it cut in two. */
function commonPrefix(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}
