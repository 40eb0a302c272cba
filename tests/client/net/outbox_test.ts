/** What waits to be sent: in order, one at a time, kept by a key each, and never under another name. */
import { assert, assertEquals } from "@std/assert";
import { OwnStorage } from "../../../client/device/own_storage.js";
import { StorageArea } from "../../../client/device/storage_area.js";
import { DeviceStorage } from "../../../client/device/storage.js";
import { Tabs } from "../../../client/device/tabs.js";
import { Outbox } from "../../../client/net/outbox.js";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryStorage } from "../../helpers/memory_storage.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";

function row(ref: string, time = "2025-11-19T23:00:00.000Z") {
  return { ref, room: "general", text: ref, time };
}

function outbox(storage = new MemoryStorage(), name = "Ada") {
  const clock = new FakeClock(0);
  const sent: string[] = [];
  const failed: string[] = [];
  const line = { open: true };
  const own = new OwnStorage(new StorageArea(storage));
  own.setOwner(name);
  const box = new Outbox({
    send: (command) => {
      if (line.open && command.type === "message") sent.push(command.ref ?? "");
      return line.open;
    },
    save: (item) => own.saveRow(item),
    remove: (ref) => own.removeRow(ref),
    after: (fn, ms) => {
      clock.after(ms, fn);
      return 0;
    },
    onFailed: ({ ref }, code) => failed.push(`${ref} ${code}`),
  });
  const error = (ref: string, code: string, wait?: number) =>
    box.onError({ type: "error", code, text: "", ref, ...(wait === undefined ? {} : { wait }) });
  return { box, sent, failed, own, line, clock, error };
}

Deno.test("Outbox sends in order, one at a time, once, and forgets what is confirmed", () => {
  const { box, sent, own } = outbox();
  for (const ref of ["a", "b", "c"]) box.add(row(ref));
  box.flush();
  assertEquals(sent, ["a"]);
  box.discard("a");
  assertEquals(sent, ["a", "b"]);
  assertEquals(own.rows().map(({ ref }) => ref).sort(), ["b", "c"]);
});

Deno.test("Outbox sends what an earlier page left, and after a loss what is unconfirmed", () => {
  const { box, sent, line } = outbox();
  box.adopt([row("old")]);
  line.open = false;
  box.add(row("new"));
  assertEquals(sent, []);
  line.open = true;
  box.resend();
  box.resend();
  box.discard("old");
  assertEquals(sent, ["old", "old", "new"]);
});

Deno.test("Outbox waits as long as it is asked to, and keeps the order", () => {
  const { box, sent, clock, error } = outbox();
  for (const ref of ["a", "b", "c"]) box.add(row(ref));
  error("a", "too_fast", 700);
  clock.advance(699);
  assertEquals(sent, ["a"]);
  clock.advance(1);
  box.discard("a");
  assertEquals(sent, ["a", "a", "b"]);
});

Deno.test("Outbox gives up on what patience does not help, and tries again when told to", () => {
  const { box, sent, failed, own, clock, error } = outbox();
  box.add(row("a"));
  error("a", "not_found");
  assertEquals(failed, ["a not_found"]);
  assert("failed" in own.rows()[0]!, "a reload remembers it");
  box.retry("a");
  assertEquals(sent, ["a", "a"]);
  for (let i = 0; i < 8; i++) {
    error("a", "disk");
    clock.advance(1000);
  }
  assertEquals(failed.length, 2);
  box.discard("a");
  assertEquals(own.rows(), []);
});

Deno.test("two outboxes over one storage keep each other's rows (report 7)", () => {
  const storage = new MemoryStorage();
  const [a, b] = [outbox(storage), outbox(storage)];
  a.line.open = b.line.open = false;
  a.box.add(row("A-one", "2025-11-19T23:00:00.001Z"));
  b.box.add(row("B-one", "2025-11-19T23:00:00.003Z"));
  a.box.add(row("A-two", "2025-11-19T23:00:00.002Z"));
  assertEquals(a.own.rows().map(({ ref }) => ref), ["A-one", "A-two", "B-one"]);
  a.box.discard("A-one");
  assertEquals(b.own.rows().map(({ ref }) => ref), ["A-two", "B-one"]);
});

Deno.test("Outbox takes each row once, whoever kept it", () => {
  const { box, sent } = outbox();
  assertEquals(box.adopt([row("a"), row("b")]).length, 2);
  assertEquals(box.adopt([row("b"), row("c")]).map(({ ref }) => ref), ["c"]);
  for (const ref of ["a", "b", "c"]) {
    box.flush();
    box.discard(ref);
  }
  assertEquals(sent, ["a", "b", "c"]);
});

Deno.test("what is kept under one name is shown to no other (report 5, report 6)", () => {
  const storage = new MemoryStorage();
  const own = new OwnStorage(new StorageArea(storage));
  own.setOwner("Kurt");
  own.saveRow(row("grumble"));
  own.saveDraft("general", "draft of Kurt");
  own.saveReadMarks(new Map([["general", { epoch: "e", id: 7 }]]));
  own.saveNotificationLevels({ "@Boris": "none" });
  own.saveRecentEmoji("🎂");
  own.saveEdit("general", { id: 7, epoch: "e", text: "better words" });
  const shown = () => [
    own.rows().length,
    own.draft("general"),
    own.readMarks().size,
    own.notificationLevels(),
    own.recentEmoji(),
    own.edits("general"),
  ];
  const nothing = [0, "", 0, {}, [], []];
  for (const name of ["Lena", "Kur", "Kurt draft", "Kurt%20", null]) {
    own.setOwner(name);
    assertEquals(shown(), nothing, String(name));
  }
  own.setOwner("KURT");
  assertEquals(own.draft("general"), "draft of Kurt", "another spelling of the name");
  assertEquals(own.rows().length, 1);
});

Deno.test("who leaves leaves nothing under their name, and all that is others' (report 6)", () => {
  const storage = new MemoryStorage();
  const own = new OwnStorage(new StorageArea(storage));
  for (const name of ["Mona", "Nele"]) {
    own.setOwner(name);
    own.saveRow(row("r"));
    own.saveDraft("general", `draft of ${name}`);
    own.saveReadMarks(new Map([["general", { epoch: "e", id: 7 }]]));
  }
  own.setOwner("Mona");
  own.removeAll();
  assertEquals(Object.keys(storage).filter((key) => /mona/i.test(key + storage[key])), []);
  own.setOwner("Nele");
  assertEquals([own.draft("general"), own.rows().length], ["draft of Nele", 1]);
});

Deno.test("DeviceStorage drops what an older version kept of nobody in particular", () => {
  const storage = new MemoryStorage();
  for (const kind of ["outbox", "marks", "emoji", "draft general", "draft a\nb"]) {
    storage.setItem(`plaintalk ${kind}`, JSON.stringify([row("x")]));
  }
  storage.setItem("plaintalk preferences", JSON.stringify({ theme: "dark", levels: { x: "all" } }));
  storage.setItem("another program", "1");
  const device = new DeviceStorage(new StorageArea(storage));
  assertEquals(Object.keys(storage).sort(), ["another program", "plaintalk preferences"]);
  assertEquals(device.preferences(["en"], ["en"]).theme, "dark");
});

Deno.test("preferences of the device hold no rooms of anybody", () => {
  const storage = new MemoryStorage();
  new DeviceStorage(new StorageArea(storage)).savePreferences({
    ...PREFERENCES,
    notificationLevels: { "@Boris": "none" },
  });
  assertEquals(Object.values(storage).join().includes("Boris"), false);
});

Deno.test("OwnStorage keeps the words of eight people at most, the last ones", () => {
  const storage = new MemoryStorage();
  const own = new OwnStorage(new StorageArea(storage));
  for (let i = 0; i < 10; i++) {
    own.setOwner(`Person ${i}`);
    own.saveDraft("general", `draft ${i}`);
  }
  const drafts = Object.values(storage).filter((value) => /draft/.test(value));
  assertEquals(drafts, [2, 3, 4, 5, 6, 7, 8, 9].map((i) => `"draft ${i}"`));
});

Deno.test("a storage that is forbidden, full, or holds anything at all makes no error", () => {
  const broken = new Proxy(new MemoryStorage(), {
    get: () => () => {
      throw new DOMException("", "QuotaExceededError");
    },
    ownKeys: () => {
      throw new DOMException("", "SecurityError");
    },
  });
  const odd = new MemoryStorage();
  for (const kind of ["row r", "change c", "marks ", "levels ", "emoji ", "draft x", "edits x"]) {
    odd.setItem(`plaintalk of ada ${kind}`, '{"x":[1]}');
  }
  odd.setItem("plaintalk people", "{");
  for (const storage of [null, broken, odd]) {
    const own = new OwnStorage(new StorageArea(storage));
    own.setOwner("Ada");
    assertEquals([own.rows(), own.changes(), own.draft("x"), own.edits("x")], [[], [], "", []]);
    assertEquals([own.readMarks().size, own.notificationLevels(), own.recentEmoji()], [0, {}, []]);
    own.saveDraft("x", "words");
    own.removeAll();
  }
});

Deno.test("Tabs tells the living from the dead, and calls all dead where there are no locks", async () => {
  const held: string[] = [];
  const locks = {
    request: (name: string) => (held.push(name), new Promise(() => {})),
    query: () => Promise.resolve({ held: held.map((name) => ({ name })) }),
  } as unknown as LockManager;
  new Tabs(locks, "one");
  const isLiving = await new Tabs(locks, "two").liveTabs();
  assertEquals(["one", "two", "three", undefined].map(isLiving), [true, false, false, false]);
  assertEquals((await new Tabs(undefined, "two").liveTabs())("one"), false);
});

Deno.test("Outbox sends words without an answered message that is gone (ux 15)", () => {
  const storage = new MemoryStorage();
  const own = new OwnStorage(new StorageArea(storage));
  own.setOwner("Ada");
  const sent: unknown[] = [];
  const failed: string[] = [];
  const box = new Outbox({
    send: (command) => sent.push(command) > 0,
    save: (item) => own.saveRow(item),
    remove: (ref) => own.removeRow(ref),
    after: () => 0,
    onFailed: ({ ref }, code) => failed.push(`${ref} ${code}`),
  });
  box.add({ ...row("a"), to: { id: 45, name: "Boris", text: "hi" } });
  const plain = { type: "message", room: "general", text: "a", ref: "a" };
  assertEquals(sent, [{ ...plain, to: 45 }]);
  const error = { type: "error", code: "not_found", text: "", ref: "a" } as const;
  box.onError(error);
  assertEquals([sent[1], own.rows().map(({ to }) => to), failed], [plain, [undefined], []]);
  box.onError(error);
  assertEquals(failed, ["a not_found"], "then it is the room that is gone");
});
