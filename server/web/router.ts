/**
 * From a request to its handler. Here every request is checked that it is one, every throw becomes an
 * answer with a code and a sentence, and every answer gets its headers. Knows no word of the chat.
 */
import type { Bodies } from "./request_bodies.ts";
import { errorResponse, harden } from "./http.ts";
import { mustBeOurHost, type Source } from "./proxy.ts";
import { ChatError } from "../base/errors.ts";

/** What a handler is given. */
export interface Call extends Source {
  request: Request;
  url: URL;
  /** The named parts of the path, decoded. */
  params: Record<string, string>;
  /** Reads the body, of which there may be so many bytes. */
  text(limit: number): Promise<string>;
  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** One thing that can be asked for. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** A path as URLPattern has it: `/api/rooms/:room/messages`. */
  path: string;
  handle(call: Call): Response | Promise<Response>;
}
export interface RouterOptions {
  routes: Route[];
  /** The path before all of them, "" for none. */
  base?: string;
  bodies: Bodies;
  /** Names under which people open the chat, beside those that can only be ours. */
  hosts: ReadonlySet<string>;
  /** Throws where a caller has asked too much lately. */
  admit: (route: Route, address: string) => void;
  onBug: (error: unknown) => void;
}

/** A year. */
const HSTS = "max-age=31536000";

/** Finds handlers. */
export class Router {
  readonly #routes: { route: Route; pattern: URLPattern }[];
  readonly #options: RouterOptions;

  constructor(options: RouterOptions) {
    this.#options = options;
    this.#routes = options.routes.map((route) => ({
      route,
      pattern: new URLPattern({ pathname: route.path }),
    }));
  }

  /** Answers any request; never throws. */
  async answer(request: Request, from: Source): Promise<Response> {
    let response: Response;
    try {
      response = await this.#handle(request, from);
    } catch (error) {
      if (!(error instanceof ChatError)) this.#options.onBug(error);
      response = errorResponse(error);
    }
    // The answer to an upgrade belongs to the runtime and takes no more headers.
    if (response.status === 101) return response;
    if (request.method === "HEAD") {
      response = new Response(null, {
        status: response.status,
        headers: response.headers,
      });
    }
    harden(response);
    // For this name alone; to browsers an address has none (RFC 6797).
    if (from.isSecure) response.headers.set("strict-transport-security", HSTS);
    return await this.#options.bodies.answered(request, response);
  }

  #handle(
    request: Request,
    from: Source,
  ): Response | Promise<Response> {
    const url = parseUrl(request);
    const { base = "", hosts } = this.#options;
    mustBeOurHost(url, from, hosts);
    if (base !== "") {
      if (url.pathname === base) return moved(`${base}/`);
      if (!url.pathname.startsWith(`${base}/`)) throw nothingHere();
      url.pathname = url.pathname.slice(base.length);
    }
    // The platform reads a text once for all patterns, and an object anew for each.
    const target = `http://any${url.pathname}`;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const allowed = new Set<string>();
    for (const { route, pattern } of this.#routes) {
      const match = pattern.exec(target);
      if (match === null) continue;
      if (route.method !== method) {
        allowed.add(route.method);
        continue;
      }
      this.#options.admit(route, from.address);
      return route.handle({
        request,
        url,
        params: decode(match.pathname.groups),
        ...from,
        text: (limit) => this.#options.bodies.text(request, from.address, limit),
        bytes: (limit) => this.#options.bodies.bytes(request, from.address, limit),
      });
    }
    if (allowed.size === 0) {
      throw nothingHere();
    }
    const response = errorResponse(
      new ChatError(
        "bad_method",
        `Cannot ${request.method.slice(0, 20)} this address`,
      ),
    );
    response.headers.set("allow", [...allowed].join(", "));
    return response;
  }
}

function nothingHere(): ChatError {
  return new ChatError("not_found", "There is nothing at this address");
}

/** The page's own addresses are relative to a folder, and so its own ends with a slash. */
function moved(location: string): Response {
  return new Response(null, { status: 308, headers: { location } });
}

/** The URL, if the request line and Host make one that is ours. */
function parseUrl(request: Request): URL {
  let url: URL;
  try {
    url = new URL(request.url);
  } catch (cause) {
    throw new ChatError("bad_request", "Cannot read the address of this request", { cause });
  }
  const host = request.headers.get("host")?.toLowerCase() ?? null;
  // RFC 9112, 3.2: HTTP/1.1 names its host. Without one the platform says "localhost"; in HTTP/2,
  // which has no such header, it says the authority that was asked for.
  if (host === null && url.hostname === "localhost" && url.protocol === "http:") {
    throw new ChatError("bad_request", "Cannot answer: expected a Host header");
  }
  // A target in absolute form overrules Host; the two must agree before either is trusted.
  if (host !== null && host !== url.host && host !== `${url.host}:80`) {
    throw new ChatError("bad_request", "Cannot answer: the address and the Host header differ");
  }
  return url;
}

function decode(groups: Record<string, string | undefined>): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(groups)) {
    try {
      params[name] = decodeURIComponent(value ?? "");
    } catch (cause) {
      throw new ChatError(
        "bad_request",
        "Cannot read the address: bad percent-encoding",
        {
          cause,
        },
      );
    }
  }
  return params;
}
