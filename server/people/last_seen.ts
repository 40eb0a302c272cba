/** When each account was seen last, read from the lines of `sessions.txt` beside a chat that writes it. */
import { foldName } from "./names.ts";
import { parseSessionLine } from "./session_lines.ts";
import type { Disk } from "../store/disk.ts";
import { linesOf } from "../store/line_table.ts";
import { readText } from "../store/text_file.ts";

/** Milliseconds since 1970, to half a day, by folded name; sessions that have ended count too. */
export function lastSeen(disk: Disk, path: string): Map<string, number> {
  const keys = new Map<string, string>();
  const seen = new Map<string, number>();
  for (const line of linesOf(disk.exists(path) ? readText(disk, path) ?? "" : "")) {
    const found = parseSessionLine(line);
    if (found?.kind === "began" && found.account) keys.set(found.id, foldName(found.name));
    const key = found === null ? undefined : keys.get(found.id);
    if (found === null || key === undefined) continue;
    seen.set(key, Math.max(seen.get(key) ?? 0, found.at));
  }
  return seen;
}
