/**
 * The pictures that a lightbox goes through: those it was handed, and at either edge those of the room
 * that were said before or after them, fetched once one comes there.
 *
 * @import { Message } from "../../../server/protocol.ts"
 */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useErased } from "./erased_messages.js";
import { useActions, useSelect } from "../hooks.js";
import { hasPicture } from "../../state/albums.js";
import { openRoom } from "../../state/selectors.js";

/** Pictures kept beyond either edge. */
const MAX_BEYOND = 1000;

/**
 * Goes on behind an edge; false where nothing is behind it.
 * @typedef {(which: "picturesBefore" | "picturesAfter", edge: number) => boolean} LoadBeyond
 */

/**
 * @typedef {object} Pictures
 * @property {Message | null} shown null where the last of them was erased
 * @property {boolean} isInstead it took the place of one that was erased while one looked at it
 * @property {Message[]} beside at most one on either side
 * @property {Message[]} all
 * @property {(step: -1 | 1) => void} go
 */

/**
 * @param {{ message: Message, messages: Message[], onShow: (id: number) => void }} props
 * @returns {Pictures & { hasPrevious: boolean, hasNext: boolean }}
 */
export function usePictures({ message, messages, onShow }) {
  const room = useSelect(openRoom);
  const erased = useErased();
  const isWindow = messages === room?.messages;
  const here = messages.filter(hasPicture);
  const older = useBeyond(!isWindow || room.more);
  const newer = useBeyond(isWindow && room.newer);
  /** The id of a picture that is shown and not among `messages`. */
  const [away, setAway] = useState(/** @type {number | null} */ (null));
  /** The id of the one that is shown instead of an erased one. */
  const [instead, setInstead] = useState(/** @type {number | null} */ (null));
  /** A step that was asked for before there was anything to go to. */
  const wanted = useRef(/** @type {-1 | 0 | 1} */ (0));

  const { all, first, last } = inOrder({ message, messages, here, older, newer, erased });
  const current = away ?? message.id;
  const isGone = erased.has(current);
  const at = isGone ? nearest(all, current) : all.findIndex(({ id }) => id === current);
  const shown = all[at] ?? (isGone ? null : message);

  /** @param {-1 | 1} step */
  function load(step) {
    return step === -1 ? older.load("picturesBefore", first) : newer.load("picturesAfter", last);
  }

  const show = (/** @type {Message} */ picture) => {
    const isHere = here.includes(picture);
    setAway(isHere ? null : picture.id);
    if (isHere) onShow(picture.id);
  };

  /** @param {-1 | 1} step */
  function go(step) {
    const next = all[at + step];
    wanted.current = next === undefined && load(step) ? step : 0;
    if (next === undefined) return;
    setInstead(null);
    show(next);
  }

  useLayoutEffect(() => {
    if (!isGone || shown === null) return;
    setInstead(shown.id);
    show(shown);
  }, [isGone, shown?.id]);
  useEffect(() => {
    if (at === 0) load(-1);
    if (at === all.length - 1) load(1);
  }, [shown?.id]);
  useLayoutEffect(() => {
    if (wanted.current !== 0 && all[at + wanted.current] !== undefined) go(wanted.current);
  }, [all.length]);
  return {
    ...{ shown, all, go },
    isInstead: shown !== null && shown.id === instead,
    beside: [all[at - 1], all[at + 1]].filter((one) => one !== undefined),
    hasPrevious: at > 0,
    hasNext: at < all.length - 1,
  };
}

/**
 * All pictures that are known by now, and the ids of the first and the last of what was handed over.
 * @param {{ message: Message, messages: Message[], here: Message[], older: { pictures: Message[] },
 *   newer: { pictures: Message[] }, erased: Set<number> }} known
 */
function inOrder({ message, messages, here, older, newer, erased }) {
  const [first, last] = [here[0]?.id ?? message.id, messages.at(-1)?.id ?? 0];
  const all = [
    ...older.pictures.filter(({ id }) => id < first),
    ...here,
    ...newer.pictures.filter(({ id }) => id > last),
  ].filter(({ id }) => !erased.has(id));
  return { all, first, last };
}

/**
 * Where the picture is that comes behind an erased one, or else the one before it.
 * @param {Message[]} all
 * @param {number} erased
 */
function nearest(all, erased) {
  const next = all.findIndex(({ id }) => id > erased);
  return next === -1 ? all.length - 1 : next;
}

/**
 * @param {boolean} more whether there is anything beyond this edge
 * @returns {{ pictures: Message[], load: LoadBeyond }}
 */
function useBeyond(more) {
  const actions = useActions();
  const room = useSelect((state) => state.open) ?? "";
  const [pictures, setPictures] = useState(/** @type {Message[]} */ ([]));
  const place = useRef({ cursor: /** @type {number | null} */ (null), more, isLooking: false });
  const isOver = useRef(false);
  useEffect(() => () => {
    isOver.current = true;
  }, []);

  /** @type {(...where: Parameters<LoadBeyond>) => Promise<void>} */
  async function look(which, edge) {
    const { current } = place;
    current.isLooking = true;
    try {
      const tools = await actions.roomTools();
      const run = await tools[which](room, current.cursor ?? edge);
      if (isOver.current) return;
      const now = which === "picturesBefore"
        ? [...run.pictures, ...pictures]
        : [...pictures, ...run.pictures];
      Object.assign(current, { cursor: run.cursor, more: run.more && now.length < MAX_BEYOND });
      setPictures(now);
    } catch {
      // The next step towards this edge asks again.
    } finally {
      current.isLooking = false;
    }
  }

  /** @type {LoadBeyond} */
  function load(which, edge) {
    if (place.current.more && !place.current.isLooking) void look(which, edge);
    return place.current.more;
  }
  return { pictures, load };
}
