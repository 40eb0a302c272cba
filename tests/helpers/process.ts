/** The real server as a process of its own, in a data folder of its own, ended by its pid. */
import { PATIENCE_MS } from "./wait.ts";

const MAIN = new URL("../../server/main.ts", import.meta.url).pathname;
const PERMISSIONS = [
  "--allow-net",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-sys=networkInterfaces,systemMemoryInfo,statfs",
];

/** What carries every server that a test starts: `TRANSPORT=ws` in the environment is the one switch. */
export const TRANSPORT = Deno.env.get("TRANSPORT") === "ws" ? "ws" : "native";

/** The command that serves, with the rights that the task in deno.json gives it. */
export const SERVER = [
  Deno.execPath(),
  "run",
  "--quiet",
  "--no-check",
  "--v8-flags=--max-semi-space-size=8,--heap-growing-percent=50",
  ...PERMISSIONS,
  MAIN,
];

/**
 * What runs a program as a service's user is, where root runs the tests: another number, no right of
 * root, and still what root alone may read, so that nothing need be copied.
 */
export const WITHOUT_RIGHTS = Deno.uid() === 0
  ? ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
  : [];

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<
  { path: string } & AsyncDisposable
> {
  const path = await Deno.makeTempDir({ prefix: "plaintalk-" });
  return {
    path,
    async [Symbol.asyncDispose]() {
      await Deno.remove(path, { recursive: true });
    },
  };
}

/** A server that runs. */
export class ServerProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #reading: Promise<void>[];
  #output = "";
  #ended = false;
  url = "";

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#reading = [this.#read(child.stdout), this.#read(child.stderr)];
  }

  /** Starts the server with these arguments and waits for its address, or for its end. */
  static async start(args: string[], env: Record<string, string> = {}): Promise<ServerProcess> {
    return await ServerProcess.run([...SERVER, ...args], env);
  }

  /** Starts the server as a shell command says, `$SERVER` standing for it: with fewer rights, say. */
  static async inShell(command: string, args: string[]): Promise<ServerProcess> {
    const run = [...SERVER, ...args];
    return await ServerProcess.run([
      "bash",
      "-c",
      command.replace("$SERVER", '"$@"'),
      "bash",
      ...run,
    ]);
  }

  /** Starts any program that prints its address and `Ctrl+C`. */
  static async run(
    [program = "", ...args]: string[],
    env: Record<string, string> = {},
  ): Promise<ServerProcess> {
    const child = new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
      // As the task in deno.json has it.
      env: { NO_COLOR: "1", MALLOC_MMAP_THRESHOLD_: "1048576", TRANSPORT, ...env },
    }).spawn();
    const server = new ServerProcess(child);
    const deadline = Date.now() + PATIENCE_MS;
    void child.status.then(() => server.#ended = true);
    while (!server.#ended && !server.output.includes("Ctrl+C")) {
      if (Date.now() > deadline) {
        throw new Error(`The server did not start: ${server.output}`);
      }
      await new Promise((go) => setTimeout(go, 10));
    }
    server.url = /http:\/\/localhost:\d+/.exec(server.output)?.[0] ?? "";
    return server;
  }

  /** Bytes of memory that are its own now. */
  async memory(): Promise<number> {
    const status = await Deno.readTextFile(`/proc/${this.pid}/status`);
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024;
  }

  /** Files and sockets it has open. */
  openFiles(): number {
    return [...Deno.readDirSync(`/proc/${this.pid}/fd`)].length;
  }

  /** Everything it printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Ends it with a signal, waits, and returns its exit code. */
  async end(signal: Deno.Signal = "SIGTERM"): Promise<number> {
    if (!this.#ended) this.#child.kill(signal);
    return await this.ended();
  }

  /** Waits for its end and returns its exit code. */
  async ended(): Promise<number> {
    const { code } = await this.#child.status;
    await Promise.all(this.#reading);
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.#output += decoder.decode(chunk, { stream: true });
    }
  }
}

/** A server in a folder of its own; both are gone after the test. */
export async function serve(...args: string[]) {
  const folder = await temporaryFolder();
  const server = await ServerProcess.start(["--port", "0", "--data", folder.path, ...args]);
  if (server.url === "") throw new Error(`The server did not start: ${server.output}`);
  return {
    folder,
    server,
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
