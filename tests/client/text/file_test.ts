/** Where a file lies for the page, and which one is a voice. */
import { assertEquals } from "@std/assert";
import { fileUrl, isVoice, previewUrl } from "../../../client/text/file.js";

Deno.test("isVoice() knows a recording by its name and its type together", () => {
  const file = (name: string, type = "audio/webm") => ({ id: "x", size: 1, name, type });
  assertEquals(isVoice(file("voice-2026-11-26-05-45-12.webm")), true);
  assertEquals(isVoice(file("voice-2026-11-26-05-45-12.m4a", "audio/mp4")), true);
  for (const name of ["voice.webm", "my voice-2026-11-26-05-45-12.webm", "voice-2026-11-26.exe"]) {
    assertEquals(isVoice(file(name)), false, name);
  }
  assertEquals(isVoice(file("voice-2026-11-26-05-45-12.webm", "video/webm")), false);
});

Deno.test("previewUrl() is the address of the file with a word behind it", () => {
  const file = { id: "a b.png", size: 1, name: "x", type: "image/png" };
  assertEquals([fileUrl(file), previewUrl(file)], ["files/a%20b.png", "files/a%20b.png?preview"]);
});
