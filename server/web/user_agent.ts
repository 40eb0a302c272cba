/**
 * What a person recognises a session by: the browser and the system that a User-Agent names, and the client
 * hints beside it, which browsers of one family send to be told apart. Only words of these tables leave them,
 * so nothing that a stranger sends is stored or shown.
 */

/** In this order: many browsers claim to be the ones below them as well. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdgA?\/|EdgiOS/, "Edge"],
  [/\bOPR\/|OPT\//, "Opera"],
  [/SamsungBrowser/, "Samsung Internet"],
  [/Vivaldi/, "Vivaldi"],
  [/Firefox\/|FxiOS/, "Firefox"],
  [/(Headless)?Chrome\/|Chromium\/|CriOS/, "Chrome"],
  [/Version\/[\d.]+ .*Safari\//, "Safari"],
];

const SYSTEMS: [RegExp, string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/Linux|X11/, "Linux"],
];

/** In `Sec-CH-UA` each names its family as well: what is told apart stands first. */
const HINTED_BROWSERS: [RegExp, string][] = [
  [/"Brave"/, "Brave"],
  [/"Vivaldi"/, "Vivaldi"],
  [/"Opera( GX)?"/, "Opera"],
  [/"YaBrowser"|"Yandex"/, "Yandex Browser"],
  [/"DuckDuckGo"/, "DuckDuckGo"],
];

/** In `Sec-CH-UA-Platform`. */
const HINTED_SYSTEMS: [RegExp, string][] = [
  [/^"(Chrome OS|Chromium OS)"$/, "ChromeOS"],
  [/^"Android"$/, "Android"],
  [/^"Windows"$/, "Windows"],
  [/^"macOS"$/, "macOS"],
  [/^"Linux"$/, "Linux"],
];

/** Characters of a header that are looked at. */
const MAX_HEADER_CHARACTERS = 500;

/** `Firefox on Linux`, or as much of it as is known; "" for nothing. */
export function deviceOf(headers: Pick<Headers, "get">): string {
  const known = (table: [RegExp, string][], header: string): string | undefined => {
    const text = (headers.get(header) ?? "").slice(0, MAX_HEADER_CHARACTERS);
    return table.find(([sign]) => sign.test(text))?.[1];
  };
  const browser = known(HINTED_BROWSERS, "sec-ch-ua") ?? known(BROWSERS, "user-agent");
  const system = known(HINTED_SYSTEMS, "sec-ch-ua-platform") ?? known(SYSTEMS, "user-agent");
  return [browser, system].filter((word) => word !== undefined).join(" on ");
}
