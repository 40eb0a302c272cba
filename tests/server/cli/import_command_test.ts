import { assert, assertEquals, assertRejects } from "@std/assert";
import { progressText, report, runImport } from "../../../server/cli/import_command.ts";
import { readConfig } from "../../../server/config.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { systemDisk } from "../../../server/store/disk.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { temporaryFolder } from "../../helpers/process.ts";

const LOG = "[2025-11-19 10:00:00] Ada: Hello\nwhat?\n[2025-11-19 10:00:01] Ada: two\n";

/** Runs `plaintalk import` in a folder, with words on its standard input; returns what it printed. */
async function runs(folder: string, stdin: string, ...args: string[]): Promise<string[]> {
  const asked = readConfig(
    ["import", ...args, "--data", `${folder}/data`, "--zone", "UTC"],
    () => undefined,
  );
  assert(asked.command === "import");
  const printed: string[] = [];
  await runImport(asked, {
    data: `${folder}/data`,
    disk: guardedDisk(systemDisk()),
    clock: new FakeClock(),
    random: (bytes) => crypto.getRandomValues(bytes),
    print: (line) => printed.push(line),
    stdin: new Blob([stdin]).stream(),
    show: null,
  });
  return printed;
}

Deno.test("import reads files, a folder and standard input, and says what became of them", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/logs/sub`, { recursive: true });
  await Deno.writeTextFile(`${folder.path}/logs/b.txt`, LOG.replaceAll("-19 ", "-20 "));
  await Deno.writeTextFile(`${folder.path}/logs/sub/a.txt`, LOG);
  await Deno.symlink("/etc/hostname", `${folder.path}/logs/link.txt`);
  const room = (name: string) =>
    Deno.readTextFileSync(`${folder.path}/data/rooms/${name}.txt`).split("\n").length - 1;
  const told = await runs(folder.path, "", `${folder.path}/logs`);
  assertEquals(told, [
    'Made the room "logs" from a log of Plaintalk',
    "4 messages, 0 lines that say nothing, 2 that did not fit",
    "Does not fit: sub/a.txt, line 2: does not begin with a time",
    "Does not fit: b.txt, line 2: does not begin with a time",
    "Start the chat again to see it",
  ]);
  assertEquals(room("logs"), 5);
  await runs(folder.path, LOG, "-", "--room", "Typed");
  assertEquals(room("Typed"), 3);
  await runs(
    folder.path,
    "",
    `${folder.path}/logs/b.txt`,
    `${folder.path}/logs/sub/a.txt`,
    "--room",
    "Both",
  );
  assertEquals(room("Both"), 5);
  assertEquals([...Deno.readDirSync(`${folder.path}/data/index`)].map(({ name }) => name), []);
  await assertRejects(
    () => runs(folder.path, "", `${folder.path}/none.txt`),
    Error,
    "no such file",
  );
  await assertRejects(
    () => runs(folder.path, LOG, "-", "--dates", "ddmm"),
    Error,
    "dmy, mdy or ymd",
  );
});

Deno.test("import --dry-run writes nothing and shows the messages, from standard input too", async () => {
  await using folder = await temporaryFolder();
  const told = await runs(folder.path, LOG, "-", "--dry-run");
  assertEquals(told[0], 'Would make the room "imported" from a log of Plaintalk');
  assertEquals(told.slice(-3), [
    "The first and the last messages:",
    "  2025-11-19T10:00:00Z Ada: Hello",
    "  2025-11-19T10:00:01Z Ada: two",
  ]);
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("progressText() tells lines, the share that is read, and the time that is left", () => {
  assertEquals(
    progressText({ bytes: 600, allBytes: 1000, lines: 1204000 }, 6000),
    "1,204,000 lines, 60 %, 4 s left",
  );
  assertEquals(progressText({ bytes: 1, allBytes: 1000, lines: 5 }, 10), "5 lines, 0 %");
  assertEquals(progressText({ bytes: 0, allBytes: 0, lines: 0 }, 0), "0 lines, 100 %, 0 s left");
});

Deno.test("report() tells of twenty lines that did not fit, and how many more there are", () => {
  const malformedAt = Array.from(
    { length: 100 },
    (_, i) => ({ path: "a.txt", number: i + 1, reason: "x" }),
  );
  const lines = report({
    rooms: ["a", "b"],
    sources: ["Slack"],
    messages: 7,
    attachments: 1,
    missing: 2,
    remarks: 3,
    malformed: 130,
    malformedAt,
    notes: ["a note"],
    first: [],
    last: [],
  }, false);
  assertEquals(lines.slice(0, 3), [
    'Made the rooms "a", "b" from a log of Slack',
    "7 messages, 1 files (2 named that did not come along), 3 lines that say nothing, 130 that did not fit",
    "a note",
  ]);
  assertEquals(lines.at(-2), "… and 110 more that do not fit");
});
