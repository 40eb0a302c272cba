/**
 * Makes everything once and draws it. The only file that knows everybody, and the only one that does
 * something when it is loaded.
 */
import { html, render } from "htm/preact";
import { Actions } from "./actions.js";
import { runSearch } from "./actions/search.js";
import { Panels } from "./actions/panels.js";
import { watchBrowser } from "./browser_events.js";
import { BackStack } from "./device/back_stack.js";
import { Notifier } from "./device/notifier.js";
import { PushDevice } from "./device/push_device.js";
import { copy } from "./device/clipboard.js";
import { InstallOffer } from "./device/install_offer.js";
import { LinkCode } from "./device/link_code.js";
import { shareSheet } from "./device/share_sheet.js";
import { OwnStorage } from "./device/own_storage.js";
import { StorageArea, storageOrNull } from "./device/storage_area.js";
import { DeviceStorage } from "./device/storage.js";
import { tabId, Tabs } from "./device/tabs.js";
import { FrameBatcher } from "./device/frame_batcher.js";
import { onceIn } from "./device/once_in.js";
import { brandOf, DocumentUpdater, prefetchLazyModules } from "./device/document.js";
import { registerServiceWorker } from "./device/service_worker.js";
import { Api } from "./net/api.js";
import { EmojiSource } from "./net/emoji.js";
import { Changes } from "./net/changes.js";
import { Outbox } from "./net/outbox.js";
import { Socket } from "./net/socket.js";
import { makeMedia } from "./media/media.js";
import { upload } from "./net/upload.js";
import { pageTitle, totalUnread } from "./state/selectors.js";
import { initialState } from "./state/state.js";
import { LinkActions } from "./actions/links.js";
import { PeopleActions } from "./actions/people.js";
import { Toasts } from "./actions/toasts.js";
import { Store } from "./state/store.js";
import { timeZone } from "./text/time.js";
import { App } from "./view/app.js";
import { Provider } from "./view/hooks.js";
import { guardText } from "./view/own_text.js";
import { LANGUAGES, loadRareWords, loadWords, translate } from "./words/words.js";

/** Milliseconds between two times that the page is remembered. */
const SNAPSHOT_INTERVAL_MS = 15_000;
/** Milliseconds until the title tells a change. */
const TITLE_DELAY_MS = 40;

const after = (/** @type {() => void} */ fn, /** @type {number} */ ms) =>
  Number(setTimeout(fn, ms));
const cancel = (/** @type {number} */ timer) => clearTimeout(timer);
const random = () => crypto.getRandomValues(new Uint8Array(12));
const tabShelf = new StorageArea(storageOrNull(() => sessionStorage));
const linkCode = new LinkCode(tabShelf, location, history);
const storageArea = new StorageArea(storageOrNull(() => localStorage));
const device = new DeviceStorage(storageArea);
const storage = new OwnStorage(storageArea);
const tabs = new Tabs(
  navigator.locks,
  tabId(storageOrNull(() => sessionStorage), () => random().join("-")),
);
/** Tells the other tabs of this browser who left. */
const channel = new BroadcastChannel("plaintalk");
const store = new Store(
  initialState(device.preferences(LANGUAGES, navigator.languages), Date.now(), brandOf(document)),
);
const api = new Api(fetch, () => new URL("./", document.baseURI).href);
const notifier = new Notifier();
const toasts = new Toasts({ store, after });
const emoji = new EmojiSource(fetch);
const narrow = matchMedia("(max-width: 44rem)");
const isNarrow = () => narrow.matches;
/** @type {Panels} */
const panels = new Panels({
  store,
  isNarrow,
  pushLayer: (close, rank) => backStack.push(close, rank),
});
/** @type {BackStack} */
const backStack = new BackStack({
  history,
  location,
  hasInteracted: () => navigator.userActivation?.hasBeenActive ?? true,
  hash: () => panels.hash(),
  keepsRoomHistory: () => !isNarrow(),
  onAddress: readAddress,
  renewTitle: () => {
    const { title } = document;
    document.title = "";
    document.title = title;
  },
  after,
});
/** @type {Actions} */
const actions = new Actions({
  store,
  device,
  storage,
  tabs,
  api,
  socket: () => socket,
  outbox: () => outbox,
  changes: () => changes,
  notifyTabs: (owner) => channel.postMessage({ left: owner }),
  push: new PushDevice(),
  clearTraces: () => {
    void actions.push.gone();
    backStack.reset();
    updateDocument();
  },
  pushLayer: (close) => backStack.push(close),
  people: () => people,
  links: () => links,
  shareSheet,
  toasts,
  notifier,
  isFocused: () => document.visibilityState === "visible" && document.hasFocus(),
  translate: (key, values) => translate(store.state.preferences.language, key, values),
  upload,
  media: makeMedia(fetch),
  createPreview: (file) => URL.createObjectURL(file),
  revokePreview: (address) => URL.revokeObjectURL(address),
  installOffer: new InstallOffer(window),
  loadRareWords: () => loadRareWords(store.state.preferences.language),
  search: (wanted, tell) => runSearch(fetch, wanted, tell),
  emoji: {
    load: (language) => emoji.load(language, storage.skinTone()),
    skinTone: () => storage.skinTone(),
    saveSkinTone: (tone) => storage.saveSkinTone(tone),
    recent: () => storage.recentEmoji(),
    markUsed: (one) => storage.saveRecentEmoji(one),
  },
  now: () => Date.now(),
  after,
  cancel,
  random,
  updateAddress: () => backStack.syncSoon(),
  copyLinkTo: (address) => copy(new URL(address, location.href).href),
  copyText: copy,
  link: (address) => new URL(address, location.href).href,
  reload: () => location.reload(),
});
/** @type {PeopleActions} */
const people = new PeopleActions({
  store,
  api,
  links: () => links,
  onEntered: (session) => {
    if (session.me !== null) links.used();
    void actions.session.onEntered(session);
  },
  session: () => actions.session,
  device,
  socket: () => socket,
  toasts,
  now: () => Date.now(),
  after,
  cancel,
});
const links = new LinkActions({ store, api, linkCode, people: () => people });
/** @type {FrameBatcher<import("../server/protocol.ts").Event>} */
const frames = new FrameBatcher((events) => actions.handleEvents(events));
/** @type {Socket} */
const socket = new Socket({
  open: () => {
    const address = new URL("ws", document.baseURI);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    return new WebSocket(address);
  },
  after,
  cancel,
  random: () => Math.random(),
  onEvents: (events) => frames.add(events),
  onConnection: (connection, retryMs) => {
    frames.flush();
    const retry = retryMs === undefined ? {} : { retry: Date.now() + retryMs };
    store.dispatch({ type: "connection", connection, ...retry });
  },
  onSlow: () => store.dispatch({ type: "slow" }),
  onOutage: () => store.dispatch({ type: "outage" }),
  onRefused: () => actions.session.onEnded(),
  isRefused: () => people.isRefused(),
});
const outbox = new Outbox({
  send: (command) => socket.send(command),
  save: (row) => storage.saveRow(row),
  remove: (ref) => storage.removeRow(ref),
  after,
  onFailed: ({ ref }, code) => store.dispatch({ type: "failed", ref, code }),
});

/** @type {Changes} */
const changes = new Changes({
  send: (command) => socket.send(command),
  save: (change) => storage.saveChange(change),
  remove: (ref) => storage.removeChange(ref),
  after,
  onFailed: (change, code) => actions.messages.onRefused(change, code),
  onItems: (items) => store.dispatch({ type: "changes", changes: items }),
});

/**
 * What an address asks for: `#/room` or `#/room/id`.
 * @param {string} [hash]
 */
function readAddress(hash = location.hash) {
  const [, room = "", id = ""] = hash.split("/");
  if (room === "") return;
  try {
    actions.rooms.openFromAddress(decodeURIComponent(room), /^\d+$/.test(id) ? Number(id) : null);
  } catch {
    // An address nobody can read asks for nothing.
  }
}

const isDev =
  document.querySelector("meta[name=plaintalk-dev]")?.getAttribute("content") === "true";
const documentUpdater = new DocumentUpdater();

/** A moment later: what is read at once must not flicker in the title. */
const updateDocumentSoon = onceIn(TITLE_DELAY_MS, updateDocument, after);

function updateDocument() {
  const { preferences, outdated } = store.state;
  const title = pageTitle(store.state);
  const unread = totalUnread(store.state);
  documentUpdater.update({ title, unread, preferences }, (count) => notifier.showBadge(count));
  if (outdated && isDev) location.reload();
}

/** Now and then while something happens: a browser that is killed says no goodbye. */
const saveSnapshotSoon = onceIn(SNAPSHOT_INTERVAL_MS, () => actions.session.saveSnapshot(), after);

/** What the device's clock shows, and where it believes itself to be. */
function updateClock() {
  store.dispatch({ type: "now", now: Date.now(), zone: timeZone() });
}

/** With the clock's own minutes, so that "Today" becomes "Yesterday" at midnight. */
function updateClockEachMinute() {
  updateClock();
  setTimeout(updateClockEachMinute, 60_000 - Date.now() % 60_000);
}

async function start() {
  // Without these the page is in English, which beats no page.
  await loadWords(store.state.preferences.language).catch(() => {});
  readAddress();
  store.watch(updateDocumentSoon);
  store.watch(saveSnapshotSoon);
  const stop = store.watch(() => {
    if (!store.state.rooms.get(store.state.open ?? "")?.loaded) return;
    stop();
    prefetchLazyModules(() => loadRareWords(store.state.preferences.language));
  });
  updateDocument();
  const root = document.getElementById("app");
  if (root !== null) {
    guardText();
    // What stood there while this was on its way.
    root.replaceChildren();
    render(
      html`
        <${Provider} store=${store} actions=${actions}>
          <${App} />
          <//>
      `,
      root,
    );
  }
  store.watch(() => panels.update());
  watchBrowser({
    ...{ actions, panels, backStack, socket, store, narrow, channel, frames },
    onShown: updateClock,
  });
  updateClockEachMinute();
  await people.start();
}

void start().then(() => isDev ? undefined : registerServiceWorker(readAddress));
