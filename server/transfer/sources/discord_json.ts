/** Discord as DiscordChatExporter writes it to JSON. */
import {
  type Attachment,
  field,
  type JsonValue,
  listIn,
  type LogContext,
  type RecordSource,
  textIn,
} from "./source.ts";

export const DISCORD_JSON: RecordSource = {
  shape: "records",
  name: "Discord",
  recognises: (head) => /^\s*\{\s*"guild"\s*:/.test(head) && head.includes('"channel"'),
  records: ["messages"],
  open(context) {
    return {
      head(path, value) {
        const channel = path === "channel" ? textIn(value, "name") : "";
        if (channel !== "") context.sink.room(channel);
      },
      record: (value) => read(value, context),
    };
  },
};

/** What the program says: who joined, what was pinned. */
const PROGRAM = new Set([
  "RecipientAdd",
  "RecipientRemove",
  "Call",
  "ChannelNameChange",
  "ChannelIconChange",
  "ChannelPinnedMessage",
  "GuildMemberJoin",
  "ThreadCreated",
]);

function read(value: JsonValue, { sink, times }: LogContext): void {
  const author = field(value, "author");
  const name = textIn(author, "nickname") || textIn(author, "name");
  if (PROGRAM.has(textIn(value, "type"))) return sink.remark();
  const files = filesOf(value);
  const text = textIn(value, "content") || embedsOf(value);
  if (text === "" && files.length === 0) return sink.remark();
  const to = textIn(value, "reference", "messageId");
  const reactions = listIn(value, "reactions").flatMap((reaction) => {
    const emoji = textIn(reaction, "emoji", "name");
    return listIn(reaction, "users").map((user) => ({
      emoji,
      name: textIn(user, "nickname") || textIn(user, "name"),
    }));
  });
  sink.message({
    time: times.iso(textIn(value, "timestamp")),
    name,
    text,
    id: textIn(value, "id"),
    files,
    reactions,
    ...(to === "" ? {} : { to }),
    ...(field(value, "timestampEdited") === null ? {} : { edited: true }),
  });
}

function filesOf(value: JsonValue): Attachment[] {
  const files = listIn(value, "attachments").map((file) => ({
    path: textIn(file, "url"),
    name: textIn(file, "fileName"),
  }));
  const stickers = listIn(value, "stickers").map((sticker) => ({
    path: textIn(sticker, "sourceUrl"),
    name: textIn(sticker, "name"),
    missing: `(${textIn(sticker, "name")})`,
  }));
  return [...files, ...stickers];
}

/** What a bot says stands in boxes. */
function embedsOf(value: JsonValue): string {
  return listIn(value, "embeds").map((embed) =>
    ["title", "description", "url"].map((name) => textIn(embed, name)).filter((text) => text !== "")
      .join("\n")
  ).join("\n\n");
}
