/**
 * Facebook Messenger and Instagram: `message_1.json` of "Download your information", whose letters are bytes of
 * UTF-8 written as Latin-1, and the newer form of encrypted chats, which has them right.
 */
import {
  type Attachment,
  type JsonValue,
  listIn,
  type LogContext,
  type RecordSource,
  textIn,
} from "./source.ts";

export const MESSENGER: RecordSource = {
  shape: "records",
  name: "Messenger",
  recognises: (head) =>
    /^\s*\{/.test(head) &&
    (/"sender_name"|"senderName"/.test(head) ||
      /"participants"\s*:/.test(head)),
  records: ["messages"],
  open(context) {
    // ".../inbox/club_ab12cd/message_1.json" is of the chat "club".
    const folder = /([^/]+)\/[^/]+$/.exec(context.path)?.[1]?.replace(/_[A-Za-z0-9-]{5,}$/, "");
    if (folder !== undefined) context.sink.room(folder);
    return { record: (value) => read(value, context) };
  },
};

const MEDIA = ["photos", "videos", "audio_files", "files", "gifs", "media"];

function read(value: JsonValue, { sink, times }: LogContext): void {
  const type = textIn(value, "type");
  if (type === "Subscribe" || type === "Unsubscribe" || type === "Call") {
    return sink.remark();
  }
  const words = (...path: string[]): string => mended(textIn(value, ...path));
  const files: Attachment[] = [...MEDIA.flatMap((key) => listIn(value, key)), stickerOf(value)]
    .map((file) => textIn(file, "uri")).filter((uri) => uri !== "")
    .map((uri) => ({ path: uri.replace(/^\.\//, "") }));
  const shared = words("share", "link");
  const said = words("content") || words("text");
  const text = shared === "" || said.includes(shared) ? said : `${said}\n${shared}`.trim();
  if (text === "" && files.length === 0) return sink.remark();
  sink.message({
    time: times.unix(Number(textIn(value, "timestamp_ms") || textIn(value, "timestamp"))),
    name: words("sender_name") || words("senderName"),
    text,
    files,
    reactions: listIn(value, "reactions").map((reaction) => ({
      emoji: mended(textIn(reaction, "reaction")),
      name: mended(textIn(reaction, "actor")),
    })),
  });
}

function stickerOf(value: JsonValue): JsonValue {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value["sticker"] ?? null
    : null;
}

/** Text whose signs are bytes of UTF-8, as letters; any other as it is. */
function mended(text: string): string {
  // deno-lint-ignore no-control-regex -- every byte there is
  if (!/[\x80-\xff]/.test(text) || !/^[\x00-\xff]*$/.test(text)) return text;
  try {
    const bytes = Uint8Array.from(text, (sign) => sign.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
