/** What programs of IRC write behind the time: what was said, done and announced by somebody, and all else. */
import type { Sink } from "./source.ts";

const SAID = /^<[@+%&~!. ]*([^>]+)>(?:[ \t](.*))?$/s;
const ACTION = /^ ?\* ?\t?[@+%&~]?([^\s*]+)(?: (.*))?$/s;
/** `-Ada:#club- text`, `-Ada- text`; a server's has a dot in its name. */
const NOTICE = /^-([^\s:!(.-][^\s:(./]*)(?:[:/][^\s]+?|\([^)]*\))?-[ \t](.*)$/s;

/** Words of somebody who does something: `_waves_`. */
export function action(text: string): string {
  return `_${text.trim()}_`;
}

/** Tells what stands behind the time. False where it is nothing that is known. */
export function readIrc(rest: string, time: number, sink: Sink): boolean {
  const said = SAID.exec(rest);
  if (said !== null) {
    sink.message({ time, name: said[1]!.trim(), text: uncoloured(said[2] ?? "") });
    return true;
  }
  if (/^(?:-!-|\*\*\*|={3}|-->|<--|-{3})/.test(rest.trimStart())) {
    sink.remark();
    return true;
  }
  const done = ACTION.exec(rest);
  if (done !== null) {
    sink.message({ time, name: done[1]!, text: action(uncoloured(done[2] ?? "")) });
    return true;
  }
  const notice = NOTICE.exec(rest);
  if (notice !== null) {
    sink.message({ time, name: notice[1]!, text: uncoloured(notice[2]!) });
    return true;
  }
  if (!/^[-*]/.test(rest)) return false;
  sink.remark();
  return true;
}

// deno-lint-ignore no-control-regex -- that is what they are
const COLOURS = /\x03(?:\d{1,2}(?:,\d{1,2})?)?|[\x02\x0f\x11\x16\x1d-\x1f]/g;

/** Without the signs for colours and bold letters. */
export function uncoloured(text: string): string {
  return text.replace(COLOURS, "");
}
