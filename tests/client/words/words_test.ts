import { assertEquals } from "@std/assert";
import { en } from "../../../client/words/en.js";
import { enAdmin } from "../../../client/words/en_admin.js";
import { enDialogs } from "../../../client/words/en_dialogs.js";
import { ru } from "../../../client/words/ru.js";
import { ruAdmin } from "../../../client/words/ru_admin.js";
import { ruDialogs } from "../../../client/words/ru_dialogs.js";
import { th } from "../../../client/words/th.js";
import { thAdmin } from "../../../client/words/th_admin.js";
import { thDialogs } from "../../../client/words/th_dialogs.js";
import { uk } from "../../../client/words/uk.js";
import { ukAdmin } from "../../../client/words/uk_admin.js";
import { ukDialogs } from "../../../client/words/uk_dialogs.js";
import {
  LANGUAGES,
  loadRareWords,
  loadWords,
  translate,
  translateError,
} from "../../../client/words/words.js";
import { reached } from "../../../server/web/module_linker.ts";
import { STATUS } from "../../../server/base/errors.ts";

const ALL: Record<string, Record<string, string | Record<string, string>>> = {
  en: { ...en, ...enAdmin, ...enDialogs },
  uk: { ...uk, ...ukAdmin, ...ukDialogs },
  ru: { ...ru, ...ruAdmin, ...ruDialogs },
  th: { ...th, ...thAdmin, ...thDialogs },
};

Deno.test("words: every language has exactly the words of English", () => {
  assertEquals(Object.keys(ALL).sort(), [...LANGUAGES].sort());
  for (const [language, words] of Object.entries(ALL)) {
    assertEquals(Object.keys(words).sort(), Object.keys(ALL.en!).sort(), language);
  }
});

Deno.test("words: every plural has exactly the categories of its language", () => {
  for (const [language, words] of Object.entries(ALL)) {
    const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
    for (const [key, phrase] of Object.entries(words)) {
      const isPlural = typeof ALL.en![key] === "object";
      assertEquals(typeof phrase === "object", isPlural, `${language} ${key}`);
      if (typeof phrase === "object") assertEquals(Object.keys(phrase).sort(), categories, key);
    }
  }
});

Deno.test("words: every phrase names the same values in every language", () => {
  const values = (phrase: unknown) => [...new Set(JSON.stringify(phrase).match(/\{\w+\}/g))].sort();
  for (const [language, words] of Object.entries(ALL)) {
    for (const [key, phrase] of Object.entries(words)) {
      assertEquals(
        values(phrase),
        values(ALL.en![key]),
        `${language} ${key}`,
      );
    }
  }
});

Deno.test("words: there is a sentence for every code of the server", () => {
  for (const code of Object.keys(STATUS)) assertEquals(`error.${code}` in en, true, code);
});

Deno.test("translate() chooses the plural of the number", async () => {
  await loadWords("uk");
  const said = [1, 2, 5, 11, 21, 22, 25].map((n) => translate("uk", "messages.jump", { n }));
  assertEquals(said, [
    "1 нове повідомлення",
    "2 нові повідомлення",
    "5 нових повідомлень",
    "11 нових повідомлень",
    "21 нове повідомлення",
    "22 нові повідомлення",
    "25 нових повідомлень",
  ]);
});

Deno.test("words: a rare one is there with the first part that is fetched on use", async () => {
  await loadWords("th");
  assertEquals(translate("th", "house.invitations"), "house.invitations");
  await loadRareWords("th");
  assertEquals(translate("th", "house.invitations"), thAdmin["house.invitations"]);
  assertEquals(translate("th", "rooms.title"), th["rooms.title"]);
});

Deno.test("words: no file of the first load says a rare one", () => {
  const read = (path: string): string =>
    Deno.readTextFileSync(new URL(`../../../client/${path}`, import.meta.url));
  const wrong = [...reached(read, ["main.js"])].flatMap((path) =>
    Object.keys({ ...enAdmin, ...enDialogs }).filter((key) => read(path).includes(`t("${key}"`))
      .map((key) => `${path} says ${key}`)
  );
  assertEquals(wrong, []);
});

Deno.test("translateError() has a sentence for a code nobody knows", () => {
  assertEquals(translateError("en", "from_the_future"), en["error.internal"]);
});
