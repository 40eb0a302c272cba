/**
 * The attacks that were found, each as a process of its own, so that its work is not measured: what
 * strangers and guests do to a server by its default settings. Each runs until it is ended, speaks to
 * 127.0.0.1 alone and holds a bounded number of connections. `flood_beside.ts` measures.
 */
import { halfForm } from "../helpers/half_upload.ts";
import { headerLines, RawTcp, UPGRADE } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";

const MEGABYTE = 1024 * 1024;

/** The room that is on the disk before the attack where it needs a long one. */
export const LONG_ROOM = "big";
/** What opens the doors of a server that has an invitation. */
export const INVITATION = "open sesame, open";

const EVE = "203.0.113.1";
const FROM_EVE = { "x-forwarded-for": EVE };

/** A guest at an address. */
async function guestAt(
  url: string,
  name: string,
  address = EVE,
): Promise<HttpClient> {
  const visitor = new HttpClient(url, { "x-forwarded-for": address });
  await visitor.asks("POST", "/api/session", { name });
  return visitor;
}

/** The same again and again, in so many strands; what fails does not end it. */
async function again(
  strands: number,
  work: (strand: number, n: number) => Promise<unknown>,
) {
  await Promise.all(Array.from({ length: strands }, async (_, strand) => {
    for (let n = 0;; n++) {
      await work(strand, n).catch(() => new Promise((go) => setTimeout(go, 5)));
    }
  }));
}

/** Asks, and reads the answer to its end. */
async function get(
  url: string,
  path: string,
  headers: Record<string, string> = FROM_EVE,
) {
  const answer = await fetch(url + path, { headers });
  await answer.body?.pipeTo(new WritableStream());
}

/** Guests of one address, each with a socket in the room; what they hear is thrown away. */
async function crowdOf(
  url: string,
  size: number,
  room = "general",
): Promise<RawTcp[]> {
  const crowd: RawTcp[] = [];
  for (let i = 0; i < size; i++) {
    const raw = await (await guestAt(url, `Eve ${i}`)).connects();
    await raw.send({
      opcode: 1,
      payload: JSON.stringify({ type: "join", room }),
    });
    void raw.drain();
    crowd.push(raw);
  }
  return crowd;
}

/** Held open until this process is ended. */
function held(..._open: unknown[]): Promise<void> {
  return new Promise((_resolve) => setInterval(() => {}, 1000));
}

/** Searches for what stands before the words of every line, from eight addresses (H1). */
async function searches(url: string): Promise<void> {
  await again(8, (i, n) => {
    const q = [":", "2025", "Ada", "zzzz"][n % 4]!;
    const from = { "x-forwarded-for": `203.0.113.${i + 10}` };
    return get(
      url,
      `/api/rooms/${LONG_ROOM}/search?q=${encodeURIComponent(q)}`,
      from,
    );
  });
}

/** Strangers who are not let in send parts of a message all the same (H2). */
async function refusedFrames(url: string): Promise<void> {
  const part = new Uint8Array(MEGABYTE);
  await again(2, async () => {
    using raw = await RawTcp.connect(url);
    const upgrade = headerLines({ host: new URL(url).host, ...UPGRADE });
    await raw.write(`GET /ws HTTP/1.1\r\n${upgrade}\r\n`);
    for (let i = 0; i < 400; i++) {
      if (
        !await raw.send({ opcode: i === 0 ? 2 : 0, fin: false, payload: part })
      ) break;
    }
  });
}

/** Six guests, each with 45 forms that do not end (H3). */
async function unfinishedForms(url: string): Promise<void> {
  const open: RawTcp[] = [];
  for (let guest = 0; guest < 6; guest++) {
    const eve = await guestAt(url, `Eve ${guest}`);
    for (let i = 0; i < 45; i++) {
      open.push(await halfForm(url, eve, 10 * MEGABYTE - 1024, FROM_EVE));
    }
  }
  await held(open);
}

/** A form in chunks of a byte each, as fast as they go (H3). */
async function tinyChunks(url: string): Promise<void> {
  const chunks = "1\r\nx\r\n".repeat(10_000);
  const eve = await guestAt(url, "Eve");
  await again(8, async () => {
    using raw = await RawTcp.connect(url);
    const headers = headerLines({
      host: new URL(url).host,
      origin: url,
      cookie: eve.cookie,
      ...FROM_EVE,
      "transfer-encoding": "chunked",
    });
    await raw.write(
      `POST /api/rooms/general/files?name=x HTTP/1.1\r\n${headers}\r\n`,
    );
    while (await raw.write(chunks));
  });
}

/** Fifteen guests put a reaction on one old message and take it off again, and ask for its page (H4). */
async function togglers(url: string): Promise<void> {
  const crowd = await crowdOf(url, 15);
  const page = await (await fetch(`${url}/api/rooms/general/messages?limit=200`)).json();
  const id = page.messages[0]?.id ?? 0;
  void again(
    4,
    () => get(url, `/api/rooms/general/messages?around=${id}&limit=2`),
  );
  await again(crowd.length, async (i, n) => {
    const react = {
      type: "react",
      room: "general",
      id,
      emoji: "👍",
      on: n % 2 === 0,
    };
    await crowd[i]!.send({ opcode: 1, payload: JSON.stringify(react) });
    await new Promise((go) => setTimeout(go, 5));
  });
}

/** Wrong passwords for the owner's name, seventeen at once, each round from another address (M1). */
async function guesses(url: string): Promise<void> {
  await again(17, (i, n) => {
    const eve = new HttpClient(url, {
      "x-forwarded-for": `203.0.${n % 250}.${i}`,
    });
    return eve.asks("POST", "/api/session", {
      name: "Olga",
      password: `guess ${n}`,
    });
  });
}

/** Sessions of guests from networks without number (M2). */
async function sessions(url: string): Promise<void> {
  await again(8, (i, n) => {
    const eve = new HttpClient(url, {
      "x-forwarded-for": `2001:db8:${i}:${n.toString(16)}::1`,
    });
    return eve.asks("POST", "/api/session", { name: `E${i}n${n}` });
  });
}

/** Seventy connections that ask for a file and do not read it (M3). */
async function unreadDownloads(url: string): Promise<void> {
  const eve = await guestAt(url, "Eve");
  const sent = await fetch(
    `${url}/api/rooms/general/files?name=big.bin&text=`,
    {
      method: "POST",
      headers: { origin: url, cookie: eve.cookie, ...FROM_EVE },
      body: new Uint8Array(9 * MEGABYTE),
    },
  );
  const { file } = await sent.json();
  const open = await Promise.all(Array.from({ length: 70 }, async () => {
    const raw = await RawTcp.connect(url);
    const headers = headerLines({ host: new URL(url).host, ...FROM_EVE });
    await raw.write(`GET /files/${file.id} HTTP/1.1\r\n${headers}\r\n`);
    return raw;
  }));
  await held(open);
}

/** Six guests with eighteen uploads of a byte every ten seconds (M4). */
async function trickles(url: string): Promise<void> {
  const open: RawTcp[] = [];
  for (let i = 0; i < 18; i++) {
    const eve = await guestAt(url, `Eve ${i % 6}`);
    const raw = await RawTcp.connect(url);
    const headers = headerLines({
      host: new URL(url).host,
      origin: url,
      cookie: eve.cookie,
      ...FROM_EVE,
      "content-length": String(MEGABYTE),
    });
    await raw.write(
      `POST /api/rooms/general/files?name=x HTTP/1.1\r\n${headers}\r\n`,
    );
    open.push(raw);
  }
  await again(1, async () => {
    for (const raw of open) await raw.write("x");
    await new Promise((go) => setTimeout(go, 10_000));
  });
}

/** Rooms without number, by guests of one address, made and deleted (M6). */
async function rooms(url: string): Promise<void> {
  const crowd = await crowdOf(url, 12);
  await again(crowd.length, async (i, n) => {
    const type = n % 2 === 0 ? "create_room" : "delete_room";
    const payload = JSON.stringify({ type, room: `room ${i} ${n >> 1}` });
    await crowd[i]!.send({ opcode: 1, payload });
    await new Promise((go) => setTimeout(go, 5));
  });
}

/** Guesses at an invitation, by the socket's address and by the session's (M12). */
async function invitations(url: string): Promise<void> {
  await again(8, (i, n) => {
    const invite = `${i}${n}`.padStart(12, "0");
    if (i % 2 === 0) return get(url, `/ws?name=Eve&invite=${invite}`);
    return new HttpClient(url, FROM_EVE).asks("POST", "/api/session", {
      name: "Eve",
      invite,
    });
  });
}

/** Commands that are none, from five sockets at once (L7). */
async function nonsense(url: string): Promise<void> {
  const crowd = await crowdOf(url, 5);
  await again(crowd.length, async (i) => {
    await crowd[i]!.send({ opcode: 1, payload: '{"type":{"toString":"x"}}' });
    await new Promise((go) => setTimeout(go, 1));
  });
}

/** Sixteen guests of one address say as much as they can (L8). */
async function talkers(url: string): Promise<void> {
  const crowd = await crowdOf(url, 16);
  const text = "x".repeat(3000);
  const payload = JSON.stringify({ type: "message", room: "general", text });
  await again(crowd.length, async (i) => {
    await crowd[i]!.send({ opcode: 1, payload });
    await new Promise((go) => setTimeout(go, 20));
  });
}

/** Every list, count and page whose length a caller chooses, over and over, from eight addresses. */
async function lists(url: string): Promise<void> {
  const paths = [
    "/api/rooms",
    "/api/rooms?after=room%20500",
    "/api/people",
    `/api/rooms/${LONG_ROOM}/unread?after=0`,
    `/api/rooms/${LONG_ROOM}/messages?after=0&limit=200`,
    `/api/rooms/${LONG_ROOM}/messages?before=30000000&limit=200`,
    `/api/rooms/${LONG_ROOM}/messages?around=44&limit=200`,
    `/api/rooms/${LONG_ROOM}/messages?time=2025-11-19&limit=200`,
    `/api/rooms/${LONG_ROOM}/files?kind=picture`,
    "/api/search?q=zzzz",
    "/api/session",
    "/healthz",
  ];
  await again(8, (i, n) => {
    return get(url, paths[n % paths.length]!, {
      "x-forwarded-for": `203.0.113.${i + 10}`,
    });
  });
}

/** The long room as a file, in pieces of every size, and ranges of nothing. */
async function ranges(url: string): Promise<void> {
  await again(8, (i, n) => {
    const from = n * 7919 % 50_000_000;
    const range = n % 3 === 0 ? `bytes=${from}-` : n % 3 === 1 ? `bytes=-${n}` : "bytes=0-0";
    const headers = { "x-forwarded-for": `203.0.113.${i + 10}`, range };
    return get(url, `/api/rooms/${LONG_ROOM}.txt`, headers);
  });
}

/** Typing, reading, joining and leaving, as fast as a socket takes them. */
async function fidgets(url: string): Promise<void> {
  const crowd = await crowdOf(url, 16);
  await again(crowd.length, async (i, n) => {
    const type = ["typing", "read", "join", "leave", "join"][n % 5]!;
    const payload = JSON.stringify({ type, room: "general", id: n });
    await crowd[i]!.send({ opcode: 1, payload });
    await new Promise((go) => setTimeout(go, 2));
  });
}

/** Two thousand requests that do not get beyond half a head. */
async function halfHeads(url: string): Promise<void> {
  const open: RawTcp[] = [];
  for (let i = 0; i < 2000; i++) {
    const raw = await RawTcp.connect(url);
    await raw.write("GET / HTTP/1.1\r\nHost: loc");
    open.push(raw);
  }
  await held(open);
}

/** By the word that `flood_beside.ts` calls each by. */
const ATTACKS: Record<string, (url: string) => Promise<void>> = {
  nothing: () => held(),
  searches,
  refusedFrames,
  unfinishedForms,
  tinyChunks,
  togglers,
  guesses,
  sessions,
  unreadDownloads,
  trickles,
  rooms,
  invitations,
  nonsense,
  talkers,
  lists,
  ranges,
  fidgets,
  halfHeads,
};

if (import.meta.main) {
  const [attack = "", url = ""] = Deno.args;
  await ATTACKS[attack]!(url);
}
