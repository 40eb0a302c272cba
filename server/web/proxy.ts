/**
 * Who is at the other end of a request, and by which name it was asked for, also where proxies stand
 * between. Its invariant: what a proxy says is believed only of proxies that are trusted, and what cannot
 * be understood is refused, never taken for something else.
 */
import { addressIn, isLoopback, liesIn, type Networks } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";

/** Where a request comes from. */
export interface Source {
  /** Address of the caller, behind proxies that are trusted. */
  address: string;
  /** True where what the caller sends and gets is encrypted. */
  isSecure: boolean;
  /** False where the address may be that of a proxy which nobody said to trust. */
  isOwnAddress: boolean;
  /** True where a proxy that is trusted passed it on. */
  isProxied: boolean;
}

/** Headers by which a proxy says that it is one. */
const PROXY_HEADERS = [
  "forwarded",
  "via",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-proto",
  "x-real-ip",
];

/** Where a request comes from, or a ChatError where a trusted proxy says it in no way we understand. */
export function sourceOf(request: Request, peer: string, trusted: Networks): Source {
  const { headers } = request;
  const isProxied = liesIn(peer, trusted);
  const address = isProxied ? callerBehind(peer, headers.get("x-forwarded-for"), trusted) : peer;
  const schemes = isProxied ? headers.get("x-forwarded-proto") ?? "" : "";
  const scheme = schemes.split(",").at(-1)!.trim().toLowerCase();
  // A caller behind a proxy is not at this machine, whatever address came of it. (For `has` the platform would
  // list all headers, twice, and keep both lists as long as the connection lasts.)
  const cameThrough = PROXY_HEADERS.some((name) => headers.get(name) !== null);
  return {
    address,
    isSecure: scheme === "https" || request.url.startsWith("https:"),
    isOwnAddress: !cameThrough || (isProxied && address !== peer && !isLoopback(address)),
    isProxied,
  };
}

/** From the right, the first entry of X-Forwarded-For that is no trusted proxy. */
function callerBehind(peer: string, header: string | null, trusted: Networks): string {
  const chain = header === null || header.trim() === "" ? [] : header.split(",");
  let address = peer;
  while (liesIn(address, trusted)) {
    const entry = chain.pop();
    if (entry === undefined) break;
    const next = addressIn(entry);
    if (next === null) {
      const shown = entry.trim().slice(0, 60);
      throw new ChatError(
        "bad_request",
        `Cannot tell the client's address: X-Forwarded-For is "${shown}"`,
      );
    }
    address = next;
  }
  return address;
}

/** Endings of names that no public name server answers for (RFC 6761, 6762, 8375; ICANN for .internal). */
const LOCAL_ENDING = /\.(?:localhost|local|internal|home\.arpa|lan)$/;

/**
 * Throws a ChatError `bad_host` for a name that anybody's name server may give to this machine: a page of that
 * name would be our page to a browser (DNS rebinding). Addresses, names without a dot and local ones cannot be.
 */
export function mustBeOurHost(
  { hostname, host, protocol }: URL,
  { isProxied }: Pick<Source, "isProxied">,
  ours: ReadonlySet<string>,
): void {
  const name = hostname.replace(/\.$/, "");
  const isAddress = name.startsWith("[") || /^[\d.]+$/.test(name);
  // Which names a trusted proxy passes on is the proxy's to say.
  if (isProxied || isAddress || !name.includes(".")) return;
  if (LOCAL_ENDING.test(name) || ours.has(name)) return;
  throw new ChatError(
    "bad_host",
    `Cannot answer as "${
      host.slice(0, 80)
    }": if people open this chat by that name, start it with ` +
      `--origin ${protocol}//${host.slice(0, 80)}`,
  );
}
