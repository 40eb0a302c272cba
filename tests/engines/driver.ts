/**
 * What the core journey needs of a browser, whatever engine it is: a page, an answer from it, and hands.
 * The actions are those of the WebDriver standard, which its two ways, the older over HTTP and the newer
 * over a socket (BiDi), have in common.
 */

/** A pointer's or a keyboard's part of what is done. */
export interface Acts {
  type: "pointer" | "key" | "wheel";
  id: string;
  parameters?: { pointerType: "mouse" };
  actions: Record<string, unknown>[];
}

/** A browser that is driven. */
export interface Driver extends AsyncDisposable {
  opens(address: string): Promise<void>;
  /** What an expression is worth in the page, a promise's value included; JSON goes through. */
  evaluates<T>(expression: string): Promise<T>;
  acts(acts: Acts[]): Promise<void>;
  /** Makes the window as large as this, or as small as the browser lets it be. */
  resizes(width: number, height: number): Promise<void>;
  /** Hands files to a field, as the system's dialog does, which no driver can press. */
  hands(selector: string, path: string): Promise<void>;
}

/** How an engine is started, or what is missing for it. */
export interface Engine {
  name: string;
  /** A sentence that says what to install; null if all is there. */
  missing(): string | null;
  /** Whether the cursor goes on by itself from the month to the day and the year; else Tab is pressed. */
  datesGoOn: boolean;
  starts(): Promise<Driver>;
}

/** The first of these programs that is on the path. */
export function found(...names: string[]): string | null {
  for (const folder of (Deno.env.get("PATH") ?? "").split(":")) {
    for (const name of names) if (isFile(`${folder}/${name}`)) return `${folder}/${name}`;
  }
  return null;
}

export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** How often a browser is started anew that did not come, each time after so long: some never do. */
const TRIES = 4;
export const START_MS = 30_000;

/** Starts something, again if it fails. */
export async function again<T>(start: () => Promise<T>): Promise<T> {
  for (let i = 1;; i++) {
    try {
      return await start();
    } catch (error) {
      if (i === TRIES) throw error;
    }
  }
}

/** A program with a home of its own, whose words are read, ended by its pid. */
export class Program implements AsyncDisposable {
  readonly home: string;
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>[];
  #output = "";
  #ended = false;

  private constructor(child: Deno.ChildProcess, home: string) {
    this.#child = child;
    this.home = home;
    this.#reading = [this.#read(child.stdout), this.#read(child.stderr)];
    void child.status.then(() => this.#ended = true);
  }

  /** Starts it; `$HOME` in its arguments is its home. */
  static async starts(
    program: string,
    args: string[],
    env: Record<string, string> = {},
    files: Record<string, string> = {},
  ): Promise<Program> {
    const home = await Deno.makeTempDir({ prefix: "plaintalk-engine-" });
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${home}/${name}`, text);
    }
    const child = new Deno.Command(program, {
      args: args.map((arg) => arg.replace("$HOME", home)),
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      env: {
        HOME: home,
        XDG_CONFIG_HOME: `${home}/config`,
        XDG_CACHE_HOME: `${home}/cache`,
        XDG_DATA_HOME: `${home}/data`,
        XDG_RUNTIME_DIR: home,
        // A machine may have no such thing as a desktop: it is not looked for.
        DBUS_SESSION_BUS_ADDRESS: "unix:path=/dev/null",
        NO_AT_BRIDGE: "1",
        GTK_A11Y: "none",
        GSETTINGS_BACKEND: "memory",
        LANG: "C.UTF-8",
        LANGUAGE: "en",
        TZ: "UTC",
        ...env,
      },
    }).spawn();
    return new Program(child, home);
  }

  /** Waits until it says something, and returns the first group of that; throws when it ended or is silent. */
  async says(words: RegExp, ms: number): Promise<string> {
    const end = performance.now() + ms;
    for (;;) {
      const match = words.exec(this.#output);
      if (match !== null) return match[1] ?? match[0];
      if (this.#ended || performance.now() > end) {
        throw new Error(`It did not start: ${this.#output.slice(-2000)}`);
      }
      await new Promise((go) => setTimeout(go, 20));
    }
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#child.kill("SIGKILL");
    await this.#child.status;
    await Promise.all(this.#reading);
    // Children of its own may still be writing their last.
    for (let i = 0; i < 20; i++) {
      try {
        return await Deno.remove(this.home, { recursive: true });
      } catch {
        await new Promise((go) => setTimeout(go, 50));
      }
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of stream) this.#output += decoder.decode(chunk, { stream: true });
    } catch {
      // It is gone.
    }
  }
}
