/**
 * Where a browser wants its notifications sent: an address that a stranger hands us and that we then call.
 * It must be one of a push service out in the world: https, its usual port, a name, and a name that leads
 * to public addresses alone, looked up and checked each time, so that nothing in our own network is reached.
 */
import { fourWithin, liesIn, networksOf } from "../base/address.ts";
import { ChatError } from "../base/errors.ts";

/** Longest endpoint; the longest known ones, of Windows, have some 700 characters. */
const MAX_ENDPOINT_CHARACTERS = 1024;

/** Networks that are nobody's out in the world (IANA's registries of special-purpose addresses). */
const PRIVATE_FOUR = networksOf([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
]);

/** What is out in the world in IPv6, and what of it is not. */
const PUBLIC_SIX = networksOf(["2000::/3"]);
const PRIVATE_SIX = networksOf(["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]);

/** IPv4 behind a translator of the network (RFC 6052): as public as the address within. */
const TRANSLATED = networksOf(["64:ff9b::/96"]);

/** An endpoint as a URL, or a ChatError `bad_request` that says what is expected. */
export function readEndpoint(value: unknown): URL {
  if (typeof value === "string" && value.length <= MAX_ENDPOINT_CHARACTERS) {
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && isEndpoint(url)) return url;
  }
  throw new ChatError(
    "bad_request",
    'Cannot subscribe: "endpoint" must be an https: address of a push service, with its name and no port',
  );
}

function isEndpoint(url: URL): boolean {
  const { protocol, port, username, password, hostname } = url;
  const isPlain = username === "" && password === "" && port === "";
  // A name has a dot, and its last part no digits alone: that would be an address.
  const isName = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(hostname);
  return protocol === "https:" && isPlain && isName;
}

/** True for an address out in the world, that neither this machine nor its own network has. */
export function isPublicAddress(address: string): boolean {
  const four = fourWithin(address);
  // IPv4 written as IPv6 is the IPv4 address that it stands for.
  if (four?.isWhole || liesIn(address, TRANSLATED)) return !liesIn(four!.address, PRIVATE_FOUR);
  return liesIn(address, PUBLIC_SIX) && !liesIn(address, PRIVATE_SIX);
}
