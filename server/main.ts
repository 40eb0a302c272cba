/**
 * The process: settings, lock, app, server, signals, exit code. No wiring and no logic of the chat.
 */
import { resolve } from "@std/path";
import manifest from "../deno.json" with { type: "json" };
import { type App, makeApp } from "./app.ts";
import { endOfTurn, systemClock } from "./base/clock.ts";
import { ChatError, reasonOf } from "./base/errors.ts";
import { makeLogger } from "./base/logger.ts";
import { checkData } from "./check.ts";
import { type Config, ConfigError, helpText, readConfig } from "./config.ts";
import { DataInUse, DataLock } from "./store/data_lock.ts";
import { makeAdmin, makeToken, say } from "./manage.ts";
import { systemDisk } from "./store/disk.ts";
import { guardedDisk } from "./store/guarded_disk.ts";
import { AppFiles } from "./web/static.ts";

/** Milliseconds that a shutdown may take before the process ends all the same. */
const DEADLINE = 5000;

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
  if (asked.command === "check") return check(asked.config);
  if ("words" in asked) return await manage(asked);
  print(asked.command === "help" ? helpText(manifest.version) : `plaintalk ${manifest.version}`);
  return 0;
}

/** 0 where every line fits, 1 where one does not. */
function check(config: Config): number {
  const data = resolve(config.data);
  const { files, lines, finds } = checkData(systemDisk(), data, (find) => print(find));
  if (files === 0) {
    complain(`Cannot find a history in ${data}: name the data folder with --data`);
    return 1;
  }
  print(`${files} files, ${lines} lines, ${finds} that do not fit`);
  return finds === 0 ? 0 : 1;
}

/** Commands for whoever has the machine: they work beside a running chat, which reads what changed. */
async function manage(
  { command, config, words, as }: Extract<ReturnType<typeof readConfig>, { words: string[] }>,
): Promise<number> {
  const [first = "", second = ""] = words;
  const tools = {
    data: resolve(config.data),
    disk: guardedDisk(systemDisk()),
    clock: systemClock(),
    random: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes),
  };
  try {
    if (command === "admin") print(await makeAdmin(tools, first));
    else if (command === "token") print(await makeToken(tools, first));
    else print(say(tools, first, second, as));
    return 0;
  } catch (error) {
    if (!(error instanceof ChatError)) throw error;
    complain(error.message);
    return 1;
  }
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
  keepAlive((error) => logger.warn("A mistake in Plaintalk", { error: String(error) }));
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
    endOfTurn,
    random: (bytes) => crypto.getRandomValues(bytes),
    tidy,
    logger,
  });
  const server = await mustListen(config, app, (error) => {
    logger.warn("Cannot accept connections; trying again", { error: String(error) });
  });
  for (const line of firstLines(config, data, server.port, app)) {
    print(line);
  }
  const signals = ["SIGINT", ...(Deno.build.os === "windows" ? [] : ["SIGTERM"])] as Deno.Signal[];
  for (const signal of signals) {
    Deno.addSignalListener(signal, () => end(signal));
  }
  // Ending in good order, to be started again, beats being ended in the middle of a write.
  const most = config.memory === "auto" ? memoryAllowed() : config.memory;
  const watching = clock.every(1000, () => {
    const used = Math.round(Deno.memoryUsage().rss / MEGABYTE);
    if (most > 0 && used > most) end(`${used} MB of memory`);
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

/** A server that serves again by itself when the system runs out of files for a while. */
interface Listening {
  port: number;
  shutdown(): Promise<void>;
}

function listen(config: Config, app: App, onTrouble: (error: unknown) => void): Listening {
  let server = serveOn(config.port);
  let isOver = false;
  const port = server.addr.port;
  function serveOn(port: number): Deno.HttpServer<Deno.NetAddr> {
    return Deno.serve(
      { hostname: config.host, port, automaticCompression: true, onListen: () => {} },
      (request, info) => app.fetch(request, info.remoteAddr.hostname),
    );
  }
  // Accepting fails for good when no file is left for a connection; those who are in stay in.
  function watch(): void {
    server.finished.catch((error) => {
      if (isOver) return;
      onTrouble(error);
      setTimeout(again, 250);
    });
  }
  function again(): void {
    if (isOver) return;
    try {
      server = serveOn(port);
      watch();
    } catch {
      setTimeout(again, 250);
    }
  }
  watch();
  return {
    port,
    shutdown() {
      isOver = true;
      return server.shutdown();
    },
  };
}

async function mustListen(
  config: Config,
  app: App,
  onTrouble: (error: unknown) => void,
): Promise<Listening> {
  const { host, port } = config;
  try {
    return listen(config, app, onTrouble);
  } catch (error) {
    await app.close();
    if (error instanceof Deno.errors.AddrInUse) {
      throw new CannotStart(`Port ${port} is in use: try --port ${port + 1}`);
    }
    const why = reasonOf(error);
    throw new CannotStart(`Cannot listen on ${host}, port ${port} (${why}): try --host 127.0.0.1`);
  }
}

/** A promise that nobody waited for is a mistake of ours, and no reason to end everybody's chat. */
function keepAlive(onBug: (error: unknown) => void): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    onBug(event.reason instanceof Error ? event.reason.stack : event.reason);
  });
}

function firstLines(config: Config, data: string, port: number, app: App): string[] {
  const isOpen = config.host === "0.0.0.0" || config.host === "::";
  const host = isOpen || config.host === "127.0.0.1" ? "localhost" : config.host;
  const addresses = [`http://${host}:${port}`];
  if (isOpen) {
    addresses.push(
      ...lanAddresses().map((address) => `http://${address}:${port}`),
    );
  }
  const unfit = app.rooms.unfit.map(({ room, lines }) => `${lines} in ${room}`);
  return [
    `Plaintalk ${manifest.version}`,
    `Open      ${addresses.join("  ")}`,
    `Data      ${data}`,
    ...(unfit.length > 0
      ? [`Kept      lines that fit nothing, not shown: ${unfit.join(", ")}`]
      : []),
    "Stop      Ctrl+C",
  ];
}

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
