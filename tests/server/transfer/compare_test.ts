import { assertEquals } from "@std/assert";
import { compareFolders } from "../../../server/transfer/compare.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

Deno.test("compareFolders() tells missing, extra and other files, with the first other byte", () => {
  const disk = new MemoryDisk();
  const put = (path: string, text: string) => {
    disk.put(`a/${path}`, text);
    disk.put(`b/${path}`, text);
  };
  for (const path of ["rooms/general.txt", "files/new/x", "accounts.txt"]) {
    put(path, "the same\n");
  }
  put("rooms/long.txt", "x".repeat(600_000));
  disk.add("b/rooms/general.txt", "more\n");
  disk.files.get("a/rooms/long.txt")!.bytes[300_000] = 65;
  disk.put("a/only.txt", "");
  disk.put("b/index/general/refs", "");
  // What belongs to one machine.
  for (
    const path of ["lock", "cluster/position", "orders/1.asked", "healthz.tmp"]
  ) {
    disk.put(`a/${path}`, "a");
  }
  disk.put("a/files/new/1.part", "on its way");
  const told: string[] = [];
  const compared = compareFolders(disk, "a", "b", (find) => told.push(find));
  assertEquals(told, [
    "index/general/refs: is only in b",
    "only.txt: is not in b",
    "rooms/general.txt, offset 9: is not the same in b",
    "rooms/long.txt, offset 300000: is not the same in b",
  ]);
  assertEquals(compared, { files: 6, finds: 4 });
  assertEquals(compareFolders(disk, "a", "a", () => {}), {
    files: 5,
    finds: 0,
  });
});
