/** What a history is handed, and how it says that a line is in the file. */
import type { ChatError } from "../base/errors.ts";
import type { Slices } from "../base/time_slices.ts";
import type { Message } from "../protocol.ts";
import type { LineFileOptions } from "../store/line_file.ts";

/** Told how an append went: the error, or null, the line's offset and the message that it is. */
export type OnStored = (error: ChatError | null, id: number, message: Message | null) => void;

/** What a history needs from outside. */
export interface HistoryOptions extends LineFileOptions {
  /** Messages kept in memory for newcomers. */
  recent: number;
  /** Folder of the derived index. */
  index: string;
  /** Between whose steps others have their turn; without them what is long is done in one go. */
  slices?: Slices;
  /** Takes a file from the disk whose message was erased. */
  dropFile?: (id: string) => void;
}
