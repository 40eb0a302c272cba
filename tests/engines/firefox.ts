/** Firefox, driven by WebDriver BiDi: its own socket, no driver beside it and no package. */
import { deadline, PATIENCE_MS } from "../helpers/wait.ts";
import { type Acts, again, type Driver, type Engine, found, Program, START_MS } from "./driver.ts";

/** Nothing that asks, fetches or tells by itself; notices and the first page stay away. */
const PREFERENCES: Record<string, unknown> = {
  "app.update.enabled": false,
  "app.normandy.enabled": false,
  "browser.aboutwelcome.enabled": false,
  "browser.safebrowsing.malware.enabled": false,
  "browser.safebrowsing.phishing.enabled": false,
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage": "about:blank",
  "browser.startup.page": 0,
  "datareporting.policy.dataSubmissionEnabled": false,
  "extensions.update.enabled": false,
  // The one window is in front, as far as the cursor goes: on a headless machine no window is.
  "focusmanager.testmode": true,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.enabled": false,
  // A headless machine has no mouse; what drives it has.
  "ui.primaryPointerCapabilities": 6,
  "ui.allPointerCapabilities": 6,
};

interface Answer {
  id?: number;
  type: string;
  // deno-lint-ignore no-explicit-any -- the fields are named where they are read
  result?: any;
  message?: string;
}

class Firefox implements Driver {
  readonly #program: Program;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #context = "";
  #last = 0;

  private constructor(program: Program, socket: WebSocket) {
    this.#program = program;
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(data) as Answer;
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    };
  }

  static async starts(path: string): Promise<Driver> {
    const lines = Object.entries(PREFERENCES)
      .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
    const args = [
      "--headless",
      "--no-remote",
      "--profile",
      "$HOME",
      "--remote-debugging-port",
      "0",
    ];
    const program = await Program.starts(path, args, { MOZ_HEADLESS: "1" }, {
      "user.js": lines.join("\n"),
    });
    try {
      const address = await program.says(/WebDriver BiDi listening on (ws:\S+)/, START_MS);
      const socket = new WebSocket(`${address}/session`);
      await new Promise((open, fail) => {
        socket.onopen = open;
        socket.onerror = () => fail(new Error("Firefox does not let its driver in"));
      });
      const firefox = new Firefox(program, socket);
      await firefox.#asks("session.new", { capabilities: {} }, START_MS);
      // In the tab that is there already the cursor is in the field for addresses, and stays there.
      const { context } = await firefox.#asks("browsingContext.create", { type: "tab" });
      firefox.#context = context;
      await firefox.resizes(1280, 800);
      return firefox;
    } catch (error) {
      await program[Symbol.asyncDispose]();
      throw error;
    }
  }

  async opens(url: string): Promise<void> {
    await this.#asks("browsingContext.navigate", { context: this.#context, url, wait: "complete" });
  }

  async evaluates<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.#asks("script.evaluate", {
      expression: `(async () => JSON.stringify(await (${expression})) ?? "null")()`,
      target: { context: this.#context },
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    return JSON.parse(result.value);
  }

  async acts(actions: Acts[]): Promise<void> {
    await this.#asks("input.performActions", { context: this.#context, actions });
  }

  async resizes(width: number, height: number): Promise<void> {
    const viewport = { width, height };
    await this.#asks("browsingContext.setViewport", { context: this.#context, viewport });
  }

  async hands(selector: string, path: string): Promise<void> {
    const target = { context: this.#context };
    const expression = `document.querySelector(${JSON.stringify(selector)})`;
    const { result } = await this.#asks("script.evaluate", {
      expression,
      target,
      awaitPromise: false,
    });
    const element = { sharedId: result.sharedId };
    await this.#asks("input.setFiles", { ...target, element, files: [path] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await deadline(this.#asks("browser.close", {}).catch(() => null), 5000);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#socket.onclose = () => resolve();
    this.#socket.close();
    await deadline(promise, 2000);
    await this.#program[Symbol.asyncDispose]();
  }

  // deno-lint-ignore no-explicit-any -- the fields are named where they are read
  async #asks(method: string, params: unknown, ms = PATIENCE_MS): Promise<any> {
    const id = ++this.#last;
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#waiting.set(id, resolve);
    this.#socket.send(JSON.stringify({ id, method, params }));
    const answer = await deadline(promise, ms);
    this.#waiting.delete(id);
    if (answer === null) throw new Error(`Firefox did not answer ${method}`);
    if (answer.type === "error") throw new Error(`${method}: ${answer.message}`);
    return answer.result;
  }
}

const path = (): string | null => Deno.env.get("FIREFOX") ?? found("firefox-esr", "firefox");

export const FIREFOX: Engine = {
  name: "Firefox",
  datesGoOn: true,
  missing: () =>
    path() === null ? "Firefox is not installed (Debian: apt-get install firefox-esr)" : null,
  starts: () => again(() => Firefox.starts(path()!)),
};
