/** What the page says in English about what is one's own: devices, data, an account that goes, who is blocked. */

/** @satisfies {Record<string, import("./words.js").Phrase>} */
export const enOwn = {
  "device.unknown": "Unknown device",
  "device.online": "active now",
  "device.used": "last used {time}",
  "device.end": "Sign out {device}",
  "device.end_others": "Sign out everywhere else",
  "device.ended": { one: "{n} device was signed out.", other: "{n} devices were signed out." },
  "data.title": "Download my data",
  "data.text":
    "A .zip of text and files: everything you said, your private conversations, the files you sent and what is known of your account.",
  "data.size": {
    one: "{n} file ({size}), and your words as text",
    other: "{n} files ({size}), and your words as text",
  },
  "data.words": "Your words as text; you have sent no files",
  "data.download": "Download .zip",
  "delete.title": "Delete account",
  "delete.text":
    "Your account goes, on every device. Nobody else can take your name and speak as you. This can’t be undone.",
  "delete.choice": "What you said and sent",
  "delete.keep": "Keep it",
  "delete.words": "Delete it too",
  "delete.do": "Delete my account",
  "delete.running": "Deleting what you said… {done}",
  "delete.goes_on": "You can close this page: it goes on without it.",
  "delete.done": "Your account is deleted.",
  "delete.done_words":
    "Your account and everything you said are deleted. Backups made before may still hold it.",
  "block.do": "Block",
  "block.undo": "Unblock",
  "block.undo_one": "Unblock {name}",
  "block.done": "{name} is blocked. They aren’t told.",
  "block.undone": "{name} is no longer blocked.",
  "block.hidden": {
    one: "{n} message from somebody you blocked",
    other: "{n} messages from people you blocked",
  },
  "block.show": "Show",
  "block.hide": "Hide",
  "block.title": { one: "{n} person blocked", other: "{n} people blocked" },
  "block.text": "What they say is folded, and they can’t reach you in private. They aren’t told.",
  "block.guest":
    "What they say is folded. They aren’t told. As you are a guest, only this browser remembers it.",
};
