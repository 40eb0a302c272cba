/** Commands for messages: what one does to them, and how one finds them. */
import { answerTo, needing, type SlashCommand, withTarget } from "./slash_command.ts";

const MAX_OLDER = 200;
const DEFAULT_OLDER = 20;

export const MESSAGE_COMMANDS: readonly SlashCommand[] = [
  {
    names: ["reply", "r"],
    usage: "[N] TEXT",
    help: "answer message N, or the last one; /N TEXT as well",
    completes: "text",
    run: (context, rest) =>
      withTarget(context, rest, "others", (target, text) => {
        if (text === "") context.write(`/${target.number} `);
        else context.say(text, answerTo(target));
      }),
  },
  {
    names: ["react"],
    usage: "[N] EMOJI",
    help: "put an emoji on a message, or take it off",
    completes: "emoji",
    run: (context, rest) =>
      withTarget(context, rest, "others", async (target, emoji) => {
        if (emoji !== "") await context.react(target, emoji);
        else context.remark("Cannot react with nothing: /react 7 :tada:");
      }),
  },
  {
    names: ["edit", "e"],
    usage: "[N] [TEXT]",
    help: "change your last message, or N; without a text you get it to change it",
    completes: "text",
    run: (context, rest) =>
      withTarget(context, rest, "own", (target, text) => {
        if (text !== "") context.edit(target, text);
        else context.write(`/edit ${target.number} ${target.message.text}`);
      }),
  },
  {
    names: ["erase", "delete"],
    usage: "[N]",
    help: "erase your last message, or N, from the disk too",
    completes: "none",
    run: (context, rest) => withTarget(context, rest, "own", (target) => context.erase(target)),
  },
  {
    names: ["attach", "a"],
    usage: "PATH [TEXT]",
    help: "send a file; Ctrl-C breaks it off",
    completes: "path",
    run: (context, rest) => context.attach(rest),
  },
  {
    names: ["save"],
    usage: "[N] [PATH]",
    help: "save the file of a message, here or there",
    completes: "path",
    run: (context, rest) =>
      withTarget(context, rest, "others", (target, to) => context.save(target, to)),
  },
  {
    names: ["open"],
    usage: "[N]",
    help: "show the address of a message's file",
    completes: "none",
    run: (context, rest) => withTarget(context, rest, "others", (target) => context.open(target)),
  },
  needing({
    names: ["pin"],
    usage: "N",
    help: "pin message N to the room",
    completes: "none",
    run: (context, rest) =>
      withTarget(context, rest, "others", (target) => context.rooms.pin(target, true)),
  }),
  needing({
    names: ["unpin"],
    usage: "N",
    help: "take the pin off message N",
    completes: "none",
    run: (context, rest) =>
      withTarget(context, rest, "others", (target) => context.rooms.pin(target, false)),
  }),
  {
    names: ["pins"],
    usage: "",
    help: "what is pinned in this room",
    completes: "none",
    run: (context) => context.past.pins(),
  },
  needing({
    names: ["show"],
    usage: "N",
    help: "show what somebody whom you blocked said",
    completes: "none",
    run: (context, rest) =>
      withTarget(context, rest, "others", (target) => context.past.show(target)),
  }),
  needing({
    names: ["search", "s"],
    usage: "[*] WORDS",
    help: "search this room, with * all rooms",
    completes: "text",
    run: (context, rest) => context.past.search(rest),
  }),
  {
    names: ["history"],
    usage: "[COUNT]",
    help: "show what was said before (PageUp)",
    completes: "none",
    run: (context, rest) =>
      context.past.older(Math.min(Number(/^\d+$/.exec(rest)?.[0] ?? DEFAULT_OLDER), MAX_OLDER)),
  },
  needing({
    names: ["date"],
    usage: "YYYY-MM-DD",
    help: "show what was said from a day on; /history then goes on before it",
    completes: "none",
    run: (context, rest) => context.past.since(rest),
  }),
  {
    names: ["files"],
    usage: "",
    help: "the last files of this room; /save N takes one",
    completes: "none",
    run: (context) => context.past.files(),
  },
];
