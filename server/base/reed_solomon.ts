/**
 * Reed–Solomon correction codewords over GF(2^8) with the polynomial of QR codes, x^8 + x^4 + x^3 + x^2 + 1
 * (ISO/IEC 18004, 7.5.2): what is divided leaves no remainder once they stand behind it.
 */

const POLYNOMIAL = 0x11d;

/** So many correction codewords of a block of data. */
export function correctionOf(data: Uint8Array, count: number): Uint8Array {
  const divisor = generator(count);
  const rest = new Uint8Array(count);
  for (const byte of data) {
    const factor = byte ^ rest[0]!;
    rest.copyWithin(0, 1);
    rest[count - 1] = 0;
    for (let i = 0; i < count; i++) rest[i]! ^= product(divisor[i]!, factor);
  }
  return rest;
}

/** The product of (x - 2^i) for i below `degree`, without its leading 1, highest power first. */
export function generator(degree: number): Uint8Array {
  const found = new Uint8Array(degree);
  found[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) {
      found[j] = product(found[j]!, root) ^ (found[j + 1] ?? 0);
    }
    root = product(root, 2);
  }
  return found;
}

function product(a: number, b: number): number {
  let found = 0;
  for (let bit = 7; bit >= 0; bit--) {
    found = found << 1 ^ (found >> 7) * POLYNOMIAL;
    if ((b >> bit & 1) === 1) found ^= a;
  }
  return found;
}
