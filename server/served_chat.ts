/**
 * A chat that this process serves: begun over a locked data folder, told new settings, watched, and ended
 * in good order. Its invariant: whatever ends it, what was said is written before the lock is released.
 */
import { join } from "@std/path";
import { type App, makeApp } from "./app.ts";
import { endOfTurn, stopwatch, systemClock, type Timer } from "./base/clock.ts";
import { systemRandom } from "./base/random.ts";
import { reasonOf } from "./base/errors.ts";
import { type Logger, makeLogger } from "./base/logger.ts";
import { shiftMembers } from "./chat/private/member_list.ts";
import { joinHalves } from "./chat/private/private_moves.ts";
import type { Config } from "./config.ts";
import type { ControlRequest } from "./control_requests.ts";
import { archiveOld } from "./history/retention.ts";
import { joinCluster, type Joined } from "./join_cluster.ts";
import { greeting } from "./process/banner.ts";
import { readBrand } from "./process/brand_file.ts";
import { renewed } from "./process/certificate_files.ts";
import { mustListen } from "./process/listen.ts";
import { memoryAllowed, watchMemory } from "./process/memory_watch.ts";
import {
  isInJournal,
  keepAlive,
  onSignals,
  releaseMemory,
  writeFromWhereFramesStand,
} from "./process/runtime.ts";
import { changed, changeReport } from "./settings/reload.ts";
import { ConfigError } from "./settings/values.ts";
import type { DataLock } from "./store/data_lock.ts";
import type { Disk } from "./store/disk.ts";
import { guardedDisk } from "./store/guarded_disk.ts";
import type { DataFolder } from "./transfer/data_folder.ts";
import { type HttpServer, type HttpTransport, transportNamed } from "./transport/transport.ts";
import { AppFiles } from "./web/app_files.ts";

/** What serving needs from the process. */
export interface ServeOptions {
  config: Config;
  /** Reads the settings again; throws a ConfigError. */
  readConfig: () => Config;
  version: string;
  data: string;
  disk: Disk;
  lock: DataLock;
  print: (line: string) => void;
  complain: (line: string) => void;
  /** What may be asked of the data folder by the command line while the chat has it. */
  changeFiles: (folder: DataFolder, request: ControlRequest) => Promise<string[]>;
}

/** Milliseconds that a shutdown may take before the process ends all the same. */
const SHUTDOWN_TIMEOUT_MS = 5000;
/** Time for the goodbyes to be on the wire before the server cuts what is left. */
const GOODBYE_MS = 50;
/** How often a full disk is asked whether the lock can say who holds it. */
const MARK_LOCK_MS = 5000;

/** One run of a chat. */
export class ServedChat {
  readonly #options: ServeOptions;
  readonly #clock = systemClock();
  readonly #logger: Logger;
  readonly #over = Promise.withResolvers<string>();
  #config: Config;
  #app: App | null = null;
  #server: HttpServer | null = null;
  #isEnding = false;

  constructor(options: ServeOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#logger = makeLogger({
      write: options.complain,
      format: () => this.#config.log,
      now: () => this.#clock.now(),
      hasTimes: !isInJournal(),
    });
  }

  /** Serves until it is told to end; returns the exit code. */
  async run(): Promise<number> {
    const { config, data, lock, version, print } = this.#options;
    this.#prepare();
    const transport = await transportNamed(config.transport);
    const joined = await this.#join(transport);
    if (joined === null) {
      lock.release();
      return exitCode(await this.#over.promise);
    }
    if (config.keep > 0) await this.#archive(joined.disk, config.keep);
    const app = this.#app = joined.around(await this.#makeApp(transport, joined));
    const server = this.#server = await this.#listen(transport, app, () => app.close());
    const code = await app.setupCode();
    const lines = greeting({ config, version, data, port: server.port, app, code });
    for (const line of lines) print(line);
    const watching = this.#watch(server);
    const reason = await this.#over.promise;
    this.#isEnding = true;
    for (const timer of watching) timer.cancel();
    await this.#end(reason, app, server, joined);
    return exitCode(reason);
  }

  #prepare(): void {
    onSignals({
      // A second signal, or a shutdown that cannot end, does not wait any longer.
      end: (signal) => this.#isEnding ? Deno.exit(1) : this.#over.resolve(signal),
      disconnectAll: () => void this.#reload("Heard SIGHUP"),
    });
    writeFromWhereFramesStand();
    keepAlive((error) => this.#logger.warn("Internal error", { error: String(error) }));
  }

  async #join(transport: HttpTransport): Promise<Joined | null> {
    const { config, data, disk, lock } = this.#options;
    return await joinCluster({
      ...{ config, data, disk, clock: this.#clock, logger: this.#logger },
      over: this.#over.promise,
      listen: (door) => this.#listen(transport, door),
      leave: () => lock.release(),
      watchers: () => this.#config.metrics,
    });
  }

  async #makeApp(transport: HttpTransport, { disk, isShared }: Joined): Promise<App> {
    const { config, data, lock, version, changeFiles } = this.#options;
    const clock = this.#clock;
    return makeApp({
      ...config,
      upgrade: transport.upgrade,
      data,
      // Whoever served before may have ended in the middle of a line.
      cleanShutdown: lock.cleanShutdown && !isShared,
      // In development every start is a version of its own, so that open pages reload.
      version: config.dev ? `${version}+${clock.now()}` : version,
      files: await AppFiles.load(config.dev, readBrand(config)),
      disk,
      clock,
      stopwatch,
      endOfTurn,
      random: systemRandom,
      releaseMemory,
      logger: this.#logger,
      live: () => this.#config,
      reload: () => this.#reload("Read the settings again"),
      changeFiles: (request) =>
        changeFiles({ data, disk: guardedDisk(disk), clock, random: systemRandom }, request),
    });
  }

  async #listen(
    transport: HttpTransport,
    door: Pick<App, "fetch" | "disconnectAll">,
    close?: () => Promise<void>,
  ): Promise<HttpServer> {
    const onTrouble = (what: string, error: unknown): void =>
      this.#logger.warn(what, { error: String(error) });
    const { config } = this.#options;
    return await mustListen(transport, config, door, { clock: this.#clock, onTrouble }, close);
  }

  /** Reads the settings and the certificate again; returns what to tell whoever asked for it. */
  async #reload(why: string): Promise<string[]> {
    const [app, server] = [this.#app, this.#server];
    if (app === null || server === null) return [];
    let lines: string[];
    try {
      const change = changed(this.#config, this.#options.readConfig());
      this.#config = change.config;
      if (change.now.length > 0) app.settingsChanged();
      lines = changeReport(change);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      lines = [`${error.message}. The settings stay as they were`];
    }
    lines.push(...await renewed(this.#config, server));
    for (const line of lines) this.#logger.info(why, { told: line });
    return lines;
  }

  /** What is older than so many days leaves the rooms; where that fails it stays, and the chat starts. */
  async #archive(disk: Disk, days: number): Promise<void> {
    const { data } = this.#options;
    try {
      joinHalves(disk, data);
      const archived = archiveOld(disk, data, days, this.#clock.now());
      for (const { place, room, shift, lines, to } of archived) {
        if (place === "private") {
          await shiftMembers(disk, join(data, place, `${room}.members`), shift);
        }
        this.#logger.info("Moved old lines out of a room", { room, lines, to });
      }
    } catch (error) {
      this.#logger.warn("Cannot move old lines out of the rooms", { error: reasonOf(error) });
    }
  }

  #watch(server: HttpServer): Timer[] {
    const { config, lock } = this.#options;
    return [
      this.#clock.every(MARK_LOCK_MS, () => lock.mark()),
      watchMemory({
        max: config.memory === "auto" ? memoryAllowed() : config.memory,
        clock: this.#clock,
        logger: this.#logger,
        used: () => Deno.memoryUsage().rss,
        stopwatch,
        cutOff: () => void server.cutOff(),
        end: (reason) => this.#over.resolve(reason),
      }),
    ];
  }

  async #end(reason: string, app: App, server: HttpServer, joined: Joined): Promise<void> {
    const { lock } = this.#options;
    this.#logger.info("Stopping", { reason });
    const deadline = this.#clock.after(SHUTDOWN_TIMEOUT_MS, () => {
      lock.release();
      Deno.exit(exitCode(reason));
    });
    await app.close();
    await joined.leave();
    lock.release();
    await new Promise((resume) => this.#clock.after(GOODBYE_MS, () => resume(null)));
    await server.shutdown();
    deadline.cancel();
  }
}

/** A service manager starts a failed process again, and leaves one alone that was told to end. */
function exitCode(reason: string): number {
  return reason.startsWith("SIG") ? 0 : 1;
}
