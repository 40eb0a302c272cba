import { assertEquals } from "@std/assert";
import {
  isComposing,
  type Shortcut,
  shortcutOf,
  typedCharacter,
} from "../../../client/text/shortcut.js";

type Keys = { key: string; code: string; held: string; mac?: boolean; more?: object };

function press({ key, code, held, more }: Keys) {
  return {
    key,
    code,
    altKey: held.includes("alt"),
    ctrlKey: held.includes("ctrl"),
    metaKey: held.includes("cmd"),
    shiftKey: held.includes("shift"),
    getModifierState: (name: string) => name === "AltGraph" && held.includes("altgr"),
    ...more,
  };
}

/** `[layout, what is held, the layout's key, its place, what it is]` */
const TABLE: [string, string, string, string, Shortcut | null][] = [
  ["English", "ctrl", "k", "KeyK", "switch"],
  ["English, Caps Lock", "ctrl", "K", "KeyK", "switch"],
  ["English", "ctrl shift", "K", "KeyK", null],
  ["English", "ctrl shift", "F", "KeyF", "search"],
  ["English", "ctrl", "f", "KeyF", null],
  ["English", "ctrl shift", "U", "KeyU", "attach"],
  ["English", "ctrl", "u", "KeyU", null],
  ["English", "ctrl", "/", "Slash", "help"],
  ["English, number pad", "ctrl", "/", "NumpadDivide", "help"],
  ["English", "ctrl shift", "?", "Slash", null],
  ["German: zoom", "ctrl", "-", "Slash", null],
  ["German: /", "ctrl shift", "/", "Digit7", "help"],
  ["German: zoom", "ctrl", "0", "Digit0", null],
  ["German: undo", "ctrl", "z", "KeyY", null],
  ["Swedish: zoom", "ctrl", "-", "Slash", null],
  ["Swedish: /", "ctrl shift", "/", "Digit7", "help"],
  ["Spanish: /", "ctrl shift", "/", "Digit7", "help"],
  ["Turkish: dot", "ctrl", ".", "Slash", null],
  ["French", "ctrl", "k", "KeyK", "switch"],
  ["French: !", "ctrl", "!", "Slash", null],
  ["French: /", "ctrl shift", "/", "Period", "help"],
  ["French: undo", "ctrl", "z", "KeyW", null],
  ["French: paste", "ctrl", "v", "KeyV", null],
  ["Dvorak: undo", "ctrl", "z", "Slash", null],
  ["Dvorak: k", "ctrl", "k", "KeyV", "switch"],
  ["Dvorak: t", "ctrl", "t", "KeyK", null],
  ["Dvorak: f", "ctrl shift", "F", "KeyY", "search"],
  ["Dvorak: /", "ctrl", "/", "BracketLeft", "help"],
  ["Colemak: e", "ctrl", "e", "KeyK", null],
  ["Russian", "ctrl", "л", "KeyK", "switch"],
  ["Russian", "ctrl shift", "А", "KeyF", "search"],
  ["Russian: undo", "ctrl", "я", "KeyZ", null],
  ["Russian: dot", "ctrl", ".", "Slash", null],
  ["Russian: /", "ctrl shift", "/", "Backslash", "help"],
  ["Ukrainian", "ctrl", "л", "KeyK", "switch"],
  ["Ukrainian", "ctrl shift", "Г", "KeyU", "attach"],
  ["Thai", "ctrl", "า", "KeyK", "switch"],
  ["Thai", "ctrl shift", "โ", "KeyF", "search"],
  ["Thai: a mark", "ctrl shift", "๊", "KeyU", "attach"],
  ["Thai", "ctrl", "ฝ", "Slash", "help"],
  ["Greek", "ctrl", "κ", "KeyK", "switch"],
  ["Greek", "ctrl", "/", "Slash", "help"],
  ["Hebrew", "ctrl", "ל", "KeyK", "switch"],
  ["Hebrew: Latin with Shift", "ctrl shift", "F", "KeyF", "search"],
  ["Arabic", "ctrl", "ن", "KeyK", "switch"],
  ["Arabic: a bracket", "ctrl shift", "]", "KeyF", "search"],
  ["Hindi", "ctrl", "क", "KeyK", "switch"],
  ["Korean", "ctrl", "ㅏ", "KeyK", "switch"],
  ["Polish: AltGr", "ctrl alt altgr", "ł", "KeyL", null],
  ["German: @ on Windows", "ctrl alt altgr", "@", "KeyQ", null],
  ["German: / with AltGr", "ctrl alt", "/", "Digit7", null],
  ["a window key", "cmd", "k", "KeyK", null],
  ["Ctrl with the window key", "ctrl cmd", "k", "KeyK", null],
  ["a dead key", "ctrl", "Dead", "Quote", null],
  ["nothing held", "", "/", "Slash", null],
  ["arrows", "alt", "ArrowUp", "ArrowUp", "above"],
  ["arrows", "alt shift", "ArrowDown", "ArrowDown", "unread_below"],
  ["arrows", "ctrl alt", "ArrowUp", "ArrowUp", null],
  ["arrows", "ctrl alt shift", "ArrowDown", "ArrowDown", "mention"],
  ["arrows, on Windows", "ctrl alt altgr shift", "ArrowDown", "ArrowDown", "mention"],
  ["arrows", "ctrl alt shift", "ArrowUp", "ArrowUp", null],
  ["Escape", "shift", "Escape", "Escape", "all_read"],
  ["Escape", "", "Escape", "Escape", null],
  ["Escape: the system's own", "ctrl shift", "Escape", "Escape", null],
  ["back in history", "alt", "ArrowLeft", "ArrowLeft", null],
];

Deno.test("shortcutOf() goes by letter on Latin layouts, else by place (report 2, 3)", () => {
  for (const [layout, held, key, code, wanted] of TABLE) {
    assertEquals(
      shortcutOf(press({ key, code, held }), false),
      wanted,
      `${layout}: ${held} ${key}`,
    );
  }
});

Deno.test("shortcutOf() goes by Command on a Mac, and leaves Ctrl to the text (report 2)", () => {
  const mac = (held: string, key: string, code: string) =>
    shortcutOf(press({ key, code, held }), true);
  assertEquals(mac("cmd", "k", "KeyK"), "switch");
  assertEquals(mac("ctrl", "k", "KeyK"), null, "cuts to the end of the line");
  assertEquals(mac("ctrl cmd", "f", "KeyF"), null, "fills the screen");
  assertEquals(mac("cmd", "-", "Slash"), null);
  assertEquals(mac("cmd shift", "/", "Digit7"), "help");
  assertEquals(mac("cmd alt", "˚", "KeyK"), null);
  assertEquals(mac("alt", "ArrowUp", "ArrowUp"), "above");
  assertEquals(mac("cmd alt shift", "ArrowDown", "ArrowDown"), "mention");
  assertEquals(mac("ctrl alt shift", "ArrowDown", "ArrowDown"), null);
});

Deno.test("shortcutOf() and typedBy() leave every key of a composition alone (report 4)", () => {
  for (const more of [{ isComposing: true }, { keyCode: 229 }]) {
    const event = press({ key: "k", code: "KeyK", held: "ctrl", more });
    assertEquals(isComposing(event), true);
    assertEquals(shortcutOf(event, false), null);
    assertEquals(typedCharacter(press({ key: "か", code: "KeyK", held: "", more }), false), null);
  }
});

Deno.test("typedCharacter() tells typing from commands, AltGr included (report 2)", () => {
  const typed = (held: string, key: string, mac = false) =>
    typedCharacter(press({ key, code: "", held }), mac);
  assertEquals(typed("", "a"), "a");
  assertEquals(typed("shift", "Ж"), "Ж");
  assertEquals(typed("", "😀"), "😀");
  assertEquals(typed("ctrl alt altgr", "@"), "@");
  assertEquals(typed("alt", "@", true), "@");
  for (
    const [held, key] of [["ctrl", "a"], ["alt", "a"], ["cmd", "a"], ["", "Enter"], ["", "Dead"]]
  ) {
    assertEquals(typed(held!, key!), null, `${held} ${key}`);
  }
});
