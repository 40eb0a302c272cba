/** What a chat is made from: its settings, and the parts of the machine that are handed in. */
import type { Clock, EndOfTurn } from "./base/clock.ts";
import type { Rate } from "./base/limiter.ts";
import type { Logger } from "./base/logger.ts";
import type { Disk } from "./store/disk.ts";
import type { SyncPolicy } from "./store/line_file.ts";
import type { AppFiles } from "./web/static.ts";

/** What a chat is made of. */
export interface AppOptions {
  data: string;
  recent: number;
  sync: SyncPolicy;
  /** False lifts every rate limit and connection cap. */
  limits: boolean;
  origins: readonly string[];
  trustProxy: readonly string[];
  connections: number;
  connectionsPerAddress: number;
  connectionsPerSession: number;
  /** Megabytes: one file, one person's files, all files, and what stays free on the disk. */
  fileSize: number;
  filesEach: number;
  filesTotal: number;
  keepFree: number;
  /** Path before every address, "" for none; networks that may read the metrics. */
  base: string;
  metrics: readonly string[];
  guests: boolean;
  invite: string;
  adminsManage: boolean;
  rates: Readonly<Record<string, Rate>>;
  /** False when the last run ended without letting go of the data folder. */
  cleanEnd: boolean;
  version: string;
  files: AppFiles;
  disk: Disk;
  clock: Clock;
  /** Milliseconds since whenever, with as many digits as there are. */
  stopwatch: () => number;
  endOfTurn: EndOfTurn;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Gives memory that is free back to the system. */
  tidy: () => void;
  logger: Logger;
}
