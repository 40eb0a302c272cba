/**
 * Commands on a machine of a cluster: what only reads does so in this machine's folder; what changes something
 * is done by the node that serves, to which the node that runs here hands it on; and some say where they work.
 */
import { join } from "@std/path";
import { ChatError } from "../base/errors.ts";
import type { CommandName } from "../settings/command_table.ts";
import type { DataFolder } from "../transfer/data_folder.ts";

/** True for a folder that is kept by a node of a cluster. */
export function isOfCluster({ data, disk }: Pick<DataFolder, "data" | "disk">): boolean {
  return disk.exists(join(data, "cluster", "position"));
}

/** Throws a ChatError where a command cannot be done in the folder of a node, saying where it can. */
export function mustSuitCluster(command: CommandName, data: string): void {
  if (command !== "import") return;
  throw new ChatError(
    "not_allowed",
    `Cannot import into ${data}: it belongs to a cluster. Import on one machine before the cluster is begun, ` +
      "or begin its log anew: see docs/cluster.md",
  );
}

/** The sentence for a command that a node must do where none runs. */
export function noNodeHere(data: string): string {
  return `Cannot change ${data}: it belongs to a cluster, and no node runs here. Start it, or do this on a ` +
    "machine where one runs";
}
