/**
 * Who is no member of a private room, or is none any more, asks for everything in it that can be asked for,
 * over the socket and over HTTP: the answer is byte for byte the one for a room that never was, and made of
 * the same steps, so that no clock tells more than the answer.
 */
import { assert, assertEquals } from "@std/assert";
import { Chat, type FakeClient } from "../helpers/chat.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { MemoryDisk } from "../helpers/memory_disk.ts";
import { serve } from "../helpers/process.ts";
import { start } from "../helpers/started_app.ts";
import { WsClient } from "../helpers/ws_client.ts";

const NEVER = `+${"a".repeat(26)}`;
const NEVER_FILE = `${"0".repeat(32)}.txt`;
const PASSWORD = "correct horse battery";

/** What is asked on a socket: everything that names a room. */
function commands(id: number, file: string): Record<string, unknown>[] {
  return [
    { type: "join" },
    { type: "join", after: id, epoch: "0123456789ab" },
    { type: "leave" },
    { type: "message", text: "hi", ref: "r1" },
    { type: "message", text: "hi", to: id, ref: "r2" },
    { type: "message", text: "", file, ref: "r3" },
    { type: "edit", id, text: "other", ref: "r4" },
    { type: "erase", id, ref: "r5" },
    { type: "react", id, emoji: "👍", on: true, ref: "r6" },
    { type: "react", id, emoji: "👍", on: false },
    { type: "typing" },
    { type: "read", id },
    { type: "members" },
    { type: "members", add: "Eve" },
    { type: "members", remove: ["Ada"] },
    { type: "members", remove: "Vera" },
    { type: "members", maker: "Eve" },
    { type: "delete_room" },
    { type: "pin", id, on: true },
    { type: "topic", text: "mine" },
    { type: "topic", text: "" },
    { type: "rename_room", to: "Mine" },
    { type: "rename_room", to: "Plans" },
    { type: "archive_room" },
    { type: "restore_room" },
    { type: "role", name: "Eve", on: true },
    { type: "read_by", id },
  ];
}

/** What is asked over HTTP; ROOM stands for the room, FILE for one of its files. */
function requests(id: number): [method: string, path: string, body?: string, type?: string][] {
  const room = "/api/rooms/ROOM";
  return [
    ["GET", `${room}/messages`],
    ["GET", `${room}/messages?limit=1`],
    ["GET", `${room}/messages?before=${id}`],
    ["GET", `${room}/messages?after=${id}`],
    ["GET", `${room}/messages?around=${id}`],
    ["GET", `${room}/messages?time=2025-11-19`],
    ["GET", `${room}/messages?before=${id + 1}&limit=1`],
    ["HEAD", `${room}/messages`],
    ["GET", `${room}/unread`],
    ["GET", `${room}/unread?after=${id}`],
    ["GET", `${room}/search?q=secret`],
    ["GET", `${room}/search?q=secret&from=Ada`],
    ["GET", `${room}/search?q=secret&before=${id + 5}`],
    ["GET", `${room}/files`],
    ["GET", `${room}/files?kind=picture`],
    ["GET", `${room}.txt`],
    ["HEAD", `${room}.txt`],
    ["GET", "/api/rooms?after=ROOM"],
    ["POST", `${room}/messages`, "hi"],
    ["POST", `${room}/messages`, '{"text":"hi","ref":"h1"}', "application/json"],
    ["POST", `${room}/messages`, `{"text":"hi","to":${id}}`, "application/json"],
    ["POST", `${room}/files?name=a.txt`, "bytes"],
    ["POST", `${room}/files?name=a.txt&text=`, "bytes"],
    ["POST", `${room}/files/FILE/preview`, "bytes"],
    ["GET", "/api/invites?room=ROOM"],
    ["POST", "/api/invites", '{"room":"ROOM"}', "application/json"],
    ["DELETE", "/api/invites/ROOM"],
    ["GET", "/files/FILE"],
    ["HEAD", "/files/FILE"],
    ["GET", "/files/FILE?preview"],
  ];
}

Deno.test("who is no member of a private room gets the answers for one that never was", async () => {
  await using server = await serve("--limits", "none");
  const people = new Map<string, HttpClient>();
  for (const name of ["Eve", "Ada", "Vera"]) {
    const person = new HttpClient(server.url);
    // The first account is the admin's: Eve runs the chat and is no member.
    const { body } = await person.asks("POST", "/api/accounts", { name, password: PASSWORD });
    assertEquals(body.me.admin, name === "Eve");
    people.set(name, person);
  }
  const zed = new HttpClient(server.url);
  await zed.asks("POST", "/api/session", { name: "Zed" });
  people.set("Zed", zed);
  const ada = await WsClient.withCookie(server.url, people.get("Ada")!.cookie);
  ada.send({ type: "create_room", room: "Plans", private: true, members: ["Vera"], ref: "c" });
  const { room } = await ada.hears("room_created", ({ ref }) => ref === "c");
  await ada.joins(room);
  const { id } = await ada.says("a secret @Eve @Zed", room);
  const sent = await people.get("Ada")!.asks(
    "POST",
    `/api/rooms/${room}/files?name=plan.txt&text=secret`,
    "the plan",
  );
  const { file } = sent.body;
  const vera = await WsClient.withCookie(server.url, people.get("Vera")!.cookie);
  await vera.joins(room);
  const read = await people.get("Vera")!.asks("GET", `/files/${file.id}`);
  assertEquals([read.status, read.body], [200, "the plan"]);
  ada.send({ type: "members", room, remove: "Vera" });
  const { members } = await vera.hears("members", (event) => event.members.length === 0);
  assertEquals(members, [], "Vera is removed and told so");
  vera.events.length = 0;
  let variants = 0;
  for (const name of ["Eve", "Vera", "Zed"]) {
    const { cookie } = people.get(name)!;
    await using socket = name === "Vera"
      ? { client: vera, async [Symbol.asyncDispose]() {} }
      : await opened(server.url, cookie);
    for (const command of commands(id, file.id)) {
      const [there, never] = [
        await answer(socket.client, { ...command, room }, room),
        await answer(socket.client, { ...command, room: NEVER }, NEVER),
      ];
      assertEquals(there, never, `${name}: ${JSON.stringify(command)}`);
      assert(there.includes('"error"'), there);
      variants++;
    }
    for (const request of requests(id)) {
      const [there, never] = [
        await fetched(server.url, cookie, request, room, file.id),
        await fetched(server.url, cookie, request, NEVER, NEVER_FILE),
      ];
      assertEquals(there, never, `${name}: ${request.join(" ")}`);
      variants++;
    }
    const everywhere = await fetched(
      server.url,
      cookie,
      ["GET", "/api/search?q=secret"],
      room,
      file.id,
    );
    assertEquals(everywhere.includes("secret"), false, everywhere);
  }
  assert(variants >= 3 * 50, `${variants} variants`);
  // Nobody outside hears that something goes on, be it that they are called by name.
  await using eve = await opened(server.url, people.get("Eve")!.cookie);
  const silent = [eve.client, vera];
  for (const one of silent) one.events.length = one.frames.length = 0;
  for (let i = 0; i < 3; i++) {
    await ada.says("@Eve @Vera @Zed secret", room);
    ada.send({ type: "typing", room });
  }
  await ada.settles();
  for (const one of silent) {
    await one.settles();
    assertEquals([one.events, one.frames], [[], ['[{"type":"pong"}]']]);
  }
  await vera.closes();
  await ada.closes();
});

Deno.test("whoever reads a private room from now on has none of the files of before", async () => {
  await using server = await serve("--limits", "none");
  const people: HttpClient[] = [];
  for (const name of ["Ada", "Vera"]) {
    const person = new HttpClient(server.url);
    await person.asks("POST", "/api/accounts", { name, password: PASSWORD });
    people.push(person);
  }
  const [ada, vera] = people as [HttpClient, HttpClient];
  const socket = await WsClient.withCookie(server.url, ada.cookie);
  socket.send({
    type: "create_room",
    room: "Plans",
    private: true,
    history: "joined",
    ref: "c",
  });
  const { room } = await socket.hears("room_created", ({ ref }) => ref === "c");
  await socket.joins(room);
  const sends = async (query: string): Promise<string> => {
    const path = `/api/rooms/${encodeURIComponent(room)}/files?name=plan.txt${query}`;
    const { body } = await ada.asks("POST", path, "the plan");
    return body.file?.id ?? body.id;
  };
  const before = await sends("&text=before");
  const waiting = await sends("");
  socket.send({ type: "members", room, add: "Vera" });
  await socket.hears("members", ({ members }) => members.length === 2);
  socket.send({ type: "message", room, text: "", file: waiting, ref: "said" });
  await socket.hears("message", ({ ref }) => ref === "said");
  const after = await sends("&text=after");
  for (
    const [id, status] of [[before, 404], [waiting, 200], [after, 200]] as const
  ) {
    assertEquals((await vera.asks("GET", `/files/${id}`)).status, status, id);
    const preview = (await vera.asks("GET", `/files/${id}?preview`)).status;
    assertEquals(preview, status === 200 ? 204 : status);
    assertEquals((await ada.asks("GET", `/files/${id}`)).body, "the plan");
  }
  const there = await vera.asks("GET", `/files/${before}`);
  assertEquals(
    there.body,
    (await vera.asks("GET", `/files/${NEVER_FILE}`)).body,
  );
  await socket.closes();
});

async function opened(url: string, cookie: string) {
  const client = await WsClient.withCookie(url, cookie);
  await client.hears("welcome");
  return { client, [Symbol.asyncDispose]: () => client.closes() };
}

/** The frames that answer a command, with ROOM in the place of the room. */
async function answer(client: WsClient, command: object, room: string): Promise<string> {
  const before = client.frames.length;
  client.send(command as Record<string, unknown>);
  await client.settles();
  const frames = client.frames.slice(before).join("\n").replaceAll(room, "ROOM");
  return frames.replace(/,?\{"type":"pong"\},?/, "").replace("\n[]", "");
}

/** Status, headers and body of an answer, with ROOM and FILE in the places of what was asked for. */
async function fetched(
  url: string,
  cookie: string,
  [method, path, body, type]: [string, string, string?, string?],
  room: string,
  file: string,
): Promise<string> {
  const put = (text: string, name: string): string =>
    text.replaceAll("ROOM", name).replaceAll("FILE", file);
  const response = await fetch(url + put(path, encodeURIComponent(room)), {
    method,
    // Compressed, the name that was asked for would show in the length.
    headers: {
      cookie,
      origin: url,
      "accept-encoding": "identity",
      ...(type === undefined ? {} : { "content-type": type }),
    },
    ...(body === undefined ? {} : { body: put(body, room) }),
  });
  const headers = [...response.headers].filter(([name]) => name !== "date");
  const text = `${response.status}\n${JSON.stringify(headers)}\n${await response.text()}`;
  return text.replaceAll(room, "ROOM").replaceAll(file, "FILE");
}

/** A disk that writes down what is asked of it. */
function watched(): { disk: MemoryDisk; take: () => string[] } {
  const calls: string[] = [];
  const disk = new Proxy(new MemoryDisk(), {
    get(target, key) {
      const value = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        calls.push(`${String(key)} ${String(args[0])}`);
        return value.apply(target, args);
      };
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  return { disk, take: () => calls.splice(0) };
}

/** A private room of Ada's in which Vera was. */
async function withRoom(disk: MemoryDisk) {
  const chat = new Chat({ disk, accounts: ["Ada", "Eve", "Vera"] });
  const account = { account: true };
  const [ada, eve, vera] = ["Ada", "Eve", "Vera"]
    .map((name) => chat.comes(name, account)) as [FakeClient, FakeClient, FakeClient];
  const settles = async () => {
    for (let i = 0; i < 10; i++) {
      chat.scheduler.flushNow();
      await new Promise((resume) => setTimeout(resume, 0));
    }
  };
  ada.asks({ type: "create_room", room: "Plans", private: true, members: ["Vera"] });
  await settles();
  const { room } = ada.hearsOf("room_created")[0]!;
  vera.asks({ type: "join", room });
  ada.asks({ type: "message", room, text: "a secret" });
  ada.asks({ type: "members", room, remove: "Vera" });
  await settles();
  const [name] = disk.list("data/private").filter((file) => file.endsWith(".txt"));
  const id = disk.text(`data/private/${name}`).indexOf("[", 60);
  return { chat, eve, vera, room, id, settles };
}

Deno.test("a private room costs a socket that may not be in it the same steps as none", async () => {
  const { disk, take } = watched();
  const { chat, eve, vera, room, id, settles } = await withRoom(disk);
  for (const client of [eve, vera]) {
    for (const command of commands(id, NEVER_FILE)) {
      const work: string[][] = [];
      for (const name of [room, NEVER]) {
        await settles();
        take();
        client.asks({ ...command, room: name });
        chat.scheduler.flushNow();
        work.push(take());
      }
      assertEquals(work[0], work[1], JSON.stringify(command));
      assertEquals(work[0], [], "and the disk is not asked at all");
    }
  }
});

Deno.test("a private room costs a request that may not be in it the same steps as none", async () => {
  const { disk, take } = watched();
  const { room, id } = await withRoom(disk);
  // The app reads below another name: the same folder.
  for (const folder of ["private", "rooms"]) {
    for (const file of disk.list(`data/${folder}`)) {
      const bytes = disk.text(`data/${folder}/${file}`);
      disk.put(`/data/${folder}/${file}`, bytes);
    }
  }
  const { app } = start(disk, true);
  assert(app.rooms.private.byKey(room) !== undefined, "the room is there");
  await app.rooms.whole;
  const headers = { host: "localhost:8000", origin: "http://localhost:8000" };
  const ask = async (method: string, path: string, body: string | undefined, name: string) => {
    take();
    const url = `http://localhost:8000${
      path.replace("ROOM", encodeURIComponent(name)).replace("FILE", NEVER_FILE)
    }`;
    const request = new Request(url, { method, headers, ...(body === undefined ? {} : { body }) });
    const response = await app.fetch(request, "127.0.0.1");
    await response.text();
    return { status: response.status, work: take() };
  };
  for (const [method, path, body] of requests(id)) {
    if (!path.includes("ROOM")) continue;
    const [there, never] = [
      await ask(method, path, body?.replace("ROOM", room), room),
      await ask(method, path, body?.replace("ROOM", NEVER), NEVER),
    ];
    assertEquals(there, never, `${method} ${path}`);
    assertEquals(there.work.filter((call) => call.includes("private")), [], path);
  }
  await app.close();
});
