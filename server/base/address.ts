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
export function callerOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) return address;
  return parsed.size === 32 ? `4:${parsed.bits}` : `6:${parsed.bits >> 64n}`;
}

/**
 * The caller's address behind proxies: from the right, the first entry of X-Forwarded-For that is no
 * trusted proxy. Without a trusted proxy at the other end the header is only somebody's claim.
 */
export function effectiveAddress(
  peer: string,
  forwarded: string | null,
  trusted: readonly Network[],
): string {
  const isTrusted = (address: string): boolean => trusted.some((n) => liesIn(address, n));
  let address = peer;
  const chain = (forwarded ?? "").split(",").map((entry) => entry.trim());
  while (isTrusted(address)) {
    const next = chain.pop();
    if (next === undefined || parseAddress(next) === null) break;
    address = next;
  }
  return address;
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
    host = new URL(`http://[${text.replace(/^\[|\]$/g, "")}]/`).hostname.slice(1, -1);
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
