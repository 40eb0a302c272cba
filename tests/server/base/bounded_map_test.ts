import { assertEquals } from "@std/assert";
import { BoundedMap } from "../../../server/base/bounded_map.ts";

Deno.test("BoundedMap keeps the entries that were set last", () => {
  // Beside a list that does the same by hand, over many thousand steps of a fixed disorder.
  let seed = 1;
  const some = (max: number) => (seed = seed * 48271 % 2147483647) % max;
  const map = new BoundedMap<number, number>(20);
  let list: [number, number][] = [];
  for (let step = 0; step < 20_000; step++) {
    const [key, what] = [some(60), some(100)];
    if (what < 70) {
      map.set(key, step);
      list = [...list.filter(([other]) => other !== key), [key, step] as [number, number]].slice(
        -20,
      );
    } else if (what < 90) {
      map.delete(key);
      list = list.filter(([other]) => other !== key);
    } else if (what < 99) {
      map.forgetWhile((value) => value < step - 25);
      while (list[0] !== undefined && list[0][1] < step - 25) list.shift();
    } else {
      map.clear();
      list = [];
    }
    assertEquals([...map], list);
    assertEquals([map.size, map.get(key)], [
      list.length,
      list.find(([other]) => other === key)?.[1],
    ]);
  }
});
