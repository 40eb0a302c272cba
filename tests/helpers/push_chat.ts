/**
 * A chat in this process, over real HTTP, sockets and time, whose way to push services leads to the test's
 * own: the name is looked up and checked as ever, and then the connection goes to this machine.
 */
import { HttpClient } from "./http_client.ts";
import { PushService, SubscribedBrowser } from "./push_service.ts";
import { temporaryFolder } from "./process.ts";
import { type App, makeApp } from "../../server/app.ts";
import { type Clock, endOfTurn, systemClock, type Timer } from "../../server/base/clock.ts";
import { readConfig } from "../../server/config.ts";
import { nativeTransport } from "../../server/transport/native_server.ts";
import type { HttpServer } from "../../server/transport/transport.ts";
import type { PushWants } from "../../server/push_protocol.ts";
import { httpsPost } from "../../server/push/sender.ts";
import { systemDisk } from "../../server/store/disk.ts";
import { AppFiles } from "../../server/web/app_files.ts";

/** An address out in the world: nothing is ever sent there. */
const PUBLIC_ADDRESS = "93.184.215.14";

/** Where a chat's notifications go. */
export interface PushTarget extends AsyncDisposable {
  readonly port: number;
  readonly ca: string;
}

/** A chat and its push service. */
export class PushChat<Target extends PushTarget = PushService> implements AsyncDisposable {
  readonly url: string;
  /** Where names of push services lead. */
  addresses: string[] = [PUBLIC_ADDRESS];

  private constructor(
    readonly app: App,
    readonly service: Target,
    readonly folder: Awaited<ReturnType<typeof temporaryFolder>>,
    private readonly server: HttpServer,
    private readonly rest: {
      way: ReturnType<typeof httpsPost>;
      clock: ReturnType<typeof endingClock>;
    },
    readonly logged: string[],
  ) {
    this.url = `http://127.0.0.1:${server.port}`;
  }

  static async start(...args: string[]): Promise<PushChat> {
    return await PushChat.startWith({ service: await PushService.start(), args });
  }

  /** `prepare`: puts into the data folder what was there before. */
  static async startWith<Target extends PushTarget>({ service, args = [], prepare }: {
    service: Target;
    args?: string[];
    prepare?: (folder: string) => Promise<void>;
  }): Promise<PushChat<Target>> {
    const folder = await temporaryFolder();
    await prepare?.(folder.path);
    const asked = readConfig([...args, "--limits", "none", "--sync", "never"], () => undefined);
    if (!("config" in asked)) throw new Error("These are no settings");
    const way = httpsPost(service);
    const clock = endingClock();
    const logged: string[] = [];
    const note = (text: string, fields: unknown = {}) =>
      void logged.push(
        `${text} ${fields instanceof Error ? fields : JSON.stringify(fields)}`,
      );
    const app = makeApp({
      ...asked.config,
      data: folder.path,
      cleanShutdown: true,
      version: "0",
      files: await AppFiles.load(false),
      disk: systemDisk(),
      clock,
      stopwatch: () => performance.now(),
      endOfTurn,
      upgrade: nativeTransport.upgrade,
      random: (bytes) => crypto.getRandomValues(bytes),
      releaseMemory() {},
      logger: { info: note, warn: note },
      pushTransport: {
        resolve: () => Promise.resolve(chat.addresses),
        post: (message) => way.post(message, "127.0.0.1"),
      },
    });
    const server = await nativeTransport.listen({
      host: "127.0.0.1",
      port: 0,
      fetch: app.fetch,
      disconnectAll: app.disconnectAll,
      certificate: null,
      clock,
      onTrouble: note,
    });
    const rest = { way, clock };
    const chat: PushChat<Target> = new PushChat(app, service, folder, server, rest, logged);
    return chat;
  }

  /** How many pages are open. */
  async connections(): Promise<number> {
    return (await new HttpClient(this.url).asks("GET", "/healthz")).body.connections;
  }

  /** Somebody comes in, with a password or as a guest. */
  async comes(name: string, isAccount = true): Promise<HttpClient> {
    const client = new HttpClient(this.url);
    const { status, body } = isAccount
      ? await client.asks("POST", "/api/accounts", {
        name,
        password: "correct horse battery",
      })
      : await client.asks("POST", "/api/session", { name });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return client;
  }

  /** Their browser subscribes. */
  async subscribes(
    client: HttpClient,
    path: string,
    wants: Partial<PushWants> = {},
  ) {
    const browser = new SubscribedBrowser(path);
    const all = {
      ...browser.subscription,
      wants: { text: true, levels: {}, ...wants },
    };
    const { status, body } = await client.asks("POST", "/api/push", all);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return browser;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
    await this.server.shutdown();
    this.rest.way.close();
    this.rest.clock.end();
    await this.service[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
  }
}

/** The time of this machine, with an end: no timer outlives the test. */
function endingClock(): Clock & { end(): void } {
  const clock = systemClock();
  const timers = new Set<Timer>();
  const kept = (timer: Timer): Timer => {
    timers.add(timer);
    return timer;
  };
  return {
    now: () => clock.now(),
    after: (ms, fn) => kept(clock.after(ms, fn)),
    every: (ms, fn) => kept(clock.every(ms, fn)),
    end: () => timers.forEach((timer) => timer.cancel()),
  };
}
