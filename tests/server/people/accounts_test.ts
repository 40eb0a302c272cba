import { assert, assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { Accounts } from "../../../server/people/accounts.ts";
import { LoginThrottle } from "../../../server/people/login_throttle.ts";
import { NameLooks } from "../../../server/people/name_looks.ts";
import { PasswordPolicy } from "../../../server/people/password_policy.ts";
import { Passwords } from "../../../server/people/passwords.ts";
import { Tokens } from "../../../server/people/tokens.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
const PATH = "data/accounts.txt";

function start(disk = new MemoryDisk()) {
  const clock = new FakeClock();
  const passwords = new Passwords({ random });
  const [policy, looks] = [new PasswordPolicy(), new NameLooks()];
  const open = () =>
    new Accounts({ path: PATH, disk: guardedDisk(disk), clock, passwords, policy, looks });
  return { disk, clock, passwords, accounts: open(), open };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return (await assertRejects(() => promise, ChatError)).code;
}

Deno.test("Passwords.hash() makes a PHC string of Argon2id by OWASP's parameters", async () => {
  const { passwords } = start();
  const [one, two] = [await passwords.hash("correct horse"), await passwords.hash("correct horse")];
  assert(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/.test(one),
    one,
  );
  assert(one !== two);
  assertEquals([
    await passwords.fits("correct horse", one),
    await passwords.fits("correct horsE", one),
  ], [true, false]);
});

Deno.test("Passwords takes 8 to 256 bytes of any characters, whole, and says so otherwise", async () => {
  const { passwords } = start();
  for (const bad of ["", "1234567", "x".repeat(257), "ж".repeat(129), undefined, 12345678, null]) {
    assertEquals(await codeOf(passwords.hash(bad)), "bad_password");
  }
  for (const good of ["12345678", "пароль--", "\0\0\0\0\0\0\0\0", "x".repeat(256), "👍👍"]) {
    assert(await passwords.fits(good, await passwords.hash(good)));
  }
  const long = "x".repeat(255);
  assertEquals(
    await passwords.fits(`${long}b`, await passwords.hash(`${long}a`)),
    false,
    "none is cut",
  );
});

Deno.test("Passwords works on two at a time at most, lets sixteen wait and refuses the rest", async () => {
  const { passwords } = start();
  const all = await Promise.allSettled(
    Array.from({ length: 30 }, () => passwords.hash("correct horse")),
  );
  const refused = all.filter((one) => one.status === "rejected");
  const done = all.length - refused.length;
  assert(done === 17 || done === 18, `${done} of ${all.length}, by the number of processors`);
  assert(refused.every(({ reason }) => reason.code === "busy"));
  assert((await passwords.hash("correct horse")).startsWith("$argon2id"), "and goes on");
});

Deno.test("Passwords.fits() reads the parameters a hash was made with, and knows a weak one", async () => {
  const { passwords } = start();
  // Made with m=8, t=1 by another program's defaults.
  const strong = await passwords.hash("correct horse");
  const weak = strong.replace("m=19456,t=2", "m=64,t=1");
  assertEquals([passwords.isWeak(strong), passwords.isWeak(weak)], [false, true]);
  assertEquals(
    await passwords.fits("correct horse", weak),
    false,
    "other parameters, another hash",
  );
});

Deno.test("Accounts.claim() keeps a line each, and no name twice however written", async () => {
  const { disk, accounts, open } = start();
  await accounts.claim("Ada", "correct horse", true);
  await accounts.claim("Борис", "battery staple");
  for (const same of ["Ada", "ADA", "Ａｄａ", "борис"]) {
    assertEquals(await codeOf(accounts.claim(same, "correct horse")), "claimed");
  }
  const lines = disk.text(PATH).trimEnd().split("\n");
  assertEquals(lines.length, 2);
  assert(lines[0]!.startsWith("[2025-11-19 23:46:36] Ada (admin): $argon2id$"));
  assert(!disk.text(PATH).includes("correct") && !disk.text(PATH).includes("battery"));
  const again = open();
  assertEquals(again.list().map(({ name, admin }) => [name, admin]), [["Ada", true], [
    "Борис",
    false,
  ]]);
  assertEquals((await again.signIn("ａｄａ", "correct horse"))?.name, "Ada");
  assertEquals(await again.signIn("Ada", "battery staple"), null);
  assertEquals(await again.signIn("Nobody", "correct horse"), null);
});

Deno.test("Accounts.claim() gives a name to one of two who ask at once", async () => {
  const { accounts } = start();
  const both = await Promise.allSettled([
    accounts.claim("Ada", "correct horse"),
    accounts.claim("ada", "battery staple"),
  ]);
  assertEquals(both.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  assertEquals(accounts.list().length, 1);
});

Deno.test("Accounts keeps the file whole at any instant, and as it was on a refusal", async () => {
  const { disk, accounts, open } = start();
  await accounts.claim("Ada", "correct horse");
  const before = disk.text(PATH);
  for (const call of ["append", "sync", "rename"]) {
    disk.onCall = (now) => {
      if (now === call) throw new Error("EIO");
    };
    assertEquals(await codeOf(accounts.claim("Boris", "battery staple")), "disk", call);
    assertEquals(disk.text(PATH), before);
    disk.onCall = () => {};
    assertEquals(accounts.list().length, 1, "nobody is told of an account that is not there");
    assertEquals(open().list().length, 1);
  }
  await accounts.claim("Boris", "battery staple");
  assertEquals(open().list().length, 2);
});

Deno.test("Accounts.refresh() reads what the command line changed, and skips the rest", async () => {
  const { disk, accounts, open } = start();
  await accounts.claim("Ada", "correct horse");
  await accounts.claim("Boris", "battery staple");
  await open().setAdmin("boris", true);
  assertEquals(accounts.find("Boris")?.admin, false);
  assertEquals([accounts.refresh(), accounts.refresh()], [true, false]);
  assertEquals(accounts.find("Boris")?.admin, true);
  disk.add(PATH, "rubbish\n[2025-13-19 23:46:36] X: $a\n[2025-11-19 23:46:36] * x: $a\n");
  accounts.refresh();
  assertEquals(accounts.list().length, 2);
});

Deno.test("Accounts keeps every line it does not understand where it is, and takes \\r off", async () => {
  const { disk, accounts, open } = start();
  await accounts.claim("Ada", "correct horse", true);
  const [line] = disk.text(PATH).split("\n");
  const newer = "[2031-01-01 00:00:00] Zoe (owner): $new$kind";
  disk.put(PATH, `# made by hand\r\n${line}\r\n${newer}\r\n`);
  const again = open();
  assertEquals([again.find("Ada")?.admin, again.malformed, again.isDamaged], [true, 2, false]);
  await again.claim("Boris", "battery staple");
  const lines = disk.text(PATH).split("\n");
  assertEquals(lines.slice(0, 3), ["# made by hand", line, newer]);
  assert(lines[3]!.includes("] Boris: $argon2id$"));
});

Deno.test("Accounts.claim() refuses all while the file holds no readable account", async () => {
  const { disk, open } = start();
  for (const rubbish of ["rubbish\n", "\u0000\u0001", "[2025-11-19 23:46:36] Ada\n"]) {
    disk.put(PATH, rubbish);
    const accounts = open();
    assert(accounts.isDamaged);
    assertEquals(await codeOf(accounts.claim("Eve", "correct horse")), "damaged");
    assertEquals(disk.text(PATH), rubbish, "and nothing is written");
  }
  disk.put(PATH, "\r\n\n");
  assert(!open().isDamaged, "an empty file holds nothing");
});

Deno.test("Accounts.claim() that the disk refuses leaves the name free, the very first too", async () => {
  const { disk, accounts } = start();
  disk.onCall = () => {
    throw new Error("ENOSPC");
  };
  assertEquals(await codeOf(accounts.claim("Ada", "correct horse", true)), "disk");
  disk.onCall = () => {};
  assertEquals([accounts.find("Ada"), accounts.hasAdmin], [null, false]);
  await accounts.claim("ada", "battery staple");
});

Deno.test("Accounts.setAdmin() lets at least one admin remain", async () => {
  const { accounts } = start();
  await accounts.claim("Ada", "correct horse", true);
  await accounts.claim("Boris", "battery staple");
  assertEquals(await codeOf(accounts.setAdmin("Ada", false)), "not_allowed");
  await accounts.setAdmin("Boris", true);
  await accounts.setAdmin("Ada", false);
  assertEquals(accounts.list().map(({ admin }) => admin), [false, true]);
  assertEquals(await codeOf(accounts.setAdmin("Cleo", true)), "not_found");
});

Deno.test("Accounts refuses the commonest passwords and the name itself (security L2)", async () => {
  const { accounts } = start();
  const common = ["password", "Password", "12345678", "qwertyuiop", "iloveyou", "aaaaaaaa"];
  const named = ["Ada Lovelace", "adalovelace1", "AdaLovelace1990", "!ada.lovelace!"];
  for (const easy of [...common, ...named]) {
    assertEquals(await codeOf(accounts.claim("Ada Lovelace", easy)), "common_password", easy);
  }
  const good = ["correct horse", "пароль-дня", "lovelace and babbage", "ada likes engines"];
  for (const one of good) new PasswordPolicy().mustBeHardToGuess(one, "Ada Lovelace");
  const ada = await accounts.claim("Ada", "correct horse");
  assertEquals(await codeOf(accounts.changePassword(ada, "football")), "common_password");
});

Deno.test("LoginThrottle.check() lets ten failures pass, then waits ever longer", () => {
  const attempts = new LoginThrottle({ failures: 10, window: 900_000 });
  const waits: number[] = [];
  let now = 0;
  for (let i = 0; i < 25; i++) {
    try {
      attempts.check("ada", now);
    } catch (error) {
      assert(error instanceof ChatError && error.code === "too_fast");
      waits.push(error.wait!);
      now += error.wait!;
      attempts.check("ada", now);
    }
    attempts.failed("ada", now);
  }
  assertEquals(waits.slice(0, 6), [1000, 2000, 4000, 8000, 16_000, 32_000]);
  assert(waits.every((wait) => wait <= 900_000));
  attempts.check("boris", now);
  attempts.check("ada", now + 900_000);
  attempts.forget("ada");
  attempts.check("ada", now);
});

Deno.test("Tokens.make() tells a token once, keeps its hash alone, and find() knows it", async () => {
  const disk = new MemoryDisk();
  const options = {
    path: "data/tokens.txt",
    disk: guardedDisk(disk),
    clock: new FakeClock(),
    random,
  };
  const tokens = new Tokens(options);
  const token = await tokens.make("Robo");
  assert(/^[\w-]{43}$/.test(token));
  assert(!disk.text("data/tokens.txt").includes(token));
  const later = new Tokens(options);
  assertEquals([later.find(token), later.find(`${token}x`), later.has("robo")], [
    "Robo",
    null,
    true,
  ]);
});
