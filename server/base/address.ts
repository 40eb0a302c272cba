/**
 * Network addresses as numbers: which network one lies in, and which others count as the same caller.
 * IPv4 written as IPv6 (`::ffff:1.2.3.4`) is the IPv4 address it stands for.
 */

/** A range of addresses: its first bits, how many of them count, and of how many bits it is. */
export interface Network {
  bits: bigint;
  prefix: number;
  size: 32 | 128;
}

const LOOPBACK: readonly Network[] = [
  { bits: 127n << 24n, prefix: 8, size: 32 },
  { bits: 1n, prefix: 128, size: 128 },
];

/** An address or a network (`10.0.0.0/8`), or null for what is neither. */
export function parseNetwork(text: string): Network | null {
  const [address = "", length, extra] = text.split("/");
  const parsed = parseAddress(address);
  if (parsed === null || extra !== undefined) return null;
  if (length === undefined) return { ...parsed, prefix: parsed.size };
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (!(prefix <= parsed.size)) return null;
  return { ...parsed, prefix };
}

/** The networks that these texts are; what is none was refused before. */
export function networksOf(texts: readonly string[]): Network[] {
  return texts.map(parseNetwork).filter((network) => network !== null);
}

/** True if the address lies in the network. */
export function liesIn(address: string, network: Network): boolean {
  const parsed = parseAddress(address);
  if (parsed === null || parsed.size !== network.size) return false;
  const rest = BigInt(network.size - network.prefix);
  return parsed.bits >> rest === network.bits >> rest;
}

/** What stands for a caller where callers are counted: an IPv4 address, or an IPv6 /64. */
export function addressKeyOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return address;
  return parsed.size === 32 ? `4:${parsed.bits}` : `6:${parsed.bits >> 64n}`;
}

/** True for an address of this machine itself. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.some((network) => liesIn(address, network));
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
  return parseAddress(address) === null ? null : address;
}

function parseAddress(text: string): { bits: bigint; size: 32 | 128 } | null {
  if (text.includes(":")) return parseSix(text);
  const bits = parseFour(text);
  return bits === null ? null : { bits, size: 32 };
}

function parseFour(text: string): bigint | null {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return null;
  if (parts.some((part) => Number(part) > 255)) return null;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function parseSix(text: string): { bits: bigint; size: 32 | 128 } | null {
  let host: string;
  try {
    // The platform knows every way to write one, and writes it in one way.
    host = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  } catch {
    return null;
  }
  const [front = "", back] = host.split("::");
  const words = (part: string): string[] => part === "" ? [] : part.split(":");
  const [head, tail] = [words(front), words(back ?? "")];
  const zeros = Array(8 - head.length - tail.length).fill("0");
  const bits = [...head, ...zeros, ...tail].reduce((b, w) => (b << 16n) | BigInt(`0x${w}`), 0n);
  if (bits >> 32n === 0xffffn) return { bits: bits & 0xffffffffn, size: 32 };
  return { bits, size: 128 };
}
