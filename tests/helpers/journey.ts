/**
 * A journey: a server, a browser and people, told as a story. At the end nobody's page may have
 * complained: no error on the console, no request to another origin.
 */
import { assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { Person, type Setting } from "./person.ts";
import { ServerProcess, temporaryFolder } from "./process.ts";

/**
 * One browser for all journeys of a file, each with a fresh profile in it: starting one costs more than
 * most journeys do. A file is a worker of its own, so no two files share one.
 */
let shared: Browser | null = null;
let isHooked = false;

async function theBrowser(): Promise<Browser> {
  if (!shared?.isConnected()) shared = await startBrowser();
  return shared;
}

/** What is walked, or the browser's end if that comes first: it costs this journey and no other. */
async function walked(browser: Browser, walk: Promise<void>): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  const ends = () => reject(new Error("The browser ended in the middle of this journey"));
  browser.once("disconnected", ends);
  try {
    await Promise.race([walk, promise]);
  } finally {
    browser.off("disconnected", ends);
  }
}

/** A test that walks. */
export function journey(
  name: string,
  walk: (way: Journey) => Promise<void>,
  settings: string[] = [],
): void {
  if (!isHooked) {
    isHooked = true;
    Deno.test.afterAll(async () => await shared?.close());
  }
  Deno.test({
    name,
    // The browser's driver keeps pipes of its own; what is ours is closed below.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      await using folder = await temporaryFolder();
      const browser = await theBrowser();
      const way = new Journey(browser, folder.path, settings);
      try {
        await way.serves();
        await walked(browser, walk(way));
        for (const person of way.people) assertEquals(person.complaints, []);
      } finally {
        for (const context of browser.contexts()) await context.close().catch(() => {});
        await way.server?.end("SIGKILL");
      }
    },
  });
}

/** What a journey has at hand. */
export class Journey {
  server!: ServerProcess;
  readonly people: Person[] = [];
  readonly #browser: Browser;
  readonly #data: string;
  readonly #settings: string[];
  #port = "0";

  constructor(browser: Browser, data: string, settings: string[]) {
    this.#browser = browser;
    this.#data = data;
    this.#settings = settings;
  }

  /** Starts the server, again on the same port. */
  async serves(): Promise<void> {
    const args = [
      "--port",
      this.#port,
      "--data",
      this.#data,
      "--limits",
      "none",
      ...this.#settings,
    ];
    this.server = await ServerProcess.start(args);
    if (this.server.url === "") throw new Error(`It did not start: ${this.server.output}`);
    this.#port = new URL(this.server.url).port;
  }

  async person(name: string, setting: Setting = {}): Promise<Person> {
    const person = await this.visitor(setting);
    await person.enters(name);
    return person;
  }

  /** Somebody who has opened the page and not said who they are. */
  async visitor(setting: Setting = {}, address = ""): Promise<Person> {
    const person = await Person.at(this.#browser, this.server.url + address, setting);
    this.people.push(person);
    return person;
  }

  /** The browser tells of each refused connection: after a kill that is what happened. */
  forgivesLostConnections(): void {
    // A server that ends, or begins, may still answer that it does.
    this.forgives(/ERR_CONNECTION_(REFUSED|RESET)|response code: 503/);
  }

  /** The browser writes down every answer that is a refusal: in this journey some are wanted. */
  forgives(complaint: RegExp): void {
    for (const { complaints } of this.people) {
      const other = complaints.filter((text) => !complaint.test(text));
      complaints.splice(0, complaints.length, ...other);
    }
  }

  /** Of a file in the data folder. */
  path(name: string): string {
    return `${this.#data}/${name}`;
  }

  file(room = "general"): Promise<string> {
    return Deno.readTextFile(`${this.#data}/rooms/${room}.txt`);
  }
}
