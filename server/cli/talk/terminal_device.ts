/** The terminal of this process: its keys, its size, and the signals that end it. */
import type { TerminalDevice } from "./terminal_view.ts";

/** What a terminal that does not say has. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };
const READ_BYTES = 4096;

/** Signals after which nobody is at the terminal any more, and the number that a shell tells then. */
const ENDING = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const;

/** This process's own terminal. */
export class SystemTerminal implements TerminalDevice {
  readonly #exit: (code: number) => void;
  readonly #encoder = new TextEncoder();
  /** What ends listening, to signals and to crashes. */
  readonly #deafen: (() => void)[] = [];
  #isRaw = false;

  /** `exit` ends the process. */
  constructor(exit: (code: number) => void) {
    this.#exit = exit;
  }

  async read(): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(READ_BYTES);
    const count = await Deno.stdin.read(bytes).catch(() => null);
    return count === null ? null : bytes.subarray(0, count);
  }

  write(text: string): void {
    const bytes = this.#encoder.encode(text);
    try {
      for (let done = 0; done < bytes.length;) {
        done += Deno.stdout.writeSync(bytes.subarray(done));
      }
    } catch {
      // The terminal was closed: there is nobody to tell.
    }
  }

  size(): { columns: number; rows: number } {
    try {
      const { columns, rows } = Deno.consoleSize();
      if (columns > 0 && rows > 0) return { columns, rows };
    } catch {
      // It is no terminal any more.
    }
    return DEFAULT_SIZE;
  }

  setRaw(isRaw: boolean): void {
    try {
      Deno.stdin.setRaw(isRaw);
      this.#isRaw = isRaw;
    } catch {
      // It is gone, and with it what was to be set.
    }
  }

  onResize(fn: () => void): void {
    this.#listen("SIGWINCH", fn);
    this.#listen("SIGCONT", () => {
      // A shell had it meanwhile, in its own way.
      if (this.#isRaw) this.setRaw(true);
      fn();
    });
  }

  onEnd(fn: () => void): void {
    for (const [signal, code] of Object.entries(ENDING)) {
      this.#listen(signal as Deno.Signal, () => {
        fn();
        this.#exit(code);
      });
    }
    // The error itself is told by the runtime, once there is a terminal to read it in.
    for (const crash of ["error", "unhandledrejection"]) {
      globalThis.addEventListener(crash, fn);
      this.#deafen.push(() => globalThis.removeEventListener(crash, fn));
    }
  }

  release(): void {
    for (const deafen of this.#deafen.splice(0)) deafen();
  }

  #listen(signal: Deno.Signal, fn: () => void): void {
    if (Deno.build.os === "windows" && signal !== "SIGINT") return;
    Deno.addSignalListener(signal, fn);
    this.#deafen.push(() => Deno.removeSignalListener(signal, fn));
  }
}
