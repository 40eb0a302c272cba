/** A room that holds everything a room can hold, as its file has it. */
import { MemoryDisk } from "../../../helpers/memory_disk.ts";

export const PICTURE = "0123456789abcdef0123456789abcdef-64x48.png";
export const PAGE = "1123456789abcdef0123456789abcdef.html";

/** Puts the room `Kitchen` on a disk, with its files, and a private conversation of Ada and Boris. */
export function furnish(disk = new MemoryDisk()): MemoryDisk {
  let lines = "";
  const line = (time: string, rest: string): number => {
    const at = new TextEncoder().encode(lines).length;
    lines += `[${time}] ${rest}\n`;
    return at;
  };
  line("2025-11-19 23:40:00", "* Ada created the room");
  const hello = line(
    "2025-11-19 23:46:36",
    "Ada: Hello <b>all</b> & see https://example.org/a?b=1.",
  );
  const many = line(
    "2025-11-19 23:46:40",
    "Ada: one\u2028\u2028    three \u2028  (edited)\u2028[2025-11-19 23:46:36] Ada: Hello\u2028",
  );
  const typo = line("2025-11-19 23:47:00", "Борис О’Нил: tpyo");
  line("2025-11-19 23:47:10", `* Борис О’Нил edited ${typo}: type`);
  line("2025-11-19 23:47:10", `* Борис О’Нил edited ${typo}: typo\u2028mended`);
  line("2025-11-19 23:47:20", `* Ada reacted 👍 to ${hello}`);
  line("2025-11-19 23:47:21", `* Борис О’Нил reacted 👍 to ${hello}`);
  line("2025-11-19 23:47:22", `* Vera reacted 🎉 to ${hello}`);
  line("2025-11-19 23:47:23", `* Vera unreacted 🎉 to ${hello}`);
  for (const name of ["A", "B", "C", "D"]) {
    line("2025-11-19 23:47:24", `* ${name} reacted ❤️ to ${many}`);
  }
  const gone = line("2025-11-19 23:48:00", "Vera: ------");
  line("2025-11-19 23:48:05", `* Vera erased ${gone}`);
  line("2025-11-20 00:01:00", `* Vera answered ${hello}: Hello yourself`);
  line("2025-11-20 00:01:01", `* Vera answered ${gone}: What was that?`);
  line(
    "2025-11-20 00:02:00",
    `* Ada shared ${PICTURE} image/png 8 "holi'day [1], a: b.png": look at this`,
  );
  line(
    "2025-11-20 00:03:00",
    `* Борис О’Нил answered ${typo} with ${PAGE} application/octet-stream 11 "ev'il.html": `,
  );
  line("2025-11-20 00:04:00", "สมชาย ใจดี: สวัสดี 🐈‍⬛\tمرحبا");
  line("2025-11-20 00:05:00", 'Yusuf answered 45: \u202emرحبا "quoted" \\u2028 &#10; </p>');
  line("2025-12-01 10:00:00", '9 odd (name), "x" 👍 <i>: a name that older files may have');
  line(
    "2025-12-01 10:01:00",
    "* Ada set the topic: <b>tea</b> & “cake”, [2025-11-19 23:46:36] Ada: x",
  );
  line("2025-12-01 10:02:00", `* Vera pinned ${hello}`);
  line("2025-12-01 10:02:10", `* Vera pinned ${typo}`);
  line("2025-12-01 10:02:20", `* Борис О’Нил unpinned ${hello}`);
  line("2025-12-01 10:02:30", "* Ada pinned 7");
  line("2025-12-01 10:03:00", "* Ada renamed the room to Kitchen");
  line("2025-12-01 10:04:00", "* Ada archived the room");
  line("2025-12-01 10:05:00", "* Ada restored the room");
  line("2025-12-01 10:06:00", "* Ada added สมชาย ใจดี");
  line("2025-12-01 10:07:00", "* Ada removed สมชาย ใจดี");
  line("2025-12-01 10:08:00", "* Vera left the room");
  const old = line("2025-12-01 10:09:00", "* Vera set the topic: ------");
  line("2025-12-01 10:09:10", `* Vera erased ${old}`);
  line("2025-12-01 10:10:00", "* Ada set the topic: ");
  line("2025-12-01 10:11:00", "* Ada set the topic: What we cook: 10 things");
  lines += "a line that fits nothing\n";
  line("2026-10-25 00:30:00", "Ada: half past three");
  line("2026-10-25 01:30:00", "Ada: half past three");
  const again = line("2026-10-25 01:30:00", "Ada: half past three");
  line("2026-10-25 01:31:00", `* Vera answered ${again}: which of the two?`);
  line("2026-10-25 01:32:00", `* Vera pinned ${again}`);
  disk.put("data/rooms/Kitchen.txt", lines);
  const first = "[2025-11-19 23:46:36] * Ada created the room\n";
  disk.put("data/direct/Ada+Boris.txt", `${first}[2025-11-19 23:46:36] Ada: between us\n`);
  disk.put(`data/files/${PICTURE}`, new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
  disk.put(`data/files/${PAGE}`, "<b>evil</b>");
  return disk;
}
