/**
 * Makes `client/emoji/<language>.txt` from the npm package emojibase-data (MIT), a line for each emoji:
 * the emoji, its shortcode, its name and words to find it by; a line of one word begins a group.
 * Run where the package is installed: `npm i emojibase-data@17 && node make_emoji.mjs <client/emoji>`.
 */
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import process from "node:process";

const require = createRequire(`${process.cwd()}/`);
const codes = require("emojibase-data/en/shortcodes/github.json");
const more = require("emojibase-data/en/shortcodes/emojibase.json");
/** Groups of Unicode, in its order; the second holds parts of other emoji. */
const GROUPS = [
  "smileys",
  "people",
  "",
  "nature",
  "food",
  "travel",
  "activities",
  "objects",
  "symbols",
  "flags",
];
/** Words that find an emoji: enough to be found, few enough to be fetched. */
const MOST_TAGS = 4;

for (const language of ["en", "uk", "ru", "th"]) {
  const all = require(`emojibase-data/${language}/data.json`);
  const lines = [];
  let group = -1;
  for (
    const { emoji, hexcode, label, tags = [], group: own, version } of all.sort((a, b) =>
      a.order - b.order
    )
  ) {
    // What no font has yet would be a box for most.
    if (own === undefined || own === 2 || version > 15.1) continue;
    if (own !== group) lines.push(GROUPS[own]);
    group = own;
    const code = [codes[hexcode] ?? more[hexcode]].flat()[0] ?? "";
    const words = [label, ...tags.slice(0, MOST_TAGS)].join(" ").toLowerCase().replace(
      /[\t\n]/g,
      " ",
    );
    // As Unicode recommends it for interchange: with a variation selector only where it needs one.
    const isWhole = /^\p{RGI_Emoji}$/v.test(emoji);
    lines.push([isWhole ? emoji : emoji.replaceAll("\ufe0f", ""), code, words].join("\t"));
  }
  writeFileSync(`${process.argv[2]}/${language}.txt`, `${lines.join("\n")}\n`);
}
