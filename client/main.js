/**
 * Makes everything once and draws it. The only file that knows everybody, and the only one that does
 * something when it is loaded.
 */
import { html, render } from "htm/preact";
import { Actions } from "./actions.js";
import { runSearch } from "./actions/search.js";
import { Panels } from "./actions/panels.js";
import { Back } from "./device/back_stack.js";
import { DeviceAlerts } from "./device/notifier.js";
import { PushDevice } from "./device/push_device.js";
import { copy } from "./device/clipboard.js";
import { isLinkHash, LinkCode } from "./device/link_code.js";
import { shareSheet } from "./device/share_sheet.js";
import { OwnStorage } from "./device/own_storage.js";
import { Shelf, storageOrNull } from "./device/storage_area.js";
import { DeviceStorage } from "./device/storage.js";
import { tabId, Tabs } from "./device/tabs.js";
import { Frames } from "./device/frame_batcher.js";
import { brandOf, fetchTheRest, PageDress } from "./device/document.js";
import { keepPage } from "./device/service_worker.js";
import { Api } from "./net/api.js";
import { EmojiSource } from "./net/emoji.js";
import { Changes } from "./net/changes.js";
import { Outbox } from "./net/outbox.js";
import { Socket } from "./net/socket.js";
import { extentOf, upload } from "./net/upload.js";
import { titleOf, unreadInAll } from "./state/selectors.js";
import { initialState } from "./state/state.js";
import { LinkActions } from "./actions/links.js";
import { PeopleActions } from "./actions/people.js";
import { Toasts } from "./actions/toasts.js";
import { Store } from "./state/store.js";
import { timeZone } from "./text/time.js";
import { App } from "./view/app.js";
import { Provide } from "./view/hooks.js";
import { keepText } from "./view/own_text.js";
import { LANGUAGES, loadWords, translate } from "./words/words.js";

/** Milliseconds between two times that the page is remembered. */
const REMEMBER_MS = 15_000;

const after = (/** @type {() => void} */ fn, /** @type {number} */ ms) =>
  Number(setTimeout(fn, ms));
const cancel = (/** @type {number} */ timer) => clearTimeout(timer);
const random = () => crypto.getRandomValues(new Uint8Array(12));
const tabShelf = new Shelf(storageOrNull(() => sessionStorage));
const linkCode = new LinkCode(tabShelf, location, history);
const shelf = new Shelf(storageOrNull(() => localStorage));
const device = new DeviceStorage(shelf);
const own = new OwnStorage(shelf);
const tabs = new Tabs(
  navigator.locks,
  tabId(storageOrNull(() => sessionStorage), () => random().join("-")),
);
/** Tells the other tabs of this browser who left. */
const others = new BroadcastChannel("plaintalk");
const store = new Store(
  initialState(device.preferences(LANGUAGES, navigator.languages), Date.now(), brandOf(document)),
);
const api = new Api(fetch, () => new URL("./", document.baseURI).href);
const alerts = new DeviceAlerts();
const toasts = new Toasts({ store, after });
const emoji = new EmojiSource(fetch);
const narrow = matchMedia("(max-width: 44rem)");
const isNarrow = () => narrow.matches;
/** @type {Panels} */
const panels = new Panels({ store, isNarrow, layer: (close, rank) => back.layer(close, rank) });
/** @type {Back} */
const back = new Back({
  history,
  location,
  isTouched: () => navigator.userActivation?.hasBeenActive ?? true,
  hash: () => panels.hash(),
  isPiled: () => !isNarrow(),
  onAddress: readAddress,
  after,
});
/** @type {Actions} */
const actions = new Actions({
  store,
  device,
  own,
  tabs,
  api,
  line: () => socket,
  outbox: () => outbox,
  changes: () => changes,
  tellTabs: (owner) => others.postMessage({ left: owner }),
  push: new PushDevice(),
  dropTraces: () => {
    void actions.push.gone();
    back.forget();
    dressPage();
  },
  layer: (close) => back.layer(close),
  people: () => people,
  links: () => links,
  shareSheet,
  toasts,
  alerts,
  isWatched: () => document.visibilityState === "visible" && document.hasFocus(),
  say: (key, values) => translate(store.state.preferences.language, key, values),
  upload,
  extentOf,
  preview: (file) => URL.createObjectURL(file),
  forget: (address) => URL.revokeObjectURL(address),
  search: (wanted, tell) => runSearch(fetch, wanted, tell),
  emoji: {
    load: (language) => emoji.load(language, own.tone()),
    tone: () => own.tone(),
    keepTone: (tone) => own.keepTone(tone),
    recent: () => own.recentEmoji(),
    used: (one) => own.keepRecentEmoji(one),
  },
  now: () => Date.now(),
  after,
  cancel,
  random,
  showInAddress: () => back.settleSoon(),
  copy: (address) => copy(new URL(address, location.href).href),
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
    void actions.visit.entered(session);
  },
  visit: () => actions.visit,
  device,
  line: () => socket,
  toasts,
  now: () => Date.now(),
  after,
  cancel,
});
const links = new LinkActions({ store, api, linkCode, people: () => people });
/** @type {Frames<import("../server/protocol.ts").Event>} */
const heard = new Frames((events) => actions.hear(events));
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
  onEvents: (events) => heard.add(events),
  onLink: (link, pause) => {
    heard.flush();
    const retry = pause === undefined ? {} : { retry: Date.now() + pause };
    store.dispatch({ type: "link", link, ...retry });
  },
  onSlow: () => store.dispatch({ type: "slow" }),
  onOutage: () => store.dispatch({ type: "outage" }),
  onRefused: () => actions.visit.ended(),
  isRefused: () => people.isRefused(),
});
const outbox = new Outbox({
  send: (command) => socket.send(command),
  keep: (row) => own.keepRow(row),
  forget: (ref) => own.forgetRow(ref),
  after,
  onFailed: ({ ref }, code) => store.dispatch({ type: "failed", ref, code }),
});

/** @type {Changes} */
const changes = new Changes({
  send: (command) => socket.send(command),
  keep: (change) => own.keepChange(change),
  forget: (ref) => own.forgetChange(ref),
  after,
  onFailed: (change, code) => actions.messages.refused(change, code),
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
    actions.rooms.want(decodeURIComponent(room), /^\d+$/.test(id) ? Number(id) : null);
  } catch {
    // An address nobody can read asks for nothing.
  }
}

const isDev =
  document.querySelector("meta[name=plaintalk-dev]")?.getAttribute("content") === "true";
const dress = new PageDress();

/** @type {number | null} */
let dressing = null;

/** A moment later: what is read at once must not flicker in the title. */
function dressSoon() {
  dressing ??= Number(setTimeout(() => {
    dressing = null;
    dressPage();
  }, 40));
}

function dressPage() {
  const { preferences, outdated } = store.state;
  const title = titleOf(store.state);
  const unread = unreadInAll(store.state);
  dress.wear({ title, unread, preferences }, (count) => alerts.badge(count));
  if (outdated && isDev) location.reload();
}

let isRemembering = false;

/** Now and then while something happens: a browser that is killed says no goodbye. */
function rememberSoon() {
  if (isRemembering) return;
  isRemembering = true;
  after(() => {
    isRemembering = false;
    actions.visit.remember();
  }, REMEMBER_MS);
}

/** What the device's clock shows, and where it believes itself to be. */
function tellTime() {
  store.dispatch({ type: "now", now: Date.now(), zone: timeZone() });
}

/** With the clock's own minutes, so that "Today" becomes "Yesterday" at midnight. */
function tickEachMinute() {
  tellTime();
  setTimeout(tickEachMinute, 60_000 - Date.now() % 60_000);
}

async function start() {
  // Without these the page is in English, which beats no page.
  await loadWords(store.state.preferences.language).catch(() => {});
  readAddress();
  store.watch(dressSoon);
  store.watch(rememberSoon);
  const stop = store.watch(() => {
    if (!store.state.rooms.get(store.state.open ?? "")?.loaded) return;
    stop();
    fetchTheRest();
  });
  dressPage();
  const root = document.getElementById("app");
  if (root !== null) {
    keepText();
    // What stood there while this was on its way.
    root.replaceChildren();
    render(
      html`
        <${Provide} store=${store} actions=${actions}>
          <${App} />
          <//>
      `,
      root,
    );
  }
  store.watch(() => panels.look());
  narrow.addEventListener("change", () => {
    panels.look();
    back.settleSoon();
  });
  addEventListener("popstate", () => {
    // A link with a code that was opened in this very tab.
    if (isLinkHash(location.hash)) location.reload();
    else back.moved();
  });
  for (const touch of ["keydown", "pointerup", "click"]) {
    addEventListener(touch, () => back.settleSoon(), { passive: true });
  }
  addEventListener("online", () => socket.connect());
  addEventListener("pagehide", () => actions.leaving());
  addEventListener("storage", ({ key, newValue }) => actions.visit.stored(key ?? "", newValue));
  others.onmessage = ({ data }) => actions.visit.leftElsewhere(String(data?.left));
  addEventListener("focus", () => {
    actions.presence.turned();
    actions.push.opened();
    actions.seen();
  });
  addEventListener("blur", () => actions.presence.turned());
  for (const touch of ["keydown", "pointerdown", "wheel"]) {
    addEventListener(touch, () => actions.presence.touched(), { passive: true });
  }
  document.addEventListener("visibilitychange", () => {
    heard.flush();
    actions.presence.turned();
    // A phone may end a page that nobody sees without another word.
    if (document.visibilityState !== "visible") return actions.visit.remember();
    tellTime();
    if (store.state.phase === "chat" && store.state.me !== null) socket.connect();
  });
  tickEachMinute();
  await people.start();
}

void start().then(() => isDev ? undefined : keepPage(readAddress));
