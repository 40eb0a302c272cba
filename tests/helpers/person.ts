/**
 * A person at a browser, so that a journey reads as a story: Ada enters, says something, Boris hears
 * it. They press at places on the screen and write with keys, and nothing else (`house_test.ts`). Every
 * complaint of the page is kept: errors on the console and requests to another origin.
 */
import type { Buffer } from "node:buffer";
import axe from "axe-core" with { type: "text" };
import { eventually, PATIENCE_MS } from "./wait.ts";
import { type Hand, type Place, placeOf, presses } from "./screen_place.ts";
import type { Browser, BrowserContext, CDPSession, Locator, Page } from "playwright-core";

/** How a person's browser is set. */
export interface Setting {
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  phone?: boolean;
  locale?: string;
  /** Where the person is; null for a device that will travel. */
  zone?: string | null;
  /** True for somebody who asked their system for as little motion as may be. */
  still?: boolean;
  /** True for somebody whose system has its own few colours and draws with them alone. */
  forced?: boolean;
  /** How many times as large everything is drawn; the window stays as large as it is on the screen. */
  zoom?: number;
  /** True for a page that is written from right to left. */
  mirrored?: boolean;
  /** True for a browser without service workers: it keeps nothing of the page for later. */
  forgetful?: boolean;
}

/** Nobody types a page: what is longer is handed over at once, as a dictation does. */
const MOST_TYPED = 200;

/** A file as the system's own dialog hands it over. */
export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** One person with a browser of their own. */
export class Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What this person presses with. */
  readonly hand: Hand;
  /** What the page complained about. */
  readonly complaints: string[] = [];
  readonly #origin: string;

  private constructor(context: BrowserContext, page: Page, origin: string, hand: Hand) {
    this.context = context;
    this.page = page;
    this.hand = hand;
    this.#origin = origin;
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") {
        this.complaints.push(message.text());
      }
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && !["blob:", "data:"].includes(url.protocol)) {
        this.complaints.push(`a request to ${request.url()}`);
      }
    });
  }

  /** Opens the page in a fresh browser profile. */
  static async at(browser: Browser, url: string, setting: Setting = {}): Promise<Person> {
    const zoom = setting.zoom ?? 1;
    const context = await browser.newContext({
      // To the page, zooming in is a smaller window with more dots to each of its pixels.
      viewport: {
        width: Math.round((setting.width ?? 1280) / zoom),
        height: Math.round((setting.height ?? 800) / zoom),
      },
      deviceScaleFactor: zoom,
      forcedColors: setting.forced ? "active" : "none",
      colorScheme: setting.theme ?? "light",
      locale: setting.locale ?? "en",
      reducedMotion: setting.still ? "reduce" : "no-preference",
      serviceWorkers: setting.forgetful ? "block" : "allow",
      ...(setting.zone === null ? {} : { timezoneId: setting.zone ?? "UTC" }),
      isMobile: setting.phone ?? false,
      hasTouch: setting.phone ?? false,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    if (setting.mirrored) {
      await context.addInitScript(`addEventListener("DOMContentLoaded", () => {
        document.documentElement.dir = "rtl";
      })`);
    }
    const page = await context.newPage();
    const hand = setting.phone ? "finger" : "mouse";
    const person = new Person(context, page, new URL(url).origin, hand);
    await page.goto(url);
    return person;
  }

  /** The same person's second tab, with complaints of its own. */
  async tab(address: string): Promise<Person> {
    const page = await this.context.newPage();
    await page.goto(address);
    return new Person(this.context, page, this.#origin, this.hand);
  }

  /** Presses something, where it is on the screen. */
  async presses(target: Locator | string): Promise<void> {
    await presses(this.#found(target), this.hand);
  }

  /** Moves the mouse over something and leaves it there. */
  async pointsAt(target: Locator | string, part?: Place): Promise<void> {
    const { x, y } = await placeOf(this.#found(target), part);
    await this.page.mouse.move(x, y, { steps: 3 });
  }

  /** Writes with the keyboard, into whatever has the cursor; lines are broken as this device breaks them. */
  async types(words: string): Promise<void> {
    const { keyboard } = this.page;
    if (words.length > MOST_TYPED) return await keyboard.insertText(words);
    for (const [i, line] of words.split("\n").entries()) {
      if (i > 0) await keyboard.press(this.hand === "mouse" ? "Shift+Enter" : "Enter");
      await keyboard.type(line);
    }
  }

  /** Writes these words into a field, in the place of what stands in it. */
  async fills(field: Locator | string, words: string): Promise<void> {
    const target = this.#found(field);
    await this.presses(target);
    if (await target.inputValue() !== "") await this.page.keyboard.press("ControlOrMeta+A");
    await this.types(words);
  }

  /** Attaches files: presses the button, and the system's dialog hands them over. */
  async attaches(...files: ChosenFile[]): Promise<void> {
    const dialog = this.page.waitForEvent("filechooser");
    await this.presses("[data-test=attach]");
    await (await dialog).setFiles(files);
  }

  /** Chooses a name and waits for the chat. */
  async enters(name: string): Promise<void> {
    await this.fills("form[data-test=name-form] input[name=name]", name);
    await this.presses("form[data-test=name-form] button[type=submit]");
    await this.page.locator("[data-test=composer]").waitFor();
  }

  /** Writes something and sends it with the button. */
  async says(text: string): Promise<void> {
    await this.presses("[data-test=composer]");
    await this.types(text);
    await this.presses("[data-test=send]");
  }

  /** Waits until a message of that text is stored and on the screen. */
  async hears(text: string): Promise<void> {
    await this.page.locator("article.message[data-state=sent]", {
      hasText: text,
    }).last().waitFor();
  }

  async opens(room: string): Promise<void> {
    await this.presses(`a[data-room="${room}"]`);
    await this.page.locator(`a[data-room="${room}"][aria-current=page]`)
      .waitFor();
  }

  async makesRoom(room: string): Promise<void> {
    await this.presses("[data-test=create-room]");
    await this.fills("dialog input[name=room]", room);
    await this.presses("dialog button[type=submit]");
    await this.page.locator(`a[data-room="${room}"][aria-current=page]`)
      .waitFor();
  }

  async deletesOpenRoom(): Promise<void> {
    await this.presses("[data-test=room-menu]");
    await this.presses("[data-test=delete-room]");
    await this.presses("[data-test=confirm]");
  }

  /** Waits until the page's title begins so. */
  titled(start: string): Promise<void> {
    return eventually(
      `the title begins with ${start}`,
      async () => (await this.page.title()).startsWith(start),
    );
  }

  /** Texts on the screen, in order. */
  texts(): Promise<string[]> {
    return this.page.locator("article.message .message__text")
      .allTextContents();
  }

  /** Ids of the axe rules that the page breaks, with where; of all rules, or of those named. */
  async barriers(rules?: string[]): Promise<string[]> {
    if (!await this.page.evaluate("'axe' in window")) await this.page.evaluate(axe);
    // What fades in has its colours at the end.
    await this.page.evaluate(`Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
        .map(({ finished }) => finished),
    )`);
    const options = rules === undefined ? "" : JSON.stringify({ runOnly: rules });
    const found = await this.page.evaluate(`axe.run(${options})`) as {
      violations: {
        id: string;
        nodes: { html: string; failureSummary: string }[];
      }[];
    };
    return found.violations.map(({ id, nodes }) =>
      `${id}: ${nodes.map((n) => `${n.html} ${n.failureSummary}`).join(" | ")}`
    );
  }

  /** The protocol below the page, for what no page can do: an input method, say. */
  devtools(): Promise<CDPSession> {
    return this.context.newCDPSession(this.page);
  }

  async leaves(): Promise<void> {
    await this.context.close();
  }

  #found(target: Locator | string): Locator {
    return typeof target === "string" ? this.page.locator(target) : target;
  }
}
