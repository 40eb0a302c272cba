/** `push.txt`: which browsers want to be called, and how many there can be. */
import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import type { Session } from "../../../server/people/sessions.ts";
import {
  isPushLine,
  MAX_SUBSCRIPTIONS,
  MAX_SUBSCRIPTIONS_PER_ACCOUNT,
  readPushLine,
  Subscriptions,
} from "../../../server/push/subscriptions.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { SubscribedBrowser } from "../../helpers/push_service.ts";

const PATH = "/data/push.txt";
const { keys } = new SubscribedBrowser("/x");

class Setting {
  readonly sessions = new Map<string, Session>();
  readonly clock = new FakeClock();
  readonly troubles: string[] = [];
  #last = 0;

  constructor(readonly disk = new MemoryDisk()) {}

  opens(): Subscriptions {
    return new Subscriptions({
      path: PATH,
      disk: this.disk,
      clock: this.clock,
      sessionOf: (id) => this.sessions.get(id) ?? null,
      onTrouble: (what) => this.troubles.push(what),
    });
  }

  session(name: string, account = true): Session {
    const id = (++this.#last).toString(16).padStart(64, "0");
    const place = { device: "", addressKey: "", group: "" };
    const session = { id, name, account, began: 0, seen: 0, used: 0, ...place };
    this.sessions.set(id, session);
    return session;
  }

  put(to: Subscriptions, session: Session, path = `/${session.id}`) {
    const endpoint = new URL(`https://push.test${path}`);
    const wants = { text: true, levels: {} };
    const origin = "https://chat.example.org";
    return to.put({ session: session.id, endpoint, keys, origin, wants }, session);
  }

  /** As many lines as a file may hold, made at once. */
  fills(count: number, account: boolean): void {
    const lines: string[] = [];
    for (let i = 0; i < count; i++) {
      const { id } = this.session(`Person ${i}`, account);
      const known = `${keys.p256dh.toBase64({ alphabet: "base64url", omitPadding: true })} ${
        keys.auth.toBase64({ alphabet: "base64url", omitPadding: true })
      }`;
      const rest = `https://chat.example.org {"text":true,"levels":{}}`;
      lines.push(`[2025-11-19 23:46:36] ${id} https://push.test/${id} ${known} ${rest}\n`);
    }
    this.disk.put(PATH, lines.join(""));
  }
}

Deno.test("a session has one subscription; a browser belongs to whichever told of it last", async () => {
  const chat = new Setting();
  const subscriptions = chat.opens();
  const [ada, boris] = [chat.session("Ada"), chat.session("Boris")];
  await chat.put(subscriptions, ada, "/old");
  await chat.put(subscriptions, ada, "/new");
  assertEquals([subscriptions.size, subscriptions.get(ada.id)?.endpoint.pathname], [1, "/new"]);
  await chat.put(subscriptions, boris, "/new");
  assertEquals([subscriptions.size, subscriptions.get(ada.id)], [1, null]);
});

Deno.test("an account has twenty browsers: one more and the oldest is called no longer", async () => {
  const chat = new Setting();
  const subscriptions = chat.opens();
  const all = Array.from({ length: MAX_SUBSCRIPTIONS_PER_ACCOUNT + 1 }, () => chat.session("Ada"));
  const other = chat.session("Boris");
  await chat.put(subscriptions, other);
  for (const session of all) await chat.put(subscriptions, session);
  assertEquals(subscriptions.size, MAX_SUBSCRIPTIONS_PER_ACCOUNT + 1);
  assertEquals(subscriptions.get(all[0]!.id), null);
  assertEquals(subscriptions.get(other.id)?.session, other.id);
});

Deno.test("guests fill only half of the four thousand places, so accounts find room", async () => {
  const guests = new Setting();
  guests.fills(MAX_SUBSCRIPTIONS / 2, false);
  const half = guests.opens();
  const more = guests.session("Guest", false);
  await assertRejects(() => guests.put(half, more), ChatError, "too many");
  await guests.put(half, guests.session("Ada"));
  // Who has a place may change what they want.
  await guests.put(half, guests.sessions.values().next().value!);
  const full = new Setting();
  full.fills(MAX_SUBSCRIPTIONS, true);
  const all = full.opens();
  await assertRejects(() => full.put(all, full.session("Ada")), ChatError, "too many");
});

Deno.test("a start takes out what belongs to no session, and keeps what it does not know", async () => {
  const chat = new Setting();
  const [ada, boris] = [chat.session("Ada"), chat.session("Boris")];
  const first = chat.opens();
  await chat.put(first, ada);
  await chat.put(first, boris);
  chat.disk.add(PATH, "[2030-01-01 00:00:00] something of a later version\n");
  chat.sessions.delete(boris.id);
  const second = chat.opens();
  assertEquals([second.get(boris.id), second.malformed], [null, 1]);
  chat.clock.advance(2000);
  await second.close();
  const lines = chat.disk.text(PATH).trimEnd().split("\n");
  assertEquals(lines.map(isPushLine), [true, false]);
  const { session, host, time } = readPushLine(lines[0]!)!;
  assertEquals([session, host, time], [ada.id, "push.test", "2025-11-19 23:46:36"]);
});

Deno.test("a disk that refuses keeps what it had, and an ended subscription counts no more", async () => {
  const chat = new Setting();
  const subscriptions = chat.opens();
  const ada = chat.session("Ada");
  await chat.put(subscriptions, ada);
  await chat.put(subscriptions, chat.session("Vera"));
  chat.disk.onAppend = () => {
    throw new Error("full");
  };
  await assertRejects(() => chat.put(subscriptions, chat.session("Boris")));
  assertEquals(subscriptions.size, 2);
  subscriptions.remove(ada.id);
  await subscriptions.close();
  assertEquals([subscriptions.get(ada.id), subscriptions.size], [null, 2]);
  assertEquals(chat.troubles, ["Cannot write the push subscriptions"]);
});

Deno.test("isPushLine() refuses inner endpoints, wrong key lengths and impossible wishes", async () => {
  const chat = new Setting();
  await chat.put(chat.opens(), chat.session("Ada"));
  const line = chat.disk.text(PATH).trimEnd();
  assertEquals(isPushLine(line), true);
  for (
    const [part, other] of [
      ["https://push.test/", "https://127.0.0.1/"],
      ["https://push.test/", "http://push.test/"],
      ['{"text":true', '{"text":1'],
      ['"levels":{}', '"levels":{"general":"loud"}'],
      [" https://chat", " file://chat"],
      ["[2025", "[25"],
    ]
  ) assertEquals(isPushLine(line.replace(part!, other!)), false, other);
});
