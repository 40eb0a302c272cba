/**
 * What a person recognises a session by: the browser and the system that a User-Agent names. Only words
 * of this table leave it, so nothing that a stranger sends is stored or shown.
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

/** `Firefox on Linux`, or as much of it as is known; "" for nothing. */
export function deviceOf(userAgent: string | null): string {
  const known = (table: [RegExp, string][]): string | undefined =>
    table.find(([sign]) => sign.test((userAgent ?? "").slice(0, 500)))?.[1];
  return [known(BROWSERS), known(SYSTEMS)].filter((word) => word !== undefined).join(" on ");
}
