/** What a history is handed. */
import type { Slices } from "../base/time_slices.ts";
import type { Loaded } from "./loaded.ts";
import type { Message } from "../protocol.ts";
import type { LineFileOptions } from "../store/line_file.ts";

/** What a history needs from outside, that of its line file included. */
export interface HistoryOptions extends LineFileOptions {
  /** Messages kept in memory for newcomers. */
  recent: number;
  /** Folder of the derived index. */
  index: string;
  /** Between whose steps others have their turn; without them what is long is done in one go. */
  slices?: Slices;
  /** Whom a message calls as a group, by what the history tells of its room. */
  callsOf?: (message: Message, origin: Pick<Loaded, "maker" | "imported">) => Message["calls"];
  /** Takes a file from the disk whose message was erased. */
  dropFile?: (id: string) => void;
}
