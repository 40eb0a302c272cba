/**
 * Components that are drawn again only when their props changed. Remembered by component, never by
 * keeping what was drawn: a kept vnode holds, by way of its parent, every row that ever stood beside it.
 *
 * @import { FunctionComponent } from "preact"
 */
import { Component, h } from "preact";

/**
 * @template {object} P
 * @param {FunctionComponent<P>} component
 * @param {(before: P, after: P) => boolean} isSame
 */
export function memo(component, isSame) {
  return class extends Component {
    /**
     * @override
     * @param {P} next
     */
    shouldComponentUpdate(next) {
      return !isSame(/** @type {P} */ (this.props), next);
    }

    /**
     * @override
     * @param {P} props
     */
    render(props) {
      return h(component, props);
    }
  };
}

/**
 * True where two objects hold the very same values.
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 */
export function isShallowEqual(before, after) {
  const names = Object.keys(after);
  return names.length === Object.keys(before).length &&
    names.every((name) => Object.is(before[name], after[name]));
}
