/**
 * Where something opens that belongs to what was pressed.
 *
 * @typedef {{ left: number, top: number, right: number, bottom: number }} Anchor where it opens from
 */

/**
 * Above or below the anchor, wherever there is more room; the style sheet keeps it on the screen, and
 * lets a phone have it at the bottom.
 * @param {HTMLElement | null} element
 * @param {Anchor | undefined} anchor
 */
export function placePopover(element, anchor) {
  if (element === null || anchor === undefined) return;
  const { width, height } = element.getBoundingClientRect();
  const isAbove = anchor.top > innerHeight - anchor.bottom;
  const left = Math.min(anchor.left, innerWidth - width - 8);
  const top = isAbove ? anchor.top - height - 8 : anchor.bottom + 8;
  element.style.setProperty("--popover-left", `${Math.max(8, left)}px`);
  element.style.setProperty(
    "--popover-top",
    `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`,
  );
}
