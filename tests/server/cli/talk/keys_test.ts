import { assertEquals } from "@std/assert";
import { type Key, KeyDecoder } from "../../../../server/cli/talk/keys.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What was typed, as short words: text as it is, keys in angle brackets, pastes in square ones. */
function words(keys: Key[]): string {
  return keys.map((key) =>
    key.kind === "key" ? `<${key.name}>` : key.kind === "paste" ? `[${key.text}]` : key.text
  ).join("");
}

Deno.test("KeyDecoder.push() reads the keys of the terminals there are", () => {
  const decoder = new KeyDecoder();
  const read = (text: string) => words(decoder.push(bytes(text)));
  assertEquals(read("a\x01\x05\x0b\x17\x19"), "a<ctrl-a><ctrl-e><ctrl-k><ctrl-w><ctrl-y>");
  assertEquals(read("\r\n\t\x7f\b"), "<enter><enter><tab><backspace><backspace>");
  assertEquals(
    read("\x1b[A\x1bOB\x1b[1;5C\x1b[1;3D"),
    "<up><down><ctrl-right><alt-left>",
  );
  assertEquals(read("\x1b[H\x1b[F\x1b[1~\x1b[4~\x1bOH"), "<home><end><home><end><home>");
  assertEquals(
    read("\x1b[3~\x1b[3;5~\x1b[Z"),
    "<delete><ctrl-delete><shift-tab>",
  );
  assertEquals(read("\x1bb\x1bF\x1b\x7f\x1b\r"), "<alt-b><alt-f><alt-backspace><alt-enter>");
  assertEquals(read("\x1b[13;2u\x1b[97;5u"), "<shift-enter><ctrl-a>");
  assertEquals(read("\x1bж\x1b🙂"), "<alt-ж><alt-🙂>");
});

Deno.test("KeyDecoder.push() puts together what comes byte by byte", () => {
  const whole = "йฬ🙂\x1b[1;5C\x1b[200~x\ny\x1b[201~\x1bOAz";
  const decoder = new KeyDecoder();
  const keys = [...bytes(whole)].flatMap((byte) => decoder.push(Uint8Array.of(byte)));
  assertEquals(words(keys), "йฬ🙂<ctrl-right>[x\ny]<up>z");
});

Deno.test("KeyDecoder.flush() gives the Escape key once nothing follows it", () => {
  const decoder = new KeyDecoder();
  assertEquals(words(decoder.push(bytes("a\x1b"))), "a");
  assertEquals(decoder.isWaiting, true);
  assertEquals(words(decoder.flush()), "<escape>");
  assertEquals(decoder.isWaiting, false);
  assertEquals(words(decoder.push(bytes("b"))), "b");
});

Deno.test("KeyDecoder.push() takes a paste as text, whatever keys are in it", () => {
  const decoder = new KeyDecoder();
  const paste = "rm -rf\r\x03\x04\x1b[A\x1b[200~ twice";
  assertEquals(decoder.push(bytes(`\x1b[200~${paste}\x1b[201~\r`)), [
    { kind: "paste", text: paste },
    { kind: "key", name: "enter" },
  ]);
  // Half of its end is no end.
  assertEquals(words(decoder.push(bytes("\x1b[200~one\x1b[20"))), "");
  assertEquals(words(decoder.push(bytes("x\x1b[201~"))), "[one\x1b[20x]");
});

Deno.test("KeyDecoder.push() bounds a paste and a sequence without an end", () => {
  const decoder = new KeyDecoder();
  decoder.push(bytes("\x1b[200~"));
  for (let i = 0; i < 40; i++) decoder.push(bytes("x".repeat(4000)));
  const [paste, next] = decoder.push(bytes("\x1b[201~a"));
  assertEquals(paste?.kind === "paste" && paste.text, "x".repeat(64 * 1024));
  assertEquals(next, { kind: "text", text: "a" });
  assertEquals(words(decoder.push(bytes(`\x1b[${"1".repeat(100)}`))).endsWith("1"), true);
  assertEquals(decoder.isWaiting, false);
});

Deno.test("KeyDecoder.push() passes over answers, C1 controls and bytes that are no text", () => {
  const decoder = new KeyDecoder();
  const answers =
    "\x1b]11;rgb:00/00/00\x07\x1b]0;t\x1b\\\x1bP1$r0m\x1b\\\x1b[?62;c\x1b[I\x1b[O\x9b\x85";
  assertEquals(words(decoder.push(bytes(`${answers}a`))), "a");
  assertEquals(words(decoder.push(Uint8Array.of(0xff, 0x62))), "\ufffdb");
});
