/** Contrast of every pair of colours that meets on the page, computed from `style/tokens.css` (WCAG 2.2). */
import { assert, assertEquals } from "@std/assert";
import { HUES } from "../../../client/text/person.js";

const CSS = await Deno.readTextFile(new URL("../../../client/style/tokens.css", import.meta.url));

/** Colours by name, in the light theme and in the dark one. */
const THEMES = [2, 3].map((theme) =>
  new Map(
    [...CSS.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);/g)]
      .map((token) => [token[1]!, token[theme]!]),
  )
);

/** Looks at pairs of names in both themes; `least` is what their contrast may not fall below. */
function compare(pairs: [string, string][], least: number): void {
  for (const [i, colours] of THEMES.entries()) {
    const low = pairs
      .map(([a, b]) => ({ a, b, ratio: contrast(colours.get(a)!, colours.get(b)!) }))
      .filter(({ ratio }) => !(ratio >= least))
      .map(({ a, b, ratio }) => `${a} on ${b}: ${ratio.toFixed(2)}`);
    assertEquals(low, [], i === 0 ? "light" : "dark");
  }
}

function each(names: string[], grounds: string[]): [string, string][] {
  return names.flatMap((name) => grounds.map((ground): [string, string] => [name, ground]));
}

Deno.test("style/tokens.css: text is readable on whatever it stands on (WCAG 1.4.3, 4.5)", () => {
  const surfaces = ["ground", "side", "raised", "bubble", "mine"];
  compare(each(["text", "soft"], surfaces), 4.5);
  compare(each(["text"], ["chosen"]), 4.5);
  compare(each(["accent", "danger"], ["ground", "side", "raised"]), 4.5);
  compare([["on-accent", "accent"], ["on-danger", "danger"], ["on-inverse", "inverse"]], 4.5);
});

Deno.test("style/tokens.css: fields, buttons and the focus stand out (WCAG 1.4.11, 3)", () => {
  compare(each(["edge", "accent"], ["ground", "raised", "side"]), 3);
});

Deno.test("style/tokens.css: surfaces and lines can be told apart on a poor screen (ux)", () => {
  compare(
    [["bubble", "ground"], ["mine", "ground"], ["side", "ground"], ["chosen", "side"]],
    1.2,
  );
  compare(each(["line"], ["ground", "raised"]), 1.3);
});

Deno.test("style/tokens.css: names and initials are readable in both themes (WCAG AA, 4.5)", () => {
  const hues = [...CSS.matchAll(/--name: light-dark\((#\w+), (#\w+)\);\s*--ground-hue: (#\w+)/g)];
  assertEquals(hues.length, HUES);
  for (const [, onLight = "", onDark = "", ground = ""] of hues) {
    for (const surface of ["ground", "side", "raised"]) {
      assert(contrast(onLight, THEMES[0]!.get(surface)!) >= 4.5, `${onLight} on ${surface}`);
      assert(contrast(onDark, THEMES[1]!.get(surface)!) >= 4.5, `${onDark} on ${surface}`);
    }
    assert(contrast("#ffffff", ground) >= 4.5, ground);
  }
});

function contrast(a: string, b: string): number {
  const [x = 0, y = 0] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const value = parseInt(colour.slice(i, i + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
