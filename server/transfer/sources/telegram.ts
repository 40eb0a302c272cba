/** Telegram Desktop's export in JSON, of one chat or of all: `result.json`. */
import {
  type Attachment,
  field,
  type JsonValue,
  listIn,
  type LogContext,
  type RecordSource,
  textIn,
} from "./source.ts";

export const TELEGRAM: RecordSource = {
  shape: "records",
  name: "Telegram",
  recognises: (head) =>
    /^\s*\{/.test(head) &&
    (/"date_unixtime"|"from_id"/.test(head) ||
      /"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|(?:private|public)_\w+)"/
        .test(head)),
  records: ["messages", "chats.list.messages", "left_chats.list.messages"],
  open(context) {
    return {
      head(path, value) {
        if (!/(?:^|\.list\.)(?:name|type)$/.test(path)) return;
        const name = textIn(value);
        if (path.endsWith("name") ? name !== "" : name === "saved_messages") {
          context.sink.room(path.endsWith("name") ? name : "Saved messages");
        }
      },
      record: (value) => read(value, context),
    };
  },
};

/** What Telegram writes for a file that it was told to leave out. */
const LEFT_OUT = /^\(File /;

function read(value: JsonValue, { sink, times }: LogContext): void {
  if (textIn(value, "type") !== "message") return sink.remark();
  const unix = textIn(value, "date_unixtime");
  const files = filesOf(value);
  const text = textOf(field(value, "text")) || otherOf(value);
  if (text === "" && files.length === 0) return sink.malformed("holds no words");
  const to = textIn(value, "reply_to_message_id");
  const reactions = listIn(value, "reactions").flatMap((reaction) =>
    listIn(reaction, "recent").map((one) => ({
      emoji: textIn(reaction, "emoji") || "⭐",
      name: textIn(one, "from") || textIn(one, "from_id"),
    }))
  );
  const isEdited = field(value, "edited") !== null ||
    field(value, "edited_unixtime") !== null;
  sink.message({
    time: unix === "" ? times.iso(textIn(value, "date")) : times.unix(Number(unix) * 1000),
    name: textIn(value, "from") || textIn(value, "from_id") ||
      "Deleted Account",
    text,
    id: textIn(value, "id"),
    files,
    reactions,
    ...(to === "" ? {} : { to }),
    ...(isEdited ? { edited: true } : {}),
  });
}

/** A text is a string, or a list of strings and of objects with a text. */
function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  return Array.isArray(value)
    ? value.map((part) => typeof part === "string" ? part : textIn(part, "text")).join("")
    : "";
}

function filesOf(value: JsonValue): Attachment[] {
  const files: Attachment[] = [];
  for (const key of ["photo", "file"]) {
    const path = textIn(value, key);
    if (path === "") continue;
    const name = textIn(value, "file_name");
    const kind = textIn(value, "media_type").replaceAll("_", " ") || key;
    files.push({
      path,
      ...(name === "" ? {} : { name }),
      ...(LEFT_OUT.test(path)
        ? { missing: `(${name || textIn(value, "sticker_emoji") || kind})` }
        : {}),
    });
  }
  return files;
}

/** What is no text and no file, in words. */
function otherOf(value: JsonValue): string {
  const question = textIn(value, "poll", "question");
  if (question !== "") {
    const answers = listIn(value, "poll", "answers").map((answer) => `- ${textIn(answer, "text")}`);
    return [question, ...answers].join("\n");
  }
  const place = field(value, "location_information");
  if (place !== null) {
    const title = textIn(value, "place_name");
    return `${title} (${textIn(place, "latitude")}, ${textIn(place, "longitude")})`.trim();
  }
  const contact = field(value, "contact_information");
  return ["first_name", "last_name", "phone_number"].map((key) => textIn(contact, key))
    .filter((text) => text !== "").join(" ");
}
