import { assertEquals } from "@std/assert";
import { TokenBucket } from "../../../server/base/token_bucket.ts";

Deno.test("TokenBucket.take() allows a burst, then a rate, and says how long to wait", () => {
  const bucket = new TokenBucket({ burst: 3, perSecond: 2 }, 0);
  assertEquals([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(0)], [0, 0, 0, 500]);
  assertEquals([bucket.take(400), bucket.take(500), bucket.take(500)], [100, 0, 500]);
  assertEquals(
    [1, 2, 3, 4].map(() => bucket.take(60_000)),
    [0, 0, 0, 500],
    "never more than a burst",
  );
});

Deno.test("TokenBucket.take() takes nothing when it refuses", () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 1 }, 0);
  assertEquals([bucket.take(0, 11), bucket.take(0, 10)], [1000, 0]);
});

Deno.test("TokenBucket.take() costs nobody anything when the clock steps back", () => {
  const bucket = new TokenBucket({ burst: 2, perSecond: 1 }, 10_000);
  assertEquals([bucket.take(10_000), bucket.take(5000), bucket.take(5000)], [0, 0, 1000]);
  assertEquals(bucket.take(6000), 0, "it goes on from where the clock is now");
});
