/**
 * Hours as phones write them: with a marker of the half day, in whatever language, or of the part of the day.
 * What a language says is asked of `Intl` when a log first needs it.
 */

/** Words beside a time that mean no half day, without dots and blanks. */
const PLAIN_WORDS =
  "|klo|kl|à|a|las|alas|às|as|o|at|um|ob|om|в|о|у|u|uhr|h|hod|น|ч|г|р|гч|рр|год|saat|ore|ora|ore|lúc|時|시|時刻|於|在|時分"
    .split("|");

/** Languages whose phones write half days. */
const LANGUAGES =
  "en en-AU es es-MX es-CO pt fr de it nl pl cs sk sl hr sr hu ro bg ru uk el sq tr az ka hy he ar fa ur hi bn pa gu ta te kn ml mr ne si th lo km my vi id ms fil zh-CN zh-TW zh-HK ja ko am sw af et lv lt fi sv nb da is kk ky uz mn so zu"
    .split(" ");
/** Markers that older phones write: before noon, after noon. */
const OLDER =
  "पूर्वाह्न/अपराह्न पूर्वाह्ण/अपराह्ण পূর্বাহ্ণ/অপরাহ্ণ ಪೂರ್ವಾಹ್ನ/ಅಪರಾಹ್ನ முற்பகல்/பிற்பகல் म.पू./म.उ. ਪੂ.ਦੁ./ਬਾ.ਦੁ. дп/пп öö/ös vm/nm fm/em dop/odp pd/md d/m"
    .split(" ").map((pair) => pair.split("/"));
const HOUR = { hour: "numeric", timeZone: "UTC" } as const;
const HOUR_MS = 60 * 60 * 1000;

/** The hours of the day, as bits, that each marker stands for. */
type Markers = Map<string, number>;

/** Reads hours. */
export class HalfDays {
  #markers: Markers | null = null;
  readonly #known = new Map<string, number>();

  /** The hour of the day, NaN for a marker that nobody knows. */
  hour(hour: number, marker: string): number {
    if (marker === "" || hour > 12) return hour;
    let hours = this.#known.get(marker);
    if (hours === undefined) {
      hours = this.#hoursOf(marker);
      if (this.#known.size < 1000) this.#known.set(marker, hours);
    }
    if (Number.isNaN(hours)) return NaN;
    if (hours === 0) return hour;
    const early = hour % 12;
    const late = early + 12;
    const [isEarly, isLate] = [hours >> early & 1, hours >> late & 1];
    if (isEarly !== isLate) return isEarly ? early : late;
    return distance(hours, early) <= distance(hours, late) ? early : late;
  }

  /** 0 for a word that is no marker. */
  #hoursOf(marker: string): number {
    const plain = plainOf(marker);
    if (plain === "am") return 0x000fff;
    if (plain === "pm") return 0xfff000;
    if (PLAIN_WORDS.includes(plain)) return 0;
    this.#markers ??= allMarkers();
    return this.#markers.get(plain) ?? NaN;
  }
}

function allMarkers(): Markers {
  const markers: Markers = new Map();
  for (const [before = "", after = ""] of OLDER) {
    markers.set(plainOf(before), 0x000fff).set(plainOf(after), 0xfff000);
  }
  for (const language of LANGUAGES) {
    const halves = new Intl.DateTimeFormat(language, { ...HOUR, hour12: true });
    addMarkers(markers, halves, [0, 12], 0xfff);
    const parts = new Intl.DateTimeFormat(language, { ...HOUR, hour12: true, dayPeriod: "long" });
    addMarkers(markers, parts, Array.from({ length: 24 }, (_, hour) => hour), 1);
  }
  return markers;
}

/** Adds what a format writes at some hours; `hours` are those from each on that it stands for, as bits. */
function addMarkers(
  markers: Markers,
  format: Intl.DateTimeFormat,
  at: number[],
  hours: number,
): void {
  for (const hour of at) {
    const part = format.formatToParts(hour * HOUR_MS).find(({ type }) => type === "dayPeriod");
    const plain = plainOf(part?.value ?? "");
    if (plain !== "") {
      markers.set(plain, (markers.get(plain) ?? 0) | hours << hour);
    }
  }
}

function plainOf(marker: string): string {
  return marker.toLowerCase().replace(/[.,\s\u200b-\u200f\u202a-\u202f\u2066-\u2069]/g, "");
}

/** Hours from an hour to the nearest of those. */
function distance(hours: number, hour: number): number {
  for (let away = 0; away < 24; away++) {
    if (
      hours >> (hour + away) % 24 & 1 || hours >> (hour + 24 - away) % 24 & 1
    ) return away;
  }
  return 24;
}
