import { assertEquals } from "@std/assert";
import { type Key, KeyDecoder } from "../../../../server/cli/talk/keys.ts";
import { type EditorResult, LineEditor } from "../../../../server/cli/talk/line_editor.ts";
import { Characters } from "../../../../server/cli/talk/width.ts";

/** An editor to which keys are typed as a terminal sends them. */
function editing(text = "") {
  const editor = new LineEditor(new Characters());
  const types = (keys: string): EditorResult | undefined =>
    new KeyDecoder().push(new TextEncoder().encode(keys))
      .map((key: Key) => editor.press(key)).at(-1);
  types(text);
  return { editor, types, shown: () => shown(editor) };
}

/** The text with a bar where the cursor is. */
function shown({ text, cursor }: LineEditor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const [LEFT, UP, DOWN] = ["\x1b[D", "\x1b[A", "\x1b[B"];

Deno.test("LineEditor moves as readline does", () => {
  const cases: [keys: string, shown: string][] = [
    ["\x01", "|one two-three"],
    ["\x01\x06\x06", "on|e two-three"],
    ["\x01\x1bf", "one| two-three"],
    ["\x1bb", "one two-|three"],
    ["\x1bb\x1bb\x1bb\x1bb", "|one two-three"],
    ["\x1b[1;5D\x1b[1;5C", "one two-three|"],
    ["\x01\x05", "one two-three|"],
    [`${LEFT.repeat(20)}x`, "x|one two-three"],
  ];
  for (const [keys, wanted] of cases) {
    const { types, shown } = editing("one two-three");
    types(keys);
    assertEquals(shown(), wanted, JSON.stringify(keys));
  }
});

Deno.test("LineEditor cuts and brings back as readline does", () => {
  const cases: [keys: string, shown: string][] = [
    ["\x17", "one |"],
    ["\x17\x17", "|"],
    ["\x17\x17\x19", "one two-three|"],
    ["\x1b\x7f", "one two-|"],
    ["\x15\x19\x19", "one two-threeone two-three|"],
    ["\x01\x1bf\x0b\x01\x19", " two-three|one"],
    ["\x01\x1bd\x1bd\x05\x19", "-threeone two|"],
    ["\x01\x04", "|ne two-three"],
    ["\x7f\b", "one two-thr|"],
    ["\x01\x06\x14", "no|e two-three"],
    // What is cut after something else is a thing of its own.
    ["\x17\x02\x06\x17\x19", "one |"],
  ];
  for (const [keys, wanted] of cases) {
    const { types, shown } = editing("one two-three");
    types(keys);
    assertEquals(shown(), wanted, JSON.stringify(keys));
  }
});

Deno.test("LineEditor takes a character away whole, marks and joiners with it", () => {
  const { types, shown } = editing("กำ👨‍👩‍👧e\u0301");
  types("\x7f");
  assertEquals(shown(), "กำ👨‍👩‍👧|");
  types("\x7f");
  assertEquals(shown(), "กำ|");
  types(`${LEFT}\x1b[3~`);
  assertEquals(shown(), "|");
});

Deno.test("LineEditor submits with Enter, and goes on behind a backslash or with Alt", () => {
  const { types, editor } = editing("one\\\rtwo\x1b\rthree");
  assertEquals(editor.text, "one\ntwo\nthree");
  assertEquals(types("\r"), { kind: "submitted", text: "one\ntwo\nthree" });
  assertEquals(editor.text, "");
});

Deno.test("LineEditor goes up and down in a text first, then through what was written", () => {
  const { types, shown } = editing("first\rsecond\rdraft\\\rmore");
  types(UP);
  assertEquals(shown(), "draf|t\nmore");
  types(UP);
  assertEquals(shown(), "second|");
  types(UP + UP);
  assertEquals(shown(), "first|");
  types(DOWN + DOWN);
  assertEquals(shown(), "draft\nmore|");
  types(DOWN);
  assertEquals(shown(), "draft\nmore|");
});

Deno.test("LineEditor keeps 200 lines, none twice in a row and none that is empty", () => {
  const { editor, types, shown } = editing();
  for (let i = 0; i < 300; i++) types(`line ${i}\rline ${i}\r\r`);
  types(UP.repeat(500));
  assertEquals(shown(), "line 100|");
  types("\x15");
  assertEquals(editor.text, "");
});

Deno.test("LineEditor takes a paste with its lines, and nothing of it that drives a terminal", () => {
  const { types, editor } = editing();
  const result = types(
    "\x1b[200~one\r\ntwo\rthree\x1b]0;x\x07\x00\u009b2J\x1b[201~",
  );
  assertEquals(result, { kind: "edited" });
  assertEquals(editor.text, "one\ntwo\nthree]0;x2J");
  for (let i = 0; i < 12; i++) types(`\x1b[200~${"x".repeat(4000)}\x1b[201~`);
  assertEquals(editor.text.length, 32 * 1024);
});

Deno.test("LineEditor hands on what is not its own", () => {
  const { types } = editing();
  assertEquals(types("\x04"), { kind: "asked", key: "ctrl-d" });
  assertEquals(types("\x03"), { kind: "asked", key: "ctrl-c" });
  assertEquals(types("\t"), { kind: "asked", key: "tab" });
  assertEquals(types("\x1ba"), { kind: "asked", key: "alt-a" });
});
