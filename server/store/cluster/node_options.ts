/** What a node of a cluster is made of: types only. */
import type { Clock } from "../../base/clock.ts";
import type { Logger } from "../../base/logger.ts";
import type { Disk } from "../disk.ts";
import type { Bytes, Engine } from "./engine.ts";
import type { Answer } from "./node_routes.ts";

export interface NodeOptions {
  engine: Engine & { close(): Promise<void> };
  data: string;
  disk: Disk;
  clock: Clock;
  random: (bytes: Bytes) => void;
  logger: Logger;
  /** What the nodes share and nobody else knows. */
  secret: string;
  /** Where the other nodes reach this one, the path before everything included. */
  address: string;
  base: string;
  /** Certificates (PEM) of authorities that the other nodes' are of; "" for those of the system. */
  ca: string;
  /** Another text after each start of the machine. */
  boot: string;
  /** True for an address that may read more of how the node is. */
  mayWatch: (address: string) => boolean;
  /** Listens where the chat will; for as long as this node does not serve. */
  listen: (answer: Answer) => Promise<{ shutdown(): Promise<void> }>;
  /** Ends this process at once: it acknowledges nothing more. */
  stop: (sentence: string) => void;
}
