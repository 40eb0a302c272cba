/** What each source brings along from a small log of its shape. */
import { assertEquals } from "@std/assert";
import { moves } from "../../../helpers/imports.ts";

/** The messages of all rooms as short rows: time, name, text, and what else there is. */
async function rows(
  files: Record<string, string>,
): Promise<{ source: string; rows: unknown[]; said: string[] }> {
  const { result, messages } = await moves(files);
  assertEquals(result.malformed, 0, JSON.stringify(result.malformedAt));
  const found: unknown[] = [];
  for (const room of result.rooms) {
    for (const { time, name, text, to, edited, reactions } of await messages(room)) {
      found.push([
        ...result.rooms.length > 1 ? [room] : [],
        time.slice(5, 16),
        name,
        text,
        ...to === undefined ? [] : [`to ${to.text}`],
        ...edited === true ? ["edited"] : [],
        ...(reactions ?? []).map(({ emoji, names }) => `${emoji} ${names.join(", ")}`),
      ]);
    }
  }
  return { source: result.sources.join(), rows: found, said: result.rooms };
}

/** JSON as the program writes it. */
function json(value: unknown): string {
  return JSON.stringify(value, null, 1);
}

Deno.test("LINE reads Thai, Japanese and English exports, with tabs and with blanks", async () => {
  const thai = await rows({
    "l.txt":
      '[LINE] ประวัติการแชทกับ Ada\nบันทึกเมื่อ: 2/1/2567 08:00\n\nส., 30/12/2566\n09:07\tAda\tHello\n09:08\tBoris\t"one\ntwo ""x"""\n09:09\t\tEve เข้าร่วมกลุ่ม\n\nอา., 31/12/2566\n14:05\tBoris\t"lone',
  });
  assertEquals(thai.rows, [
    ["12-30T09:07", "Ada", "Hello"],
    ["12-30T09:08", "Boris", 'one\ntwo "x"'],
    ["12-31T14:05", "Boris", '"lone'],
  ]);
  const japanese = await rows({
    "l.txt":
      "[LINE] Adaとのトーク履歴\n保存日時:2024/01/02 08:00\n\n2023/12/30(土)\n09:07\tAda\tHello\n午後02:05\tBoris\tx",
  });
  assertEquals(japanese.rows, [["12-30T09:07", "Ada", "Hello"], ["12-30T14:05", "Boris", "x"]]);
  const english = await rows({
    "l.txt":
      "[LINE] Chat history with Ada L\nSaved on: 1/2/2024, 08:00\n\n2023.12.30 Saturday\n09:07 Ada L Hello you\n14:05 Boris x y",
  });
  assertEquals(english.rows, [["12-30T09:07", "Ada L", "Hello you"], [
    "12-30T14:05",
    "Boris",
    "x y",
  ]]);
});

Deno.test("SIGTOP and SIGNAL_CLI read what these programs print", async () => {
  const sigtop = await rows({
    "s.txt": `Conversation: Ada (+380501234567)

From: Ada (+380501234567)
Type: incoming
Sent: Sat, 30 Dec 2023 09:07:11 +0200
Received: Sat, 30 Dec 2023 09:07:12 +0200

Hello

four

From: You
Type: outgoing
Sent: Sat, 30 Dec 2023 09:08:11 -0330
Attachment: sea.jpg (image/jpeg, 1234 bytes)
Reaction: 👍 from Ada (+380501234567)

From: me
look
`,
  });
  assertEquals(sigtop.rows, [
    ["12-30T07:07", "Ada", "Hello\n\nfour"],
    ["12-30T12:38", "You", "From: me\nlook (sea.jpg)", "👍 Ada"],
  ]);
  const cli = await rows({
    "s.txt": `Envelope from: “Ada” +380501234567 (device: 1) to +380507654321
Timestamp: 1703927231000 (2023-12-30T09:07:11.000Z)
Sent by unidentified/sealed sender
Message timestamp: 1703927231000 (2023-12-30T09:07:11.000Z)
Body: Hello
there
With profile key

Envelope from: “Boris” +380501234568 (device: 1) to +380507654321
Timestamp: 1703927291000 (2023-12-30T09:08:11.000Z)
Received a typing message
  Action: STARTED

Envelope from: “Boris” +380501234568 (device: 1) to +380507654321
Message timestamp: 1703927351000 (2023-12-30T09:09:11.000Z)
Reaction:
  Emoji: 👍
  Target timestamp: 1703927231000 (2023-12-30T09:07:11.000Z)
  Is remove: false

`,
  });
  assertEquals(cli.rows, [["12-30T09:07", "Ada", "Hello\nthere", "👍 Boris"]]);
});

Deno.test("PIDGIN reads text and HTML, past midnight too", async () => {
  const html = await rows({
    "2023-12-30.090711+0200EET.html":
      '<html><head><title>x</title></head><body><h3>Conversation with ada@example.org at Sat 30 Dec 2023 09:07:11 AM EET on b@example.org/ (jabber)</h3>\n<font color="#16569E"><font size="2">(09:07:11 AM)</font> <b>Ada:</b></font> Hello &amp; <a href="http://x">http://x</a><br/>\n<font color="#062585"><font size="2">(11:58:11 PM)</font> <b>***Boris</b></font> waves<br/>\n<font size="2">(11:59:11 PM)</font><b> Eve logged in.</b><br/>\n<font color="#16569E"><font size="2">(12:07:11 AM)</font> <b>Ada:</b></font> late<br/>\n</body></html>',
  });
  assertEquals(html.rows, [
    ["12-30T09:07", "Ada", "Hello & http://x"],
    ["12-30T23:58", "Boris", "_waves_"],
    ["12-31T00:07", "Ada", "late"],
  ]);
  const german = await rows({
    "c.txt":
      "Conversation with ada@example.org at Sa 30 Dez 2023 09:07:11 EET on b@example.org/ (jabber)\n(09:07:11) Ada: Hello\nsecond\n(09:08:11) ***Boris waves\n(09:09:11) Eve logged in.\n(31.12.2023 00:08:11) Boris: x",
  });
  assertEquals(german.rows, [
    ["12-30T09:07", "Ada", "Hello\nsecond"],
    ["12-30T09:08", "Boris", "_waves_"],
    ["12-31T00:08", "Boris", "x"],
  ]);
});

Deno.test("ZNC, mIRC, HEXCHAT, IRSSI and WEECHAT tell people's words from the program's", async () => {
  const znc = await rows({
    "#club/2023-12-30.log":
      "[09:07:11] <Ada> Hello\n[09:08:11] * Boris waves at Ada\n[09:09:11] *** Joins: Eve (e@host)\n[09:10:11] -Ada- psst\n",
    "#club/2023-12-31.log": "[09:07:11] <Ada> two\n",
    "#other/2023-12-30.log": "[09:07:11] <Eve> three\n",
  });
  assertEquals(znc.rows, [
    ["club", "12-30T09:07", "Ada", "Hello"],
    ["club", "12-30T09:08", "Boris", "_waves at Ada_"],
    ["club", "12-30T09:10", "Ada", "psst"],
    ["club", "12-31T09:07", "Ada", "two"],
    ["other", "12-30T09:07", "Eve", "three"],
  ]);
  const mirc = await rows({
    "c.log":
      "Session Start: Sat Dec 30 09:07:00 2023\nSession Ident: #club\n[09:07:11] <@Ada> \x0304Hello\n[09:08:11] * Boris waves\n[09:09] * Boris",
  });
  assertEquals(mirc.rows.slice(0, 2), [["12-30T09:07", "Ada", "Hello"], [
    "12-30T09:08",
    "Boris",
    "_waves_",
  ]]);
  const hexchat = await rows({
    "c.log":
      "**** BEGIN LOGGING AT Sat Dec 30 09:07:00 2023\n\nDec 30 09:07:11 *\tNow talking on #club\nDec 30 09:07:11 <Ada>\tHello\nDec 31 09:08:11 *\tBoris waves at Ada\nJan 01 09:09:11 <Ada>\tyear\nJan 01 09:10:11 -Ada-\tpsst\nJan 01 09:10:12 *\tEve has quit (bye)\nJan 01 09:11:12 *\tBoris has joined the party\n",
  });
  assertEquals(hexchat.rows, [
    ["12-30T09:07", "Ada", "Hello"],
    ["12-31T09:08", "Boris", "_waves at Ada_"],
    ["01-01T09:09", "Ada", "year"],
    ["01-01T09:10", "Ada", "psst"],
    ["01-01T09:11", "Boris", "_has joined the party_"],
  ]);
  const irssi = await rows({
    "c.log":
      "--- Log opened Sa Dez 30 09:07:00 2023\n09:07 < Ada> Hello\n--- Day changed So Dez 31 2023\n00:01  * Ada waves\n00:02 -irc.example.org- motd\n",
  });
  assertEquals(irssi.rows, [["12-30T09:07", "Ada", "Hello"], ["12-31T00:01", "Ada", "_waves_"]]);
  const weechat = await rows({
    "c.weechatlog":
      "2023-12-30 09:07:11\t@Ada\tHello\n2023-12-30 09:08:11\t--\tNotice(Ada) -> #club: psst\n2023-12-30 09:08:12\t--\tNotice(Ada): to me alone\n",
  });
  assertEquals(weechat.rows, [["12-30T09:07", "Ada", "Hello"], ["12-30T09:08", "Ada", "psst"]]);
});

Deno.test("DISCORD_TEXT and DISCORD_JSON read both forms of DiscordChatExporter", async () => {
  const line = "=".repeat(62);
  const text = await rows({
    "g.txt":
      `${line}\nGuild: Club\nChannel: general\n${line}\n\n[12/30/2023 9:07 AM] Ada\nHello\n\n[12/30/2023 9:08 AM] Eve\nJoined the server.\n\n[12/31/2023 2:05 PM] Boris (pinned)\none\n\nthree\n\n{Attachments}\nhttps://cdn.example/sea.png\n\n{Reactions}\n👍 (2)\n\n\n${line}\nExported 3 message(s)\n${line}\n`,
  });
  assertEquals(text.rows, [
    ["12-30T09:07", "Ada", "Hello"],
    ["12-31T14:05", "Boris", "one\n\nthree\n\nhttps://cdn.example/sea.png"],
  ]);
  const author = (name: string) => ({ id: name, name: name.toLowerCase(), nickname: name });
  const document = await rows({
    "g.json": json({
      guild: { id: "1", name: "Club" },
      channel: { id: "2", name: "general" },
      messages: [
        {
          id: "11",
          type: "Reply",
          timestamp: "2023-12-30T11:09:11+02:00",
          content: "reply",
          author: author("Boris"),
          reference: { messageId: "10" },
        },
        {
          id: "10",
          type: "Default",
          timestamp: "2023-12-30T11:07:11+02:00",
          timestampEdited: "2023-12-30T11:08:11+02:00",
          content: "Hello",
          author: author("Ada"),
          reactions: [{ emoji: { name: "👍" }, count: 1, users: [author("Boris")] }],
        },
      ],
    }),
  });
  assertEquals(document.rows, [
    ["12-30T09:07", "Ada", "Hello", "edited", "👍 Boris"],
    ["12-30T09:09", "Boris", "reply", "to Hello"],
  ]);
  assertEquals(document.said, ["general"]);
});

Deno.test("SLACK reads a folder of channels, names from users.json, threads and reactions", async () => {
  const message = (user: string, ts: string, text: string, more = {}) => ({
    type: "message",
    user,
    ts,
    text,
    ...more,
  });
  const { rows: found } = await rows({
    "users.json": json([
      { id: "U1", name: "ada", profile: { display_name: "Ada", real_name: "Ada L" } },
      { id: "U2", name: "boris", profile: { display_name: "", real_name: "Boris B" } },
    ]),
    "general/2023-12-30.json": json([
      message("U1", "1703927231.000100", "Hi <@U2> :tada: &amp; <#C1|club>", {
        reactions: [{ name: "thumbsup", users: ["U2"], count: 1 }],
        edited: { user: "U1", ts: "1" },
      }),
      message("U2", "1703927351.000300", "reply", { thread_ts: "1703927231.000100" }),
      message("U2", "1703927352.000300", "waves", { subtype: "me_message" }),
      message("U2", "1703927353.000300", "joined", { subtype: "channel_join" }),
    ]),
    "random/2023-12-30.json": json([message("U1", "1703927231.000100", "x")]),
  });
  assertEquals(found, [
    ["general", "12-30T09:07", "Ada", "Hi @Boris B 🎉 & #club", "edited", "👍 Boris B"],
    ["general", "12-30T09:09", "Boris B", "reply", "to Hi @Boris B 🎉 & #club"],
    ["general", "12-30T09:09", "Boris B", "_waves_"],
    ["random", "12-30T09:07", "Ada", "x"],
  ]);
});

Deno.test("TELEGRAM reads one chat and all chats", async () => {
  const one = (id: number, more: Record<string, unknown>) => ({
    id,
    type: "message",
    date: "2023-12-30T09:07:11",
    date_unixtime: String(1703927231 + id),
    ...more,
  });
  const { rows: found } = await rows({
    "result.json": json({
      name: "Club",
      type: "private_group",
      messages: [
        one(1, {
          from: "Ada",
          text: "Hello",
          edited: "2023-12-30T09:08:11",
          reactions: [{ type: "emoji", emoji: "👍", count: 1, recent: [{ from: "Boris" }] }],
        }),
        one(2, {
          from: "Boris",
          reply_to_message_id: 1,
          text: [{ type: "bold", text: "re" }, "ply"],
        }),
        one(3, {
          from: null,
          from_id: "user3",
          file: "(File not included.)",
          sticker_emoji: "😀",
          text: "",
        }),
        { ...one(4, { actor: "Ada", action: "pin_message" }), type: "service" },
      ],
    }),
  });
  assertEquals(found, [
    ["12-30T09:07", "Ada", "Hello", "edited", "👍 Boris"],
    ["12-30T09:07", "Boris", "reply", "to Hello"],
    ["12-30T09:07", "user3", "(😀)"],
  ]);
  const all = await rows({
    "result.json": json({
      about: "x",
      personal_information: { user_id: 1 },
      chats: {
        about: "y",
        list: [
          {
            name: "Boris",
            type: "personal_chat",
            id: 2,
            messages: [one(1, { from: "Ada", text: "Hello" })],
          },
          { type: "saved_messages", id: 3, messages: [one(1, { from: "Ada", text: "note" })] },
        ],
      },
    }),
  });
  assertEquals(all.said, ["Boris", "Saved messages"]);
});

Deno.test("MATRIX reads answers, edits, reactions and shown names", async () => {
  const event = (id: number, sender: string, content: unknown, more = {}) => ({
    type: "m.room.message",
    sender: `@${sender}:example.org`,
    content,
    origin_server_ts: 1703927231000 + id * 1000,
    event_id: `$${id}`,
    ...more,
  });
  const { rows: found, said } = await rows({
    "export.json": json({
      room_name: "Club",
      exported_by: "x",
      messages: [
        event(0, "ada", { displayname: "Ada" }, {
          type: "m.room.member",
          state_key: "@ada:example.org",
        }),
        event(1, "ada", { msgtype: "m.text", body: "Hello" }),
        event(2, "boris", {
          "m.relates_to": { rel_type: "m.annotation", event_id: "$1", key: "👍" },
        }, {
          type: "m.reaction",
        }),
        event(3, "ada", {
          msgtype: "m.text",
          body: " * Hello!",
          "m.new_content": { body: "Hello!" },
          "m.relates_to": { rel_type: "m.replace", event_id: "$1" },
        }),
        event(4, "boris", {
          msgtype: "m.text",
          body: "> <@ada:example.org> Hello\n\nreply",
          "m.relates_to": { "m.in_reply_to": { event_id: "$1" } },
        }),
        event(5, "boris", { msgtype: "m.emote", body: "waves" }),
        event(6, "boris", {}),
      ],
    }),
  });
  assertEquals(found, [
    ["12-30T09:07", "Ada", "Hello!", "edited", "👍 boris"],
    ["12-30T09:07", "boris", "reply", "to Hello!"],
    ["12-30T09:07", "boris", "_waves_"],
  ]);
  assertEquals(said, ["Club"]);
});

Deno.test("MESSENGER mends letters, and puts what comes newest first into order", async () => {
  const latin = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));
  const { rows: found, said } = await rows({
    "inbox/club_ab12cd/message_1.json": json({
      participants: [{ name: latin("Олена") }],
      messages: [
        {
          sender_name: latin("Олена"),
          timestamp_ms: 1703927351000,
          content: latin("Привіт 🌷"),
          reactions: [{ reaction: latin("❤"), actor: "Boris" }],
        },
        { sender_name: "Boris", timestamp_ms: 1703927231000, content: "café", type: "Generic" },
      ],
      title: "Club",
    }),
  });
  assertEquals(found, [["12-30T09:07", "Boris", "café"], [
    "12-30T09:09",
    "Олена",
    "Привіт 🌷",
    "❤ Boris",
  ]]);
  assertEquals(said, ["club"]);
});

Deno.test("MATTERMOST makes a room of each channel, and answers of threads", async () => {
  const post = (user: string, at: number, message: string, more = {}) => ({
    team: "t",
    channel: "club",
    user,
    message,
    create_at: 1703927231000 + at,
    ...more,
  });
  const lines = [
    { type: "version", version: 1 },
    { type: "channel", channel: { team: "t", name: "club", display_name: "The Club" } },
    {
      type: "post",
      post: post("ada", 0, "Hello", {
        reactions: [{ user: "boris", emoji_name: "thumbsup" }],
        replies: [post("boris", 60_000, "reply")],
      }),
    },
    { type: "post", post: post("eve", 30_000, "between") },
    { type: "post", post: post("eve", 40_000, "eve joined", { type: "system_join_channel" }) },
    {
      type: "direct_post",
      direct_post: {
        channel_members: ["ada", "boris"],
        user: "ada",
        message: "psst",
        create_at: 1703927231000,
      },
    },
  ];
  const { rows: found } = await rows({
    "b.jsonl": lines.map((line) => JSON.stringify(line)).join("\n"),
  });
  assertEquals(found, [
    ["The Club", "12-30T09:07", "ada", "Hello", "👍 boris"],
    ["The Club", "12-30T09:07", "eve", "between"],
    ["The Club", "12-30T09:08", "boris", "reply", "to Hello"],
    ["ada boris", "12-30T09:07", "ada", "psst"],
  ]);
});
