/**
 * The process: settings, lock, app, server, signals, exit code. No wiring and no logic of the chat.
 */
import { resolve } from "@std/path";
import manifest from "../deno.json" with { type: "json" };
import { type App, makeApp } from "./app.ts";
import { endOfTurn, systemClock } from "./base/clock.ts";
import { reasonOf } from "./base/errors.ts";
import { type Logger, makeLogger } from "./base/logger.ts";
import { moveOld } from "./chat/retention.ts";
import { runCommand } from "./commands.ts";
import { type Config, ConfigError, helpText, readConfig } from "./config.ts";
import { DataInUse, DataLock } from "./store/data_lock.ts";
import { type Certificate, Listening } from "./listen.ts";
import { systemDisk } from "./store/disk.ts";
import { AppFiles } from "./web/static.ts";

/** Milliseconds that a shutdown may take before the process ends all the same. */
const DEADLINE = 5000;

/** How often the memory is looked at: a fast sender adds 100 MB in that time. */
const LOOK_AT_MEMORY_MS = 250;
/** When cutting everybody off must have helped, and until when more of the same is not a new attack. */
const CUT_OFF_HELPS_MS = 1000;
const STILL_TOO_MUCH_MS = 2000;

const MEGABYTE = 1024 * 1024;

const ENCODER = new TextEncoder();

function print(line: string): void {
  Deno.stdout.writeSync(ENCODER.encode(`${line}\n`));
}

function complain(line: string): void {
  Deno.stderr.writeSync(ENCODER.encode(`${line}\n`));
}

/** A start that cannot go on: the sentence says what to do. */
class CannotStart extends Error {}

async function main(): Promise<number> {
  let asked: ReturnType<typeof readConfig>;
  try {
    asked = readConfig(Deno.args, (name) => Deno.env.get(name));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    complain(error.message);
    return 2;
  }
  if (asked.command === "serve") return await serve(asked.config);
  if ("words" in asked) return await runCommand(asked, { print, complain });
  print(asked.command === "help" ? helpText(manifest.version) : `plaintalk ${manifest.version}`);
  return 0;
}

async function serve(config: Config): Promise<number> {
  const data = resolve(config.data);
  try {
    const lock = takeData(data);
    try {
      return await run(config, data, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    if (!(error instanceof CannotStart || error instanceof DataInUse)) {
      throw error;
    }
    complain(error.message);
    return 1;
  }
}

function takeData(data: string): DataLock {
  try {
    systemDisk().makeFolder(data);
    return DataLock.take(data, Deno.pid);
  } catch (error) {
    if (error instanceof DataInUse) throw error;
    const why = reasonOf(error);
    throw new CannotStart(
      `Cannot write to ${data} (${why}): give this user the folder, or choose another with --data`,
    );
  }
}

async function run(config: Config, data: string, lock: DataLock): Promise<number> {
  const clock = systemClock();
  const logger = makeLogger(complain, config.log, () => clock.now());
  const { promise: over, resolve: end } = Promise.withResolvers<string>();
  writeFromWhereFramesStand();
  keepAlive((error) => logger.warn("A mistake in Plaintalk", { error: String(error) }));
  if (config.keep > 0) keepYoung(data, config.keep, clock.now(), logger);
  const files = await AppFiles.load(config.dev);
  const app = makeApp({
    ...config,
    data,
    cleanEnd: lock.cleanEnd,
    // In development every start is a version of its own, so that open pages reload.
    version: config.dev ? `${manifest.version}+${clock.now()}` : manifest.version,
    files,
    disk: systemDisk(),
    clock,
    stopwatch: () => performance.now(),
    endOfTurn,
    random: (bytes) => crypto.getRandomValues(bytes),
    tidy,
    logger,
  });
  const server = await mustListen(config, app, (what, error) => {
    logger.warn(what, { error: String(error) });
  });
  renewOnHangup(config, server, logger);
  const code = await app.setupCode();
  for (const line of firstLines(config, data, server.port, app, code)) {
    print(line);
  }
  const signals = ["SIGINT", ...(Deno.build.os === "windows" ? [] : ["SIGTERM"])] as Deno.Signal[];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => end(signal));
  }
  // Ending in good order, to be started again, beats being ended in the middle of a write.
  const most = config.memory === "auto" ? memoryAllowed() : config.memory;
  let cutOff = -Infinity;
  const watching = clock.every(LOOK_AT_MEMORY_MS, () => {
    const used = Math.round(Deno.memoryUsage().rss / MEGABYTE);
    const passed = performance.now() - cutOff;
    if (most === 0 || used <= most || passed < CUT_OFF_HELPS_MS) return;
    if (passed < STILL_TOO_MUCH_MS) return end(`${used} MB of memory`);
    cutOff = performance.now();
    logger.warn("Too much memory: everybody is cut off, and may come back", { megabytes: used });
    void server.cutOff();
  });
  const reason = await over;
  watching.cancel();
  logger.info("Stopping", { reason });
  // A second signal, or a shutdown that cannot end, does not wait any longer.
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => Deno.exit(1));
  }
  const deadline = setTimeout(() => {
    lock.release();
    Deno.exit(exitCode(reason));
  }, DEADLINE);
  await app.close();
  lock.release();
  // One turn, so that the goodbyes are on the wire before the server cuts what is left.
  await new Promise((go) => setTimeout(go, 50));
  await server.shutdown();
  clearTimeout(deadline);
  return exitCode(reason);
}

/** What is older than so many days leaves the rooms; where that fails it stays, and the chat starts. */
function keepYoung(data: string, days: number, now: number, logger: Logger): void {
  try {
    for (const { room, lines, to } of moveOld(systemDisk(), data, days, now)) {
      logger.info("Moved old lines out of a room", { room, lines, to });
    }
  } catch (error) {
    logger.warn("Cannot move old lines out of the rooms", { error: reasonOf(error) });
  }
}

/**
 * Hashing passwords leaves memory behind that the C library keeps for itself, 20 MB for each of its
 * threads, unless MALLOC_MMAP_THRESHOLD_ says otherwise as in deno.json. The runtime gives it back
 * when a worker ends (measured: 336 to 89 MB), so one begins and ends.
 */
function tidy(): void {
  try {
    if (Deno.build.os !== "linux" || Deno.env.has("MALLOC_MMAP_THRESHOLD_")) return;
    new Worker("data:text/javascript,self.close()", { type: "module" });
  } catch {
    // Without the permission it keeps the memory, which does not grow any further.
  }
}

/**
 * The runtime copies each frame into a buffer of its connection before it writes it, and the buffer keeps
 * the length of the longest one. Told this before the first connection it writes frames from where they
 * stand (measured: 8,000 idle people cost 19 KB each instead of 33).
 */
function writeFromWhereFramesStand(): void {
  try {
    Deno.env.set("DENO_USE_WRITEV", "1");
  } catch {
    // Without the permission it costs that memory.
  }
}

/** A service manager starts a failed process again, and leaves one alone that was told to end. */
function exitCode(reason: string): number {
  return reason.startsWith("SIG") ? 0 : 1;
}

/** Three quarters of the machine's memory in megabytes, 1024 at most. */
function memoryAllowed(): number {
  try {
    return Math.min(1024, Math.floor(Deno.systemMemoryInfo().total * 0.75 / MEGABYTE));
  } catch {
    // Without the permission to ask.
    return 1024;
  }
}

async function mustListen(
  { host, port, tlsCert, tlsKey }: Config,
  app: App,
  onTrouble: (what: string, error: unknown) => void,
): Promise<Listening> {
  try {
    const certificate = tlsCert === "" ? null : readCertificate(tlsCert, tlsKey);
    return new Listening({ host, port, app, certificate, onTrouble });
  } catch (error) {
    await app.close();
    if (error instanceof Deno.errors.AddrInUse) {
      throw new CannotStart(`Port ${port} is in use: try --port ${port + 1}`);
    }
    const why = reasonOf(error);
    if (tlsCert !== "" && !(error instanceof Deno.errors.AddrNotAvailable)) {
      throw new CannotStart(`Cannot use the certificate ${tlsCert} with ${tlsKey} (${why})`);
    }
    throw new CannotStart(`Cannot listen on ${host}, port ${port} (${why}): try --host 127.0.0.1`);
  }
}

function readCertificate(cert: string, key: string): Certificate {
  return { cert: Deno.readTextFileSync(cert), key: Deno.readTextFileSync(key) };
}

/** A new certificate in the same files is taken on SIGHUP; a bad one leaves the old in use. */
function renewOnHangup({ tlsCert, tlsKey }: Config, server: Listening, logger: Logger): void {
  if (tlsCert === "" || Deno.build.os === "windows") return;
  Deno.addSignalListener("SIGHUP", () => {
    Promise.try(() => server.renew(readCertificate(tlsCert, tlsKey))).then(
      () => logger.info("The certificate was read again"),
      (error) =>
        logger.warn("Cannot use the new certificate; the old one stays", {
          error: reasonOf(error),
        }),
    );
  });
}

/** A promise that nobody waited for is a mistake of ours, and no reason to end everybody's chat. */
function keepAlive(onBug: (error: unknown) => void): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    onBug(event.reason instanceof Error ? event.reason.stack : event.reason);
  });
}

function firstLines(
  config: Config,
  data: string,
  port: number,
  app: App,
  code: string | null,
): string[] {
  const isOpen = config.host === "0.0.0.0" || config.host === "::";
  const host = isOpen || config.host === "127.0.0.1" ? "localhost" : config.host;
  const scheme = config.tlsCert === "" ? "http" : "https";
  const hosts = [host, ...(isOpen ? lanAddresses() : [])];
  const addresses = hosts.map((name) => `${scheme}://${name}:${port}${config.base}`);
  const malformed = [
    ...app.rooms.unfit.map(({ room, lines }) => `${lines} in ${room}`),
    ...app.people.malformed.map(({ file, lines }) => `${lines} in ${file}`),
  ];
  return [
    `Plaintalk ${manifest.version}`,
    `Open      ${addresses.join("  ")}`,
    `Data      ${data}`,
    ...(malformed.length > 0
      ? [`Kept      malformed lines, not shown: ${malformed.join(", ")}`]
      : []),
    ...(app.people.accounts.isDamaged ? [`Warning   ${DAMAGED}`] : []),
    ...(code === null ? [] : [
      `Set up    ${addresses.at(-1)}/?setup=${code}`,
      "          This link works once: whoever opens it first becomes the admin",
    ]),
    "Stop      Ctrl+C",
  ];
}

const DAMAGED =
  "accounts.txt holds no account that can be read: nobody can sign in or claim a name until it is mended (plaintalk check tells the lines)";

function lanAddresses(): string[] {
  try {
    return Deno.networkInterfaces()
      .filter(({ family, address }) => family === "IPv4" && !address.startsWith("127."))
      .map(({ address }) => address);
  } catch {
    // Without the permission the address on this machine is told alone.
    return [];
  }
}

Deno.exitCode = await main();
// Timers and sockets of those who do not read must not keep a finished process.
Deno.exit(Deno.exitCode);
