/** What stands before what one writes, and what the window is called. Pure. */

/** What both tell. */
export interface TalkStanding {
  /** The room that is open, as people call it. */
  label: string;
  topic: string | undefined;
  isArchived: boolean;
  isOpen: boolean;
  unsent: number;
  /** Calls and unread messages elsewhere. */
  mentions: number;
  unread: number;
}

/** `[2 calls] general> `. */
export function promptText(standing: TalkStanding): string {
  const { label, isArchived, isOpen, unsent, mentions } = standing;
  const marks = [
    ...isOpen ? [] : ["offline"],
    ...unsent > 0 && !isOpen ? [`${unsent} unsent`] : [],
    ...mentions > 0 ? [`${mentions} ${mentions === 1 ? "call" : "calls"}`] : [],
    ...isArchived ? ["archived"] : [],
  ];
  return `${marks.map((mark) => `[${mark}] `).join("")}${label}> `;
}

/** `(3) general: What we cook - Plaintalk`: what is unread first, for a list of windows is narrow. */
export function titleText({ label, topic, unread }: TalkStanding): string {
  const count = unread > 0 ? `(${unread}) ` : "";
  return `${count}${label}${topic === undefined ? "" : `: ${topic}`} - Plaintalk`;
}
