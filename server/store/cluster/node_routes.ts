/**
 * What a node answers: to the other nodes, with their password, below `/cluster/`; to whoever looks whether
 * it serves, at `/healthz`; and where it does not serve, to everybody else, that another node does.
 */
import type { CommandRelay } from "./command_relay.ts";
import type { LargeFiles, Wanted } from "./large_files.ts";
import type { Sealer } from "./sealer.ts";
import type { Place } from "./place.ts";
import type { Snapshots } from "./snapshot.ts";

/** How a node is. */
export interface NodeState {
  state: "serving" | "passive" | "catching up" | "no quorum" | "engine full";
  position: number;
  /** Records that are in the log and not here. */
  behind: number;
  /** What is waited for; "" for nothing. */
  waiting: string;
  /** Other nodes that were there when the engine answered last. */
  others: number;
  engine_bytes: number;
  engine_full: boolean;
}

/** What answering needs. */
export interface NodeRoutesOptions {
  sealer: Sealer;
  snapshots: Snapshots;
  commands: CommandRelay;
  large: LargeFiles;
  /** The path before everything, "" for none. */
  base: string;
  /** True for an address that may read more. */
  mayWatch: (address: string) => boolean;
  state: () => NodeState;
  /** Where the folder is, to be called in the turn in which it is looked at. */
  place: () => Promise<Place>;
}

/** Answers a request that comes from an address. */
export type Answer = (request: Request, address: string) => Promise<Response>;

const MAX_BODY_BYTES = 16 * 1024;

/** An answer for other nodes and for watchers; null for what is the chat's. */
export async function answerNode(
  options: NodeRoutesOptions,
  request: Request,
  address: string,
): Promise<Response | null> {
  const { pathname, searchParams } = new URL(request.url);
  const path = pathname.startsWith(options.base) ? pathname.slice(options.base.length) : pathname;
  if (path.startsWith("/cluster/")) {
    const [, password = ""] = /^Bearer (\w+)$/.exec(request.headers.get("authorization") ?? "") ??
      [];
    if (!await options.sealer.isPassword(password)) return json({ code: "not_allowed" }, 403);
    try {
      return await answerPeer(options, path.slice("/cluster/".length), searchParams, request);
    } catch {
      return json({ code: "busy" }, 503);
    }
  }
  const state = options.state();
  const mayWatch = options.mayWatch(address);
  if (path === "/healthz" && state.state !== "serving") {
    return json({ ok: false, state: told(state), ...mayWatch ? { cluster: state } : {} }, 503);
  }
  return null;
}

/** What a node answers that does not serve. */
export function answerPassive(options: NodeRoutesOptions): Answer {
  return async (request, address) => {
    const own = await answerNode(options, request, address);
    if (own !== null) return own;
    await request.body?.cancel().catch(() => {});
    const state = told(options.state());
    return refusal("restarting", `Cannot answer here (${state}): another node of this chat serves`);
  };
}

/** What a node answers that serves: what the chat does, once a quorum has what was changed. */
export function answerAround(
  options: NodeRoutesOptions,
  isCommitted: () => Promise<boolean>,
  answer: Answer,
): Answer {
  return async (request, address) => {
    const own = await answerNode(options, request, address);
    if (own !== null) return own;
    const response = await answer(request, address);
    const isChange = request.method !== "GET" && request.method !== "HEAD" && response.ok;
    // Whatever was changed, a session that began say: a quorum has it before anybody hears that it is done.
    if (isChange && !await isCommitted()) {
      await response.body?.cancel();
      const message = "Cannot save this: no quorum of the cluster answers; try again later";
      return refusal("disk", message);
    }
    const isMetrics = response.ok && new URL(request.url).pathname.endsWith("/metrics");
    if (!isMetrics || request.method !== "GET") return response;
    return new Response(await response.text() + metricsOf(options.state()), response);
  };
}

function refusal(code: string, message: string): Response {
  const response = json({ code, message, wait: 1000 }, 503);
  response.headers.set("retry-after", "1");
  return response;
}

/** Lines for Prometheus. */
function metricsOf(state: NodeState): string {
  const gauges: [string, string, number][] = [
    ["serving", "1 on the node that serves", state.state === "serving" ? 1 : 0],
    ["position", "Last record of the log that this folder has", state.position],
    ["behind", "Records that are in the log and not here", state.behind],
    ["others", "Other nodes that were there last", state.others],
    ["engine_bytes", "Bytes of the engine's database", state.engine_bytes],
    ["engine_full", "1 where the engine takes no record: NOSPACE", state.engine_full ? 1 : 0],
  ];
  return gauges.map(([name, help, value]) =>
    `# HELP plaintalk_cluster_${name} ${help}\n# TYPE plaintalk_cluster_${name} gauge\n` +
    `plaintalk_cluster_${name} ${value}\n`
  ).join("");
}

/** A node's state in a few words. */
function told({ state, behind, waiting }: NodeState): string {
  const more = [behind > 0 ? `${behind} records behind` : "", waiting].filter((one) => one !== "");
  return state === "catching up" && more.length > 0 ? `${state}: ${more.join(", ")}` : state;
}

async function answerPeer(
  options: NodeRoutesOptions,
  path: string,
  query: URLSearchParams,
  request: Request,
): Promise<Response> {
  const { snapshots, large, state, place } = options;
  const number = (name: string): number => Number(query.get(name) ?? NaN);
  const found = (body: ReadableStream<Uint8Array> | null): Response =>
    body === null ? json({ code: "not_found" }, 404) : new Response(body);
  switch (`${request.method} ${path}`) {
    case "GET state":
      return json(state(), 200);
    case "POST snapshot":
      await request.body?.cancel();
      return json(await snapshots.make(place), 200);
    case "GET snapshot":
      return found(snapshots.send(query.get("id") ?? "", number("n")));
    case "GET file":
      return found(large.send(query.get("key") ?? "", number("size")));
    case "POST fetch": {
      const wanted = await readSmall(request) as unknown as Wanted & { from: string };
      await large.prefetch(wanted, wanted.from);
      return json({}, 200);
    }
    case "POST run": {
      if (state().state !== "serving") return json({ code: "restarting" }, 503);
      const { text } = await readSmall(request);
      return new Response(await options.commands.run(String(text)));
    }
    default:
      return json({ code: "not_found" }, 404);
  }
}

async function readSmall(request: Request): Promise<Record<string, unknown>> {
  const text = await request.text();
  if (text.length > MAX_BODY_BYTES) throw new Error("Too long");
  return JSON.parse(text);
}

function json(value: unknown, status: number): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store" } });
}
