/** Who is called while their page is closed, of what, in which words, and what becomes of it. */
import { assert, assertEquals } from "@std/assert";
import type { Member } from "../../../server/delivery/connection.ts";
import { foldName } from "../../../server/people/names.ts";
import type { Session } from "../../../server/people/sessions.ts";
import type { Message } from "../../../server/protocol.ts";
import type { PushMessage, PushWants } from "../../../server/push_protocol.ts";
import { type PushRoom, PushService } from "../../../server/push/push_service.ts";
import type { PushAnswer, PushRequest } from "../../../server/push/sender.ts";
import { Subscriptions } from "../../../server/push/subscriptions.ts";
import { Vapid } from "../../../server/push/vapid.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { eventually } from "../../helpers/wait.ts";
import { SubscribedBrowser } from "../../helpers/push_service.ts";

interface Sent {
  to: string;
  said: PushMessage;
  headers: Record<string, string>;
}

/** Somebody with a session and a browser that is subscribed. */
interface Somebody {
  session: Session;
  browser: SubscribedBrowser;
}

/** A room of a test: everybody's, or of these two. */
function room(
  name: string,
  ...pair: string[]
): PushRoom & { messages: Map<number, Message> } {
  const messages = new Map<number, Message>();
  return {
    key: pair.length > 0 ? `@${pair.map(foldName).sort().join("+")}` : foldName(name),
    messages,
    history: { epoch: "e1", find: (id) => messages.get(id) ?? null },
    isFor: ({ key, account }) => pair.length === 0 || (account && pair.map(foldName).includes(key)),
    nameFor: ({ key }) =>
      pair.length === 0 ? name : `@${pair.find((other) => foldName(other) !== key)}`,
  };
}

class Setting {
  readonly clock = new FakeClock();
  readonly disk = new MemoryDisk();
  readonly sent: Sent[] = [];
  readonly results: string[] = [];
  readonly troubles: string[] = [];
  readonly sessions = new Map<string, Session>();
  readonly active = new Set<string>();
  readonly banned = new Set<string>();
  readonly marks = new Map<string, number>();
  readonly subscriptions: Subscriptions;
  readonly service: PushService;
  readonly #browsers = new Map<string, SubscribedBrowser>();
  answer: (to: string) => PushAnswer | Promise<PushAnswer> = () => ({
    status: 201,
    retryAfterMs: null,
  });
  /** Who does not want to hear whom. */
  readonly ignored = new Set<string>();
  /** What looking at one browser takes, and the longest look without a rest, in milliseconds. */
  lookMs = 0;
  longestMs = 0;
  #time = 0;
  #rested = 0;
  #last = 0;

  constructor() {
    const { clock, disk } = this;
    this.subscriptions = new Subscriptions({
      path: "/data/push.txt",
      disk,
      clock,
      sessionOf: (id) => this.sessions.get(id) ?? null,
      onTrouble: (what) => this.troubles.push(what),
    });
    this.service = new PushService({
      clock,
      stopwatch: () => this.#time,
      pause: () => Promise.resolve(),
      slices: { isUsed: false, next: () => Promise.resolve(this.#rest()) },
      random: (bytes) => crypto.getRandomValues(bytes),
      vapid: new Vapid({ path: "/data/push_key.txt", disk, clock }),
      subscriptions: this.subscriptions,
      send: (message) => this.#take(message),
      memberOf: (id) => {
        this.#time += this.lookMs;
        this.longestMs = Math.max(this.longestMs, this.#time - this.#rested);
        const session = this.sessions.get(id);
        return session === undefined ? null : memberOf(session);
      },
      mayCome: ({ key }) => !this.banned.has(key),
      isActive: ({ key }) => this.active.has(key),
      readMark: ({ key }, { key: where }) => this.marks.get(`${key} ${where}`) ?? 0,
      isName: (key) => ["ada", "boris", "vera"].includes(key),
      isIgnored: ({ key }, name) => this.ignored.has(`${key} ${name}`),
      onResult: (result) => this.results.push(result),
      onTrouble: (what) => this.troubles.push(what),
    });
  }

  #rest(): void {
    this.#rested = this.#time;
  }

  async #take({ endpoint, headers, body }: PushRequest): Promise<PushAnswer> {
    const answer = await this.answer(endpoint.pathname);
    const said = JSON.parse(this.#browsers.get(endpoint.pathname)!.reads(body));
    this.sent.push({ to: endpoint.pathname, said, headers });
    return answer;
  }

  /** Somebody subscribes who hears of their name, unless they want something else. */
  async subscribes(
    name: string,
    wants: Partial<PushWants> = {},
    account = true,
  ): Promise<Somebody> {
    const id = (++this.#last).toString(16).padStart(64, "0");
    const path = `/${name}/${this.#last}`;
    const session = {
      id,
      name,
      account,
      began: 0,
      seen: 0,
      used: 0,
      device: "",
      addressKey: "",
      group: "",
    };
    const browser = new SubscribedBrowser(path);
    this.sessions.set(id, session);
    this.#browsers.set(path, browser);
    await this.subscriptions.put({
      session: id,
      endpoint: new URL(browser.endpoint),
      keys: browser.keys,
      origin: "https://chat.example.org",
      wants: { text: true, levels: {}, ...wants },
    }, session);
    return { session, browser };
  }

  /** Something is said and in the file. */
  says(
    where: ReturnType<typeof room>,
    name: string,
    text: string,
    more: Partial<Message> = {},
  ): number {
    const id = 45 * (where.messages.size + 1);
    const message = { id, time: "2025-11-19T23:46:36Z", name, text, ...more };
    where.messages.set(id, message);
    this.service.said(where, message);
    return id;
  }

  /** Everything that can leave has left, and so many tries have ended in all. */
  async settles(results: number): Promise<void> {
    await eventually(
      "nothing is on its way",
      () => this.service.isIdle,
      10_000,
    );
    assertEquals(this.results.length, results);
  }
}

function memberOf({ id, name, account, addressKey }: Session): Member {
  return {
    name,
    key: foldName(name),
    account,
    admin: false,
    session: id,
    addressKey,
  };
}

Deno.test("a message that calls somebody by name reaches their browser, and nobody else's", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada");
  await chat.subscribes("Vera");
  const general = room("general");
  const id = chat.says(general, "Boris", "Hello @Ada, are you there?");
  await chat.settles(1);
  const [{ to, said, headers }] = chat.sent as [Sent];
  assertEquals([to, said], ["/Ada/1", {
    room: "general",
    id,
    called: true,
    name: "Boris",
    text: "Hello @Ada, are you there?",
  }]);
  assertEquals([headers.ttl, headers.urgency, headers["content-encoding"]], [
    "86400",
    "high",
    "aes128gcm",
  ]);
  assert(/^[\w-]{32}$/.test(headers.topic!));
  assert(headers.authorization!.startsWith("vapid t="));
});

Deno.test("who is to be called is looked at for a millisecond in one go, fast or slow", async () => {
  for (const [lookMs, expected] of [[0.25, 1], [0.01, 1], [3, 3]] as const) {
    const chat = new Setting();
    for (let i = 0; i < 200; i++) await chat.subscribes(`Guest ${i}`, {}, false);
    chat.lookMs = lookMs;
    chat.says(room("general"), "Boris", "Hello");
    await chat.settles(0);
    assert(Math.abs(chat.longestMs - expected) < 0.02, `${lookMs} ms each: ${chat.longestMs}`);
  }
});

Deno.test("nobody is called by somebody whom they have blocked", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada");
  chat.ignored.add("ada boris");
  const general = room("general");
  chat.says(general, "Boris", "Hello @Ada, are you there?");
  chat.says(general, "Vera", "@Ada he means you");
  await chat.settles(1);
  assertEquals(chat.sent.map(({ said }) => said.name), ["Vera"]);
});

Deno.test("each room's level counts: all, name or none; and an answer calls whom it answers", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada", { levels: { Kitchen: "all", noise: "none" } });
  const [kitchen, noise, general] = [
    room("kitchen"),
    room("Noise"),
    room("general"),
  ];
  chat.says(noise, "Boris", "@Ada @Ada @Ada");
  chat.says(general, "Boris", "nothing for Ada");
  chat.says(kitchen, "Boris", "soup");
  chat.says(general, "Boris", "yes", {
    to: { id: 1, name: "ADA", text: "so?" },
  });
  await chat.settles(2);
  assertEquals(chat.sent.map(({ said }) => said.text).sort(), ["soup", "yes"]);
  assertEquals(chat.sent.map(({ headers }) => headers.urgency), [
    "normal",
    "high",
  ]);
});

Deno.test("a private conversation always calls its other one, by name, and nobody outside", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada");
  await chat.subscribes("Vera", { levels: { "@Ada": "all", "@Boris": "all" } });
  await chat.subscribes("Ada", {}, false);
  chat.says(room("@", "Ada", "Boris"), "Boris", "between us");
  await chat.settles(1);
  assertEquals(chat.sent.map(({ to, said }) => [to, said.room]), [[
    "/Ada/1",
    "@Boris",
  ]]);
  const quiet = new Setting();
  await quiet.subscribes("Ada", { levels: { "@boris": "none" } });
  quiet.says(room("@", "Ada", "Boris"), "Boris", "between us");
  await quiet.settles(0);
});

Deno.test("who wants no words gets none: no text, no name of a file, not who said it", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada", { text: false });
  const file = { id: "a.jpg", type: "image/jpeg", size: 1, name: "secret.jpg" };
  const id = chat.says(room("@", "Ada", "Boris"), "Boris", "", { file });
  await chat.settles(1);
  assertEquals(chat.sent[0]!.said, { room: "@Boris", id });
});

Deno.test("a file without words is told by its name, and a long text by its beginning", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada");
  const where = room("@", "Ada", "Boris");
  const file = { id: "a.jpg", type: "image/jpeg", size: 1, name: "tea.jpg" };
  chat.says(where, "Boris", "", { file });
  await chat.settles(1);
  chat.clock.advance(5000);
  chat.says(where, "Boris", "🐘".repeat(4000));
  await chat.settles(2);
  assertEquals(chat.sent[0]!.said.file, "tea.jpg");
  assertEquals(chat.sent[1]!.said.text, "🐘".repeat(300));
});

Deno.test("nobody is told of their own words, of what they read, or while at their page", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada", { levels: { general: "all" } });
  await chat.subscribes("Boris", { levels: { general: "all" } });
  const general = room("general");
  chat.says(general, "Ada", "mine");
  await chat.settles(1);
  assertEquals(chat.sent.map(({ to }) => to), ["/Boris/2"]);
  chat.clock.advance(5000);
  chat.active.add("boris");
  chat.says(general, "Vera", "he reads this himself");
  await chat.settles(2);
  assertEquals(chat.sent.map(({ to }) => to), ["/Boris/2", "/Ada/1"]);
  chat.clock.advance(5000);
  chat.active.clear();
  chat.marks.set("boris general", Infinity);
  chat.marks.set("ada general", Infinity);
  chat.says(general, "Vera", "and this both have read");
  await chat.settles(2);
});

Deno.test("words in quick succession are one notification, the newest, which says how many", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada", { levels: { general: "all" } });
  const general = room("general");
  chat.says(general, "Boris", "one");
  await chat.settles(1);
  chat.says(general, "Boris", "two, @Ada");
  chat.says(general, "Boris", "three");
  const id = chat.says(general, "Boris", "four");
  await chat.settles(1);
  chat.clock.advance(5000);
  await chat.settles(2);
  assertEquals(chat.sent[1]!.said, {
    room: "general",
    id,
    called: true,
    also: 2,
    name: "Boris",
    text: "four",
  });
  assertEquals(chat.sent[0]!.headers.topic, chat.sent[1]!.headers.topic);
});

Deno.test("what was read, erased or forbidden while it waited does not leave", async () => {
  const chat = new Setting();
  const { session } = await chat.subscribes("Ada", {
    levels: { general: "all" },
  });
  const general = room("general");
  const waits = async (meanwhile: (id: number) => void) => {
    chat.clock.advance(5000);
    chat.says(general, "Boris", "first");
    const before = chat.results.length + 1;
    await chat.settles(before);
    meanwhile(chat.says(general, "Boris", "second"));
    chat.clock.advance(5000);
    await chat.settles(before);
  };
  await waits((id) => {
    general.messages.set(id, {
      ...general.messages.get(id)!,
      text: "",
      erased: true,
    });
  });
  await waits((id) => chat.marks.set("ada general", id));
  await waits(() => chat.active.add("ada"));
  chat.active.clear();
  await waits(() => chat.banned.add("ada"));
  chat.banned.clear();
  await waits(() => chat.sessions.delete(session.id));
});

Deno.test("a session that is over takes its subscription along, out of the file too", async () => {
  const chat = new Setting();
  const { session } = await chat.subscribes("Ada");
  chat.sessions.delete(session.id);
  chat.says(room("general"), "Boris", "@Ada");
  await chat.settles(0);
  assertEquals(chat.subscriptions.get(session.id), null);
  chat.clock.advance(2000);
  await chat.subscriptions.close();
  assertEquals(chat.disk.text("/data/push.txt"), "");
});

Deno.test("404 and 410 end a subscription; any other refusal does not", async () => {
  for (
    const [status, stays] of [[404, false], [410, false], [400, true], [
      403,
      true,
    ], [413, true]]
  ) {
    const chat = new Setting();
    const { session } = await chat.subscribes("Ada");
    chat.answer = () => ({ status: Number(status), retryAfterMs: null });
    chat.says(room("general"), "Boris", "@Ada");
    await chat.settles(1);
    assertEquals(chat.results, ["failed"]);
    assertEquals(
      chat.subscriptions.get(session.id) !== null,
      stays,
      String(status),
    );
  }
});

Deno.test("a push service that is busy is asked again when it says so, three times at most", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada");
  chat.answer = () => ({ status: 429, retryAfterMs: 7000 });
  chat.says(room("general"), "Boris", "@Ada");
  const tries = async (count: number) => {
    await eventually("nothing is on its way", () => chat.service.isIdle);
    assertEquals(chat.sent.length, count);
  };
  await tries(1);
  chat.clock.advance(6999);
  await tries(1);
  chat.clock.advance(1);
  await tries(2);
  chat.clock.advance(7000);
  await tries(3);
  await chat.settles(1);
  assertEquals([chat.results, chat.clock.pending], [["failed"], 0]);
});

Deno.test("a push service that asks for more than a minute's patience is not asked again", async () => {
  const chat = new Setting();
  await chat.subscribes("Ada");
  chat.answer = () => ({ status: 503, retryAfterMs: 60_001 });
  chat.says(room("general"), "Boris", "@Ada");
  await chat.settles(1);
  assertEquals([chat.results, chat.clock.pending], [["failed"], 0]);
});

Deno.test("a push service that does not answer is left alone, told of once, and tried later", async () => {
  const chat = new Setting();
  for (const name of ["Ada", "Boris", "Vera"]) await chat.subscribes(name);
  let asked = 0;
  chat.answer = () => {
    asked++;
    return Promise.reject(new Error("no route"));
  };
  const general = room("general");
  chat.says(general, "Somebody", "@Ada @Boris @Vera");
  await chat.settles(0);
  assertEquals(asked, 3);
  assertEquals(chat.troubles, ["The push service push.test does not answer"]);
  // While it is left alone nothing is even tried.
  chat.says(room("kitchen"), "Somebody", "@Ada @Boris @Vera");
  await chat.settles(3);
  assertEquals([chat.results, asked], [["dropped", "dropped", "dropped"], 3]);
  chat.answer = () => ({ status: 201, retryAfterMs: null });
  chat.clock.advance(10_000);
  await chat.settles(6);
  assertEquals(chat.results.slice(3), ["sent", "sent", "sent"]);
  assertEquals(chat.troubles.length, 1);
});

Deno.test("eight are on their way at a time, and what waits is bounded", async () => {
  const chat = new Setting();
  for (let i = 0; i < 20; i++) {
    await chat.subscribes(`Guest${i}`, { levels: { general: "all" } });
  }
  const open: (() => void)[] = [];
  chat.answer = () =>
    new Promise((resolve) => open.push(() => resolve({ status: 201, retryAfterMs: null })));
  chat.says(room("general"), "Boris", "all of you");
  await eventually("the first are on their way", () => open.length === 8);
  for (let done = 0; done < 20; done++) {
    assert(
      open.length <= done + 8,
      `${open.length} are on their way after ${done}`,
    );
    await eventually("the next is on its way", () => open[done] !== undefined);
    open[done]!();
  }
  await chat.settles(20);
  // Five thousand at most wait, and a thousand messages to be looked at.
  for (let i = 0; i < 1300; i++) chat.says(room(`room ${i}`), "Boris", "x");
  const dropped = chat.results.filter((result) => result === "dropped").length;
  // The first one is looked at already.
  assertEquals(dropped, 299);
  chat.service.close();
});

Deno.test("with nobody subscribed, saying something costs nothing and makes no key", () => {
  const chat = new Setting();
  chat.says(room("general"), "Boris", "@Ada");
  assertEquals([chat.disk.files.size, chat.clock.pending], [0, 0]);
});
