/**
 * One look at the screen, as the page itself answers it: where something can be pressed, what is to be
 * scrolled first, or why it cannot be pressed. It runs in any page, of any engine, and knows nothing but
 * its arguments.
 */

/** A place on the screen, in pixels. */
export interface Place {
  x: number;
  y: number;
}

/** What a look at the screen found: a place, something to scroll, or why not. */
export interface Sight {
  at?: Place;
  scroll?: { from: Place; by: Place };
  trouble?: string;
}

/** Looks at one thing; `part` says where in it, by its parts: nothing for the middle of what is seen. */
export function look(element: Element, part: Place | null): Sight {
  /** Less of it than this in sight, and one scrolls first. */
  const ENOUGH_PX = 12;
  const isMark = element instanceof HTMLInputElement && /^(radio|checkbox)$/.test(element.type);
  // Its words are as good a place as the mark itself, and larger.
  const label = isMark ? element.labels?.[0] : undefined;
  const thing = label ?? element;
  if (element.matches(":disabled")) return { trouble: "it is disabled" };
  const rects = [...thing.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height);
  // A link may run over two lines, and between them is nothing to press.
  const box = getComputedStyle(thing).display === "inline" && rects[0]
    ? rects[0]
    : thing.getBoundingClientRect();
  const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  let scroller: Element | null = null;
  let room = { ...seen };
  for (let outer: Element | null = thing; outer !== null; outer = outer.parentElement) {
    const { overflowX, overflowY, position } = getComputedStyle(outer);
    if (outer !== thing && `${overflowX}${overflowY}` !== "visiblevisible") {
      const { left, top, right, bottom } = outer.getBoundingClientRect();
      seen.left = Math.max(seen.left, left);
      seen.top = Math.max(seen.top, top);
      seen.right = Math.min(seen.right, right);
      seen.bottom = Math.min(seen.bottom, bottom);
      const isHigh = /auto|scroll/.test(overflowY) && outer.scrollHeight > outer.clientHeight;
      const isWide = /auto|scroll/.test(overflowX) && outer.scrollWidth > outer.clientWidth;
      if (scroller === null && (isHigh || isWide)) {
        scroller = outer;
        room = { ...seen };
      }
    }
    // What is fixed, or in the top layer, hangs in no frame.
    if (position === "fixed" || outer.matches(":modal, :popover-open")) break;
  }
  const inner = {
    left: Math.max(box.left, seen.left),
    top: Math.max(box.top, seen.top),
    right: Math.min(box.right, seen.right),
    bottom: Math.min(box.bottom, seen.bottom),
  };
  const isSeen = inner.right - inner.left >= Math.min(box.width, ENOUGH_PX) &&
    inner.bottom - inner.top >= Math.min(box.height, ENOUGH_PX);
  const at = part === null
    ? { x: (inner.left + inner.right) / 2, y: (inner.top + inner.bottom) / 2 }
    : { x: box.left + box.width * part.x, y: box.top + box.height * part.y };
  const isInside = at.x >= seen.left && at.x < seen.right && at.y >= seen.top && at.y < seen.bottom;
  if (!isSeen || !isInside) {
    if (scroller === null) return { trouble: "it is out of sight, and nothing scrolls" };
    const [wide, high] = [room.right - room.left, room.bottom - room.top];
    const from = { x: room.left + wide / 2, y: room.top + high / 2 };
    const goal = part === null ? { x: box.left + box.width / 2, y: box.top + box.height / 2 } : at;
    const bound = (by: number, max: number): number => Math.max(-max, Math.min(max, by));
    const isBeside = goal.x < room.left || goal.x >= room.right;
    const by = {
      x: isBeside ? bound(goal.x - from.x, wide * 0.6) : 0,
      y: bound(goal.y - from.y, high * 0.6),
    };
    return { scroll: { from, by } };
  }
  const hit = document.elementFromPoint(at.x, at.y);
  if (hit === null) return { trouble: "nothing is at its place" };
  if (thing.contains(hit) || element.contains(hit)) return { at };
  if (hit.closest("label")?.control === element) return { at };
  const words = hit.textContent?.trim().slice(0, 40) ?? "";
  return { trouble: `<${hit.localName} class="${hit.className}"> ${words} lies over it` };
}
