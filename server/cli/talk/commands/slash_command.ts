/** What a command with a slash is, and what several of them begin with. */
import type { CommandContext } from "../command_context.ts";
import type { ArgumentKind } from "../completion.ts";
import type { Numbered } from "../numbered.ts";

/** One of them. `run` gives false where it ends the program. */
export interface SlashCommand {
  names: readonly string[];
  usage: string;
  help: string;
  completes: ArgumentKind;
  run(context: CommandContext, rest: string): boolean | void | Promise<boolean | void>;
}

/** One that does nothing without being told what with: then it says how it is used. */
export function needing(command: SlashCommand): SlashCommand {
  return {
    ...command,
    run: (context, rest) =>
      rest === "" ? context.remark(detailOf(command)) : command.run(context, rest),
  };
}

/** `/pin [N]: pin message N …`, as `/help pin` tells it. */
export function detailOf({ names: [first = "", ...others], usage, help }: SlashCommand): string {
  const also = others.length === 0
    ? ""
    : ` (also ${others.map((other) => `/${other}`).join(", ")})`;
  return `${`/${first} ${usage}`.trim()}: ${help}${also}`;
}

/** Runs with the message that a number at the beginning means, or with the one that is meant without. */
export function withTarget(
  context: CommandContext,
  rest: string,
  fallback: "others" | "own",
  run: (target: Numbered, rest: string, context: CommandContext) => void | Promise<void>,
): void | Promise<void> {
  const [, number, words = ""] = /^(\d+)?(?:\s+|$|(?<!\d))([^]*)$/.exec(rest) ?? [];
  const target = context.target(number === undefined ? null : Number(number), fallback);
  return target === null ? undefined : run(target, number === undefined ? rest : words, context);
}

/** Where an answer to a message goes. */
export function answerTo({ room, message }: Numbered): { room: string; to: number } {
  return { room, to: message.id };
}
