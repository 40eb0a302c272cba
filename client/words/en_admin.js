/** What the page says in English to those who keep the house, and to who comes with their link. */

/** @satisfies {Record<string, import("./words.js").Phrase>} */
export const enHouse = {
  "house.title": "House",
  "house.invitations": "Invitations",
  "house.invite_text":
    "Whoever opens an invitation link can join or create an account, for 30 days.",
  "house.invite": "Create an invitation link",
  "house.shown_once": "Copy the link now: it’s shown only once",
  "house.until": "until {time}, by {name}",
  "house.renew": "Renew",
  "house.revoke": "Revoke",
  "house.seen": "seen {time}",
  "house.not_seen": "not seen lately",
  "house.password": "Link to a new password",
  "house.password_text":
    "{name} was signed out. With this link they can choose a new password, once, within three days.",
  "house.make_admin": "Make admin",
  "house.no_admin": "No longer admin",
  "house.export": "Everything they said (.tar)",
  "house.rename": "Rename",
  "house.new_name": "New name",
  "house.renamed": "{name} is {to} now, with the same password.",
  "house.remove": "Remove",
  "house.ask_remove": "Remove {name}? The account goes, and nobody else can take the name.",
  "house.words": "Delete everything they said and sent as well",
  "house.removed": "{name} was removed.",
  "house.nobody_out": "Nobody is muted or banned",
  "reset.title": "Choose a new password for {name}",
};
