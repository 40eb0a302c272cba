/** Whose imported words are, wherever that counts: editing, erasing, removing a person, handing them out. */
import { assert, assertEquals } from "@std/assert";
import { removeWords } from "../../../server/chat/removal/erasure.ts";
import { epochOf } from "../../../server/history/epoch.ts";
import { isImported, ownSince } from "../../../server/history/imported.ts";
import { format, parse } from "../../../server/history/line.ts";
import { archiveOld } from "../../../server/history/retention.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { Chat, type FakeClient } from "../../helpers/chat.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const MARK = "[2025-11-19 12:00:00] * Plaintalk imported this room\n";
const AS_ACCOUNTS = "[2025-11-19 12:00:00] * Plaintalk imported this room as accounts\n";
const OLD_WORDS = "[2025-10-01 10:00:00] Boris: said elsewhere\n";
const CLAIMED = Date.UTC(2025, 0, 1);

/** A chat with a room that holds these lines. */
function chatWith(
  lines: string,
  chat = new Chat({ disk: new MemoryDisk() }),
): Chat {
  chat.disk.put("data/rooms/club.txt", lines);
  return new Chat({ disk: chat.disk, clock: chat.clock });
}

function comes(
  chat: Chat,
  name: string,
  who: { admin?: boolean; claimed?: number } = {},
): FakeClient {
  return chat.joins(name, "club", { account: true, claimed: CLAIMED, ...who });
}

function answers(
  chat: Chat,
  ear: FakeClient,
  command: Record<string, unknown>,
): string[] {
  ear.hears();
  ear.asks({ room: "club", ...command });
  chat.scheduler.flushNow();
  return ear.hears().map((event) => event.type === "error" ? event.code : event.type);
}

/** What somebody is told who edits the words from elsewhere, and then who erases them. */
function tries(
  lines: string,
  name: string,
  who: { admin?: boolean; claimed?: number } = {},
) {
  const chat = chatWith(lines);
  const ear = comes(chat, name, who);
  const id = chat.rooms.get("club").history.last(1).messages[0]!.id;
  return [
    ...answers(chat, ear, { type: "edit", id, text: "other words" }),
    ...answers(chat, ear, { type: "erase", id }),
  ];
}

Deno.test("the line of an import is read and written alike, and no name forges one", () => {
  for (const line of [MARK, AS_ACCOUNTS]) {
    const entry = parse(line.trimEnd());
    assert(entry?.kind === "imported");
    assertEquals(`${format(entry)}\n`, line);
  }
  const made = parse(
    "[2025-11-19 12:00:00] * A imported this room created the room",
  );
  assertEquals([made?.kind, made?.name], ["created", "A imported this room"]);
  const said = parse(
    "[2025-11-19 12:00:00] Ada: * Plaintalk imported this room",
  );
  assertEquals(said?.kind, "message");
});

Deno.test("an imported room's epoch is that of a version that does not know its first line", () => {
  const unknown = MARK.trimEnd().replace("imported", "imported from elsewhere");
  assertEquals(parse(unknown), null);
  assert(
    epochOf(MARK.trimEnd()) !== epochOf(unknown),
    "all of the line counts, as for an unknown one",
  );
  const later = MARK.replace("12:00:00", "12:00:01");
  assert(
    epochOf(later.trimEnd()) !== epochOf(MARK.trimEnd()),
    "imported again it is another room",
  );
});

Deno.test("ownSince() and isImported() part what was imported from what was said since", () => {
  const [before, at, after] = [1000, 2000, 3000];
  const plain = {
    kind: "imported",
    time: at,
    name: "Plaintalk",
    asAccounts: false,
  } as const;
  const accounts = { ...plain, asAccounts: true };
  assertEquals([before, at, after].map((time) => isImported(plain, time)), [
    true,
    true,
    false,
  ]);
  assertEquals([before, at, after].map((time) => ownSince(plain, time, 5)), [
    Infinity,
    Infinity,
    5,
  ]);
  assertEquals(
    [before, at, after].map((time) => ownSince(accounts, time, 5)),
    [-Infinity, -Infinity, 5],
  );
  assertEquals(
    ownSince(accounts, before, after),
    Infinity,
    "claimed later than it was imported",
  );
  assertEquals(ownSince(null, before, 5), 5);
});

Deno.test("an account with an imported person's name cannot edit or erase what was imported", () => {
  assertEquals(tries(MARK + OLD_WORDS, "Boris"), [
    "not_allowed",
    "not_allowed",
  ]);
  assertEquals(
    tries(MARK + OLD_WORDS, "Boris", { claimed: Date.UTC(2025, 10, 20) }),
    ["not_allowed", "not_allowed"],
    "nor one that is claimed later",
  );
});

Deno.test("an admin edits and erases what was imported, and edits nobody else's words", () => {
  assertEquals(tries(MARK + OLD_WORDS, "Ada", { admin: true }), [
    "edited",
    "erased",
  ]);
  const since = "[2025-11-19 12:00:01] Boris: said here\n";
  assertEquals(tries(MARK + OLD_WORDS + since, "Ada", { admin: true }), [
    "not_allowed",
    "erased",
  ]);
  assertEquals(tries(AS_ACCOUNTS + OLD_WORDS, "Ada", { admin: true }), [
    "not_allowed",
    "erased",
  ]);
  assertEquals(tries(OLD_WORDS, "Ada", { admin: true }), [
    "not_allowed",
    "erased",
  ]);
});

Deno.test("imported as accounts, words are those of the account that was there by then", () => {
  assertEquals(tries(AS_ACCOUNTS + OLD_WORDS, "Boris"), ["edited", "erased"]);
  assertEquals(
    tries(AS_ACCOUNTS + OLD_WORDS, "Boris", { claimed: Date.UTC(2025, 9, 20) }),
    ["edited", "erased"],
    "also of one that is younger than the words",
  );
  assertEquals(
    tries(AS_ACCOUNTS + OLD_WORDS, "Boris", {
      claimed: Date.UTC(2025, 10, 20),
    }),
    ["not_allowed", "not_allowed"],
    "and of nobody who claims the name later",
  );
  assertEquals(tries(AS_ACCOUNTS + OLD_WORDS, "Vera"), [
    "not_allowed",
    "not_allowed",
  ]);
});

Deno.test("a room put there as a file keeps its rule: words since a claim are the account's", () => {
  assertEquals(tries(OLD_WORDS, "Boris"), ["edited", "erased"]);
  const claimed = Date.UTC(2025, 10, 1);
  assertEquals(tries(OLD_WORDS, "Boris", { claimed }), [
    "not_allowed",
    "not_allowed",
  ]);
});

Deno.test("words since an import are one's own: a guest's too, after a restart an account's", () => {
  const chat = chatWith(MARK + OLD_WORDS);
  const say = (ear: FakeClient): number => {
    ear.asks({ type: "message", room: "club", text: "said here" });
    chat.scheduler.flushNow();
    return ear.hearsOf("message").at(-1)!.id;
  };
  const [boris, guest] = [comes(chat, "Boris"), chat.joins("Gast", "club")];
  const [own, guests] = [say(boris), say(guest)];
  assertEquals(answers(chat, boris, { type: "edit", id: own, text: "x" }), [
    "edited",
  ]);
  assertEquals(answers(chat, guest, { type: "edit", id: guests, text: "x" }), [
    "edited",
  ]);
  const later = chat.restarts();
  const again = comes(later, "Boris");
  assertEquals(answers(later, again, { type: "edit", id: own, text: "y" }), [
    "edited",
  ]);
  const id = MARK.length;
  assertEquals(answers(later, again, { type: "edit", id, text: "y" }), [
    "not_allowed",
  ]);
});

Deno.test("within the second of an import one's own words are one's own", () => {
  const clock = new FakeClock(Date.UTC(2025, 10, 19, 12, 0, 0));
  const chat = chatWith(
    MARK + OLD_WORDS,
    new Chat({ disk: new MemoryDisk(), clock }),
  );
  const boris = comes(chat, "Boris");
  boris.asks({ type: "message", room: "club", text: "at once" });
  chat.scheduler.flushNow();
  const { id } = boris.hearsOf("message")[0]!;
  assertEquals(answers(chat, boris, { type: "edit", id, text: "x" }), [
    "edited",
  ]);
});

Deno.test("archiveOld() moves imported words out, and what stays of them is still marked", () => {
  const kept = "[2025-11-10 10:00:00] Boris: kept\n";
  const disk = new MemoryDisk();
  disk.put("data/rooms/club.txt", MARK + OLD_WORDS.repeat(3) + kept);
  const moved = archiveOld(disk, "data", 30, new FakeClock().now());
  assertEquals(moved.map(({ lines }) => lines), [4]);
  assertEquals(
    disk.text("data/rooms/club.txt"),
    `[2025-11-19 23:46:36] * Plaintalk created the room\n${MARK}${kept}`,
  );
  const chat = new Chat({ disk });
  const id = chat.rooms.get("club").history.last(1).messages[0]!.id;
  const boris = comes(chat, "Boris");
  assertEquals(answers(chat, boris, { type: "edit", id, text: "x" }), [
    "not_allowed",
  ]);
});

Deno.test("removeWords() leaves imported words under the name, unless imported as accounts", async () => {
  const since = "[2025-11-19 12:00:01] Boris: said here\n";
  const removed = async (lines: string): Promise<string> => {
    const chat = new Chat();
    for (
      const place of [
        "deleted/club.20251119T130000",
        "archive/club.until-2025-11-19",
      ]
    ) {
      chat.disk.put(`data/${place}.txt`, lines);
    }
    await removeWords({
      data: "data",
      disk: guardedDisk(chat.disk),
      clock: chat.clock,
      slices: { isUsed: false, next: () => Promise.resolve() },
      rooms: () => [],
      dropFile: () => {},
    }, { keys: ["boris"], since: CLAIMED, by: "Ada" });
    const archived = chat.disk.text("data/archive/club.until-2025-11-19.txt");
    const deleted = chat.disk.text("data/deleted/club.20251119T130000.txt");
    assert(deleted.startsWith(archived), "both are treated alike");
    return archived;
  };
  const [dashes, own] = ["-".repeat(14), "-".repeat(9)];
  const gone = since.replace("said here", own);
  assertEquals(
    await removed(MARK + OLD_WORDS + since),
    MARK + OLD_WORDS + gone,
  );
  assertEquals(
    await removed(AS_ACCOUNTS + OLD_WORDS + since),
    AS_ACCOUNTS + OLD_WORDS.replace("said elsewhere", dashes) + gone,
  );
});
