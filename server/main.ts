/**
 * The process: its arguments, its output, its lock, its exit code. No wiring and no logic of the chat.
 */
import { dirname, resolve } from "@std/path";
import manifest from "../deno.json" with { type: "json" };
import { changeFiles } from "./cli/admin.ts";
import { type Config, readConfig } from "./config.ts";
import { sentenceOf } from "./process/start_errors.ts";
import { ServedChat } from "./served_chat.ts";
import { helpText } from "./settings/command_table.ts";
import { SettingsFile } from "./settings/file.ts";
import { ConfigError } from "./settings/values.ts";
import { DataInUse, DataLock } from "./store/data_lock.ts";
import { type Disk, systemDisk } from "./store/disk.ts";
import { DiskTrouble } from "./store/disk_trouble.ts";
import { unsyncedDisk } from "./store/unsynced_disk.ts";

const ENCODER = new TextEncoder();

/** A variable; none where this process may not ask for it. */
function readVariable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) return undefined;
    throw error;
  }
}

function print(line: string): void {
  write(Deno.stdout, line);
}

function complain(line: string): void {
  write(Deno.stderr, line);
}

function write(to: typeof Deno.stdout, line: string): void {
  const bytes = ENCODER.encode(`${line}\n`);
  try {
    for (let done = 0; done < bytes.length;) done += to.writeSync(bytes.subarray(done));
  } catch {
    // A terminal that was closed, or a pipe: whoever read is gone, and that ends nobody's chat.
  }
}

/** A file of settings, null where there is none. One that anybody may put there must be named to count. */
function readSettings(path: string, isNamed: boolean): string | null {
  try {
    const text = Deno.readTextFileSync(path);
    const isAnybodys = ((Deno.statSync(dirname(path)).mode ?? 0) & 0o002) !== 0;
    return isAnybodys && !isNamed ? null : text;
  } catch (error) {
    // Where this process may not look there are none for it.
    const isNone = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable;
    if (isNone) return null;
    throw new DiskTrouble(path, error);
  }
}

async function main(): Promise<number> {
  const file = new SettingsFile(readSettings);
  let asked: ReturnType<typeof readConfig>;
  try {
    asked = readConfig(Deno.args, readVariable, file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return 2;
  }
  if (asked.command === "serve") return await serve(asked.config, file);
  if ("words" in asked) {
    // A quarter of the modules, which no chat that is served has a use for.
    const { runCommand } = await import("./cli/commands.ts");
    return await runCommand(asked, { print, complain });
  }
  const { version } = manifest;
  print(asked.command === "help" ? helpText(version, asked.about) : `plaintalk ${version}`);
  return 0;
}

async function serve(config: Config, file: SettingsFile): Promise<number> {
  const data = resolve(config.data);
  try {
    const syncs = config.sync !== "never";
    const disk = syncs ? systemDisk() : unsyncedDisk(systemDisk());
    const lock = takeData(disk, data, syncs);
    try {
      return await new ServedChat({
        config,
        readConfig() {
          const asked = readConfig(Deno.args, readVariable, file);
          return "config" in asked ? asked.config : config;
        },
        version: manifest.version,
        ...{ data, disk, lock, print, complain },
        changeFiles,
      }).run();
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    complain(sentenceOf(error, data));
    return 1;
  }
}

function takeData(disk: Disk, data: string, syncs: boolean): DataLock {
  try {
    disk.makeFolder(data);
    return DataLock.take(data, Deno.pid, syncs);
  } catch (error) {
    if (error instanceof DataInUse || error instanceof DiskTrouble) throw error;
    throw new DiskTrouble(data, error);
  }
}

let code = 1;
try {
  code = await main();
} catch (error) {
  complain(sentenceOf(error, "."));
}
// Timers and sockets of those who do not read must not keep a finished process.
Deno.exit(code);
