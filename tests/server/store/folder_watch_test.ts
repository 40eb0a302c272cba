import { assert, assertEquals } from "@std/assert";
import { FolderWatch } from "../../../server/store/folder_watch.ts";
import { FakeClock } from "../../helpers/clock.ts";

Deno.test("FolderWatch looks at fifty thousand rooms in slices (security: lists)", async () => {
  const clock = new FakeClock();
  const looked = { now: 0, max: 0, all: 0, rounds: 0 };
  let go = () => {};
  const slices = {
    get isUsed() {
      return looked.now >= 100;
    },
    next: () => {
      looked.max = Math.max(looked.max, looked.now);
      looked.now = 0;
      return new Promise<void>((done) => go = done);
    },
  };
  function* looks() {
    looked.rounds++;
    for (let i = 0; i < 50_000; i++) {
      yield () => {
        looked.now++;
        looked.all++;
      };
    }
  }
  const watch = new FolderWatch({ clock, slices, looks, refresh: () => {} });
  watch.start();
  clock.advance(2000);
  assertEquals(looked.all, 100);
  for (let i = 0; i < 10; i++) {
    clock.advance(2000);
    go();
    await Promise.resolve();
    await Promise.resolve();
  }
  assertEquals([looked.rounds, looked.max], [1, 100]);
  assert(looked.all >= 500, `${looked.all}`);
  watch.close();
  const { all } = looked;
  go();
  await Promise.resolve();
  clock.advance(10_000);
  assertEquals(looked.all, all);
});
