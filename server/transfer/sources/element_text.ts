/** Element's "Plain text" export of a Matrix room: `12/30/2023, 9:07:11 AM - Ada: Hello`. */
import { stampedLines } from "./stamped_lines.ts";
import type { LineSource } from "./source.ts";

export const ELEMENT_TEXT: LineSource = {
  shape: "lines",
  name: "Element",
  open: (context) =>
    stampedLines(context, {
      fits: ({ isBracketed, hasComma, hasSeconds, date }) =>
        !isBracketed && hasComma && hasSeconds && date.yearAt === 2,
      message: (message) => message,
    }),
};
