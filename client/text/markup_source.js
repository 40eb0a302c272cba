/**
 * What stands on the page as it was written: with the signs that `markup.js` left out. Reads nodes, and
 * knows nothing else of the page.
 */

/**
 * @typedef {object} SourceNode a node of the page, or a part of one
 * @property {string | null} nodeValue
 * @property {Iterable<SourceNode>} childNodes
 * @property {string} [tagName]
 * @property {{ before?: string, after?: string }} [dataset]
 */

/**
 * @param {SourceNode} node
 * @returns {string}
 */
export function markupSource({ nodeValue, childNodes, tagName = "", dataset = {} }) {
  if (nodeValue !== null) return nodeValue;
  if (tagName.toUpperCase() === "BUTTON") return "";
  const { before = "", after = "" } = dataset;
  return before + [...childNodes].map(markupSource).join("") + after;
}
