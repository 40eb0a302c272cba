/**
 * The process: settings, lock, app, server, signals, exit code. No wiring and no logic of the chat.
 */
import { dirname, resolve } from "@std/path";
import manifest from "../deno.json" with { type: "json" };
import { type App, makeApp } from "./app.ts";
import { endOfTurn, systemClock } from "./base/clock.ts";
import { reasonOf } from "./base/errors.ts";
import { type Logger, makeLogger } from "./base/logger.ts";
import { archiveOld } from "./history/retention.ts";
import { changeFiles } from "./cli/admin.ts";
import { runCommand } from "./cli/commands.ts";
import { helpText } from "./settings/command_table.ts";
import { type Config, readConfig } from "./config.ts";
import { sentenceOf, StartError, whyNotListening } from "./process/start_errors.ts";
import { readBrand } from "./process/brand_file.ts";
import { greeting } from "./process/banner.ts";
import { readCertificate, renewed } from "./process/certificate_files.ts";
import { memoryAllowed, watchMemory } from "./process/memory_watch.ts";
import { changed, changeReport } from "./settings/reload.ts";
import {
  isInJournal,
  keepAlive,
  onSignals,
  releaseMemory,
  writeFromWhereFramesStand,
} from "./process/runtime.ts";
import { joinCluster } from "./join_cluster.ts";
import { SettingsFile } from "./settings/file.ts";
import { DataInUse, DataLock } from "./store/data_lock.ts";
import { DiskTrouble } from "./store/disk_trouble.ts";
import {
  type HttpServer,
  type HttpTransport,
  type ListenOptions,
  transportNamed,
} from "./transport/transport.ts";
import { type Disk, systemDisk } from "./store/disk.ts";
import { guardedDisk } from "./store/guarded_disk.ts";
import { unsyncedDisk } from "./store/unsynced_disk.ts";
import { ConfigError } from "./settings/values.ts";
import { AppFiles } from "./web/app_files.ts";

/** Milliseconds that a shutdown may take before the process ends all the same. */
const SHUTDOWN_TIMEOUT_MS = 5000;
/** How often a full disk is asked whether the lock can say who holds it. */
const MARK_LOCK_MS = 5000;

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
  if ("words" in asked) return await runCommand(asked, { print, complain });
  const { version } = manifest;
  print(asked.command === "help" ? helpText(version, asked.about) : `plaintalk ${version}`);
  return 0;
}

/** What a chat runs with. */
interface Running {
  config: Config;
  file: SettingsFile;
  data: string;
  disk: Disk;
  lock: DataLock;
}

async function serve(config: Config, file: SettingsFile): Promise<number> {
  const data = resolve(config.data);
  try {
    const syncs = config.sync !== "never";
    const disk = syncs ? systemDisk() : unsyncedDisk(systemDisk());
    const lock = takeData(disk, data, syncs);
    try {
      return await run({ config, file, data, disk, lock });
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

async function run({ config, file, data, disk: own, lock }: Running): Promise<number> {
  const clock = systemClock();
  let current = config;
  const logger = makeLogger({
    write: complain,
    format: () => current.log,
    now: () => clock.now(),
    hasTimes: !isInJournal(),
  });
  const stopwatch = (): number => performance.now();
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const { promise: over, resolve: end } = Promise.withResolvers<string>();
  let isEnding = false;
  let disconnectAll = (): void => {};
  onSignals({
    // A second signal, or a shutdown that cannot end, does not wait any longer.
    end: (signal) => isEnding ? Deno.exit(1) : end(signal),
    disconnectAll: () => disconnectAll(),
  });
  writeFromWhereFramesStand();
  keepAlive((error) => logger.warn("Internal error", { error: String(error) }));
  const onTrouble = (what: string, error: unknown): void =>
    logger.warn(what, { error: String(error) });
  const listening = { clock, onTrouble };
  const transport = await transportNamed(config.transport);
  const joined = await joinCluster({
    ...{ config, data, disk: own, clock, logger, over },
    listen: (door) => mustListen(transport, config, door, listening),
    leave: () => lock.release(),
    watchers: () => current.metrics,
  });
  if (joined === null) {
    lock.release();
    return exitCode(await over);
  }
  const { disk } = joined;
  if (config.keep > 0) archiveOldMessages(disk, data, config.keep, clock.now(), logger);
  const files = await AppFiles.load(config.dev, readBrand(config));
  const app = joined.around(makeApp({
    ...config,
    upgrade: transport.upgrade,
    data,
    // Whoever served before may have ended in the middle of a line.
    cleanShutdown: lock.cleanShutdown && !joined.isShared,
    // In development every start is a version of its own, so that open pages reload.
    version: config.dev ? `${manifest.version}+${clock.now()}` : manifest.version,
    files,
    disk,
    clock,
    stopwatch,
    endOfTurn,
    random,
    releaseMemory,
    logger,
    live: () => current,
    reload: () => reload("Read the settings again"),
    changeFiles: (asked) => changeFiles({ data, disk: guardedDisk(disk), clock, random }, asked),
  }));
  const server = await mustListen(transport, config, app, listening, () => app.close());
  const reload = async (why: string): Promise<string[]> => {
    let lines: string[];
    try {
      const asked = readConfig(Deno.args, readVariable, file);
      const change = changed(current, "config" in asked ? asked.config : current);
      current = change.config;
      if (change.now.length > 0) app.settingsChanged();
      lines = changeReport(change);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      lines = [`${error.message}. The settings stay as they were`];
    }
    lines.push(...await renewed(current, server));
    for (const line of lines) logger.info(why, { told: line });
    return lines;
  };
  disconnectAll = () => void reload("Heard SIGHUP");
  const code = await app.setupCode();
  const { version } = manifest;
  for (const line of greeting({ config, version, data, port: server.port, app, code })) print(line);
  const marking = clock.every(MARK_LOCK_MS, () => lock.mark());
  const watching = watchMemory({
    max: config.memory === "auto" ? memoryAllowed() : config.memory,
    clock,
    logger,
    used: () => Deno.memoryUsage().rss,
    stopwatch,
    cutOff: () => void server.cutOff(),
    end,
  });
  const reason = await over;
  isEnding = true;
  watching.cancel();
  marking.cancel();
  logger.info("Stopping", { reason });
  const deadline = setTimeout(() => {
    lock.release();
    Deno.exit(exitCode(reason));
  }, SHUTDOWN_TIMEOUT_MS);
  await app.close();
  await joined.leave();
  lock.release();
  // One turn, so that the goodbyes are on the wire before the server cuts what is left.
  await new Promise((go) => setTimeout(go, 50));
  await server.shutdown();
  clearTimeout(deadline);
  return exitCode(reason);
}

/** What is older than so many days leaves the rooms; where that fails it stays, and the chat starts. */
function archiveOldMessages(
  disk: Disk,
  data: string,
  days: number,
  now: number,
  logger: Logger,
): void {
  try {
    for (const { room, lines, to } of archiveOld(disk, data, days, now)) {
      logger.info("Moved old lines out of a room", { room, lines, to });
    }
  } catch (error) {
    logger.warn("Cannot move old lines out of the rooms", { error: reasonOf(error) });
  }
}

/** A service manager starts a failed process again, and leaves one alone that was told to end. */
function exitCode(reason: string): number {
  return reason.startsWith("SIG") ? 0 : 1;
}

async function mustListen(
  transport: HttpTransport,
  { host, port, tlsCert, tlsKey }: Config,
  app: Pick<App, "fetch" | "disconnectAll">,
  rest: Pick<ListenOptions, "clock" | "onTrouble">,
  close: () => Promise<void> = () => Promise.resolve(),
): Promise<HttpServer> {
  try {
    const certificate = tlsCert === "" ? null : readCertificate(tlsCert, tlsKey);
    const { fetch, disconnectAll } = app;
    return await transport.listen({ host, port, fetch, disconnectAll, certificate, ...rest });
  } catch (error) {
    await close();
    if (error instanceof StartError) throw error;
    if (error instanceof Deno.errors.InvalidData) {
      throw new StartError(
        `Cannot use the certificate ${tlsCert} with ${tlsKey} (${
          reasonOf(error)
        }): both are wanted as PEM, and for each other`,
      );
    }
    throw new StartError(whyNotListening(error, { host, port }));
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
