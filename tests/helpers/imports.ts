/** Imports logs into a data folder in memory, and reads what became of them as an export would. */
import { guardedDisk } from "../../server/store/guarded_disk.ts";
import { messagesIn } from "../../server/transfer/leaving_messages.ts";
import { importLogs } from "../../server/transfer/import.ts";
import type { ImportOptions, ImportResult } from "../../server/transfer/import/import_options.ts";
import { type ListFolder, openInputs } from "../../server/transfer/input/input_file.ts";
import type { Message } from "../../server/protocol.ts";
import { FakeClock } from "./clock.ts";
import { MemoryDisk } from "./memory_disk.ts";

const MEGABYTE = 1024 * 1024;

/** What became of an import. */
export interface Moved {
  result: ImportResult;
  disk: MemoryDisk;
  /** The lines of a room's file, the first of which says that it was imported. */
  lines: (room?: string) => string[];
  messages: (room?: string) => Promise<Message[]>;
}

/** What is known to a command in a data folder in memory. */
export function toolsOn(disk: MemoryDisk) {
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  return { data: "data", disk: guardedDisk(disk), clock: new FakeClock(), random };
}

/** Imports files, by name; a name with "/" stands in the folder "in". Times are in UTC unless a zone is named. */
export async function moves(
  files: Record<string, string | Uint8Array>,
  options: Partial<ImportOptions> = {},
  disk: MemoryDisk = new MemoryDisk(),
): Promise<Moved> {
  for (const [name, content] of Object.entries(files)) {
    disk.put(`in/${name}`, content);
  }
  const tools = toolsOn(disk);
  const names = Object.keys(files);
  const isFolder = names.some((name) => name.includes("/"));
  const paths = isFolder ? ["in"] : names.map((name) => `in/${name}`);
  const opened = openInputs(paths, { disk: tools.disk, listFolder: foldersOf(disk) });
  try {
    const result = await importLogs({
      ...tools,
      files: opened.files,
      title: "old",
      room: null,
      spoolFolder: "data/index",
      isDry: false,
      asAccounts: false,
      zone: "UTC",
      dates: null,
      encoding: null,
      limits: { file: MEGABYTE, all: 100 * MEGABYTE, minFree: 0 },
      onProgress: () => {},
      ...options,
    });
    const [first = "old"] = result.rooms;
    return {
      result,
      disk,
      lines: (room = first) => disk.text(`data/rooms/${room}.txt`).trimEnd().split("\n"),
      async messages(room = first) {
        const found: Message[] = [];
        for await (const one of messagesIn(tools, `data/rooms/${room}.txt`)) {
          if (!one.erased) found.push(one);
        }
        return found;
      },
    };
  } finally {
    opened.close();
  }
}

/** Folders of a disk that only knows whole paths. */
function foldersOf(disk: MemoryDisk): ListFolder {
  return (folder) => {
    const within = [...disk.files.keys()].filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1));
    if (within.length === 0) return null;
    const names = new Map(within.map((path) => [path.split("/")[0]!, path.includes("/")]));
    return [...names].map(([name, isFolder]) => ({ name, isFolder }));
  };
}
