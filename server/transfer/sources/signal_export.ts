/** Signal as signal-export writes it: `[2023-12-30, 09:07] Ada: Hello`, attachments and reactions in Markdown. */
import { stampedLines } from "./stamped_lines.ts";
import type { LineSource, LogMessage } from "./source.ts";

export const SIGNAL_EXPORT: LineSource = {
  shape: "lines",
  name: "Signal (signal-export)",
  open: (context) =>
    stampedLines(context, {
      fits: ({ isBracketed, hasSeconds, date }) => isBracketed && !hasSeconds && date.yearAt === 0,
      message: withFiles,
    }),
};

/** `![photo](./media/1.jpg)` */
const FILE = /!?\[([^\]\n]*)\]\((\.?\/?media\/[^)\n]+)\)/g;

function withFiles(message: LogMessage): LogMessage {
  const files = [...message.text.matchAll(FILE)].map(([inText, name = "", path = ""]) => ({
    path: path.replace(/^\.?\//, ""),
    inText,
    ...(name === "" ? {} : { name }),
  }));
  return files.length === 0 ? message : { ...message, files };
}
