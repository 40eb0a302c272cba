/**
 * Network addresses: which networks one lies in, and which others count as the same caller. IPv4 written as
 * IPv6 (`::ffff:1.2.3.4`) is the IPv4 address it stands for.
 */
import { BlockList, isIPv4, isIPv6 } from "node:net";

type Family = "ipv4" | "ipv6";

/** Addresses that have their first bits in common. */
export interface Network {
  address: string;
  prefix: number;
  family: Family;
}

/** Some networks, of which one is asked whether an address lies in any. */
export type Networks = BlockList;

/** An address or a network (`10.0.0.0/8`), or null for what is neither. */
export function parseNetwork(text: string): Network | null {
  const [written = "", length, extra] = text.split("/");
  const address = written.replace(/^::ffff:(?=[\d.]+$)/i, "");
  const family = familyOf(address);
  if (family === null || extra !== undefined) return null;
  const bits = family === "ipv4" ? 32 : 128;
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  return prefix <= bits ? { address, prefix, family } : null;
}

/** The networks that these texts are; what is none was refused before. */
export function networksOf(texts: readonly string[]): Networks {
  const networks = new BlockList();
  for (const text of texts) {
    const network = parseNetwork(text);
    if (network !== null) networks.addSubnet(network.address, network.prefix, network.family);
  }
  return networks;
}

/** True if the address lies in one of the networks. */
export function liesIn(address: string, networks: Networks): boolean {
  const family = familyOf(address);
  return family !== null && networks.check(address, family);
}

/**
 * What stands for a caller where callers are counted: an IPv4 address, or an IPv6 /64. By hand, for the
 * platform compares addresses and does not give their bits; files hold these keys.
 */
export function addressKeyOf(address: string): string {
  const words = wordsOf(address);
  if (words === null) return address;
  if (isFour(words)) return `4:${words[6]! * 0x10000 + words[7]!}`;
  return `6:${words.slice(0, 4).reduce((bits, word) => (bits << 16n) | BigInt(word), 0n)}`;
}

/** True for an address of this machine itself. */
export function isLoopback(address: string): boolean {
  const words = wordsOf(address);
  if (words === null) return false;
  return isFour(words) ? words[6]! >> 8 === 127 : words.join(":") === "0:0:0:0:0:0:0:1";
}

/** True for a host, as it stands in an address one opens, that every machine calls itself by. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || isLoopback(host.replace(/^\[|\]$/g, ""));
}

/**
 * The address in an entry of X-Forwarded-For, as proxies write it: with a port (`1.2.3.4:55`,
 * `[2001:db8::1]:55`), in brackets or quotes, with a zone. Null for what names none.
 */
export function addressIn(entry: string): string | null {
  const text = entry.trim().replace(/^"(.*)"$/, "$1");
  const [, six, four] = /^\[([^\]]*)\](?::\d{1,5})?$|^([\d.]+)(?::\d{1,5})?$/.exec(text) ?? [];
  const address = (six ?? four ?? text).replace(/%[\w.~-]+$/, "");
  if (six !== undefined && !six.includes(":")) return null;
  return familyOf(address) === null ? null : address;
}

/** The IPv4 address in the last 32 bits of an address, and whether it is all there is; null for no address. */
export function fourWithin(address: string): { address: string; isWhole: boolean } | null {
  const words = wordsOf(address);
  if (words === null) return null;
  const bytes = words.slice(6).flatMap((word) => [word >> 8, word & 0xff]);
  return { address: bytes.join("."), isWhole: isFour(words) };
}

function familyOf(address: string): Family | null {
  if (isIPv4(address)) return "ipv4";
  // A zone names a line of this machine and no address.
  return isIPv6(address) && !address.includes("%") ? "ipv6" : null;
}

/** The eight words of an address, of IPv4 as IPv6 writes it; null for what is none. */
function wordsOf(address: string): number[] | null {
  const family = familyOf(address);
  if (family === null) return null;
  // The platform knows every way to write one, and writes it in one way.
  const { hostname } = new URL(`http://[${family === "ipv4" ? `::ffff:${address}` : address}]/`);
  const [head = [], tail = []] = hostname.slice(1, -1).split("::").map((part) =>
    part === "" ? [] : part.split(":").map((word) => parseInt(word, 16))
  );
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function isFour(words: readonly number[]): boolean {
  return words[5] === 0xffff && words.slice(0, 5).every((word) => word === 0);
}
