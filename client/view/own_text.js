/**
 * Text that stays ours. Whoever translates a page puts elements in the place of text nodes, and what
 * preact then writes into its own node is seen by nobody. So every text stands alone in its element,
 * and when it changes, the element shows it, whatever stands there by now.
 */
import { h, options } from "preact";

/** @typedef {import("preact").VNode<any>} Node */

/** Hooks into preact: to be called once, before anything is drawn. */
export function guardText() {
  /** @type {WeakMap<Element, string>} */
  const written = new WeakMap();
  const { vnode: onMade, diffed: onDrawn } = options;
  options.vnode = (node) => {
    if (typeof node.type === "string") isolateText(node.props);
    onMade?.(node);
  };
  options.diffed = (node) => {
    onDrawn?.(node);
    const element = elementOf(node);
    if (element !== null) write(element, textOf(node.props.children), written);
  };
}

/**
 * @param {Element} element
 * @param {string | null} text null where elements stand among it
 * @param {WeakMap<Element, string>} written what we wrote last
 */
function write(element, text, written) {
  const before = written.get(element);
  if (text === null) {
    // What replaced our text would stay beside the elements that came for it.
    if (written.delete(element)) {
      element.querySelectorAll(":scope > font").forEach((f) => f.remove());
    }
    return;
  }
  if (before === text || (before === undefined && text === "")) return;
  written.set(element, text);
  if (before !== undefined && element.textContent !== text) element.textContent = text;
}

/** @param {Record<string, any>} props */
function isolateText(props) {
  if (!Array.isArray(props.children)) return;
  props.children = props.children.every(isText)
    ? props.children.join("")
    : wrapText(props.children);
}

/**
 * @param {unknown[]} children
 * @returns {unknown[]}
 */
function wrapText(children) {
  return children.map((child) => {
    if (Array.isArray(child)) return wrapText(child);
    return isText(child) && String(child).trim() !== "" ? h("span", null, child) : child;
  });
}

/** @param {unknown} child */
function isText(child) {
  return typeof child === "string" || typeof child === "number";
}

/** @param {unknown} children */
function textOf(children) {
  if (isText(children)) return String(children);
  return children === undefined || children === null || typeof children === "boolean" ? "" : null;
}

/**
 * Preact keeps this short name for its add-ons, which need it too.
 * @param {Node} node
 * @returns {Element | null}
 */
function elementOf(node) {
  if (typeof node.type !== "string") return null;
  return /** @type {any} */ (node).__e;
}
