/** More of the kinds of attack that were found once: other doors, other names, other lists. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { serve, SERVER } from "../helpers/process.ts";
import { HttpClient } from "../helpers/http_client.ts";

const WEB = new URL("../../server/web/", import.meta.url);

/** Every address that takes a method which may change something, as the sources have them. */
function changingRoutes(): [string, string][] {
  const found: [string, string][] = [];
  for (const { name } of Deno.readDirSync(WEB)) {
    const text = Deno.readTextFileSync(new URL(name, WEB));
    const route = /method: "(POST|DELETE|PUT|PATCH)",\s+path: "([^"]+)"/g;
    for (const [, method = "", path = ""] of text.matchAll(route)) found.push([method, path]);
  }
  return found;
}

Deno.test("no address changes anything for another page, later ones too (security: CSRF)", async () => {
  await using chat = await serve("--limits", "none");
  const ada = new HttpClient(chat.url);
  const claimed = await ada.asks("POST", "/api/accounts", {
    name: "Ada",
    password: "correct horse",
  });
  assertEquals(claimed.body.me, { name: "Ada", account: true, admin: true });
  const routes = changingRoutes();
  assert(routes.length >= 15, String(routes.length));
  for (const [method, path] of routes) {
    const address = path.replace(/:(\w+)/g, (_, name) => name === "room" ? "general" : "x");
    for (
      const headers of [{ origin: "http://evil.example" }, {
        origin: chat.url,
        "sec-fetch-site": "cross-site",
      }]
    ) {
      const answer = await fetch(chat.url + address, {
        method,
        headers: { cookie: ada.cookie, ...headers },
        ...(method === "POST" ? { body: "{}" } : {}),
      });
      const { code } = await answer.json();
      assertEquals([answer.status, code], [403, "bad_origin"], `${method} ${address}`);
    }
  }
  assertEquals((await ada.asks("GET", "/api/session")).body.me.admin, true);
});

Deno.test("a ban closes a bot's token: it neither says nor reads nor connects (security H8)", async () => {
  await using chat = await serve("--limits", "none");
  const ada = new HttpClient(chat.url);
  await ada.asks("POST", "/api/accounts", { name: "Ada", password: "correct horse" });
  const [program = "", ...args] = SERVER;
  const made = await new Deno.Command(program, {
    args: [...args, "token", "Robo", "--data", chat.folder.path],
    env: { NO_COLOR: "1" },
  }).output();
  const token = new TextDecoder().decode(made.stdout).match(/^\S{40,}$/m)?.[0] ?? "";
  const robo = new HttpClient(chat.url, { authorization: `Bearer ${token}` });
  await eventually(
    "the token is known",
    async () => (await robo.asks("GET", "/api/session")).body.me?.name === "Robo",
  );
  const say = () => robo.asks("POST", "/api/rooms/general/messages", "beep");
  assertEquals((await say()).status, 201);
  await ada.asks("POST", "/api/moderation", { what: "mute", name: "Robo", minutes: 60 });
  assertEquals((await say()).body.code, "muted");
  await ada.asks("POST", "/api/moderation", { what: "ban", name: "Robo", minutes: 60 });
  assertEquals((await say()).body.code, "banned");
  for (
    const path of [
      "/api/rooms",
      "/api/people",
      "/api/rooms/general/messages",
      "/api/rooms/general.txt",
      "/api/rooms/general/messages?time=2025-11-19",
      "/api/rooms/general/files",
      "/api/rooms/general/unread?after=0",
      "/api/rooms/general/search?q=beep",
      "/api/search?q=beep",
    ]
  ) {
    assertEquals((await robo.asks("GET", path)).body.code, "banned", path);
  }
  const session = await robo.asks("GET", "/api/session");
  assertEquals(session.body.me, null);
});

Deno.test("no list or page tells a stranger of a private conversation (security: lists)", async () => {
  await using chat = await serve("--limits", "none");
  const [ada, boris] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  for (const [who, name] of [[ada, "Ada"], [boris, "Boris"]] as const) {
    await who.asks("POST", "/api/accounts", { name, password: "correct horse" });
  }
  const said = await ada.asks("POST", "/api/rooms/@Boris/messages", "the pin is 4711");
  assertEquals(said.status, 201);
  const eve = new HttpClient(chat.url);
  await eve.asks("POST", "/api/accounts", { name: "Eve", password: "battery staple" });
  const stranger = new HttpClient(chat.url);
  const places = ["", "@", "@A", "@Ada", "@B", "@Boris", "@ada+boris", "@zzz", "\u{10ffff}"];
  for (const who of [eve, stranger]) {
    for (const after of places) {
      for (const list of ["rooms", "people"]) {
        const answer = await who.asks("GET", `/api/${list}?after=${encodeURIComponent(after)}`);
        assertEquals(answer.status, 200);
        const told = JSON.stringify(answer.body);
        assert(!/@|\+|4711/.test(told), `${list} after ${after}: ${told}`);
      }
      if (after === "") continue;
      for (const path of ["unread?after=0", "messages", "messages?around=0", "search?q=pin"]) {
        const answer = await who.asks("GET", `/api/rooms/${encodeURIComponent(after)}/${path}`);
        assert(answer.status >= 400, `${after} ${path}`);
        assert(!JSON.stringify(answer.body).includes("4711"));
      }
    }
  }
});
