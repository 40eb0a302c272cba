/** One log that is imported: which source it is of, and how it is read from start to end, twice. */
import { ChatError } from "../../base/errors.ts";
import { markOf } from "../input/encoding.ts";
import type { InputFile } from "../input/input_file.ts";
import { RecordScanner } from "../input/record_scanner.ts";
import { headOf, LineSplitter, textOf } from "../input/text_reader.ts";
import { type JsonValue, type LineSource, type Sink, type Source } from "../sources/source.ts";
import { SOURCES } from "../sources/table.ts";
import type { CalendarWords } from "../dates/calendar_words.ts";
import { Times, type TimesOptions } from "../dates/times.ts";
import { Zone } from "../dates/zone.ts";

/** A log and the source that it is of. */
export interface Log {
  file: InputFile;
  source: Source;
  times: Times;
  companions: ReadonlyMap<string, JsonValue>;
  memory: Map<string, string>;
  words: CalendarWords;
}

/** A sink that is told where the next line or record begins. */
export interface NumberedSink extends Sink {
  next(): void;
}

/** What logs of one import have in common. */
export interface LogOptions extends Omit<TimesOptions, "zone"> {
  zone: string;
  memory: Map<string, string>;
  words: CalendarWords;
}

/** Characters by which a log is recognised. */
const HEAD_CHARS = 64 * 1024;
const MAX_COMPANION_BYTES = 64 * 1024 * 1024;
/** What can be a log by its name; all else is looked at only where a log names it. */
const LOG_NAME = /(?:^|\/)[^/.]*$|\.(?:txt|log|json|jsonl|ndjson|weechatlog|html?|md|\d+)$/i;
/** Files of JSON that explain others, and are no logs. */
const NO_LOGS =
  /(?:^|\/)(?:users|channels|groups|dms|mpims|integration_logs|canvases|file_conversations)\.json$/;

/** The log that a file is, null where it is none that is known. */
export async function openLog(
  file: InputFile,
  encoding: string | null,
  options: LogOptions,
): Promise<Log | null> {
  const mayBe = LOG_NAME.test(file.path) && !NO_LOGS.test(file.path);
  if (!mayBe && file.isNamed !== true) return null;
  const head = (await headOf(file, encoding, HEAD_CHARS)).replace(/^\ufeff/, "");
  const source = recognise(head, file.path, options);
  if (source === null) return null;
  const companions = new Map<string, JsonValue>();
  for (const name of source.companions ?? []) {
    const beside = file.beside(name);
    if (beside !== null && beside.size <= MAX_COMPANION_BYTES) {
      companions.set(name, await parsed(beside));
    }
  }
  const times = new Times({ ...options, zone: new Zone(options.zone) });
  const { memory, words } = options;
  return { file, source, companions, times, memory, words };
}

/** Reads a log through, into a sink. `onBytes` hears how far it is. */
export async function readLog(
  { file, source, times, companions, memory, words }: Log,
  encoding: string | null,
  sink: NumberedSink,
  onBytes: (bytes: number) => void,
): Promise<void> {
  let take: ((text: string) => void) | null = null;
  let end = (): void => {};
  for await (const { text, bytes } of textOf(file, encoding)) {
    if (take === null) {
      const context = {
        sink,
        times,
        words,
        path: file.path,
        markBytes: await markBytes(file),
        companion: (name: string) => companions.get(name) ?? null,
        isThere: (path: string) => file.beside(path) !== null,
        memory,
      };
      if (source.shape === "lines") {
        const read = source.open(context);
        const splitter = new LineSplitter((line) => {
          sink.next();
          if (line === null) sink.malformed("is too long to be one");
          else read(line);
        });
        take = (piece) => splitter.push(piece);
        end = () => splitter.end();
      } else {
        const reader = source.open(context);
        const scanner = new RecordScanner(source.records, file.path, {
          head: (path, value) => reader.head?.(path, value),
          record(value) {
            sink.next();
            reader.record(value);
          },
        });
        take = (piece) => scanner.push(piece);
        end = () => {
          if (scanner.end()) return;
          sink.next();
          sink.malformed("breaks off: the file is not whole");
        };
      }
    }
    take(text);
    onBytes(bytes);
  }
  end();
}

async function markBytes(file: InputFile): Promise<number> {
  for await (const piece of file.read()) return markOf(piece)?.bytes ?? 0;
  return 0;
}

async function parsed(file: InputFile): Promise<JsonValue> {
  let all = "";
  for await (const { text } of textOf(file, null)) all += text;
  try {
    return JSON.parse(all);
  } catch (cause) {
    throw new ChatError("bad_request", `Cannot read ${file.path}: it is no JSON`, { cause });
  }
}

/** The source that a log is of by how it begins: of JSON the one that knows it, else the one most lines fit. */
function recognise(head: string, path: string, options: LogOptions): Source | null {
  const isDocument = /^\s*[[{]\s*["{\]}]/.test(head);
  if (isDocument) {
    const known = SOURCES.find((one) => one.shape === "records" && one.recognises(head, path));
    if (known !== undefined) return known;
  }
  // The last line may be cut.
  const lines = head.length < HEAD_CHARS ? head.split("\n") : head.split("\n").slice(0, -1);
  let best: { source: LineSource; fits: number } | null = null;
  for (const source of SOURCES) {
    if (source.shape !== "lines" || source.mayBe?.(path) === false) continue;
    const times = new Times({ ...options, zone: new Zone("UTC") });
    const fits = fitting(source, lines, path, times, options.words);
    if (fits > (best?.fits ?? 0)) best = { source, fits };
  }
  return best?.source ?? null;
}

function fitting(
  source: LineSource,
  lines: string[],
  path: string,
  times: Times,
  words: CalendarWords,
): number {
  let fits = 0;
  const count = (): void => {
    fits++;
  };
  const sink: Sink = {
    message: count,
    event: count,
    remark: count,
    more: () => {},
    malformed: () => {},
    room: () => {},
  };
  const read = source.open({
    sink,
    times,
    words,
    path,
    markBytes: 0,
    companion: () => null,
    isThere: () => false,
    memory: new Map(),
  });
  for (const line of lines) if (line.trim() !== "") read(line);
  return fits;
}
