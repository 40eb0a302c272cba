/** WhatsApp's "Export chat", from phones of any language; with media it comes as a zip. */
import { stampedLines } from "./stamped_lines.ts";
import type { LineSource, LogMessage } from "./source.ts";

export const WHATS_APP: LineSource = {
  shape: "lines",
  name: "WhatsApp",
  open: (context) => stampedLines(context, { fits: () => true, message: withFile }),
};

/** `<attached: 00000042-PHOTO.jpg>` of an iPhone, `IMG-20231230-WA0001.jpg (file attached)` of Android. */
const ATTACHED =
  /^<[^<>:]{2,40}:\s?([^<>/\\]+\.\w{1,8})>|^([^\n/\\]{1,200}\.\w{1,8}) \([^()]{3,60}\)/;

function withFile(message: LogMessage): LogMessage {
  // Most texts are spared the search.
  if (!message.text.includes(".") || !/[>)]/.test(message.text)) return message;
  const m = ATTACHED.exec(message.text);
  if (m === null) return message;
  return { ...message, files: [{ path: (m[1] ?? m[2])!, inText: m[0] }] };
}
