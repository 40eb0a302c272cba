import { assertEquals, assertRejects } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { linesOf, LineTable } from "../../../server/store/line_table.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const PATH = "data/table.txt";

function start(text = "") {
  const disk = new MemoryDisk();
  if (text !== "") disk.put(PATH, text);
  const table = new LineTable({
    path: PATH,
    disk: guardedDisk(disk),
    parse(line) {
      const [, key, value] = /^(\w+)=(\d+)$/.exec(line) ?? [];
      return key === undefined ? null : { key, value: Number(value) };
    },
    format: ({ key, value }) => `${key}=${value}`,
    keyOf: ({ key }) => key,
  });
  return { disk, table };
}

Deno.test("LineTable.update() changes what it understands, and no other line", async () => {
  const { disk, table } = start("# first\na=1\r\n???\nb=2\n\nc=3");
  assertEquals([table.size, table.malformed], [3, 2]);
  await table.update({
    put: [{ key: "a", value: 9 }, { key: "d", value: 4 }],
    removeWhere: ({ key }) => key === "b",
  });
  assertEquals(disk.text(PATH), "# first\na=9\n???\nc=3\nd=4\n");
});

Deno.test("LineTable.put() writes nothing over what somebody wrote by hand a moment ago", async () => {
  const { disk, table } = start("a=1\n");
  disk.add(PATH, "b=2\n");
  await table.put({ key: "c", value: 3 });
  assertEquals(disk.text(PATH), "a=1\nb=2\nc=3\n");
  assertEquals(table.get("b")?.value, 2);
});

Deno.test("LineTable says what the file says after a failed write, at any point", async () => {
  for (const call of ["append", "sync", "rename", "remove"]) {
    for (const text of ["", "a=1\n"]) {
      const { disk, table } = start(text);
      disk.onCall = (now) => {
        if (now === call) throw new Error("EIO");
      };
      await assertRejects(() => table.put({ key: "a", value: 2 }), ChatError);
      disk.onCall = () => {};
      assertEquals([table.get("a")?.value, disk.text(PATH)], [
        text === "" ? undefined : 1,
        text,
      ]);
    }
  }
});

Deno.test("LineTable.refresh() reads a file that changed, came or went, and no other", () => {
  const { disk, table } = start();
  assertEquals(table.refresh(), false);
  disk.put(PATH, "a=1\n");
  assertEquals([table.refresh(), table.refresh(), table.size], [
    true,
    false,
    1,
  ]);
  disk.remove(PATH);
  assertEquals([table.refresh(), table.size], [true, 0]);
});

Deno.test("LineTable.isDamaged is true for a file with nothing it understands", () => {
  assertEquals(
    ["", "\n \r\n", "?\n", "?\na=1\n"].map((text) => start(text).table.isDamaged),
    [false, false, true, false],
  );
});

Deno.test("linesOf() takes off what editors on Windows add", () => {
  assertEquals(linesOf("\ufeffone\r\n\r\n two \r\nthree"), [
    "one",
    " two ",
    "three",
  ]);
});
