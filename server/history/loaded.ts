/**
 * What is known of a history file once it was looked at: where it ends, which one it is, when its last
 * line was written, and the index derived from it. Made anew as a whole, so that no part is of another file.
 */
import { beginningOf, type Maker } from "./epoch.ts";
import type { Import } from "./imported.ts";
import type { HistoryOptions } from "./history_options.ts";
import { Indexing, type IndexingOptions } from "./indexing.ts";
import { MonotonicTime, peekLastTime } from "./monotonic_time.ts";
import { RelationIndex } from "./relation_index.ts";
import { ChatError } from "../base/errors.ts";
import { wholeEnd } from "../store/tail.ts";

/** One look at a file. */
export interface Loaded {
  epoch: string;
  maker: Maker | null;
  imported: Import | null;
  /** Where the last whole line ends. */
  end: number;
  /** True where something torn stands behind it. */
  isTorn: boolean;
  times: MonotonicTime;
  index: RelationIndex;
  indexing: Indexing;
}

/** Looks at a file that holds at least one whole line; throws a ChatError `not_found` where there is none. */
export function load(
  path: string,
  options: HistoryOptions,
  access: Pick<IndexingOptions, "file" | "end">,
): Loaded {
  const look = options.disk.openToRead(path);
  if (look === null) throw new ChatError("not_found", `Cannot open the history ${path}`);
  try {
    // What could not be mended is read up to its last whole line, and written once it is.
    const end = wholeEnd(look);
    const beginning = beginningOf(look);
    const index = new RelationIndex({ ...options, path }, beginning.epoch, end);
    const indexing = new Indexing(index, { ...options, ...access });
    const times = new MonotonicTime(peekLastTime(look, end));
    return { ...beginning, end, isTorn: end < look.size(), times, index, indexing };
  } finally {
    look.close();
  }
}
