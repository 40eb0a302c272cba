/** The command that hands rooms out: to standard output, or as files of a folder. */
import { ChatError } from "../base/errors.ts";
import { printable } from "../base/printable.ts";
import { type Invocation, optionText } from "../config.ts";
import type { DataFolder } from "../transfer/data_folder.ts";
import { exportRoom, exportToFolder, formatNamed } from "../transfer/export.ts";
import { TextWriter } from "../transfer/export_files.ts";
import { WallClock } from "../transfer/formats/wall_clock.ts";

type Options = Extract<Invocation, { words: string[] }>["more"];

/** Exports a room, or all of them; "" for no room. */
export async function runExport(
  tools: DataFolder,
  room: string,
  options: Options,
  print: (line: string) => void,
): Promise<void> {
  const output = optionText(options.output);
  const [isAll, withFiles] = [options.all === true, options["with-files"] === true];
  if (isAll === (room !== "")) {
    throw new ChatError("bad_request", "Cannot export: expected the name of a room, or --all");
  }
  const format = formatNamed(optionText(options.format) ?? "text");
  const wallClock = new WallClock(optionText(options.zone));
  const exporting = { ...tools, format, wallClock };
  if (output !== undefined) {
    const tell = (line: string): void => print(printable(line));
    return await exportToFolder({ ...exporting, output, withFiles, tell }, isAll ? null : room);
  }
  if (isAll || withFiles) {
    const what = isAll ? "all rooms" : "files";
    throw new ChatError("bad_request", `Cannot print ${what}: name a folder with --output`);
  }
  // What prints a line ends it.
  const writer = new TextWriter((text) => print(text.replace(/\n$/, "")));
  await exportRoom(exporting, room, writer.add);
  writer.flush();
}
