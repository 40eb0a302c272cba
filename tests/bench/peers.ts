/** The chats that are measured side by side: each is started in a folder of its own, on one core. */
// In the graph, so that `import.meta.resolve` below names a file.
import _ws from "ws" with { type: "text" };
import { SERVER, ServerProcess } from "../helpers/process.ts";

/** Something that can be loaded. */
export interface Running extends AsyncDisposable {
  port: number;
  pid: number;
}

/** A chat to measure. */
export interface PeerKind {
  name: string;
  start(folder: string): Promise<Running>;
}

/** Plaintalk itself, without limits. */
export function plaintalk(...settings: string[]): PeerKind {
  return {
    name: ["Plaintalk", ...settings].join(" "),
    start: (folder) =>
      launch([
        ...SERVER,
        "--port",
        "0",
        "--data",
        folder,
        "--limits",
        "none",
        "--memory",
        "0",
        ...settings,
      ]),
  };
}

/** Plaintalk as it is, and carried by the other transport. */
export const PLAINTALK = plaintalk();
const BY_TRANSPORT: Record<string, PeerKind[]> = {
  native: [PLAINTALK],
  ws: [plaintalk("--transport", "ws")],
};

/** Plaintalk by the transport of that name, or by both, one after the other. */
export function carriedBy(transport: string): PeerKind[] {
  return BY_TRANSPORT[transport] ?? Object.values(BY_TRANSPORT).flat();
}

/** Node and `ws`, awaiting nothing, one send a message and person. */
export const NODE_WS_USUAL: PeerKind = {
  name: "Node ws, the usual way",
  start: (folder) => launch(["node", here("node_ws_usual.mjs"), wsPath(), folder]),
};

/** Node and `ws` with the batching that Plaintalk has. */
export const NODE_WS_BATCHED: PeerKind = {
  name: "Node ws, batched",
  start: (folder) => launch(["node", here("node_ws_batched.mjs"), wsPath(), folder]),
};

/** The same on the WebSockets that Plaintalk has from its runtime, with V8 as it is set for Plaintalk. */
export const DENO_USUAL: PeerKind = {
  name: "Deno, the usual way",
  start: (folder) =>
    // All but the program is as Plaintalk is started.
    launch([...SERVER.slice(0, -1), here("deno_usual.ts"), folder]),
};

const PYTHON = "/usr/bin/python3";

const PYTHON_WEBSOCKETS: PeerKind = {
  name: "Python websockets",
  start: (folder) => launch([PYTHON, here("python_websockets.py"), folder]),
};

/** All peers that this machine can run: Python's where Debian's package is, the limit where a compiler is. */
export async function peersThere(
  folder: string,
  transport: string,
): Promise<PeerKind[]> {
  const kinds = [...carriedBy(transport), NODE_WS_USUAL, DENO_USUAL, NODE_WS_BATCHED];
  if (await runs([PYTHON, "-c", "import websockets"])) {
    kinds.push(PYTHON_WEBSOCKETS);
  }
  const program = `${folder}/limit`;
  if (await runs(["cc", "-O2", "-o", program, here("limit.c")])) {
    kinds.push({
      name: "the limit: system calls in C",
      start: (data) => launch([program, data]),
    });
  }
  return kinds;
}

async function runs([program = "", ...args]: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, {
      args,
      stdout: "null",
      stderr: "null",
    })
      .output();
    return success;
  } catch {
    return false;
  }
}

/** Starts a command on the first core, if it can be pinned, and waits for its address. */
async function launch(command: string[]): Promise<Running> {
  const pinned = await canPin() ? ["taskset", "-c", "0", ...command] : command;
  const server = await ServerProcess.run(pinned);
  return {
    port: Number(new URL(server.url).port),
    pid: server.pid,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** True where processes can be kept on a core each. */
export async function canPin(): Promise<boolean> {
  try {
    const { success } = await new Deno.Command("taskset", {
      args: ["-c", "0,1", "true"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

function here(file: string): string {
  return new URL(`peers/${file}`, import.meta.url).pathname;
}

/** `ws` as Deno has it in its cache: Node is handed the file. */
function wsPath(): string {
  return import.meta.resolve("ws");
}
