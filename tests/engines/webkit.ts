/**
 * WebKit, the engine of Safari, as Debian builds it: WebKitWebDriver and MiniBrowser, on a screen that is
 * nobody's (Xvfb), driven by WebDriver over HTTP.
 */
import { deadline, PATIENCE_MS } from "../helpers/wait.ts";
import {
  type Acts,
  again,
  type Driver,
  type Engine,
  found,
  isFile,
  Program,
  START_MS,
} from "./driver.ts";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** The browser that the driver starts, wherever this machine has it. */
function miniBrowser(): string | null {
  for (const arch of ["x86_64-linux-gnu", "aarch64-linux-gnu"]) {
    for (const version of ["4.1", "6.0", "4.0"]) {
      const name = version === "6.0" ? "webkitgtk-6.0" : `webkit2gtk-${version}`;
      const path = `/usr/lib/${arch}/${name}/MiniBrowser`;
      if (isFile(path)) return path;
    }
  }
  return null;
}

/** A port that nobody has now. */
function freePort(): number {
  const connection = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = connection.addr as Deno.NetAddr;
  connection.close();
  return port;
}

class WebKit implements Driver {
  readonly #programs: Program[];
  readonly #base: string;
  #session = "";

  private constructor(programs: Program[], base: string) {
    this.#programs = programs;
    this.#base = base;
  }

  static async starts(): Promise<Driver> {
    const programs: Program[] = [];
    try {
      const screen = ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"];
      const display = await Program.starts(found("Xvfb")!, screen);
      programs.unshift(display);
      const number = await display.says(/^(\d+)\n/, START_MS);
      const port = freePort();
      const driver = await Program.starts(found("WebKitWebDriver")!, [`--port=${port}`], {
        DISPLAY: `:${number}`,
        GDK_BACKEND: "x11",
        LIBGL_ALWAYS_SOFTWARE: "1",
        WEBKIT_DISABLE_DMABUF_RENDERER: "1",
      });
      programs.unshift(driver);
      const webkit = new WebKit(programs, `http://127.0.0.1:${port}/session`);
      await webkit.#begins();
      await webkit.resizes(1280, 900);
      return webkit;
    } catch (error) {
      for (const program of programs) await program[Symbol.asyncDispose]();
      throw error;
    }
  }

  async opens(url: string): Promise<void> {
    await this.#asks("POST", "/url", { url });
  }

  async evaluates<T>(expression: string): Promise<T> {
    const script = `const done = arguments[arguments.length - 1];
      (async () => JSON.stringify(await (${expression})) ?? "null")()
        .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.#asks("POST", "/execute/async", { script, args: [] });
    if (error !== undefined) throw new Error(error);
    return JSON.parse(value);
  }

  async acts(actions: Acts[]): Promise<void> {
    await this.#asks("POST", "/actions", { actions });
  }

  async resizes(width: number, height: number): Promise<void> {
    await this.#asks("POST", "/window/rect", { x: 0, y: 0, width, height });
  }

  async hands(selector: string, path: string): Promise<void> {
    const found = await this.#asks("POST", "/element", { using: "css selector", value: selector });
    await this.#asks("POST", `/element/${found[ELEMENT]}/value`, { text: path });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await deadline(this.#asks("DELETE", "").catch(() => null), 5000);
    for (const program of this.#programs) await program[Symbol.asyncDispose]();
  }

  /** Asks for a session once the driver listens. */
  async #begins(): Promise<void> {
    const [driver] = this.#programs as [Program];
    const options = { binary: miniBrowser(), args: ["--automation"] };
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": options } };
    const end = performance.now() + START_MS;
    for (;;) {
      try {
        const { sessionId } = await this.#asks("POST", "", { capabilities }, START_MS);
        this.#session = `/${sessionId}`;
        return;
      } catch (error) {
        const isLate = performance.now() > end || driver.hasEnded;
        if (isLate || !(error instanceof TypeError)) throw error;
        await new Promise((go) => setTimeout(go, 50));
      }
    }
  }

  // deno-lint-ignore no-explicit-any -- the fields are named where they are read
  async #asks(method: string, path: string, body?: unknown, ms = PATIENCE_MS): Promise<any> {
    const response = await fetch(this.#base + this.#session + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ms),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value;
  }
}

export const WEBKIT: Engine = {
  name: "WebKit",
  datesGoOn: false,
  missing: () => {
    const isThere = found("WebKitWebDriver") !== null && miniBrowser() !== null &&
      found("Xvfb") !== null;
    return isThere
      ? null
      : "WebKit is not installed (Debian: apt-get install webkit2gtk-driver xvfb)";
  },
  starts: () => again(() => WebKit.starts()),
};
