/** Skype as copied or exported text: `[12/30/2023 9:07:11 AM] Ada: Hello`. */
import { stampedLines } from "./stamped_lines.ts";
import type { LineSource, LogMessage } from "./source.ts";

export const SKYPE: LineSource = {
  shape: "lines",
  name: "Skype",
  open(context) {
    const read = stampedLines(context, {
      fits: ({ isBracketed, hasComma, hasSeconds, date }) =>
        isBracketed && !hasComma && hasSeconds && date.yearAt === 2,
      message: (message: LogMessage) => message,
    });
    return (line) => {
      const m = EDITED.exec(line);
      read(m === null ? line : `${m[1]}]${m[2]}`);
    };
  },
};

/** `[12/30/2023 9:07:11 AM | Edited 9:08:00 AM] Ada: Hello` */
const EDITED = /^(\[[\d/. :-]+(?: ?[AP]M)?) \| [^\]]{1,60}\](.*)$/s;
