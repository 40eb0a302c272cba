/** Profiles: what is told of an account, when it was seen, and what stays when it goes. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { foldName } from "../../../server/people/names.ts";
import { openPeopleTable } from "../../../server/people/people_table.ts";
import { MAX_TOLD_PROFILES, Profiles, STATUS_LENGTH } from "../../../server/people/profiles.ts";
import { Reserved } from "../../../server/people/reserved.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/people.txt";
const TEN_MINUTES_MS = 10 * 60_000;

function start(names = ["Ada", "Boris"]) {
  const disk = new MemoryDisk();
  const clock = new FakeClock();
  const present = new Set<string>();
  const troubles: string[] = [];
  const accounts = new Set(names);
  const find = (name: string) => {
    const own = [...accounts].find((account) => foldName(account) === foldName(name));
    return own === undefined
      ? null
      : { name: own, key: foldName(own), admin: false, hash: "", claimed: 0 };
  };
  const open = () => {
    const table = openPeopleTable({ path: PATH, disk: guardedDisk(disk) });
    const reserved = new Reserved({ table, clock });
    const onTrouble = (what: string) => void troubles.push(what);
    const options = { table, clock, accounts: { find }, present: () => present, onTrouble };
    return { profiles: new Profiles(options), reserved, table };
  };
  return { disk, clock, present, troubles, accounts, open, ...open() };
}

async function refusal(done: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => done, ChatError)).code;
}

Deno.test("a status is one line, bounded, and gone at its time without anybody doing a thing", async () => {
  const { profiles, clock, open } = start();
  await profiles.setStatus("Ada", "  🌴 on\n\tholiday\u2028 ", undefined);
  assertEquals(open().profiles.told("ada"), { name: "Ada", status: "🌴 on holiday" });
  const until = new Date(clock.now() + 3_600_000).toISOString();
  await profiles.setStatus("Ada", "☕", until);
  assertEquals(profiles.told("Ada"), {
    name: "Ada",
    status: "☕",
    until: until.replace(/\.\d+/, ""),
  });
  clock.advance(3_600_000);
  assertEquals([profiles.told("Ada"), profiles.list()], [{ name: "Ada" }, []]);
  await profiles.setStatus("Ada", "x".repeat(STATUS_LENGTH), undefined);
  const long = "x".repeat(STATUS_LENGTH + 1);
  assertEquals(await refusal(profiles.setStatus("Ada", long, undefined)), "too_long");
  for (const empty of ["", " \n ", "\u200b\u2060"]) {
    assertEquals(await refusal(profiles.setStatus("Ada", empty, undefined)), "empty");
  }
  const past = new Date(clock.now()).toISOString();
  for (const odd of [past, "tomorrow", 5, "9999-01-01T00:00:00Z"]) {
    assertEquals(await refusal(profiles.setStatus("Ada", "x", odd)), "bad_request", String(odd));
  }
  assertEquals(await refusal(profiles.setStatus("Guest", "x", undefined)), "not_found");
});

Deno.test("when somebody was seen is written every ten minutes at most, and at the end", async () => {
  const { profiles, clock, disk, present, open } = start();
  profiles.saw("Ada");
  profiles.saw("Guest");
  for (let i = 0; i < 50; i++) profiles.saw("ada");
  assertEquals(disk.text(PATH), "");
  present.add("ada").add("a guest");
  clock.advance(TEN_MINUTES_MS);
  const minute = Math.floor(clock.now() / 60_000) * 60_000;
  assertEquals(open().profiles.find("Ada")?.seen, minute, "who stays is here all the time");
  assertEquals(disk.text(PATH).trim().split("\n").length, 1, "a guest has no line");
  present.clear();
  clock.advance(61_000);
  profiles.saw("Boris");
  await profiles.close();
  const last = open().profiles;
  assertEquals(last.find("Boris")?.seen, Math.floor(clock.now() / 60_000) * 60_000);
  const written = disk.text(PATH);
  profiles.saw("Ada");
  clock.advance(2 * TEN_MINUTES_MS);
  assertEquals(disk.text(PATH), written, "nothing is written once it is closed");
});

Deno.test("a disk that refuses takes no status for a set one, and says when seen is lost", async () => {
  const { profiles, disk, troubles } = start();
  await profiles.setStatus("Ada", "before", undefined);
  disk.onCall = (call) => {
    if (call === "rename") throw new Error("full");
  };
  assertEquals(await refusal(profiles.setStatus("Ada", "after", undefined)), "disk");
  assertEquals(profiles.told("Ada").status, "before");
  profiles.saw("Boris");
  await profiles.close();
  assertEquals(troubles, ["Cannot write when people were here"]);
  assert(profiles.find("Boris")?.seen, "what was not written is not forgotten");
});

Deno.test("a renamed account takes its profile along, and a removed one leaves its name alone", async () => {
  const { profiles, reserved, disk, accounts } = start();
  await profiles.setStatus("Ada", "here", undefined);
  await profiles.setSeenBy("Ada", false);
  await reserved.renamed("Ada", "Ada Lovelace");
  accounts.delete("Ada");
  accounts.add("Ada Lovelace");
  assertEquals(profiles.told("Ada Lovelace").status, "here");
  assertEquals(profiles.tellsReading("Ada Lovelace"), false);
  await reserved.removed("Ada Lovelace");
  accounts.delete("Ada Lovelace");
  assertEquals(profiles.find("Ada Lovelace"), null);
  assertEquals(disk.text(PATH).match(/(renamed|removed|seen) [^\t\n]+/g), [
    "renamed Ada",
    "removed Ada Lovelace",
  ]);
});

Deno.test("newcomers are told of those with something to tell, a thousand at most", async () => {
  const names = Array.from({ length: MAX_TOLD_PROFILES + 20 }, (_, i) => `P${i}`);
  const { profiles, table, clock } = start(names);
  await table.update({
    put: names.map((name, i) => ({
      kind: "profile" as const,
      name,
      seen: clock.now() + i * 60_000,
      seenBy: true,
      picture: "",
      status: i === 5 ? "" : "x",
      until: Infinity,
    })),
  });
  const told = profiles.list();
  assertEquals(told.length, MAX_TOLD_PROFILES);
  assertEquals(told[0]?.name, names.at(-1), "whoever was here last first");
});
