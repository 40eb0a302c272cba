/** What a chat is made from: its settings, and the parts of the machine that are handed in. */
import type { Clock, EndOfTurn } from "./base/clock.ts";
import type { Logger } from "./base/logger.ts";
import type { Config } from "./config.ts";
import type { ControlRequest } from "./control_requests.ts";
import type { PushTransport } from "./push_notifications.ts";
import type { LiveConfig } from "./settings/reload.ts";
import type { Disk } from "./store/disk.ts";
import type { AppFiles } from "./web/app_files.ts";
import type { Upgrade } from "./web/frame_socket.ts";

/** Settings that are the process's alone: where it listens, when it ends, how it tells. */
type OfProcess =
  | "title"
  | "logo"
  | "port"
  | "transport"
  | "file"
  | "tlsCert"
  | "tlsKey"
  | "memory"
  | OfCluster
  | "keep"
  | "log"
  | "dev";

/** Settings of a chat on several machines, which the chat itself knows nothing of. */
type OfCluster = "cluster" | "clusterNode" | "clusterSecret" | "clusterCa";

/** What a chat is made of. */
export interface AppOptions extends Omit<Config, OfProcess> {
  /** False when the last run ended without letting go of the data folder. */
  cleanShutdown: boolean;
  version: string;
  /** Makes sockets of requests, as whatever carries them has it. */
  upgrade: Upgrade;
  files: AppFiles;
  disk: Disk;
  clock: Clock;
  /** Milliseconds since whenever, with as many digits as there are. */
  stopwatch: () => number;
  endOfTurn: EndOfTurn;
  random: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** Gives memory that is free back to the system. */
  releaseMemory: () => void;
  logger: Logger;
  /** What can change while the chat runs, as it is now; without it nothing does. */
  live?: () => LiveConfig;
  /** Does what the command line asks that changes files alone; returns what to print. */
  changeFiles?: (request: ControlRequest) => Promise<string[]>;
  /** The way to push services, where it is not the usual one. */
  pushTransport?: PushTransport;
  /** Reads the settings again; returns what to tell whoever asked for it. */
  reload?: () => Promise<string[]>;
}
