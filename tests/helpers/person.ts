/**
 * A person at a browser, so that a journey reads as a story: Ada enters, says something, Boris hears
 * it. Every complaint of the page is kept: errors on the console and requests to another origin.
 */
import axe from "axe-core" with { type: "text" };
import { eventually } from "./patience.ts";
import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";

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
}

/** One person with a browser of their own. */
export class Person {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about. */
  readonly complaints: string[] = [];

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.context = context;
    this.page = page;
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
    const context = await browser.newContext({
      viewport: { width: setting.width ?? 1280, height: setting.height ?? 800 },
      colorScheme: setting.theme ?? "light",
      locale: setting.locale ?? "en",
      reducedMotion: setting.still ? "reduce" : "no-preference",
      ...(setting.zone === null ? {} : { timezoneId: setting.zone ?? "UTC" }),
      isMobile: setting.phone ?? false,
      hasTouch: setting.phone ?? false,
    });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const person = new Person(context, page, new URL(url).origin);
    await page.goto(url);
    return person;
  }

  /** Chooses a name and waits for the chat. */
  async enters(name: string): Promise<void> {
    await this.page.locator("form[data-test=name-form] input[name=name]").fill(name);
    await this.page.locator("form[data-test=name-form] button[type=submit]")
      .click();
    await this.page.locator("[data-test=composer]").waitFor();
  }

  /** Writes something and sends it. */
  async says(text: string): Promise<void> {
    const field = this.page.locator("[data-test=composer]");
    await field.fill(text);
    await this.page.locator("[data-test=send]").click();
  }

  /** Waits until a message of that text is stored and on the screen. */
  async hears(text: string): Promise<void> {
    await this.page.locator("article.message[data-state=sent]", {
      hasText: text,
    }).last().waitFor();
  }

  async opens(room: string): Promise<void> {
    await this.page.locator(`a[data-room="${room}"]`).click();
    await this.page.locator(`a[data-room="${room}"][aria-current=page]`)
      .waitFor();
  }

  async makesRoom(room: string): Promise<void> {
    await this.page.locator("[data-test=create-room]").click();
    await this.page.locator("dialog input[name=room]").fill(room);
    await this.page.locator("dialog button[type=submit]").click();
    await this.page.locator(`a[data-room="${room}"][aria-current=page]`)
      .waitFor();
  }

  async deletesOpenRoom(): Promise<void> {
    await this.page.locator("[data-test=room-menu]").click();
    await this.page.locator("[data-test=delete-room]").click();
    await this.page.locator("[data-test=confirm]").click();
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

  /** Ids of the axe rules that the page breaks, with where. */
  async barriers(): Promise<string[]> {
    await this.page.evaluate(axe);
    // What fades in has its colours at the end.
    await this.page.evaluate(`Promise.allSettled(
      document.getAnimations()
        .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
        .map(({ finished }) => finished),
    )`);
    const found = await this.page.evaluate("axe.run()") as {
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
}
