/**
 * A TCP connection by hand: requests and WebSocket frames of any shape, well formed or not, and what
 * came back. For what neither `fetch` nor `WebSocket` would ever send.
 */
import { deadline } from "./wait.ts";

const PATIENCE = 5000;

/** One frame, with every bit free. */
export interface Frame {
  fin?: boolean;
  /** The three reserved bits, 0 to 7. */
  reserved?: number;
  opcode: number;
  payload?: Uint8Array | string;
  masked?: boolean;
  /** A length that is not the payload's, or one written in more bytes than it needs. */
  length?: number;
  lengthBytes?: 0 | 2 | 8;
}

/** The bytes of a frame. */
export function encodeFrame(frame: Frame): Uint8Array<ArrayBuffer> {
  const { fin = true, reserved = 0, opcode, masked = true } = frame;
  const payload = typeof frame.payload === "string"
    ? new TextEncoder().encode(frame.payload)
    : frame.payload ?? new Uint8Array();
  const length = frame.length ?? payload.length;
  const wide = frame.lengthBytes ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8);
  const head = new Uint8Array(2 + wide + (masked ? 4 : 0));
  head[0] = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  head[1] = (masked ? 0x80 : 0) | (wide === 0 ? length : wide === 2 ? 126 : 127);
  const view = new DataView(head.buffer);
  if (wide === 2) view.setUint16(2, length);
  if (wide === 8) view.setBigUint64(2, BigInt(length));
  const bytes = new Uint8Array(head.length + payload.length);
  const mask = [0x12, 0x34, 0x56, 0x78];
  if (masked) head.set(mask, 2 + wide);
  bytes.set(head);
  for (let i = 0; i < payload.length; i++) {
    bytes[head.length + i] = payload[i]! ^ (masked ? mask[i & 3]! : 0);
  }
  return bytes;
}

/** What became of a connection: a close code, "dropped" without one, or "open" all the same. */
export type Outcome = number | "dropped" | "open";

/** What a request to upgrade carries (RFC 6455, section 4.1), but for its Host. */
export const UPGRADE: Record<string, string> = {
  upgrade: "websocket",
  connection: "Upgrade",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

/** Header lines, each with its end. */
export function headerLines(headers: Record<string, string>): string {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
}

/** Sends a request as it is; the status, or null where the connection ended without one. */
export async function statusOf(url: string, request: string): Promise<number | null> {
  using raw = await RawTcp.connect(url);
  await raw.write(request);
  const line = await raw.until("\r\n");
  return Number(/^HTTP\/1\.[01] (\d{3})/.exec(line)?.[1]) || null;
}

/** What an upgrade is answered with where it is refused: the status, and the error as it came. */
export async function refusalOf(
  url: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; code: string; text: string; suggestion?: string }> {
  using raw = await RawTcp.connect(url);
  const lines = headerLines({ host: new URL(url).host, ...UPGRADE, ...headers });
  await raw.write(`GET ${path} HTTP/1.1\r\n${lines}\r\n`);
  const head = await raw.until("\r\n\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  return { status, ...JSON.parse(await raw.until("}")) };
}

/** One connection. */
export class RawTcp implements Disposable {
  readonly #connection: Deno.TcpConn;
  #heard: Uint8Array<ArrayBuffer> = new Uint8Array();

  private constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  static async connect(url: string): Promise<RawTcp> {
    const { hostname, port } = new URL(url);
    return new RawTcp(await Deno.connect({ hostname, port: Number(port) }));
  }

  /** Connects and upgrades, as a guest of that name. */
  static async upgrade(url: string, name: string): Promise<RawTcp> {
    const raw = await RawTcp.connect(url);
    const headers = headerLines({ host: new URL(url).host, ...UPGRADE });
    await raw.write(`GET /ws?name=${encodeURIComponent(name)} HTTP/1.1\r\n${headers}\r\n`);
    const head = await raw.until("\r\n\r\n");
    if (!head.startsWith("HTTP/1.1 101")) {
      raw[Symbol.dispose]();
      throw new Error(`Cannot upgrade: ${head}`);
    }
    return raw;
  }

  /** Sends bytes; false where the other end has gone. */
  async write(bytes: Uint8Array | string): Promise<boolean> {
    const all = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    try {
      for (let done = 0; done < all.length;) {
        done += await this.#connection.write(all.subarray(done));
      }
      return true;
    } catch {
      return false;
    }
  }

  send(frame: Frame): Promise<boolean> {
    return this.write(encodeFrame(frame));
  }

  /** Reads until these words came, or the end; returns all up to them. */
  async until(words: string): Promise<string> {
    for (;;) {
      const text = new TextDecoder("latin1").decode(this.#heard);
      const at = text.indexOf(words);
      if (at >= 0) {
        this.#heard = this.#heard.slice(at + words.length);
        return text.slice(0, at + words.length);
      }
      if (!await this.#more()) return text;
    }
  }

  /** Reads and throws away until the other end closes; returns how many bytes came. */
  async drain(): Promise<number> {
    const bytes = new Uint8Array(64 * 1024);
    for (let length = 0;;) {
      const got = await this.#connection.read(bytes).catch(() => null);
      if (got === null) return length;
      length += got;
    }
  }

  /** What becomes of the connection: asked with pings, for as long as an answer may take. */
  async outcome(): Promise<Outcome> {
    // The runtime answers a ping before the server has looked at the frame that came first.
    for (let round = 0; round < 8; round++) {
      const outcome = await this.#ping();
      if (outcome !== "open") return outcome;
      await new Promise((go) => setTimeout(go, 5));
    }
    return "open";
  }

  /** How the other end ends the connection, by itself. */
  async end(): Promise<Outcome> {
    for (;;) {
      const frame = await this.#frame();
      if (frame === null) return "dropped";
      if (frame.opcode === 8) {
        return frame.payload.length < 2 ? 1005 : frame.payload[0]! * 256 + frame.payload[1]!;
      }
      if (frame.opcode === 10 && frame.payload.length === 12) return "open";
    }
  }

  async #ping(): Promise<Outcome> {
    await this.send({ opcode: 9, payload: "still there?" });
    return await this.end();
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }

  async #frame(): Promise<{ opcode: number; payload: Uint8Array } | null> {
    for (;;) {
      const heard = this.#heard;
      const small = (heard[1] ?? 0) & 127;
      const wide = small === 126 ? 2 : small === 127 ? 8 : 0;
      if (heard.length >= 2 + wide) {
        const view = new DataView(heard.buffer, heard.byteOffset);
        const length = wide === 2
          ? view.getUint16(2)
          : wide === 8
          ? Number(view.getBigUint64(2))
          : small;
        const end = 2 + wide + length;
        if (heard.length >= end) {
          this.#heard = heard.slice(end);
          return { opcode: heard[0]! & 15, payload: heard.slice(2 + wide, end) };
        }
      }
      if (!await this.#more()) return null;
    }
  }

  async #more(): Promise<boolean> {
    const bytes = new Uint8Array(64 * 1024);
    const got = await deadline(this.#connection.read(bytes).catch(() => null), PATIENCE);
    if (typeof got !== "number") return false;
    const both = new Uint8Array(this.#heard.length + got);
    both.set(this.#heard);
    both.set(bytes.subarray(0, got), this.#heard.length);
    this.#heard = both;
    return true;
  }
}
