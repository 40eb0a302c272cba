/** Slack's export: a folder for each channel, in it a file of JSON for each day, names in `users.json`. */
import { action } from "./irc_line.ts";
import {
  type Attachment,
  field,
  type JsonValue,
  listIn,
  type LogContext,
  type RecordSource,
  textIn,
} from "./source.ts";
import { emojiOf } from "./slack_emoji.ts";

export const SLACK: RecordSource = {
  shape: "records",
  name: "Slack",
  recognises: (head) => /^\s*\[\s*\{/.test(head) && /"ts"\s*:\s*"\d+\.\d+"/.test(head),
  records: [""],
  companions: ["users.json"],
  open(context) {
    const channel = /([^/]+)\/[^/]+$/.exec(context.path)?.[1];
    if (channel !== undefined) context.sink.room(channel);
    for (const user of [context.companion("users.json")].flat()) {
      remember(textIn(user, "id"), nameIn(field(user, "profile")) || nameIn(user), context);
    }
    return { record: (value) => read(value, context) };
  },
};

/** Kinds of messages that somebody said; others are the program's. */
const SAID = new Set([
  "",
  "bot_message",
  "me_message",
  "thread_broadcast",
  "reply_broadcast",
  "file_share",
  "file_comment",
  "slackbot_response",
]);

function nameIn(profile: JsonValue): string {
  return ["display_name", "real_name", "name"].map((key) => textIn(profile, key)).find((name) =>
    name !== ""
  ) ?? "";
}

/** Where the first reading finds out who an id is, the second knows it. */
function remember(id: string, name: string, { memory }: LogContext): void {
  if (id !== "" && name !== "" && !memory.has(id)) memory.set(id, name);
}

function read(value: JsonValue, context: LogContext): void {
  const { sink, times, memory } = context;
  const user = textIn(value, "user") || textIn(value, "bot_id");
  const own = nameIn(field(value, "user_profile")) ||
    textIn(value, "username") ||
    textIn(value, "bot_profile", "name");
  remember(user, own, context);
  const kind = textIn(value, "subtype");
  if (textIn(value, "type") !== "message" || !SAID.has(kind)) {
    return sink.remark();
  }
  const ts = textIn(value, "ts");
  const thread = textIn(value, "thread_ts");
  const words = plain(textIn(value, "text"), memory) ||
    plain(attachmentsOf(value), memory);
  const files = listIn(value, "files").map((file) => fileOf(file, context));
  if (words === "" && files.length === 0) return sink.malformed("holds no words");
  sink.message({
    time: times.unix(Number(ts) * 1000),
    name: own || memory.get(user) || user || "Slack",
    text: kind === "me_message" ? action(words) : words,
    id: ts,
    files,
    reactions: listIn(value, "reactions").flatMap((reaction) =>
      listIn(reaction, "users").map((id) => ({
        emoji: emojiOf(textIn(reaction, "name")),
        name: memory.get(textIn(id)) ?? textIn(id),
      }))
    ),
    ...(thread === "" || thread === ts ? {} : { to: thread }),
    ...(field(value, "edited") === null ? {} : { edited: true }),
  });
}

/** Boxes of bots, told in words. */
function attachmentsOf(value: JsonValue): string {
  return listIn(value, "attachments").map((one) =>
    [textIn(one, "pretext"), textIn(one, "title"), textIn(one, "text") || textIn(one, "fallback")]
      .filter((text) => text !== "").join("\n")
  ).join("\n");
}

/** A file, where the programs that fetch them lay it down. */
function fileOf(file: JsonValue, { isThere }: LogContext): Attachment {
  const [id, name] = [textIn(file, "id"), textIn(file, "name") || textIn(file, "title")];
  const path = [`__uploads/${id}/${name}`, `attachments/${id}-${name}`].find(isThere);
  const address = textIn(file, "url_private") || textIn(file, "permalink") ||
    name;
  return { path: path ?? address, ...(name === "" ? {} : { name }) };
}

/** Slack's marks as words: who is called, which channel, which address. */
function plain(text: string, memory: ReadonlyMap<string, string>): string {
  return text.replace(/<([^<>\n]+)>/g, (_, inner: string) => {
    const [what = "", label] = inner.split("|");
    if (what.startsWith("@")) {
      return `@${label || memory.get(what.slice(1)) || what.slice(1)}`;
    }
    if (what.startsWith("#")) return `#${label || what.slice(1)}`;
    if (what.startsWith("!")) {
      return label || `@${what.slice(1).replace(/^subteam\^/, "")}`;
    }
    return what.replace(/^mailto:/, "");
  }).replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")
    .replace(/:([a-z0-9_+-]{1,40}):/g, (whole, name: string) => {
      const emoji = emojiOf(name);
      return emoji.startsWith(":") ? whole : emoji;
    });
}
