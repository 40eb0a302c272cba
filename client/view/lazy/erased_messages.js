/**
 * Which messages of the open room are erased, as far as this view is told while it is open: those that are
 * on the page, and those far back, of which the state knows nothing.
 */
import { useEffect, useState } from "preact/hooks";
import { useActions, useSelect } from "../hooks.js";
import { openRoom } from "../../state/selectors.js";

/** Ids kept of what is erased far back while one looks. */
const MAX_IDS = 1000;

/** @returns {Set<number>} their ids */
export function useErased() {
  const actions = useActions();
  const room = useSelect(openRoom);
  const name = room?.room;
  const [told, setTold] = useState(/** @type {number[]} */ ([]));
  useEffect(() => {
    let isOver = false;
    let unwatch = () => {};
    actions.roomTools().then((tools) => {
      if (isOver) return;
      unwatch = tools.watchErasures((where, id) => {
        if (where === name) setTold((before) => [...before, id].slice(-MAX_IDS));
      });
    }, () => {});
    return () => {
      isOver = true;
      unwatch();
    };
  }, [name]);
  const here = room?.messages.filter(({ erased }) => erased).map(({ id }) => id) ?? [];
  return new Set([...here, ...told]);
}
