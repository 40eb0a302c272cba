/** Ways to break RFC 6455, each with what the platform makes of it. See `frames_test.ts`. */
import type { Frame } from "../helpers/raw_tcp.ts";

const bytes = (...all: number[]): Uint8Array => new Uint8Array(all);

/** Close codes that no peer may send (RFC 6455, section 7.4). */
const BAD_CODES = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535];

/** Bytes that are no UTF-8. */
const BAD_TEXTS = [
  bytes(0xff),
  bytes(0xc3),
  bytes(0xc0, 0x80),
  bytes(0xe0, 0x80, 0xaf),
  bytes(0xed, 0xa0, 0x80),
  bytes(0xed, 0xbf, 0xbf),
  bytes(0xf4, 0x90, 0x80, 0x80),
  bytes(0xf8, 0x88, 0x80, 0x80, 0x80),
  bytes(0x80),
  bytes(0x61, 0xe2, 0x82),
];

const hex = (data: Uint8Array): string => [...data].map((b) => b.toString(16)).join(" ");

/** What is broken, and the frames that break it. */
export const VIOLATIONS: [string, Frame[]][] = [
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((reserved): [string, Frame[]][] => [
    [`reserved bits ${reserved} in a text`, [{ opcode: 1, payload: "{}", reserved }]],
    [`reserved bits ${reserved} in a ping`, [{ opcode: 9, reserved }]],
  ]),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Frame[]] => [
    `opcode ${opcode}`,
    [{ opcode, payload: "x" }],
  ]),
  ...[8, 9, 10].flatMap((opcode): [string, Frame[]][] => [
    [`a fragmented control frame ${opcode}`, [{ opcode, fin: false }]],
    [`a control frame ${opcode} of 126 bytes`, [{ opcode, payload: new Uint8Array(126) }]],
    [`a control frame ${opcode} of 70000 bytes`, [{ opcode, payload: new Uint8Array(70_000) }]],
    [`an unmasked control frame ${opcode}`, [{ opcode, masked: false }]],
  ]),
  ["an unmasked text", [{ opcode: 1, payload: "{}", masked: false }]],
  ["an unmasked binary frame", [{ opcode: 2, payload: "{}", masked: false }]],
  ["a continuation of nothing", [{ opcode: 0, payload: "x" }]],
  ["an unfinished continuation of nothing", [{ opcode: 0, payload: "x", fin: false }]],
  ["a text inside a text", [{ opcode: 1, payload: "{", fin: false }, { opcode: 1, payload: "{}" }]],
  ["a binary frame inside a text", [
    { opcode: 1, payload: "{", fin: false },
    { opcode: 2, payload: "x" },
  ]],
  ["a continuation after the end", [
    { opcode: 1, payload: "{", fin: false },
    { opcode: 0, payload: "}" },
    { opcode: 0, payload: "}" },
  ]],
  ...BAD_TEXTS.flatMap((payload): [string, Frame[]][] => [
    [`a text of the bytes ${hex(payload)}`, [{ opcode: 1, payload }]],
    [`a text that ends with the bytes ${hex(payload)}`, [
      { opcode: 1, payload: "{}", fin: false },
      { opcode: 0, payload },
    ]],
  ]),
  ["a close reason that is no UTF-8", [{ opcode: 8, payload: bytes(0x03, 0xe8, 0xff) }]],
  ["a close with one byte", [{ opcode: 8, payload: bytes(3) }]],
  ...BAD_CODES.map((code): [string, Frame[]] => [
    `a close with the code ${code}`,
    [{ opcode: 8, payload: bytes(code >> 8, code & 255) }],
  ]),
  ["a length of 64 MiB", [{ opcode: 1, payload: "x", length: 64 * 1024 * 1024 }]],
  ["a length of 2^53 - 1", [{ opcode: 1, payload: "x", length: Number.MAX_SAFE_INTEGER }]],
  ["a binary frame", [{ opcode: 2, payload: "{}" }]],
  ["a text longer than 64 KiB", [{ opcode: 1, payload: "x".repeat(70_000) }]],
  ["a text longer than 64 KiB in parts", [
    { opcode: 1, payload: "x".repeat(40_000), fin: false },
    { opcode: 0, payload: "x".repeat(40_000) },
  ]],
];
