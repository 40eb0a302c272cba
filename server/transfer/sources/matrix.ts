/** Element's export of a Matrix room in JSON. */
import { action } from "./irc_line.ts";
import { field, type JsonValue, type LogContext, type RecordSource, textIn } from "./source.ts";

export const MATRIX: RecordSource = {
  shape: "records",
  name: "Matrix (Element)",
  recognises: (head) =>
    /^\s*\{/.test(head) &&
    (/"m\.room\.\w+"/.test(head) || /"exported_by"/.test(head)),
  records: ["messages"],
  open(context) {
    return {
      head(path, value) {
        if (path === "room_name" && textIn(value) !== "") {
          context.sink.room(textIn(value));
        }
      },
      record: (value) => read(value, context),
    };
  },
};

const FILES = new Set(["m.image", "m.file", "m.audio", "m.video"]);

function read(value: JsonValue, context: LogContext): void {
  const { sink, times, memory } = context;
  const sender = textIn(value, "sender");
  const content = field(value, "content");
  const time = times.unix(Number(textIn(value, "origin_server_ts")));
  const type = textIn(value, "type");
  if (type === "m.room.member") {
    const shown = textIn(content, "displayname");
    if (shown !== "") memory.set(textIn(value, "state_key") || sender, shown);
    return sink.remark();
  }
  const name = memory.get(sender) ?? sender.replace(/^@([^:]+):.*$/, "$1");
  const relation = field(content, "m.relates_to");
  const target = textIn(relation, "event_id");
  if (type === "m.reaction" && target !== "") {
    const emoji = textIn(relation, "key");
    return sink.event({ kind: "reacted", time, name, target, emoji, on: true });
  }
  if (type === "m.room.encrypted") {
    return sink.malformed("could not be decrypted when it was exported");
  }
  if (type !== "m.room.message" && type !== "m.sticker") return sink.remark();
  if (textIn(relation, "rel_type") === "m.replace") {
    const text = textIn(content, "m.new_content", "body") ||
      textIn(content, "body").replace(/^ \* /, "");
    return sink.event({ kind: "edited", time, name, target, text });
  }
  const kind = textIn(content, "msgtype") ||
    (type === "m.sticker" ? "m.image" : "");
  // What was taken back has no content left.
  if (kind === "") return sink.remark();
  const to = textIn(relation, "m.in_reply_to", "event_id");
  const body = to === "" ? textIn(content, "body") : withoutQuote(textIn(content, "body"));
  const file = textIn(content, "filename") || textIn(content, "body");
  sink.message({
    time,
    name,
    id: textIn(value, "event_id"),
    text: FILES.has(kind) ? (file === body ? "" : body) : kind === "m.emote" ? action(body) : body,
    ...(FILES.has(kind) ? { files: [{ path: file, name: file }] } : {}),
    ...(to === "" ? {} : { to }),
  });
}

/** Older programs repeat what they answer, as lines that begin with ">". */
function withoutQuote(body: string): string {
  return /^> <[^>]+>/.test(body) ? body.replace(/^(?:>[^\n]*\n)+\n?/, "") : body;
}
