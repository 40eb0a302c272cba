/** What can be asked for on the command line beside serving; each prints what it did and returns an exit code. */
import { join, resolve } from "@std/path";
import { systemClock } from "../base/clock.ts";
import { printable } from "../base/printable.ts";
import { systemRandom } from "../base/random.ts";
import { checkData } from "../transfer/check.ts";
import { compareFolders } from "../transfer/compare.ts";
import { type Invocation, optionText } from "../config.ts";
import { sentenceOf } from "../process/start_errors.ts";
import { runPeopleCommand } from "./people_commands.ts";
import { mustBeChat } from "../transfer/data_folder.ts";
import { changeFiles, pictureOf, wordsOfRequest } from "./admin.ts";
import { isOfCluster, mustSuitCluster } from "./cluster_commands.ts";
import { isFileCommand } from "../control_requests.ts";
import { systemDisk } from "../store/disk.ts";
import { runExport } from "./export_command.ts";
import { guardedDisk } from "../store/guarded_disk.ts";
import { unsyncedDisk } from "../store/unsynced_disk.ts";
import { runImport } from "./import_command.ts";
import { runTalk } from "./talk/talk_command.ts";

type CommandInvocation = Extract<Invocation, { words: string[] }>;

/** Where lines go. */
export interface Output {
  print: (line: string) => void;
  complain: (line: string) => void;
}

/** Runs a command that is none of `serve`, `help` and `version`. */
export async function runCommand(asked: CommandInvocation, output: Output): Promise<number> {
  const data = resolve(asked.config.data);
  try {
    if (asked.command !== "talk") output.complain(printable(`In ${data}:`));
    if (asked.command === "check") return check(asked, output);
    if (asked.command === "talk") {
      return await runTalk(asked, { ...output, env: (name) => Deno.env.get(name) });
    }
    return await runAdminCommand(asked, output);
  } catch (error) {
    output.complain(printable(sentenceOf(error, data)));
    return 1;
  }
}

/** 0 where every line fits, 1 where one does not. */
function check({ config, more }: CommandInvocation, { print, complain }: Output): number {
  const data = resolve(config.data);
  const other = optionText(more.against);
  if (other !== undefined) return checkAgainst(data, resolve(other), { print, complain });
  const { files, lines, finds } = checkData(systemDisk(), data, (find) => print(printable(find)));
  if (files === 0 && finds === 0) {
    complain(`Cannot find a history in ${data}: name the data folder with --data`);
    return 1;
  }
  print(`${files} files, ${lines} lines, ${finds} problems`);
  return finds === 0 ? 0 : 1;
}

/** 0 where two folders are the same, 1 where they are not. */
function checkAgainst(data: string, other: string, { print, complain }: Output): number {
  const disk = systemDisk();
  for (const folder of [data, other]) {
    if (disk.list(join(folder, "rooms")).length > 0) continue;
    complain(`Cannot find a history in ${folder}: name the data folders of two machines`);
    return 1;
  }
  const { files, finds } = compareFolders(disk, data, other, (find) => print(printable(find)));
  print(`${files} files, ${finds} that are not the same`);
  return finds === 0 ? 0 : 1;
}

/** Commands for whoever has the machine: they work beside a running chat, which reads what changed. */
async function runAdminCommand(
  { command, config, words, more }: CommandInvocation,
  output: Output,
): Promise<number> {
  const { print } = output;
  const [first = ""] = words;
  const tools = {
    data: resolve(config.data),
    disk: guardedDisk(config.sync === "never" ? unsyncedDisk(systemDisk()) : systemDisk()),
    clock: systemClock(),
    random: systemRandom,
  };
  // A log may well be there before the first start.
  if (command !== "import" && command !== "restore") mustBeChat(tools);
  if (isOfCluster(tools)) mustSuitCluster(command, tools.data);
  if (await runPeopleCommand({ command, config, words, more }, tools, output)) return 0;
  if (isFileCommand(command)) {
    const asked = wordsOfRequest({ command, config, words, more });
    const request = { command, words: asked, all: more.remove === true };
    const lines = await changeFiles(tools, request);
    const picture = pictureOf(command, lines, Deno.stdout.isTerminal());
    for (const line of [...lines, ...picture]) print(line);
  } else if (command === "export") await runExport(tools, first, more, print);
  else if (command === "import") {
    await runImport({ command, config, words, more }, {
      ...tools,
      print,
      stdin: Deno.stdin.readable,
      show: Deno.stderr.isTerminal() ? showOnTerminal : null,
    });
  }
  return 0;
}

/** Writes over the line that was shown before; an empty text takes it away. */
function showOnTerminal(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
}
