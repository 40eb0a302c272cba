/**
 * What the page knows: one object, changed only by `reduce`. Everything on the screen is a function
 * of it. Rooms are kept in a Map, for a room may be called "constructor".
 *
 * @import { Answered, Limits, Me, Message, Person, Profile, RoomEvent, RoomMember, SharedFile } from "../../server/protocol.ts"
 * @import { JoinPolicy } from "../../server/protocol_http.ts"
 */

/**
 * A message of one's own that the server has not confirmed yet.
 * @typedef {object} Row
 * @property {string} ref minted here, and the same however often it is sent
 * @property {string} room
 * @property {string} text
 * @property {string} time ISO 8601, when it was written
 * @property {number} [after] id of the last message that stood before it
 * @property {string} [epoch] of the room, when it was written
 * @property {SharedFile} [file] what is said with it
 * @property {Answered} [to] what it answers
 * @property {string} [tab] id of the tab that sends it
 * @property {string} [failed] code of the error that ended its way
 */

/**
 * What was asked for with a message and is not confirmed yet.
 * @typedef {object} ChangeBase
 * @property {string} ref minted here, and the same however often it is sent
 * @property {string} room
 * @property {string} epoch of the room: an id means nothing without it
 * @property {number} id of the message
 * @property {string} time ISO 8601, when it was asked for
 * @property {string} [tab] id of the tab that sends it
 * @property {string} [failed] code of the error that ended its way
 */

/**
 * @typedef {ChangeBase & ({ type: "edit", text: string } | { type: "erase" }
 *   | { type: "react", emoji: string, on: boolean })} Change
 */

/**
 * A message as it will be, where something waits; `row` is its key in the list, where its id is another's.
 * @typedef {Message & { pending?: true, row?: string }} DisplayedMessage
 */

/**
 * A file that is to be sent.
 * @typedef {object} Upload
 * @property {number} id
 * @property {string} room
 * @property {string} name
 * @property {number} size in bytes, as it goes
 * @property {number} fullSize in bytes, as it was chosen
 * @property {boolean} isOriginal a photo goes with all its pixels
 * @property {boolean} isSmaller it does not
 * @property {string | null} preview address of a picture of it
 * @property {number} progress how much of it has gone, 0 to 1
 * @property {string | null} problem code of what ended its way
 * @property {string | null} text the words to go with it, null until it is to be said
 * @property {SharedFile | null} file once it has arrived
 * @property {Answered} [to] what it answers, once it is to be said
 */

/**
 * A small remark of the program, not stored: who came and went.
 * @typedef {object} Notice
 * @property {number} after id of the message it stands behind
 * @property {"joined" | "left"} kind
 * @property {string} name
 */

/**
 * One room as this page knows it.
 * @typedef {object} RoomState
 * @property {string} room
 * @property {string} title what people call it, where that is not `room`: a private one
 * @property {RoomMember[] | null} members of a private one, once they were asked for
 * @property {"all" | "joined"} history who is added to it reads what was said before, or not
 * @property {string} epoch
 * @property {boolean} joined the server was asked to tell us what is said here
 * @property {boolean} loaded its newest messages came at least once
 * @property {Message[]} messages in order of id, at most MOST_ROWS
 * @property {RoomEvent[] | undefined} [events] what happened to the room, in order of id
 * @property {number} start cursor for older messages
 * @property {boolean} more older messages exist
 * @property {boolean} newer the newest messages are not among `messages`
 * @property {boolean} loading older messages are on their way
 * @property {Person[]} users who is here; of a crowd the first
 * @property {number} people how many are here
 * @property {Notice[]} notices
 * @property {ReadonlyMap<string, number>} typing who is writing, and until when that is believed
 * @property {number} unread messages nobody at this page has seen
 * @property {number} mentions how many of them call one by name
 * @property {number} end behind the last line that is known of
 * @property {number | null} counted up to where `unread` is exact, null where nobody knows
 * @property {boolean} stirred something was said here while we were not listening
 * @property {number | null} separator id of the first message that was new when the room was opened
 * @property {boolean} mine one made it, and may rename, archive and delete it
 * @property {string | undefined} [topic] what it is about
 * @property {boolean | undefined} [archived] it is read and not written
 * @property {number[]} [pins] ids of pinned messages, the newest pin first
 * @property {Answered | undefined} [pinned] the message of the newest pin
 * @property {number} said when something was written here last, in milliseconds; 0 where nobody knows
 * @property {number} read id of the last message that was seen here
 * @property {ReadonlyMap<string, number>} readBy up to where others have read, by name
 */

/**
 * @typedef {object} Preferences
 * @property {"auto" | "light" | "dark"} theme
 * @property {string} language
 * @property {"normal" | "large" | "larger"} size of letters
 * @property {"name" | "activity"} order of the rooms in their list
 * @property {boolean} sound
 * @property {number} [speed] at which sounds are played; what no player offers counts as 1
 * @property {boolean} notify notices of the system, where it allows them
 * @property {Record<string, NotificationLevel>} notificationLevels what one wants to hear of, by room
 * @property {string[]} favourites rooms that stand first in the list
 * @property {import("../../server/protocol_own.ts").RoomPreferencesInfo | null} [synced] what the server said last
 *   that an account wants of these
 * @property {string} installHint the day on which the page could be installed first; "never": who asks no more
 */

/** @typedef {"all" | "mentions" | "none"} NotificationLevel */

/**
 * Short news for the person.
 * @typedef {object} Toast
 * @property {number} id
 * @property {import("../words/words.js").Key} key what is said
 * @property {Record<string, string | number>} values
 * @property {string} [code] of the error that is the reason
 */

/**
 * What whoever runs the chat calls it, and the address of its picture.
 * @typedef {{ title: string, logo: string | null }} Brand
 */

/**
 * @typedef {object} State
 * @property {"loading" | "name" | "chat"} phase
 * @property {Brand} brand
 * @property {Me | null} me
 * @property {Limits} limits
 * @property {JoinPolicy} door how one comes in
 * @property {string} version of the server when this page was loaded
 * @property {boolean} outdated the server is a newer one by now
 * @property {"connecting" | "open" | "lost"} connection
 * @property {boolean} slow the link has been gone for longer than a blink
 * @property {boolean} outage the link has been gone for so long that it is no mere moment
 * @property {number | null} retry when it is tried again, in milliseconds since 1970
 * @property {boolean} restarting the server said that it will be back soon
 * @property {ReadonlyMap<string, RoomState>} rooms
 * @property {ReadonlyMap<string, Profile>} profiles how accounts look, by name
 * @property {string | null} open name of the room on the screen
 * @property {number | null} target id of a message that is being looked for
 * @property {"rooms" | "room" | "people"} panel what a narrow screen shows
 * @property {Row[]} outbox
 * @property {Change[]} changes
 * @property {Upload[]} uploads
 * @property {{ code: string, suggestion?: string } | null} problem what the person should know
 * @property {Toast[]} toasts
 * @property {null | "create" | "delete" | "settings" | "people" | "search" | "switch" | "help" |
 *   "notification_level" | "deleted" | "person" | "profile" | "admin" | "date" |
 *   "files" | "room" | "pins" | "archived" | "members"} dialog
 * @property {string | null} person whose card is open
 * @property {{ left: number, top: number, right: number, bottom: number } | undefined} anchor where it opens
 * @property {number | null} editing id of the message in the open room that is being edited
 * @property {string | null} insertion what is to be put into the field
 * @property {(Answered & { room: string }) | null} replyTo the message that the next one answers
 * @property {number[]} erasing ids of messages in the open room that are about to be erased
 * @property {Preferences} preferences
 * @property {number} now milliseconds; moves when a day may have ended
 * @property {ReadonlyMap<string, string>} blocked whom one does not want to hear, by folded name
 * @property {string} zone the time zone of the device: when it changes, times are drawn again
 */

/** Rows kept of one room; beyond it the far end is let go and fetched again when wanted. */
export const MAX_MESSAGES_PER_ROOM = 300;

/**
 * @param {Preferences} preferences
 * @param {number} now
 * @param {Brand} [brand]
 * @returns {State}
 */
export function initialState(preferences, now, brand = { title: "Plaintalk", logo: null }) {
  return {
    phase: "loading",
    brand,
    me: null,
    limits: {
      text: 4000,
      text_bytes: 16384,
      name: 32,
      topic: 250,
      recent: 50,
      page: 200,
      file_bytes: 0,
      preview_bytes: 0,
    },
    door: { guests: true, invite: false, rooms: "everyone", accounts: "open" },
    version: "",
    outdated: false,
    connection: "connecting",
    slow: false,
    outage: false,
    retry: null,
    restarting: false,
    rooms: new Map(),
    profiles: new Map(),
    open: null,
    target: null,
    panel: "room",
    outbox: [],
    changes: [],
    uploads: [],
    problem: null,
    toasts: [],
    dialog: null,
    person: null,
    anchor: undefined,
    editing: null,
    insertion: null,
    replyTo: null,
    erasing: [],
    preferences,
    now,
    blocked: new Map(),
    zone: "",
  };
}

/**
 * @param {string} room
 * @param {string} epoch
 * @returns {RoomState}
 */
export function newRoom(room, epoch) {
  return {
    room,
    title: "",
    members: null,
    history: "all",
    epoch,
    joined: false,
    loaded: false,
    messages: [],
    start: 0,
    more: false,
    newer: false,
    loading: false,
    users: [],
    people: 0,
    notices: [],
    typing: new Map(),
    unread: 0,
    mentions: 0,
    end: 0,
    counted: null,
    stirred: false,
    separator: null,
    mine: false,
    said: 0,
    read: 0,
    readBy: new Map(),
  };
}
