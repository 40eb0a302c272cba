import { assertEquals, assertRejects } from "@std/assert";
import { Turns } from "../../../server/base/turns.ts";

Deno.test("Turns does one thing of a key after the other, and of other keys meanwhile", async () => {
  const turns = new Turns();
  const done: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = turns.run("a", async () => {
    done.push("a begins");
    await promise;
    done.push("a ends");
  });
  const second = turns.run("a", () => done.push("a again"));
  await turns.run("b", () => done.push("b"));
  assertEquals(done, ["a begins", "b"]);
  resolve();
  await Promise.all([first, second]);
  assertEquals(done, ["a begins", "b", "a ends", "a again"]);
});

Deno.test("Turns goes on after what failed, and keeps nothing of what is over", async () => {
  const turns = new Turns();
  const failed = turns.run("a", () => {
    throw new Error("no");
  });
  const next = turns.run("a", () => "yes");
  await assertRejects(() => failed, Error, "no");
  assertEquals(await next, "yes");
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(turns.size, 0);
});
