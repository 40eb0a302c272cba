import { assert, assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { LoginGuard } from "../../../server/people/login_guard.ts";
import { FakeClock } from "../../helpers/clock.ts";

const ADA = {
  name: "Ada",
  key: "ada",
  admin: true,
  hash: "$argon2id$secret",
  claimed: 0,
};

function start() {
  const clock = new FakeClock();
  const guard = new LoginGuard({
    clock,
    random: (bytes) => crypto.getRandomValues(bytes),
  });
  const tries = (
    addressKey: string,
    right: boolean,
    device: string | null = null,
  ) =>
    guard.attempt(
      { key: "ada", addressKey, device, account: ADA },
      () => Promise.resolve(right ? ADA : null),
    );
  return { clock, guard, tries };
}

async function refused(promise: Promise<unknown>): Promise<number> {
  const error = await assertRejects(() => promise, ChatError);
  assertEquals(error.code, "too_fast");
  return error.wait!;
}

Deno.test("LoginGuard slows a guesser, and lets the owner in elsewhere (security M1)", async () => {
  const { tries } = start();
  for (let i = 0; i < 10; i++) assertEquals(await tries("4:666", false), null);
  assert(
    await refused(tries("4:666", true)) > 0,
    "even with the right password then",
  );
  for (let i = 0; i < 20; i++) {
    assertEquals(await tries("4:1", true), ADA, "as often as they like");
  }
});

Deno.test("LoginGuard lets a known device in, from the guesser's own address too", async () => {
  const { guard, tries } = start();
  const device = guard.deviceToken(ADA);
  for (let i = 0; i < 10; i++) await tries("4:1", false);
  await refused(tries("4:1", true));
  assertEquals(await tries("4:1", true, device), ADA);
  for (
    const forged of [
      "",
      "x",
      `${device}0`,
      device.replace(/.$/, (c) => c === "0" ? "1" : "0"),
    ]
  ) {
    await refused(tries("4:1", true, forged));
  }
  const other = { ...ADA, hash: "$argon2id$another" };
  await refused(
    guard.attempt(
      { key: "ada", addressKey: "4:1", device, account: other },
      () => Promise.resolve(other),
    ),
  );
});

Deno.test("LoginGuard counts guesses with a device's token as any others", async () => {
  const { guard, tries } = start();
  const device = guard.deviceToken(ADA);
  for (let i = 0; i < 10; i++) await tries(`4:${i}`, false, device);
  await refused(tries("4:77", false, device));
});

Deno.test("LoginGuard counts tries from when they begin: a hundred at once are ten", async () => {
  const { tries } = start();
  const all = await Promise.allSettled(
    Array.from({ length: 100 }, () => tries("4:666", false)),
  );
  assertEquals(all.filter(({ status }) => status === "fulfilled").length, 10);
});

Deno.test("LoginGuard slows many addresses on one account, not its known devices", async () => {
  const { clock, guard, tries } = start();
  const device = guard.deviceToken(ADA);
  let tried = 0;
  for (let i = 0; i < 300; i++) {
    await tries(`6:${i}`, false).then(() => tried++, () => {});
  }
  assertEquals(tried, 100);
  assertEquals(await tries("4:1", true, device), ADA);
  clock.set(clock.now() + 2000);
  assertEquals(
    await tries("4:2", true),
    ADA,
    "and a stranger's right password within seconds",
  );
});

Deno.test("LoginGuard does not count what was never tried", async () => {
  const { guard, tries } = start();
  const busy = () => Promise.reject(new ChatError("busy", "Too many people are signing in"));
  for (let i = 0; i < 30; i++) {
    await assertRejects(() =>
      guard.attempt(
        { key: "ada", addressKey: "4:1", device: null, account: ADA },
        busy,
      )
    );
  }
  assertEquals(await tries("4:1", true), ADA);
});
