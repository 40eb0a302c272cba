import { assertEquals } from "@std/assert";
import { mendTail } from "../../../server/store/tail.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

Deno.test("mendTail() moves a torn last line aside after a crash, cut at every byte", () => {
  const whole = "[2025-11-19 23:46:36] Ada: привіт\n[2025-11-19 23:46:37] Boris: 👍 bye\n";
  const bytes = new TextEncoder().encode(whole);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const disk = new MemoryDisk();
    disk.put("room.txt", bytes.subarray(0, cut));
    const end = bytes.subarray(0, cut).lastIndexOf(10) + 1;
    const mended = mendTail(disk, "room.txt", false);
    assertEquals(disk.files.get("room.txt")?.bytes, bytes.slice(0, end));
    if (end === cut) {
      assertEquals(mended, "whole");
      continue;
    }
    assertEquals(mended, { torn: "room.torn", bytes: cut - end });
    // What was cut is kept byte for byte, and told from the next torn line by a newline.
    assertEquals(
      disk.files.get("room.torn")?.bytes,
      new Uint8Array([...bytes.slice(end, cut), 10]),
    );
  }
});

Deno.test("mendTail() keeps what was torn before beside what is torn now", () => {
  const disk = new MemoryDisk();
  disk.put("room.torn", "old\n");
  disk.put("room.txt", "whole\nhalf");
  mendTail(disk, "room.txt", false);
  assertEquals(disk.text("room.torn"), "old\nhalf\n");
});

Deno.test("mendTail() completes the last line of a file that somebody put there", () => {
  const disk = new MemoryDisk();
  disk.put("old.txt", "one\ntwo");
  assertEquals(mendTail(disk, "old.txt", true), "completed");
  assertEquals(disk.text("old.txt"), "one\ntwo\n");
  assertEquals(mendTail(disk, "old.txt", true), "whole");
});

Deno.test("mendTail() finds the last newline of a long torn line", () => {
  const disk = new MemoryDisk();
  disk.put("room.txt", `first\n${"x".repeat(200_000)}`);
  assertEquals(mendTail(disk, "room.txt", false), {
    torn: "room.torn",
    bytes: 200_000,
  });
  assertEquals(disk.text("room.txt"), "first\n");
});
