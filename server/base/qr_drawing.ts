/** A QR code as it is shown: one path for a page, half blocks for a terminal; always dark on light. */
import { qrCode } from "./qr_code.ts";

/** Light modules around a code, without which no reader finds it (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;
/** In a terminal, where every line counts: its readers find it with less. */
const QUIET_ZONE_IN_TERMINAL = 2;

/** Black on white, whatever the terminal's colours are; and back. */
const BLACK_ON_WHITE = "\x1b[30;107m";
const AS_BEFORE = "\x1b[0m";
/** What two modules above each other are: upper and lower one, dark or not. */
const HALVES = [" ", "▄", "▀", "█"];

/** A path of dark modules in a square of `size`, the quiet zone included. */
export interface QrPath {
  size: number;
  path: string;
}

/** The code of a text as a path for SVG. */
export function qrPath(text: string): QrPath {
  const code = qrCode(text);
  const parts: string[] = [];
  for (let y = 0; y < code.size; y++) {
    let x = 0;
    while (x < code.size) {
      const from = x++;
      if (!code.isDark(from, y)) continue;
      while (x < code.size && code.isDark(x, y)) x++;
      parts.push(`M${from + QUIET_ZONE} ${y + QUIET_ZONE}h${x - from}v1h-${x - from}z`);
    }
  }
  return { size: code.size + 2 * QUIET_ZONE, path: parts.join("") };
}

/** The code of a text as lines for a terminal. */
export function qrLines(text: string): string[] {
  const code = qrCode(text);
  const [least, most] = [-QUIET_ZONE_IN_TERMINAL, code.size + QUIET_ZONE_IN_TERMINAL];
  const at = (x: number, y: number): number =>
    x >= 0 && y >= 0 && x < code.size && y < code.size && code.isDark(x, y) ? 1 : 0;
  const lines: string[] = [];
  for (let y = least; y < most; y += 2) {
    let line = "";
    for (let x = least; x < most; x++) line += HALVES[at(x, y) * 2 + at(x, y + 1)];
    lines.push(`${BLACK_ON_WHITE}${line}${AS_BEFORE}`);
  }
  return lines;
}
