/**
 * Load for any of the chats, from one Node process that costs less than what it loads: WebSockets by
 * hand over TCP, frames skipped over and messages counted by a byte search, nothing parsed.
 * Arguments as JSON: { port, pid, people, senders, outstanding, rate, rooms, refs, warm, seconds, storm }.
 * With `rate` (messages a second in all) it sends at that pace, else each sender keeps `outstanding`
 * messages on their way, with `refs` as our client has them. With `storm` everybody is cut off at once
 * and comes back at once, to resume. Prints one line of JSON. Talks to 127.0.0.1 only.
 */
import { Buffer } from "node:buffer";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import process from "node:process";

const options = JSON.parse(process.argv[2]);
const {
  port,
  pid,
  people,
  senders,
  outstanding,
  rate,
  rooms = 1,
  refs = false,
  warm,
  seconds,
  storm = false,
} = options;
const MARK = Buffer.from('"text":"b ');
const TICKS = 100;
const RUN = randomBytes(4).toString("hex");

let counting = false;
let deliveries = 0;
let bytes = 0;
let sent = 0;
const latencies = [];

function frame(text) {
  const payload = Buffer.from(text);
  const length = payload.length;
  const head = length < 126
    ? Buffer.from([0x81, 0x80 | length])
    : Buffer.from([0x81, 0xfe, length >> 8, length & 255]);
  const mask = randomBytes(4);
  for (let i = 0; i < length; i++) payload[i] ^= mask[i & 3];
  return Buffer.concat([head, mask, payload]);
}

class Person {
  constructor(id) {
    this.id = id;
    this.room = rooms === 1 ? "general" : `room ${id % rooms}`;
    this.own = Buffer.from(`"text":"b ${id} `);
    this.rest = Buffer.alloc(0);
    this.isSender = id < senders;
    this.said = 0;
  }

  open(join = {}) {
    return new Promise((resolve, reject) => {
      this.socket = connect(port, "127.0.0.1", () => {
        this.socket.write(
          `GET /ws?name=p${this.id} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
            `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
        );
        this.socket.once("data", (data) => {
          if (!data.includes("101")) return reject(new Error(data.toString()));
          this.socket.write(
            frame(JSON.stringify({ type: "join", room: this.room, ...join })),
          );
          this.socket.on("data", (chunk) => this.take(chunk));
          resolve();
        });
      });
      this.socket.setNoDelay(true);
      this.socket.on("error", reject);
      this.socket.on("close", () => this.closed = true);
    });
  }

  say() {
    const text = `b ${this.id} ${performance.now().toFixed(2)} hello there, how are you today?`;
    this.socket.write(
      frame(JSON.stringify({
        type: "message",
        room: this.room,
        text,
        ref: refs ? `${RUN}-${this.id}-${++this.said}` : undefined,
      })),
    );
    if (counting) sent++;
  }

  /** Comes back with what it was told before, and resolves when it has been told what it missed. */
  resume(known) {
    return new Promise((resolve, reject) => {
      this.rest = Buffer.alloc(0);
      this.take = (chunk) => {
        this.rest = Buffer.concat([this.rest, chunk]);
        if (this.rest.includes('"type":"history"')) {
          resolve(this.rest.toString());
        }
      };
      this.open(known).catch(reject);
    });
  }

  take(chunk) {
    if (counting) bytes += chunk.length;
    const data = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    let at = data.indexOf(MARK);
    let last = 0;
    while (at >= 0 && at + 40 <= data.length) {
      if (counting) deliveries++;
      if (
        this.isSender &&
        data.compare(this.own, 0, this.own.length, at, at + this.own.length) ===
          0
      ) {
        const from = at + this.own.length;
        const began = Number(data.latin1Slice(from, data.indexOf(0x20, from)));
        if (counting) latencies.push(performance.now() - began);
        if (!rate) this.say();
      }
      last = at + MARK.length;
      at = data.indexOf(MARK, last);
    }
    // A mark whose time has not come whole yet waits for the next chunk, as does half a mark.
    const keep = at >= 0 ? at : Math.max(last, data.length - MARK.length + 1);
    this.rest = keep < data.length ? Buffer.from(data.subarray(keep)) : Buffer.alloc(0);
  }
}

function cpuSeconds() {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function memory() {
  return status(/VmRSS:\s+(\d+)/);
}

function peakMemory() {
  return status(/VmHWM:\s+(\d+)/);
}

function status(field) {
  return Number(field.exec(readFileSync(`/proc/${pid}/status`, "latin1"))[1]) /
    1024;
}

const wait = (ms) => new Promise((go) => setTimeout(go, ms));

/** Everybody is cut off and comes back; prints how long it took them. */
async function blow() {
  for (const person of all) person.socket.destroy();
  await wait(500);
  const told = await all[0].resume();
  const [, epoch] = /"epoch":"([^"]+)"/.exec(told);
  const after = Number(/"end":(\d+)/.exec(told)[1]);
  all[0].socket.destroy();
  await wait(500);
  const began = performance.now();
  const took = await Promise.all(all.map(async (person) => {
    const told = await person.resume({ epoch, after });
    if (!told.includes('"reset":false')) {
      throw new Error(`Not resumed: ${told.slice(0, 300)}`);
    }
    return performance.now() - began;
  }));
  took.sort((a, b) => a - b);
  const line = {
    p50: took[took.length >> 1],
    last: took.at(-1),
    memory: memory(),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit(0));
  await new Promise(() => {});
}

const opening = performance.now();
const all = Array.from({ length: people }, (_, id) => new Person(id));
for (let i = 0; i < all.length; i += 50) {
  await Promise.all(all.slice(i, i + 50).map((person) => person.open()));
}
const opened = performance.now() - opening;
await wait(500);
if (storm) await blow();
let pace = null;
if (rate) {
  // A timer of Node's comes once a millisecond at most: each says what is due by then.
  let turn = 0;
  const start = performance.now();
  pace = setInterval(() => {
    const due = (performance.now() - start) * rate / 1000;
    while (turn < due) all[turn++ % senders].say();
  }, Math.max(1, 1000 / rate));
} else {
  for (const person of all.slice(0, senders)) {
    for (let k = 0; k < outstanding; k++) {
      person.say();
    }
  }
}
await wait(warm * 1000);
const cpu = cpuSeconds();
const began = performance.now();
counting = true;
await wait(seconds * 1000);
counting = false;
const wall = (performance.now() - began) / 1000;
const used = cpuSeconds() - cpu;
clearInterval(pace);
latencies.sort((a, b) => a - b);
const at = (q) =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * q))] ??
    NaN;
const measured = {
  deliveries,
  sent,
  bytes: bytes / wall,
  peak: peakMemory(),
  wall,
  cpu: used,
  perSecond: deliveries / wall,
  perCpuSecond: deliveries / used,
  p50: at(0.5),
  p99: at(0.99),
  memory: memory(),
  opened,
  load: used / wall,
  lost: all.filter((person) => person.closed).length,
};
process.stdout.write(`${JSON.stringify(measured)}\n`, () => process.exit(0));
