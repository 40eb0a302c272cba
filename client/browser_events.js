/**
 * What the browser tells of itself, and who is told: the way back, the network, other tabs, whether
 * somebody is looking.
 *
 * @import { Actions } from "./actions.js"
 * @import { Panels } from "./actions/panels.js"
 * @import { BackStack } from "./device/back_stack.js"
 * @import { FrameBatcher } from "./device/frame_batcher.js"
 * @import { Socket } from "./net/socket.js"
 * @import { Store } from "./state/store.js"
 */
import { isLinkHash } from "./device/link_code.js";

/**
 * @param {object} parts
 * @param {Actions} parts.actions
 * @param {Panels} parts.panels
 * @param {BackStack} parts.backStack
 * @param {Socket} parts.socket
 * @param {Store} parts.store
 * @param {MediaQueryList} parts.narrow
 * @param {BroadcastChannel} parts.channel
 * @param {FrameBatcher<any>} parts.frames
 * @param {() => void} parts.onShown the page is seen again
 */
export function watchBrowser(parts) {
  const { actions, panels, backStack, socket, store, narrow, channel, frames, onShown } = parts;
  narrow.addEventListener("change", () => {
    panels.update();
    backStack.syncSoon();
  });
  addEventListener("popstate", () => {
    // A link with a code that was opened in this very tab.
    if (isLinkHash(location.hash)) location.reload();
    else backStack.onPopState();
  });
  for (const touch of ["keydown", "pointerup", "click"]) {
    addEventListener(touch, () => backStack.syncSoon(), { passive: true });
  }
  addEventListener("online", () => socket.connect());
  addEventListener("pagehide", () => actions.flushPending());
  addEventListener(
    "storage",
    ({ key, newValue }) => actions.session.onStorage(key ?? "", newValue),
  );
  channel.onmessage = ({ data }) => actions.session.onLeftElsewhere(String(data?.left));
  addEventListener("focus", () => {
    actions.presence.turned();
    actions.push.opened();
    actions.markSeen();
  });
  addEventListener("blur", () => actions.presence.turned());
  for (const touch of ["keydown", "pointerdown", "wheel"]) {
    addEventListener(touch, () => actions.presence.touched(), { passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    frames.flush();
    actions.presence.turned();
    // A phone may end a page that nobody sees without another word.
    if (document.visibilityState !== "visible") return actions.session.saveSnapshot();
    onShown();
    if (store.state.phase === "chat" && store.state.me !== null) socket.connect();
  });
}
