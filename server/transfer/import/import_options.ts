/** What an import is told, and what it tells. */
import type { DataFolder } from "../data_folder.ts";
import type { DateOrder } from "../dates/date_survey.ts";
import type { InputFile } from "../input/input_file.ts";

/** What is imported, and how. Sizes are in bytes. */
export interface ImportOptions extends DataFolder {
  files: readonly InputFile[];
  /** The name of what was handed in: a room is called so where nothing else tells its name. */
  title: string;
  /** The name of the room; null for the one that the log or its file has. */
  room: string | null;
  /** A folder for what must wait in a file to be put in the order of its times. */
  spoolFolder: string;
  /** Only tells what would become of it. */
  isDry: boolean;
  /** Words are those of the accounts that bear the names. */
  asAccounts: boolean;
  /** A name of `Intl`; null for this machine's. */
  zone: string | null;
  dates: DateOrder | null;
  /** A label of `TextDecoder`; null for UTF-8, or UTF-16 by its mark. */
  encoding: string | null;
  limits: { file: number; all: number; minFree: number };
  onProgress: (progress: Progress) => void;
}

/** How far an import is: bytes of all that are to be read, and lines or records that were. */
export interface Progress {
  bytes: number;
  allBytes: number;
  lines: number;
}

/** A line or record that is not in the result. */
export interface Malformed {
  path: string;
  /** The line's number, or the record's. */
  number: number;
  reason: string;
}

/** What became of it. */
export interface ImportResult {
  rooms: string[];
  /** Names of the sources: "WhatsApp". */
  sources: string[];
  messages: number;
  /** Attachments that came along, and those that were not there. */
  attachments: number;
  missing: number;
  /** Lines that say nothing: who came, which day it is. */
  remarks: number;
  malformed: number;
  /** The first of those. */
  malformedAt: Malformed[];
  /** Sentences for whoever imports: how dates are read, which names changed. */
  notes: string[];
  /** The first and the last messages, as lines. */
  first: string[];
  last: string[];
}
