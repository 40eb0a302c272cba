/** Names of months in the languages in which programs wrote them, long and short, as numbers. */

const LANGUAGES =
  "en de fr es it pt nl sv nb da fi is pl cs sk sl hr sr hu ro bg ru uk be el tr et lv lt ca eu gl id ms vi th he ar fa hi ja ko zh"
    .split(" ");

/** Months by name. */
export class MonthNames {
  #months: Map<string, number> | null = null;

  /** 1 for January in any of the languages, 0 for no month. */
  number(name: string): number {
    const english = "jan feb mar apr may jun jul aug sep oct nov dec".indexOf(name.toLowerCase());
    if (english >= 0 && name.length === 3) return english / 4 + 1;
    this.#months ??= allMonths();
    return this.#months.get(plainOf(name)) ?? 0;
  }
}

function allMonths(): Map<string, number> {
  const months = new Map<string, number>();
  const styles: Intl.DateTimeFormatOptions[] = [
    { month: "long" },
    { month: "short" },
    // Beside a day many languages say it in another case.
    { month: "long", day: "numeric" },
    { month: "short", day: "numeric" },
  ];
  for (const language of LANGUAGES) {
    for (const style of styles) {
      const format = new Intl.DateTimeFormat(language, {
        ...style,
        timeZone: "UTC",
        calendar: "gregory",
      });
      for (let month = 0; month < 12; month++) {
        const parts = format.formatToParts(Date.UTC(2023, month, 15));
        const name = plainOf(parts.find(({ type }) => type === "month")?.value ?? "");
        if (name !== "" && !months.has(name)) months.set(name, month + 1);
      }
    }
  }
  return months;
}

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[.\s]/g, "");
}
