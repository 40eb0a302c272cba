/** Attachments at the real server: what a hostile sender, name or byte can do (goal S8), and what not. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { serve } from "../helpers/process.ts";
import { headerLines, RawTcp } from "../helpers/raw_tcp.ts";
import { HttpClient } from "../helpers/http_client.ts";

const PNG = Uint8Array.fromBase64(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
);

/** Names that would like to be a path, a header or another file than they are. */
const NAMES = [
  "../../../etc/passwd",
  "..\\..\\accounts.txt",
  "/data/accounts.txt",
  "a.html",
  "a.svg",
  "a.png.html",
  'x"; filename="evil.html',
  "a\r\nSet-Cookie: plaintalk=evil",
  "a\u2028b.txt",
  "photo\u202egnp.exe",
  "CON",
  "%2e%2e%2fetc",
  "a\u0000b.png",
  "x".repeat(5000) + ".png",
  "สวัสดี.png",
  "📷.gif",
  "",
];

/** Bytes that some browser would run, whatever they are called. */
const ACTIVE = [
  "<!doctype html><script>parent.hacked = 1</script>",
  "<svg xmlns='http://www.w3.org/2000/svg' onload='hacked = 1'/>",
  "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>",
  "%PDF-1.7 1 0 obj << /OpenAction << /S /JavaScript >> >>",
  "GIF8;<script>alert(1)</script>",
  " \x89PNG\r\n\x1a\n<script>",
  "const hacked = 1;",
];

async function enters(url: string, name: string): Promise<HttpClient> {
  const visitor = new HttpClient(url);
  await visitor.asks("POST", "/api/session", { name });
  return visitor;
}

function sends(visitor: HttpClient, url: string, bytes: BodyInit, query = "", room = "general") {
  return fetch(`${url}/api/rooms/${encodeURIComponent(room)}/files${query}`, {
    method: "POST",
    headers: { origin: url, cookie: visitor.cookie },
    body: bytes,
  });
}

async function statusOf(answer: Response): Promise<number> {
  await answer.body?.cancel();
  return answer.status;
}

/** Every file below a folder, without what the chat itself needs. */
function files(folder: string): string[] {
  return [...Deno.readDirSync(`${folder}/files`), ...Deno.readDirSync(`${folder}/files/new`)]
    .filter((entry) => entry.isFile).map(({ name }) => name);
}

Deno.test("S8: no file of any bytes and any name is shown as something that can run", async () => {
  await using chat = await serve("--rates", "send=1000/1000,say=1000/1000");
  const { url, folder: { path } } = chat;
  const ada = await enters(url, "Ada");
  for (const [i, name] of NAMES.entries()) {
    const bytes = ACTIVE[i % ACTIVE.length]!;
    const body = i % 2 === 0 ? bytes : PNG;
    const answer = await sends(
      ada,
      url,
      body,
      `?${new URLSearchParams({ name, text: `no ${i}` })}`,
    );
    const said = await answer.json();
    assertEquals(answer.status, 201, JSON.stringify([name, said]));
    assert(/^[0-9a-f]{32}\.[a-z0-9]{1,8}$/.test(said.file.id), said.file.id);
    const got = await fetch(`${url}/files/${said.file.id}`);
    await got.body?.cancel();
    const { headers } = got;
    const isPicture = i % 2 === 1;
    assertEquals(headers.get("content-type"), isPicture ? "image/png" : "application/octet-stream");
    const disposition = headers.get("content-disposition") ?? "";
    assert(disposition.startsWith(isPicture ? "inline;" : "attachment;"), disposition);
    assertEquals(headers.get("x-content-type-options"), "nosniff");
    assert(headers.get("content-security-policy")?.startsWith("sandbox; default-src 'none'"));
    assertEquals(headers.get("set-cookie"), null);
  }
  const outside = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  assertEquals(outside.filter((name) => /passwd|evil|CON|html/.test(name)), []);
  assertEquals(
    files(path).filter((name) => !/^[0-9a-f]{32}\.[a-z0-9]{1,8}(\.about)?$/.test(name)),
    [],
  );
});

Deno.test("S8: a file too large, announced or not, or broken off leaves nothing behind", async () => {
  await using chat = await serve("--file-size", "1");
  const { url, folder: { path } } = chat;
  const ada = await enters(url, "Ada");
  const large = new Uint8Array(1024 * 1024 + 1);
  assertEquals(await statusOf(await sends(ada, url, large)), 413);
  // Without a length that was announced nothing of it is read.
  const stream = new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024)),
  });
  const unannounced = await sends(ada, url, stream).then(statusOf, () => 411);
  assertEquals(unannounced, 411);
  const form = new FormData();
  form.append("file", new Blob([large]), "a.bin");
  assertEquals(await statusOf(await sends(ada, url, form)), 413);
  assertEquals(await statusOf(await sends(ada, url, "")), 400);
  const raw = await RawTcp.connect(url);
  const head = headerLines({
    host: new URL(url).host,
    origin: url,
    cookie: ada.cookie,
    "content-length": "500000",
  });
  await raw.write(`POST /api/rooms/general/files?name=half.bin HTTP/1.1\r\n${head}\r\n`);
  await raw.write("x".repeat(300_000));
  await eventually("the first half is there", () => files(path).length === 1);
  raw[Symbol.dispose]();
  await eventually("nothing is left of a half file", () => files(path).length === 0);
  assertEquals(files(path), []);
});

/** Ada and Boris, who talk in private, and Eve, who would like to know. */
async function threeAccounts(url: string): Promise<[HttpClient, HttpClient, HttpClient]> {
  const people = [];
  for (const name of ["Ada", "Boris", "Eve"]) {
    const visitor = new HttpClient(url);
    await visitor.asks("POST", "/api/accounts", { name, password: "correct horse" });
    people.push(visitor);
  }
  return people as [HttpClient, HttpClient, HttpClient];
}

Deno.test("S8: a private file is for the two alone, by no guess or forgery anybody's", async () => {
  await using chat = await serve();
  const { url, folder: { path } } = chat;
  const [ada, boris, eve] = await threeAccounts(url);
  const form = new FormData();
  form.append("text", "for you");
  form.append("file", new Blob([PNG]), "secret.png");
  const said = await (await sends(ada, url, form, "", "@Boris")).json();
  const { id } = said.file;
  assertEquals([said.room, said.text, said.file.name], ["@Boris", "for you", "secret.png"]);
  assertEquals((await boris.asks("GET", `/files/${id}`)).status, 200);
  const none = await eve.asks("GET", `/files/${"0".repeat(32)}.png`);
  for (const visitor of [eve, new HttpClient(url), await enters(url, "Guest")]) {
    const refused = await visitor.asks("GET", `/files/${id}`);
    assertEquals([refused.status, refused.body], [404, none.body]);
  }
  for (const odd of [`../accounts.txt`, `..%2faccounts.txt`, `${id}.about`, `new`, `%00`, `.`]) {
    assert((await ada.asks("GET", `/files/${odd}`)).status >= 400, odd);
  }
  // Somebody else's file cannot be said, and no page of another origin sends one.
  const waiting = await (await sends(ada, url, PNG, "?name=mine.png")).json();
  const stolen = await fetch(`${url}/api/rooms/general/messages`, {
    method: "POST",
    headers: { origin: url, cookie: eve.cookie, "content-type": "application/json" },
    body: JSON.stringify({ text: "mine", file: waiting.id }),
  });
  assertEquals((await stolen.json()).code, "not_found");
  const foreign = await fetch(`${url}/api/rooms/general/files?name=x`, {
    method: "POST",
    headers: { origin: "http://evil.example", cookie: ada.cookie },
    body: PNG,
  });
  assertEquals((await foreign.json()).code, "bad_origin");
  // Erased, it is gone for everybody, from the disk too.
  using socket = await ada.connects();
  await socket.send({
    opcode: 1,
    payload: JSON.stringify({ type: "erase", room: "@Boris", id: said.id }),
  });
  await eventually("the file is gone", () => !files(path).includes(id));
  assertEquals((await boris.asks("GET", `/files/${id}`)).status, 404);
});

Deno.test("GET /files/<id> answers ranges and what is known already", async () => {
  await using chat = await serve();
  const { url } = chat;
  const ada = await enters(url, "Ada");
  const said = await (await sends(ada, url, "0123456789", "?name=ten.txt&text=")).json();
  const address = `${url}/files/${said.file.id}`;
  const part = await fetch(address, { headers: { range: "bytes=2-4" } });
  assertEquals([part.status, await part.text(), part.headers.get("content-range")], [
    206,
    "234",
    "bytes 2-4/10",
  ]);
  const again = await fetch(address, { headers: { "if-none-match": part.headers.get("etag")! } });
  assertEquals([again.status, await again.text()], [304, ""]);
  const beyond = await fetch(address, { headers: { range: "bytes=10-" } });
  assertEquals([beyond.status, await beyond.text()], [416, ""]);
  const head = await fetch(address, { method: "HEAD" });
  assertEquals([head.status, head.headers.get("content-length")], [200, "10"]);
});

/** A JPEG of one grey dot. */
const JPEG = Uint8Array.fromBase64(
  "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==",
);

Deno.test("a small picture goes where its file goes, to whoever may see that", async () => {
  await using chat = await serve();
  const { url, folder: { path } } = chat;
  const [ada, boris, eve] = await threeAccounts(url);
  const { id } = await (await sends(ada, url, PNG, "?name=secret.png", "@Boris")).json();
  const preview = (visitor: HttpClient, room: string, body: BodyInit) =>
    fetch(`${url}/api/rooms/${encodeURIComponent(room)}/files/${id}/preview`, {
      method: "POST",
      headers: { origin: url, cookie: visitor.cookie },
      body,
    });
  assertEquals(await statusOf(await preview(eve, "@Ada", JPEG)), 404, "not hers");
  assertEquals(await statusOf(await preview(ada, "general", JPEG)), 404, "not that room's");
  assertEquals(await statusOf(await preview(ada, "@Boris", "<svg/>")), 400);
  assertEquals(await statusOf(await preview(ada, "@Boris", JPEG)), 201);
  const said = await fetch(`${url}/api/rooms/@Boris/messages`, {
    method: "POST",
    headers: { origin: url, cookie: ada.cookie, "content-type": "application/json" },
    body: JSON.stringify({ text: "look", file: id }),
  });
  assertEquals(await statusOf(said), 201);
  const small = (visitor: HttpClient, known = "") =>
    fetch(`${url}/files/${id}?preview`, {
      headers: { cookie: visitor.cookie, ...(known ? { "if-none-match": known } : {}) },
    });
  const shown = await small(boris);
  assertEquals([shown.status, shown.headers.get("content-type")], [200, "image/jpeg"]);
  assertEquals(await shown.bytes(), JPEG);
  assertEquals(await statusOf(await small(boris, shown.headers.get("etag")!)), 304);
  const whole = await fetch(`${url}/files/${id}`, { headers: { cookie: boris.cookie } });
  assertEquals(await whole.bytes(), PNG);
  assert(whole.headers.get("etag") !== shown.headers.get("etag"));
  assertEquals(await statusOf(await small(eve)), 404);
  // One without a small picture is its own.
  const other = await (await sends(ada, url, PNG, "?name=other.png&text=")).json();
  const own = await fetch(`${url}/files/${other.file.id}?preview`);
  assertEquals([own.headers.get("content-type"), await own.bytes()], ["image/png", PNG]);
  using socket = await ada.connects();
  const erase = JSON.stringify({ type: "erase", room: "@Boris", id: await lastId(ada, url) });
  await socket.send({ opcode: 1, payload: erase });
  await eventually("both are gone", () => !files(path).some((name) => name.startsWith(id)));
  assertEquals(await statusOf(await small(boris)), 404);
});

/** The id of the last message in the private conversation with Boris. */
async function lastId(visitor: HttpClient, url: string): Promise<number> {
  const page = await fetch(`${url}/api/rooms/@Boris/messages`, {
    headers: { cookie: visitor.cookie },
  });
  return (await page.json()).messages.at(-1).id;
}
