/** Being called while the page is closed, through the whole of the server to a push service of the test's own. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { PushChat } from "../helpers/push_chat.ts";
import { PUSH_HOST, SubscribedBrowser } from "../helpers/push_service.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { checkData } from "../../server/transfer/check.ts";
import { systemDisk } from "../../server/store/disk.ts";

Deno.test("push: a message said while every page is closed is at the push service within a second, readable with the subscription's keys alone", async () => {
  await using chat = await PushChat.start();
  const ada = await chat.comes("Ada");
  const browser = await chat.subscribes(ada, "/ada");
  const boris = await chat.comes("Boris");
  const began = performance.now();
  const said = await boris.asks(
    "POST",
    "/api/rooms/general/messages",
    "Hello @Ada",
  );
  await chat.service.has(1);
  const took = performance.now() - began;
  const [{ path, headers, body }] = chat.service.arrived as [
    typeof chat.service.arrived[number],
  ];
  assertEquals(path, "/ada");
  const { id } = said.body;
  const told = {
    room: "general",
    id,
    called: true,
    name: "Boris",
    text: "Hello @Ada",
  };
  assertEquals(JSON.parse(browser.reads(body)), told);
  assertThrows(() => new SubscribedBrowser("/other").reads(body));
  assertEquals(new TextDecoder().decode(body).includes("Ada"), false);
  const { key } = (await ada.asks("GET", "/api/push")).body;
  assert(headers.get("authorization")?.endsWith(`, k=${key}`));
  assert(took < 1000, `It took ${took} ms`);
});

Deno.test("push: nothing leaves while the person is at a page of theirs, on whichever device; all of it once that is closed", async () => {
  await using chat = await PushChat.start();
  const phone = await chat.comes("Ada");
  const browser = await chat.subscribes(phone, "/phone", {
    levels: { general: "all" },
  });
  // Whoever subscribed later is looked at later: what has come to her has passed Ada by, or not.
  await chat.subscribes(await chat.comes("Vera"), "/vera");
  const boris = await chat.comes("Boris");
  const says = (text: string) => boris.asks("POST", "/api/rooms/general/messages", text);
  // The same person at another device.
  const desk = await WsClient.withCookie(chat.url, phone.cookie);
  desk.send({ type: "active", on: true });
  await desk.settles();
  await says("while she is there, @Vera");
  await chat.service.has(1);
  desk.send({ type: "active", on: false });
  await desk.settles();
  await says("while she looks away");
  await chat.service.has(2);
  desk.send({ type: "active", on: true });
  await desk.settles();
  await desk.closes();
  await eventually("she is gone", async () => await chat.connections() === 0);
  await says("while her page is closed");
  await chat.service.has(3, 10_000);
  const texts = chat.service.arrived.filter(({ path }) => path === "/phone")
    .map(({ body }) => JSON.parse(browser.reads(body)).text);
  assertEquals(texts, ["while she looks away", "while her page is closed"]);
});

Deno.test("push: who signs out, whose session ends or account is taken away is called no more, and leaves the file", async () => {
  await using chat = await PushChat.start();
  const path = `${chat.folder.path}/push.txt`;
  const lines = async () => (await Deno.readTextFile(path)).split("\n").length - 1;
  const [ada, boris, vera, guest] = [
    await chat.comes("Ada"),
    await chat.comes("Boris"),
    await chat.comes("Vera"),
    await chat.comes("Guest", false),
  ];
  for (const [i, client] of [ada, boris, vera, guest].entries()) {
    await chat.subscribes(client, `/${i}`, { levels: { general: "all" } });
  }
  assertEquals(await lines(), 4);
  await boris.asks("DELETE", "/api/session");
  await guest.asks("DELETE", "/api/session");
  await chat.app.house.remove("Vera", false, "the owner");
  await eventually("the lines are gone", async () => await lines() === 1);
  const text = "Is anybody there?";
  const somebody = await chat.comes("Somebody", false);
  await somebody.asks("POST", "/api/rooms/general/messages", text);
  await chat.service.has(1);
  await ada.asks("DELETE", "/api/push");
  assertEquals((await ada.asks("GET", "/api/push")).body.wants, null);
  await eventually("the last line is gone", async () => await lines() === 0);
  assertEquals(chat.service.arrived.map(({ path }) => path), ["/0"]);
});

Deno.test("push: a subscription that is gone at its service goes from the file, and the others stay", async () => {
  await using chat = await PushChat.start();
  const [ada, boris] = [await chat.comes("Ada"), await chat.comes("Boris")];
  await chat.subscribes(ada, "/gone", { levels: { general: "all" } });
  await chat.subscribes(boris, "/there", { levels: { general: "all" } });
  chat.service.answer = ({ path }) =>
    path === "/gone" ? new Response(null, { status: 410 }) : undefined;
  const somebody = await chat.comes("Somebody", false);
  await somebody.asks("POST", "/api/rooms/general/messages", "Hello");
  await chat.service.has(2);
  await eventually(
    "it is gone",
    async () => (await ada.asks("GET", "/api/push")).body.wants === null,
  );
  assert((await boris.asks("GET", "/api/push")).body.wants !== null);
  await eventually("its line is gone", async () => {
    const text = await Deno.readTextFile(`${chat.folder.path}/push.txt`);
    return text.includes("/there") && !text.includes("/gone");
  });
  const metrics = (await ada.asks("GET", "/metrics")).body;
  assert(metrics.includes('plaintalk_push_total{result="sent"} 1'), metrics);
  assert(metrics.includes('plaintalk_push_total{result="failed"} 1'));
});

Deno.test("push: a name that leads to this machine or its network is called by nobody, and no endpoint is logged", async () => {
  await using chat = await PushChat.start();
  const boris = await chat.comes("Boris");
  const names = ["Ada", "Vera", "Zoe", "Olga"];
  for (const name of names) {
    await chat.subscribes(
      await chat.comes(name),
      `/a-secret-capability-of-${name}`,
    );
  }
  chat.addresses = ["127.0.0.1"];
  const called = names.map((name) => `@${name}`).join(" ");
  await boris.asks("POST", "/api/rooms/general/messages", called);
  await eventually(
    "the owner is told",
    () => chat.logged.some((line) => line.includes(PUSH_HOST)),
  );
  const logged = chat.logged.join("\n");
  assert(logged.includes("The name leads to a private address"), logged);
  assertEquals(logged.includes("a-secret-capability"), false);
  assertEquals(chat.service.arrived, []);
});

Deno.test("/api/push is for sessions from our own page, refuses what no push service is, and says why", async () => {
  await using chat = await PushChat.start();
  const ada = await chat.comes("Ada");
  const good = {
    ...new SubscribedBrowser("/a").subscription,
    wants: { text: true, levels: {} },
  };
  const many = Object.fromEntries(
    Array.from({ length: 201 }, (_, i) => [`room ${i}`, "all"]),
  );
  const bad = [
    {},
    { ...good, endpoint: "https://127.0.0.1/x" },
    { ...good, endpoint: "https://user:pass@push.test/x" },
    { ...good, endpoint: "https://push.test:8443/x" },
    { ...good, endpoint: "http://push.test/x" },
    { ...good, keys: { p256dh: good.keys.p256dh } },
    {
      ...good,
      keys: { ...good.keys, p256dh: good.keys.p256dh.replace(/^./, "A") },
    },
    { ...good, keys: { ...good.keys, auth: "short" } },
    { ...good, wants: null },
    { ...good, wants: { text: "yes", levels: {} } },
    { ...good, wants: { text: true, levels: { general: "loud" } } },
    { ...good, wants: { text: true, levels: { ["x".repeat(81)]: "all" } } },
    { ...good, wants: { text: true, levels: many } },
  ];
  for (const body of bad) {
    const answer = await ada.asks("POST", "/api/push", body);
    assertEquals(
      [answer.status, answer.body.code],
      [400, "bad_request"],
      JSON.stringify(body),
    );
  }
  const long = await ada.asks(
    "POST",
    "/api/push",
    `{"endpoint":"${"x".repeat(70_000)}"}`,
  );
  assertEquals(long.status, 413);
  const foreign = await fetch(`${chat.url}/api/push`, {
    method: "POST",
    headers: { cookie: ada.cookie, origin: "https://evil.example" },
    body: JSON.stringify(good),
  });
  assertEquals([foreign.status, (await foreign.json()).code], [
    403,
    "bad_origin",
  ]);
  for (const method of ["GET", "POST", "DELETE"]) {
    const stranger = await fetch(`${chat.url}/api/push`, {
      method,
      ...(method === "POST" ? { body: JSON.stringify(good) } : {}),
    });
    assertEquals([stranger.status, (await stranger.json()).code], [
      401,
      "no_session",
    ], method);
  }
  assertEquals((await ada.asks("GET", "/api/push")).body.wants, null);
  assertEquals(
    (await ada.asks("POST", "/api/push", good)).body.wants,
    good.wants,
  );
});

Deno.test("push.txt and push_key.txt are the owner's alone, known to check, and the same after a restart", async () => {
  await using chat = await PushChat.start();
  const ada = await chat.comes("Ada");
  const wants = {
    text: false,
    levels: { general: "all", "Київ": "none", "@Boris": "mentions" },
  } as const;
  await chat.subscribes(ada, "/a", wants);
  for (const file of ["push.txt", "push_key.txt"]) {
    const { mode } = await Deno.stat(`${chat.folder.path}/${file}`);
    assertEquals((mode ?? 0) & 0o777, 0o600, file);
  }
  const finds: string[] = [];
  checkData(systemDisk(), chat.folder.path, (find) => finds.push(find));
  assertEquals(finds, []);
  await Deno.writeTextFile(`${chat.folder.path}/push.txt`, "nonsense\n", {
    append: true,
  });
  checkData(systemDisk(), chat.folder.path, (find) => finds.push(find));
  assertEquals(finds.length, 1);
  assertEquals((await ada.asks("GET", "/api/push")).body.wants, wants);
});

Deno.test("--push off: no key, no subscription, nothing leaves, and what was subscribed stays for later", async () => {
  await using chat = await PushChat.start("--push", "off");
  const ada = await chat.comes("Ada");
  assertEquals((await ada.asks("GET", "/api/push")).body, {
    key: null,
    wants: null,
  });
  const good = {
    ...new SubscribedBrowser("/a").subscription,
    wants: { text: true, levels: {} },
  };
  const answer = await ada.asks("POST", "/api/push", good);
  assertEquals([answer.status, answer.body.code], [403, "not_allowed"]);
  const session = await ada.asks("GET", "/api/session");
  assertEquals(session.body.limits.push_levels, undefined);
});
