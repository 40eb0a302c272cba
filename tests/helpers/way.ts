/**
 * A journey: a server, a browser and people, told as a story. At the end nobody's page may have
 * complained: no error on the console, no request to another origin.
 */
import { assertEquals } from "@std/assert";
import type { Browser } from "playwright-core";
import { startBrowser } from "./browser.ts";
import { Person, type Setting } from "./person.ts";
import { ServerProcess, temporaryFolder } from "./process.ts";

/** A test that walks. */
export function journey(
  name: string,
  walk: (way: Way) => Promise<void>,
  settings: string[] = [],
): void {
  Deno.test({
    name,
    // The browser's driver keeps pipes of its own; what is ours is closed below.
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      await using folder = await temporaryFolder();
      const browser = await startBrowser();
      const way = new Way(browser, folder.path, settings);
      try {
        await way.serves();
        await walk(way);
        for (const person of way.people) assertEquals(person.complaints, []);
      } finally {
        await browser.close();
        await way.server.end("SIGKILL");
      }
    },
  });
}

/** What a journey has at hand. */
export class Way {
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
    this.forgives(/ERR_CONNECTION_(REFUSED|RESET)/);
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
