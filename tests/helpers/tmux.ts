/** A pane of a real tmux, of a server of the test's own: keys go in, and what stands there can be read. */
import { SERVER } from "./process.ts";
import { eventually } from "./wait.ts";

/** Why tests in tmux cannot run here, null where they can. */
export function missingTmux(): string | null {
  try {
    new Deno.Command("tmux", { args: ["-V"], stdout: "null" }).outputSync();
    return null;
  } catch {
    return "no tmux is installed; apt-get install tmux";
  }
}

/** A test in tmux: told and counted where there is none, and failed where none may be passed over. */
export function inTmux(name: string, fn: () => Promise<void>): void {
  const missing = missingTmux();
  Deno.test({
    name: missing === null ? name : `${name} (skipped: ${missing})`,
    ignore: missing !== null && (Deno.env.get("CI") ?? "") === "",
    fn,
  });
}

/** The terminal client, as one starts it. */
export function talk(...args: string[]): string[] {
  return [...SERVER, "talk", ...args];
}

/** One window with one pane. */
export class Tmux implements AsyncDisposable {
  readonly #socket: string;
  readonly #env: Record<string, string>;

  private constructor(socket: string, env: Record<string, string>) {
    [this.#socket, this.#env] = [socket, env];
  }

  /** Runs a command in a shell that stays when it ends. */
  static async start(
    folder: string,
    { command, columns = 80, rows = 24, env = {} }: {
      command: string[];
      columns?: number;
      rows?: number;
      env?: Record<string, string>;
    },
  ): Promise<Tmux> {
    const own = { LANG: "C.UTF-8", LC_ALL: "C.UTF-8", PS1: "shell$ ", SHELL: "/bin/sh", ...env };
    const tmux = new Tmux(`${folder}/tmux`, own);
    const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const size = ["-x", `${columns}`, "-y", `${rows}`];
    // The test runner wants none; this is for people.
    const run = `unset NO_COLOR; ${quoted}; echo "[ended $?]"; exec sh`;
    await tmux.#run("-f", "/dev/null", "new-session", "-d", ...size, run);
    return tmux;
  }

  /** Types keys: words as tmux names them (`Enter`, `C-u`, `M-b`), or text with `-l`. */
  async keys(...keys: string[]): Promise<void> {
    await this.#run("send-keys", ...keys);
  }

  /** Types text as it is. */
  async types(text: string): Promise<void> {
    await this.keys("-l", text);
  }

  /** Types a line and sends it. */
  async enters(line: string): Promise<void> {
    await this.types(line);
    await this.keys("Enter");
  }

  /** Pastes as a person does, in brackets where the program asked for that. */
  async pastes(text: string): Promise<void> {
    await this.#run("set-buffer", text);
    await this.#run("paste-buffer", "-p");
  }

  async resizes(columns: number, rows: number): Promise<void> {
    await this.#run("resize-window", "-x", `${columns}`, "-y", `${rows}`);
  }

  /** What stands there, with what scrolled away; lines that were broken are whole again with `-J`. */
  async shows(...options: string[]): Promise<string> {
    return (await this.#run("capture-pane", "-p", "-S", "-", ...options)).trimEnd();
  }

  /** The same with colours, as the sequences that draw them. */
  async showsColours(): Promise<string> {
    return await this.shows("-e");
  }

  async ask(format: string): Promise<string> {
    return (await this.#run("display-message", "-p", format)).trim();
  }

  /** Waits until it is seen. */
  async sees(text: string | RegExp): Promise<void> {
    let shown = "";
    const isThere = async () => {
      shown = await this.shows("-J");
      return typeof text === "string" ? shown.includes(text) : text.test(shown);
    };
    await eventually(`${text}`, isThere, 20_000).catch((error) => {
      throw new Error(`${error.message}\n${shown}`);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run("kill-server").catch(() => {});
  }

  async #run(...args: string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command("tmux", {
      args: ["-S", this.#socket, ...args],
      env: this.#env,
    }).output();
    if (!success) throw new Error(`tmux ${args[0]}: ${new TextDecoder().decode(stderr)}`);
    return new TextDecoder().decode(stdout);
  }
}
