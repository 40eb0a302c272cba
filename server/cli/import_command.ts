/** `plaintalk import`: opens what is named, tells how far it is, and says what became of it. */
import { MEGABYTE_BYTES } from "../base/units.ts";
import { basename, dirname, join } from "@std/path";
import { ChatError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import { type Invocation, optionText } from "../config.ts";

import type { DataFolder } from "../transfer/data_folder.ts";
import { DATE_ORDERS, type DateOrder } from "../transfer/dates/date_survey.ts";
import { importLogs } from "../transfer/import.ts";
import type { ImportResult, Progress } from "../transfer/import/import_options.ts";
import { type ListFolder, openInputs } from "../transfer/input/input_file.ts";
import { writeAll } from "../store/disk.ts";

const PROGRESS_INTERVAL_MS = 200;
/** Lines that did not fit which are told one by one. */
const TOLD_MALFORMED = 20;

type CommandInvocation = Extract<Invocation, { words: string[] }>;

/** What the command needs beside the data folder. */
export interface ImportTools extends DataFolder {
  print: (line: string) => void;
  stdin: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Shows how far it is, in place of what was shown before; null where nobody looks. */
  show: ((text: string) => void) | null;
}

/** Runs it. */
export async function runImport(asked: CommandInvocation, tools: ImportTools): Promise<void> {
  const { words, more } = asked;
  const { disk, data, print } = tools;
  const isDry = more["dry-run"] === true;
  // A dry run leaves the data folder as it is; else what waits lies where there is room for a history.
  const spoolFolder = isDry ? Deno.makeTempDirSync({ prefix: "plaintalk" }) : join(data, "index");
  const spool = join(spoolFolder, "standard input");
  try {
    const paths: string[] = [];
    for (const word of words) {
      if (word === "-") await spoolInto(spool, tools);
      paths.push(word === "-" ? spool : word);
    }
    const result = await importFrom(paths, asked, spoolFolder, tools);
    tools.show?.("");
    for (const line of report(result, isDry)) print(printable(line));
  } finally {
    disk.remove(isDry ? spoolFolder : spool);
  }
}

async function importFrom(
  paths: readonly string[],
  { config, words, more }: CommandInvocation,
  spoolFolder: string,
  tools: ImportTools,
): Promise<ImportResult> {
  const opened = openInputs(paths, { disk: tools.disk, listFolder });
  try {
    return await importLogs({
      ...tools,
      files: opened.files,
      title: titleOf(words[0] ?? "-"),
      spoolFolder,
      room: optionText(more.room) ?? null,
      isDry: more["dry-run"] === true,
      asAccounts: more["as-accounts"] === true,
      zone: optionText(more.zone) ?? null,
      dates: orderOf(optionText(more.dates)),
      encoding: optionText(more.encoding) ?? null,
      limits: {
        file: config.fileSize * MEGABYTE_BYTES,
        all: config.filesTotal * MEGABYTE_BYTES,
        minFree: config.keepFree * MEGABYTE_BYTES,
      },
      onProgress: progressTo(tools),
    });
  } finally {
    opened.close();
  }
}

/** The sentences about an import. */
export function report(result: ImportResult, isDry: boolean): string[] {
  const {
    rooms,
    sources,
    messages,
    attachments,
    missing,
    remarks,
    malformed,
    malformedAt,
  } = result;
  const names = rooms.map((room) => `"${room}"`).join(", ");
  const made = `the room${rooms.length === 1 ? "" : "s"} ${names}`;
  const lines = [`${isDry ? "Would make" : "Made"} ${made} from a log of ${sources.join(", ")}`];
  const files = attachments + missing > 0
    ? `, ${attachments} files${missing > 0 ? ` (${missing} named that did not come along)` : ""}`
    : "";
  lines.push(
    `${messages} messages${files}, ${remarks} lines that say nothing, ${malformed} that did not fit`,
  );
  lines.push(...result.notes);
  for (const { path, number, reason } of malformedAt.slice(0, TOLD_MALFORMED)) {
    lines.push(`Does not fit: ${path}, line ${number}: ${reason}`);
  }
  if (malformed > TOLD_MALFORMED) {
    lines.push(`… and ${malformed - Math.min(malformed, TOLD_MALFORMED)} more that do not fit`);
  }
  if (isDry) lines.push(...previewOf(result));
  else lines.push("Start the chat again to see it");
  return lines;
}

function previewOf({ first, last, messages }: ImportResult): string[] {
  const between = messages > first.length + last.length ? ["  …"] : [];
  const shown = (line: string): string => `  ${line.replaceAll("\n", "\n    ")}`;
  return ["The first and the last messages:", ...first.map(shown), ...between, ...last.map(shown)]
    .flatMap((line) => line.split("\n"));
}

/** `1,204,000 lines, 60 %, 4 s left` */
export function progressText({ bytes, allBytes, lines }: Progress, elapsedMs: number): string {
  const share = allBytes === 0 ? 1 : Math.min(1, bytes / allBytes);
  const left = share > 0.02 ? `, ${Math.ceil(elapsedMs * (1 - share) / share / 1000)} s left` : "";
  return `${lines.toLocaleString("en")} lines, ${Math.floor(share * 100)} %${left}`;
}

function progressTo({ show, clock }: ImportTools): (progress: Progress) => void {
  if (show === null) return () => {};
  const start = clock.now();
  let next = start + PROGRESS_INTERVAL_MS;
  return (progress) => {
    const now = clock.now();
    if (now < next) return;
    next = now + PROGRESS_INTERVAL_MS;
    show(progressText(progress, now - start));
  };
}

function orderOf(asked: string | undefined): DateOrder | null {
  if (asked === undefined) return null;
  const order = DATE_ORDERS.find((one) => one === asked);
  if (order !== undefined) return order;
  throw new ChatError("bad_request", `Cannot read dates as "${asked}": dmy, mdy or ymd`);
}

/** What a room is called after what was handed in. */
function titleOf(path: string): string {
  return path === "-" ? "imported" : basename(path).replace(/\.[^.]*$/, "").replaceAll("_", " ");
}

/** Standard input is read twice, too. */
async function spoolInto(path: string, { disk, stdin }: ImportTools): Promise<void> {
  disk.makeFolder(dirname(path));
  disk.remove(path);
  const file = disk.open(path);
  try {
    for await (const bytes of stdin) writeAll(file, bytes);
  } finally {
    file.close();
  }
}

/** The folders of this machine. */
const listFolder: ListFolder = (path) => {
  try {
    return [...Deno.readDirSync(path)].filter(({ isSymlink }) => !isSymlink)
      .map(({ name, isDirectory }) => ({ name, isFolder: isDirectory }));
  } catch (error) {
    if (
      error instanceof Deno.errors.NotADirectory ||
      error instanceof Deno.errors.NotFound
    ) {
      return null;
    }
    throw error;
  }
};
