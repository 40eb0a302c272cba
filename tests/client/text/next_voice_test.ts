/** Which voice message is heard after another. */
import { assertEquals } from "@std/assert";
import { nextVoice } from "../../../client/text/next_voice.js";
import type { Message, SharedFile } from "../../../server/protocol.ts";

function file(id: string, name = `voice-2026-11-25-1000.webm`, type = "audio/webm"): SharedFile {
  return { id, name, type, size: 1 };
}

function said(id: number, what: Partial<Message> = {}): Message {
  return { id, time: "2026-11-25T10:00:00Z", name: "Ada", text: "", ...what };
}

const [one, two] = [file("1.webm"), file("2.webm")];
const first = said(1, { file: one });
const second = said(9, { file: two, name: "Boris" });

Deno.test("a voice message goes on into the one directly after it, whoever speaks", () => {
  assertEquals(nextVoice([first, second], one), two);
  assertEquals(nextVoice([first, said(5, { erased: true }), second], one), two);
});

Deno.test("a voice message goes on into nothing else", () => {
  assertEquals(nextVoice([first, said(5, { text: "Stop" }), second], one), null);
  assertEquals(nextVoice([first, second], two), null, "it is the last");
  assertEquals(nextVoice([second], one), null, "it is not there any more");
  const song = file("3.webm", "song.webm");
  assertEquals(
    nextVoice([first, said(5, { file: song }), second], one),
    null,
    "a sound is no voice",
  );
  assertEquals(nextVoice([said(5, { file: song }), second], song), null, "nor before one");
});
