/**
 * Small logs in the shapes that people's apps write, each with what must become of it: `fixtures/imports/NAME/`.
 * `times` says whether times are local, as the log has them, or in UTC; the test lives in Bangkok.
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { moves } from "../../helpers/imports.ts";
import type { Message } from "../../../server/protocol.ts";

const FOLDER = new URL("../../fixtures/imports/", import.meta.url);
const ZONE = "Asia/Bangkok";

interface Expected {
  input: string;
  times: "local" | "utc";
  unfit: number;
  messages: { time: string; name: string; text: string }[];
  error?: string;
  /** Other files that come along, options. */
  encoding?: string;
}

function inUtc(time: string, times: Expected["times"]): string {
  const moment = Temporal.PlainDateTime.from(time.replace(" ", "T"))
    .toZonedDateTime(times === "utc" ? "UTC" : ZONE);
  return moment.toInstant().toString();
}

function seen({ time, name, text, file }: Message) {
  const words = file === undefined ? text : `${text} (${file.name}: files/${file.id})`.trim();
  return { time, name, text: words };
}

for (
  const { name } of [...Deno.readDirSync(FOLDER)].sort((a, b) => a.name < b.name ? -1 : 1)
) {
  Deno.test(`importLogs() reads ${name} as it was meant`, async () => {
    const read = (file: string) => Deno.readFileSync(new URL(`${name}/${file}`, FOLDER));
    const expected: Expected = JSON.parse(
      new TextDecoder().decode(read("expected.json")),
    );
    const { input, error, times, unfit } = expected;
    const files = { [input]: read(input) };
    if (error !== undefined) {
      await assertRejects(() => moves(files, { zone: ZONE }), Error, "zip");
      return;
    }
    let encoding: string | null = null;
    if (name === "own_cp1251") {
      await assertRejects(() => moves(files), Error, "--encoding windows-1251");
      encoding = "windows-1251";
    }
    const { result, messages } = await moves(files, { zone: ZONE, encoding });
    assertEquals(
      (await messages()).map(seen),
      expected.messages.map((one) => ({
        ...one,
        time: inUtc(one.time, times),
      })),
    );
    assertEquals([result.malformed, result.malformedAt.length], [unfit, unfit]);
    assert(
      result.malformedAt.every(({ number, reason }) => number > 0 && reason !== ""),
    );
  });
}
