/** Mattermost's bulk export: a line of JSON for each user, channel and post. */
import { emojiOf } from "./slack_emoji.ts";
import {
  field,
  type JsonValue,
  type LineSource,
  listIn,
  type LogContext,
  textIn,
} from "./source.ts";

export const MATTERMOST: LineSource = {
  shape: "lines",
  name: "Mattermost",
  open,
  isUnordered: true,
};

const TYPE = /^\s*\{\s*"type"\s*:\s*"(\w+)"/;

function open(context: LogContext): (line: string) => void {
  const { sink, memory } = context;
  return (line) => {
    if (line.trim() === "") return;
    const type = TYPE.exec(line)?.[1] ??
      /"type"\s*:\s*"(\w+)"\s*[,}]/.exec(line)?.[1];
    if (type === undefined) return sink.malformed("is no JSON with a type");
    if (type !== "post" && type !== "direct_post" && type !== "channel") {
      return sink.remark();
    }
    let value: JsonValue;
    try {
      value = JSON.parse(line);
    } catch {
      return sink.malformed("is no JSON");
    }
    if (type === "channel") {
      const channel = field(value, "channel");
      memory.set(`channel ${textIn(channel, "name")}`, textIn(channel, "display_name"));
      return sink.remark();
    }
    const post = field(value, type);
    sink.room(roomOf(post, memory));
    read(post, null, context);
  };
}

function roomOf(post: JsonValue, memory: ReadonlyMap<string, string>): string {
  const members = listIn(post, "channel_members").map((member) => textIn(member));
  if (members.length > 0) return members.sort().join(" ");
  const channel = textIn(post, "channel");
  return memory.get(`channel ${channel}`) || channel;
}

function read(post: JsonValue, to: string | null, context: LogContext): void {
  const { sink, times } = context;
  const created = textIn(post, "create_at");
  const user = textIn(post, "user");
  const type = textIn(post, "type");
  const id = `${user} ${created}`;
  if (type.startsWith("system_") && type !== "system_me") sink.remark();
  else {
    const text = textIn(post, "message");
    sink.message({
      time: times.unix(Number(created)),
      name: user,
      text: type === "system_me" && !/^[*_]/.test(text) ? `_${text}_` : text,
      id,
      files: listIn(post, "attachments").map((file) => ({ path: textIn(file, "path") })),
      reactions: listIn(post, "reactions").map((reaction) => ({
        emoji: emojiOf(textIn(reaction, "emoji_name")),
        name: textIn(reaction, "user"),
      })),
      ...(to === null ? {} : { to }),
      ...(Number(textIn(post, "edit_at")) > 0 ? { edited: true } : {}),
    });
  }
  for (const reply of listIn(post, "replies")) read(reply, id, context);
}
