/** Commands for rooms: going there, making and changing them, and who is in those with chosen members. */
import { needing, type SlashCommand } from "./slash_command.ts";

export const ROOM_COMMANDS: readonly SlashCommand[] = [
  needing({
    names: ["join", "j"],
    usage: "ROOM",
    help: "go to a room; +ROOM is a private one, @NAME a conversation",
    completes: "room",
    run: (context, rest) => context.rooms.go(rest),
  }),
  {
    names: ["next", "n"],
    usage: "",
    help: "go to the next call, or what else is unread (Alt-A)",
    completes: "none",
    run: (context) => context.rooms.next(),
  },
  {
    names: ["rooms"],
    usage: "",
    help: "all rooms: what calls and is unread first, then where was spoken last",
    completes: "none",
    run: (context) => context.rooms.list(),
  },
  {
    names: ["unread"],
    usage: "",
    help: "rooms with something unread",
    completes: "none",
    run: (context) => context.rooms.listUnread(),
  },
  {
    names: ["read"],
    usage: "[all]",
    help: "mark this room as read, or all rooms",
    completes: "none",
    run: (context, rest) => context.rooms.markRead(rest.toLowerCase() === "all"),
  },
  needing({
    names: ["create"],
    usage: "ROOM [...]",
    help: "make a room; with --private one for members whom you add, who with --history joined " +
      "read only what comes after that",
    completes: "none",
    run: (context, rest) => context.rooms.create(rest),
  }),
  {
    names: ["topic"],
    usage: "[TEXT]",
    help: "show what the room is about, or say it; /topic --clear takes it away",
    completes: "text",
    run: (context, rest) => context.rooms.topic(rest),
  },
  needing({
    names: ["rename"],
    usage: "NEW NAME",
    help: "give the room another name; the old one leads there",
    completes: "none",
    run: (context, rest) => context.rooms.rename(rest),
  }),
  {
    names: ["archive"],
    usage: "",
    help: "the room is read and no longer written; /restore opens it again",
    completes: "none",
    run: (context) => context.rooms.archive(),
  },
  {
    names: ["restore"],
    usage: "[ROOM]",
    help: "open an archived room again, or bring back a deleted one",
    completes: "room",
    run: (context, rest) => context.rooms.restore(rest),
  },
  {
    names: ["members"],
    usage: "",
    help: "who is in a private room",
    completes: "none",
    run: (context) => context.rooms.members(),
  },
  needing({
    names: ["add"],
    usage: "NAME",
    help: "add somebody to a private room; several with commas",
    completes: "person",
    run: (context, rest) => context.rooms.changeMembers("add", rest),
  }),
  needing({
    names: ["remove"],
    usage: "NAME",
    help: "take somebody out of a private room",
    completes: "person",
    run: (context, rest) => context.rooms.changeMembers("remove", rest),
  }),
  {
    names: ["leave", "part"],
    usage: "",
    help: "leave a private room for good, after asking once; of others, go back to general",
    completes: "none",
    run: (context) => context.rooms.leave(),
  },
];
