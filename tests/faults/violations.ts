/** Ways to break RFC 6455, and the close code that each is answered with by its rules. See `frames_test.ts`. */
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

/** Where the platform is more patient than RFC 6455 allows. None of it does anything to the chat. */
export const PLATFORM_TAKES: ReadonlySet<string> = new Set([
  "an unmasked control frame 9",
  "an unmasked control frame 10",
  "an unmasked text",
  "a control frame 10 of 126 bytes",
  "a control frame 10 of 70000 bytes",
  "a text that ends with the bytes c3",
  "a text that ends with the bytes 61 e2 82",
]);

/** Against the protocol; no UTF-8; more than is taken; and a kind that is not taken. */
const [PROTOCOL, NO_TEXT, TOO_LONG, NOT_TAKEN] = [1002, 1007, 1009, 1003];

/** What is broken, the frames that break it, and the code that says so. */
export const VIOLATIONS: [string, Frame[], number][] = [
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((reserved): [string, Frame[], number][] => [
    [`reserved bits ${reserved} in a text`, [{ opcode: 1, payload: "{}", reserved }], PROTOCOL],
    [`reserved bits ${reserved} in a ping`, [{ opcode: 9, reserved }], PROTOCOL],
  ]),
  ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((opcode): [string, Frame[], number] => [
    `opcode ${opcode}`,
    [{ opcode, payload: "x" }],
    PROTOCOL,
  ]),
  ...[8, 9, 10].flatMap((opcode): [string, Frame[], number][] => [
    [`a fragmented control frame ${opcode}`, [{ opcode, fin: false }], PROTOCOL],
    [
      `a control frame ${opcode} of 126 bytes`,
      [{ opcode, payload: new Uint8Array(126) }],
      PROTOCOL,
    ],
    [
      `a control frame ${opcode} of 70000 bytes`,
      [{ opcode, payload: new Uint8Array(70_000) }],
      PROTOCOL,
    ],
    [`an unmasked control frame ${opcode}`, [{ opcode, masked: false }], PROTOCOL],
  ]),
  ["an unmasked text", [{ opcode: 1, payload: "{}", masked: false }], PROTOCOL],
  ["an unmasked binary frame", [{ opcode: 2, payload: "{}", masked: false }], PROTOCOL],
  ["a continuation of nothing", [{ opcode: 0, payload: "x" }], PROTOCOL],
  ["an unfinished continuation of nothing", [{ opcode: 0, payload: "x", fin: false }], PROTOCOL],
  [
    "a text inside a text",
    [{ opcode: 1, payload: "{", fin: false }, { opcode: 1, payload: "{}" }],
    PROTOCOL,
  ],
  ["a binary frame inside a text", [
    { opcode: 1, payload: "{", fin: false },
    { opcode: 2, payload: "x" },
  ], PROTOCOL],
  ["a continuation after the end", [
    { opcode: 1, payload: "{", fin: false },
    { opcode: 0, payload: "}" },
    { opcode: 0, payload: "}" },
  ], PROTOCOL],
  ...BAD_TEXTS.flatMap((payload): [string, Frame[], number][] => [
    [`a text of the bytes ${hex(payload)}`, [{ opcode: 1, payload }], NO_TEXT],
    [`a text that ends with the bytes ${hex(payload)}`, [
      { opcode: 1, payload: "{}", fin: false },
      { opcode: 0, payload },
    ], NO_TEXT],
  ]),
  ["a close reason that is no UTF-8", [{ opcode: 8, payload: bytes(0x03, 0xe8, 0xff) }], NO_TEXT],
  ["a close with one byte", [{ opcode: 8, payload: bytes(3) }], PROTOCOL],
  ...BAD_CODES.map((code): [string, Frame[], number] => [
    `a close with the code ${code}`,
    [{ opcode: 8, payload: bytes(code >> 8, code & 255) }],
    PROTOCOL,
  ]),
  ["a length of 64 MiB", [{ opcode: 1, payload: "x", length: 64 * 1024 * 1024 }], TOO_LONG],
  [
    "a length of 2^53 - 1",
    [{ opcode: 1, payload: "x", length: Number.MAX_SAFE_INTEGER }],
    TOO_LONG,
  ],
  ["a binary frame", [{ opcode: 2, payload: "{}" }], NOT_TAKEN],
  ["a text longer than 64 KiB", [{ opcode: 1, payload: "x".repeat(70_000) }], TOO_LONG],
  ["a text longer than 64 KiB in parts", [
    { opcode: 1, payload: "x".repeat(40_000), fin: false },
    { opcode: 0, payload: "x".repeat(40_000) },
  ], TOO_LONG],
];
