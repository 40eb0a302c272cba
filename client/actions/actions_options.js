/**
 * What `Actions` needs from outside: types only, which no browser loads.
 *
 * @import { Store } from "../state/store.js"
 * @import { Api } from "../net/api.js"
 * @import { Emoji } from "../text/emoji.js"
 * @import { Progress } from "./search.js"
 * @import { Socket } from "../net/socket.js"
 * @import { PushOptions } from "./push.js"
 * @import { AlertOptions } from "./alerts.js"
 * @import { UploadOptions } from "./uploads.js"
 * @import { SessionOptions } from "./session.js"
 * @import { Changes } from "../net/changes.js"
 * @import { Outbox } from "../net/outbox.js"
 * @import { DeviceStorage } from "../device/storage.js"
 * @import { InstallOffer } from "../device/install_offer.js"
 * @import { OwnStorage } from "../device/own_storage.js"
 * @import { LinkActions } from "./links.js"
 * @import { PeopleActions } from "./people.js"
 * @import { Toasts } from "./toasts.js"
 */

/**
 * @typedef {object} SharedOptions
 * @property {Store} store
 * @property {Api} api
 * @property {DeviceStorage} device
 * @property {OwnStorage} storage
 * @property {() => Socket} socket
 * @property {() => Outbox} outbox
 * @property {() => Changes} changes
 * @property {() => number} now
 * @property {(fn: () => void, ms: number) => number} after sets a timer
 * @property {(timer: number) => void} cancel
 * @property {() => Uint8Array} random a few bytes nobody can guess
 * @property {() => void} updateAddress
 * @property {(close: () => void) => () => void} pushLayer something stands before the rest, until it is
 *   closed by the browser's way back or says itself that it is gone
 * @property {() => void} reload
 * @property {(address: string) => Promise<boolean>} copyLinkTo puts an address within the page on the clipboard
 * @property {(text: string) => Promise<boolean>} copyText
 * @property {(address: string) => string} link the whole of an address within the page
 * @property {() => PeopleActions} people
 * @property {() => LinkActions} links
 * @property {() => ((link: string) => Promise<void>) | null} shareSheet
 * @property {Toasts} toasts
 * @property {() => Promise<void>} loadRareWords
 * @property {InstallOffer} installOffer
 * @property {(query: { query: string, room: string | null },
 *   onProgress: (progress: Progress) => void) => () => void} search
 * @property {{ load: (language: string) => Promise<Emoji[]>, recent: () => string[],
 *   markUsed: (emoji: string) => void, skinTone: () => string, saveSkinTone: (skinTone: string) => void }} emoji
 */

/**
 * @typedef {SharedOptions & SessionOptions & Omit<UploadOptions, "sendMessage" | "takeReply"> & Omit<AlertOptions, "openRoom" | "translate"> & PushOptions &
 *   Pick<AlertOptions, "translate">}
 *   ActionsOptions
 */

export {};
