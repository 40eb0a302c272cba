import { assert, assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { boundaryOf, partsOf } from "../../../server/web/multipart.ts";

const B = "xYz";
const HEAD = 'Content-Disposition: form-data; name="file"; filename="a.bin"';
const FIELD = 'Content-Disposition: form-data; name="text"';

/** Bytes, one for each sign. */
function bytes(text: string): Uint8Array {
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const all = bytes(text);
  for (let at = 0; at < all.length; at += size) {
    await Promise.resolve();
    yield all.subarray(at, at + size);
  }
}

/** What the form says, as `name=text` or `name[file name]=bytes`; or the code of the refusal. */
async function read(text: string, size = 7, boundary = B): Promise<string[] | string> {
  const told: string[] = [];
  try {
    for await (const part of partsOf(inChunks(text, size), boundary)) {
      if ("text" in part) {
        told.push(`${part.name}=${part.text}`);
        continue;
      }
      let body = "";
      for await (const chunk of part.bytes) body += String.fromCharCode(...chunk);
      told.push(`${part.name}[${part.fileName}]=${body}`);
    }
    return told;
  } catch (error) {
    assert(error instanceof ChatError, String(error));
    return error.code;
  }
}

function form(...parts: string[]): string {
  return parts.map((part) => `--${B}\r\n${part}\r\n`).join("") + `--${B}--\r\n`;
}

/** Bytes of a file that look like the end of it for a while. */
const LOOKALIKES = [
  "",
  "\r",
  "\n",
  "\r\n",
  "\r\n\r\n",
  "\r\r\n",
  "--xYz",
  "\n--xYz",
  "\r--xYz",
  "\r\n-xYz",
  "\r\n--xY",
  "\r\n--xYy",
  "\r\n--XYZ",
  "\r\n\r\n--x",
  "\r\n--\r\n--xY\r\n--",
  "--xYz--",
  "\r\n --xYz",
  "\0\0\xff\xfe\r\n-",
  "\r\n--xY\0z",
  "a\r\n--xY".repeat(50),
  "\r".repeat(500),
];

Deno.test("partsOf() hands on a file's bytes, wherever the chunks end", async () => {
  for (const body of LOOKALIKES) {
    const text = form(`${HEAD}\r\nContent-Type: text/plain\r\n\r\n${body}`, `${FIELD}\r\n\r\nlook`);
    for (let size = 1; size <= Math.min(text.length, 90); size++) {
      const told = await read(text, size);
      assertEquals(
        told,
        [`file[a.bin]=${body}`, "text=look"],
        `${JSON.stringify(body)} by ${size}`,
      );
    }
    // Two chunks, cut at every byte.
    for (let at = 1; at < Math.min(text.length, 300); at++) {
      const source = async function* () {
        await Promise.resolve();
        yield bytes(text.slice(0, at));
        yield bytes(text.slice(at));
      };
      const told: string[] = [];
      for await (const part of partsOf(source(), B)) {
        if ("text" in part) told.push(part.text);
        else {
          let all = "";
          for await (const chunk of part.bytes) all += String.fromCharCode(...chunk);
          told.push(all);
        }
      }
      assertEquals(told, [body, "look"], `${JSON.stringify(body)} cut at ${at}`);
    }
  }
});

const ODD_BUT_FINE: [string, string, string[]][] = [
  ["a preamble", `hello\r\n${form(`${FIELD}\r\n\r\na`)}`, ["text=a"]],
  ["an epilogue", `${form(`${FIELD}\r\n\r\na`)}anything\r\n--${B}\r\n`, ["text=a"]],
  ["no line end at the very end", form(`${FIELD}\r\n\r\na`).trimEnd(), ["text=a"]],
  ["padding behind a boundary", `--${B} \t\r\n${FIELD}\r\n\r\na\r\n--${B}--`, ["text=a"]],
  ["no parts", `--${B}--\r\n`, []],
  ["a name without quotes", form("content-disposition: form-data; name=text\r\n\r\na"), ["text=a"]],
  [
    "quotes by backslash and by percent",
    form('Content-Disposition: form-data; name="f"; filename="a\\"b%22c\\d.txt"\r\n\r\nx'),
    ['f[a"b"c\\d.txt]=x'],
  ],
  [
    "an empty file name",
    form('Content-Disposition: form-data; name="f"; filename=""\r\n\r\n'),
    ["f[]="],
  ],
  [
    "other parameters and headers",
    form(
      'X: 1\r\nContent-Disposition: FORM-DATA ; a="; name=evil"; NAME="text"\r\nY: 2\r\n\r\na',
    ),
    ["text=a"],
  ],
  ["the same name twice", form(`${FIELD}\r\n\r\na`, `${FIELD}\r\n\r\nb`), ["text=a", "text=b"]],
];

Deno.test("partsOf() understands what RFC 7578 allows and browsers and curl send", async () => {
  for (const [what, text, told] of ODD_BUT_FINE) {
    for (const size of [1, 3, 1000]) {
      assertEquals(await read(text, size), told, `${what} by ${size}`);
    }
  }
});

const HOSTILE: [string, string][] = [
  ["nothing", ""],
  ["no boundary at all", "hello"],
  ["no end", `--${B}\r\n${HEAD}\r\n\r\nabc`],
  ["an end that is cut short", `--${B}\r\n${HEAD}\r\n\r\nabc\r\n--${B}`],
  ["an end of one dash", `--${B}\r\n${HEAD}\r\n\r\nabc\r\n--${B}-\r\n`],
  ["headers without an end", `--${B}\r\n${HEAD}`],
  ["headers that never end", `--${B}\r\n${"X: y\r\n".repeat(20_000)}`],
  ["one endless header", `--${B}\r\nX: ${"y".repeat(100_000)}\r\n\r\na\r\n--${B}--`],
  ["a field that is too long", form(`${FIELD}\r\n\r\n${"a".repeat(33 * 1024)}`)],
  ["a preamble that is too long", `${"a".repeat(9000)}\r\n${form(`${FIELD}\r\n\r\na`)}`],
  ["too many parts", form(...Array<string>(33).fill(`${FIELD}\r\n\r\na`))],
  ["a part without headers", form("\r\na")],
  ["a part without a name", form("Content-Disposition: form-data\r\n\r\na")],
  ["a part of another kind", form('Content-Disposition: attachment; name="text"\r\n\r\na')],
  ["a longer boundary that begins alike", `--${B}a\r\n${FIELD}\r\n\r\na\r\n--${B}--`],
  ["line feeds alone", form(`${FIELD}\r\n\r\na`).replaceAll("\r", "")],
  ["a part within the headers", `--${B}\r\n--${B}\r\n${FIELD}\r\n\r\na\r\n--${B}--`],
  ["a NUL behind a boundary", `--${B}\0\r\n${FIELD}\r\n\r\na\r\n--${B}--`],
  ["padding without an end", `--${B}${" ".repeat(5000)}\r\n${FIELD}\r\n\r\na\r\n--${B}--`],
];

Deno.test("partsOf() refuses a malformed form, and holds little of it (security H3)", async () => {
  for (const [what, text] of HOSTILE) {
    for (const size of [1, 64, 100_000]) {
      assertEquals(await read(text, size), "bad_request", `${what} by ${size}`);
    }
  }
});

Deno.test("partsOf() reads no further than asked, and lets go of its source (security H3)", async () => {
  let pulled = 0;
  let over = false;
  const source = async function* () {
    try {
      yield bytes(`--${B}\r\n${HEAD}\r\n\r\n`);
      for (;;) {
        pulled++;
        await Promise.resolve();
        yield new Uint8Array(1024);
      }
    } finally {
      over = true;
    }
  };
  const parts = partsOf(source(), B);
  const { value: part } = await parts.next();
  assert(part !== undefined && "bytes" in part);
  for (let i = 0; i < 10; i++) await part.bytes.next();
  assert(pulled <= 12, String(pulled));
  await part.bytes.return(undefined);
  await parts.return(undefined);
  assert(over);
});

Deno.test("boundaryOf() takes what RFC 2046 allows and refuses the rest", () => {
  assertEquals(
    boundaryOf("multipart/form-data; boundary=----WebKitFormBoundaryX"),
    "----WebKitFormBoundaryX",
  );
  assertEquals(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b:c"'), "a b:c");
  for (
    const odd of [
      "multipart/form-data",
      "multipart/form-data; boundary=",
      'multipart/form-data; boundary=""',
      'multipart/form-data; boundary="a "',
      `multipart/form-data; boundary=${"a".repeat(71)}`,
      "multipart/form-data; boundary=a\u0000b",
      "multipart/form-data; boundary=ж",
      "multipart/form-data; xboundary=a",
    ]
  ) assertThrows(() => boundaryOf(odd), ChatError, "Cannot read");
});
