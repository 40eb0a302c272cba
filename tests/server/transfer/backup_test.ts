/** Copies of a data folder, on a disk that fails on purpose. */
import { assert, assertEquals } from "@std/assert";
import { backUp } from "../../../server/transfer/backup.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { MemoryDisk } from "../../helpers/memory_disk.ts";

const ID = "a".repeat(32);
const MESSAGES = "[2025-11-19 23:46:36] Ada: hello\n[2025-11-19 23:46:37] Boris: hi\n";

function chat(): MemoryDisk {
  const disk = new MemoryDisk();
  disk.put(
    "/chat/rooms/general.txt",
    `${MESSAGES}[2025-11-19 23:46:38] Ada: to`,
  );
  disk.put(`/chat/files/${ID}`, "a picture");
  disk.put(`/chat/files/${ID}.about`, "what it is");
  disk.put("/chat/index/0", "made again from the rest");
  return disk;
}

async function copied(disk: MemoryDisk, clock: FakeClock): Promise<string> {
  return await backUp(
    { data: "/chat", disk, clock, tell: () => {} },
    "/copies",
    0,
  );
}

Deno.test("backUp() copies whole lines, skips what is made again, and links earlier files", async () => {
  const [disk, clock] = [chat(), new FakeClock()];
  const first = await copied(disk, clock);
  assertEquals(disk.text(`${first}/rooms/general.txt`), MESSAGES);
  assertEquals(disk.exists(`${first}/index/0`), false);
  clock.advance(1000);
  const second = await copied(disk, clock);
  const [one, two] = [first, second].map((copy) => disk.files.get(`${copy}/files/${ID}`));
  assert(one !== undefined && one === two, "the same file under two names");
});

Deno.test("backUp() leaves no partial copy under its name, whichever call the disk refuses", async () => {
  const [whole, clock] = [chat(), new FakeClock()];
  await copied(whole, clock);
  assert(whole.calls > 5);
  for (let nth = 0; nth < whole.calls; nth++) {
    const disk = chat();
    disk.onCall = (_call, count) => {
      if (count === nth) throw new Error("I/O error");
    };
    const copy = await copied(disk, new FakeClock()).catch(() => null);
    if (copy === null) {
      assertEquals(
        disk.folders("/copies").filter((name) => !name.endsWith(".part")),
        [],
        `${nth}`,
      );
    } else {assertEquals(
        disk.text(`${copy}/rooms/general.txt`),
        MESSAGES,
        `call ${nth}`,
      );}
    assert(disk.text("/chat/rooms/general.txt").startsWith(MESSAGES));
  }
});
