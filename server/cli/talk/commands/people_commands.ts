/** Commands for people: who is here, what they tell of themselves, and whom one does not want to hear. */
import { needing, type SlashCommand } from "./slash_command.ts";

export const PEOPLE_COMMANDS: readonly SlashCommand[] = [
  needing({
    names: ["msg", "m"],
    usage: "NAME [TEXT]",
    help: "write to somebody in private, or go there",
    completes: "person",
    run: (context, rest) => context.people.write(rest),
  }),
  {
    names: ["who"],
    usage: "",
    help: "who is in this room now",
    completes: "none",
    run: (context) => context.people.listHere(),
  },
  {
    names: ["people"],
    usage: "[NAME]",
    help: "everybody, with their status and when they were here last",
    completes: "person",
    run: (context, rest) => context.people.list(rest),
  },
  {
    names: ["seen"],
    usage: "",
    help: "who has read how far, in private and in small rooms",
    completes: "none",
    run: (context) => context.people.listSeen(),
  },
  {
    names: ["status"],
    usage: "[TEXT]",
    help: "a line about yourself; /status --clear takes it away",
    completes: "text",
    run: (context, rest) => context.people.status(rest),
  },
  needing({
    names: ["block"],
    usage: "NAME",
    help: "hear nothing of somebody any more; they are not told",
    completes: "person",
    run: (context, rest) => context.people.block(rest, true),
  }),
  needing({
    names: ["unblock"],
    usage: "NAME",
    help: "hear somebody again",
    completes: "person",
    run: (context, rest) => context.people.block(rest, false),
  }),
  {
    names: ["blocked"],
    usage: "",
    help: "whom you have blocked",
    completes: "none",
    run: (context) => context.people.listBlocked(),
  },
];
