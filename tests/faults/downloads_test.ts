/** Downloads under way of who may not read any more: they break off, and those of others go on. */
import { assert, assertEquals } from "@std/assert";
import { HttpClient } from "../helpers/http_client.ts";
import { serve } from "../helpers/process.ts";
import { WsClient } from "../helpers/ws_client.ts";

/** More than lies between a server and who does not read. */
const LARGE_BYTES = 40 * 1024 * 1024;
const PASSWORD = "correct horse battery";

async function account(url: string, name: string): Promise<HttpClient> {
  const person = new HttpClient(url);
  await person.asks("POST", "/api/accounts", { name, password: PASSWORD });
  return person;
}

/** Sends a large file into a room; resolves to where it is. */
async function sends(url: string, by: HttpClient, room: string): Promise<string> {
  const sent = await fetch(`${url}/api/rooms/${room}/files?name=film.bin&text=`, {
    method: "POST",
    headers: { cookie: by.cookie, origin: url },
    body: new Uint8Array(LARGE_BYTES),
  });
  return `${url}/files/${(await sent.json()).file.id}`;
}

/** Begins to read a file, whole and in part: what nobody reads on fills what lies between, and waits. */
async function begins(file: string, { cookie }: HttpClient) {
  const headers: Record<string, string>[] = [{}, { range: `bytes=5-${LARGE_BYTES - 2}` }];
  return await Promise.all(headers.map(async (range) => {
    const response = await fetch(file, { headers: { cookie, ...range } });
    const reader = response.body!.getReader();
    const first = await reader.read();
    return { reader, first: first.value!.length };
  }));
}

async function breakOff(reading: Awaited<ReturnType<typeof begins>>): Promise<void> {
  for (const { reader, first } of reading) {
    let bytes = first;
    const isWhole = await (async () => {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return true;
        bytes += value.length;
      }
    })().catch(() => false);
    assertEquals(isWhole, false);
    assert(bytes < LARGE_BYTES / 2, `${bytes} bytes came`);
  }
}

async function readsAll(file: string, { cookie }: HttpClient): Promise<void> {
  const whole = await fetch(file, { headers: { cookie } });
  assertEquals((await whole.arrayBuffer()).byteLength, LARGE_BYTES);
}

Deno.test("who is removed from a private room gets no more of what they were downloading", async () => {
  await using server = await serve("--limits", "none", "--file-size", "64");
  const [own, hers] = [await account(server.url, "Ada"), await account(server.url, "Vera")];
  const ada = await WsClient.withCookie(server.url, own.cookie);
  ada.send({ type: "create_room", room: "Plans", private: true, members: ["Vera"], ref: "c" });
  const { room } = await ada.hears("room_created", ({ ref }) => ref === "c");
  const file = await sends(server.url, own, room);
  const reading = await begins(file, hers);
  ada.send({ type: "members", room, remove: "Vera" });
  await ada.hears("members", ({ members }) => members.length === 1);
  await breakOff(reading);
  // Who is in it reads all of it.
  await readsAll(file, own);
  await ada.closes();
});

Deno.test("a guest whose link is revoked gets no more of what they were downloading", async () => {
  await using server = await serve("--limits", "none", "--file-size", "64");
  const ada = await account(server.url, "Ada");
  const file = await sends(server.url, ada, "general");
  const links = await Promise.all(["one", "other"].map(async (name) => {
    const about = { room: "general", name, page: `${server.url}/` };
    return (await ada.asks("POST", "/api/invites", about)).body;
  }));
  const [zed, max] = await Promise.all(links.map(async ({ code }, i) => {
    const guest = new HttpClient(server.url);
    await guest.asks("POST", "/api/session", { name: ["Zed", "Max"][i], invite: code });
    return guest;
  })) as [HttpClient, HttpClient];
  const reading = await begins(file, zed);
  const { status } = await ada.asks("DELETE", `/api/invites/${links[0].invite}`);
  assertEquals(status, 200);
  await breakOff(reading);
  await readsAll(file, max);
});

Deno.test("who is signed out elsewhere gets no more of what they were downloading", async () => {
  await using server = await serve("--limits", "none", "--file-size", "64");
  const ada = await account(server.url, "Ada");
  const file = await sends(server.url, ada, "general");
  const other = new HttpClient(server.url);
  await other.asks("POST", "/api/session", { name: "Ada", password: PASSWORD });
  const reading = await begins(file, other);
  await other.asks("DELETE", "/api/session");
  await breakOff(reading);
  await readsAll(file, ada);
});
