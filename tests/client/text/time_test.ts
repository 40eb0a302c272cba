import { assertEquals } from "@std/assert";
import { localeOf } from "../../../client/text/time.js";

/** A quarter past four in the afternoon, as that locale writes it. */
function written(locale: string): string {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: "long",
    timeStyle: "short",
    timeZone: "UTC",
  });
  // ICU puts narrow spaces where a test would want plain ones.
  return format.format(Date.UTC(2026, 10, 25, 16, 5)).replace(/\s/g, " ");
}

Deno.test("localeOf() has one language's words and the region's customs (report 19)", () => {
  const cases: [string, string, string][] = [
    ["en", "en-GB", "25 November 2026 at 16:05"],
    ["en", "de-DE", "25 November 2026 at 16:05"],
    ["en", "en-US", "November 25, 2026 at 4:05 PM"],
    ["en", "en", "November 25, 2026 at 4:05 PM"],
    ["en", "de", "25 November 2026 at 16:05"],
    ["en", "ja-JP", "25 November 2026 at 16:05"],
    ["en", "pt-BR", "25 November 2026 at 16:05"],
    ["en", "uk-UA", "25 November 2026 at 16:05"],
    ["en", "es-MX", "25 November 2026 at 4:05 pm"],
    ["en", "zh-Hant-TW", "25 November 2026 at 4:05 pm"],
    ["uk", "en-US", "25 листопада 2026 р. о 16:05"],
    ["ru", "ru-UA", "25 ноября 2026 г. в 16:05"],
    ["th", "en-US", "25 พฤศจิกายน 2569 เวลา 16:05"],
    ["en", "th-TH", "25 November 2026 at 16:05"],
    ["en", "fa-IR", "25 November 2026 at 16:05"],
  ];
  for (const [language, browser, wanted] of cases) {
    assertEquals(written(localeOf(language, browser)), wanted, `${language} in ${browser}`);
  }
});

Deno.test("localeOf() takes the language alone where the browser names no place (report 19)", () => {
  for (const browser of ["", "C", "en-US@posix", "tlh", "not a tag"]) {
    assertEquals(written(localeOf("en", browser)), "November 25, 2026 at 4:05 PM", browser);
    assertEquals(written(localeOf("uk", browser)), "25 листопада 2026 р. о 16:05", browser);
  }
});
