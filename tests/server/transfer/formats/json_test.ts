/** Exported JSON against the schema that documents it, by a validator that is not ours. */
import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv/2020";
import { exportRoom } from "../../../../server/transfer/export.ts";
import { WallClock } from "../../../../server/transfer/formats/wall_clock.ts";
import { guardedDisk } from "../../../../server/store/guarded_disk.ts";
import { FakeClock } from "../../../helpers/clock.ts";
import { furnish, PICTURE } from "./furnished_room.ts";

const SCHEMA = JSON.parse(
  await Deno.readTextFile(new URL("../../../../docs/export.schema.json", import.meta.url)),
);

/** The schema, and the same with no field beside those that it tells of. */
function validators() {
  const closed = structuredClone(SCHEMA);
  for (const part of [closed, ...Object.values<Record<string, unknown>>(closed.$defs)]) {
    if (part.type === "object") part.additionalProperties = false;
  }
  const make = (schema: object) => new Ajv2020({ allErrors: true }).compile(schema);
  return { open: make(SCHEMA), closed: make({ ...closed, $id: `${closed.$id}?closed` }) };
}

async function exported(room: string, zone?: string): Promise<string> {
  let text = "";
  await exportRoom(
    {
      data: "data",
      disk: guardedDisk(furnish()),
      clock: new FakeClock(),
      random: () => {},
      format: "json",
      wallClock: new WallClock(zone),
    },
    room,
    (piece) => text += piece,
  );
  return text;
}

Deno.test("exported JSON is as docs/export.schema.json says, and has no other field", async () => {
  const { open, closed } = validators();
  for (const [room, zone] of [["Kitchen"], ["Kitchen", "Asia/Kathmandu"], ["@Ada+Boris"]]) {
    const document = JSON.parse(await exported(room!, zone));
    assert(open(document), JSON.stringify(open.errors));
    assert(closed(document), JSON.stringify(closed.errors));
  }
});

Deno.test("docs/export.schema.json refuses what is none of our documents", async () => {
  const { open } = validators();
  const good = JSON.parse(await exported("Kitchen"));
  const first = good.messages[0];
  for (
    const wrong of [
      { ...good, plaintalk: 2 },
      { ...good, room: undefined },
      { ...good, messages: [{ ...first, time: "19.11.2025" }] },
      { ...good, messages: [{ ...first, id: -1 }] },
      { ...good, events: [{ ...good.events[0], event: "danced" }] },
      { ...good, messages: [{ ...first, reactions: [{ emoji: "👍", names: [] }] }] },
      [],
    ]
  ) {
    assertEquals(
      open(JSON.parse(JSON.stringify(wrong))),
      false,
      JSON.stringify(wrong).slice(0, 80),
    );
  }
});

Deno.test("exported JSON has a message in each line, with everything that is seen of it", async () => {
  const text = await exported("Kitchen", "Europe/Kyiv");
  const [head = "", ...lines] = text.trimEnd().split("\n");
  assertEquals(JSON.parse(`${head}]}`), {
    plaintalk: 1,
    room: "Kitchen",
    exported: "2025-11-19T23:46:36Z",
    zone: "Europe/Kyiv",
    messages: [],
  });
  assertEquals(lines.pop(), "]}");
  const between = lines.indexOf('],"events":[');
  const read = (line: string) => JSON.parse(line.replace(/,$/, ""));
  const [messages, events] = [
    lines.slice(0, between).map(read),
    lines.slice(between + 1).map(read),
  ];
  assertEquals(events.map(({ event }) => event).slice(0, 4), [
    "topic",
    "pinned",
    "pinned",
    "unpinned",
  ]);
  assertEquals([events[1].target, events[1].time], [messages[0].id, "2025-12-01T12:02:00+02:00"]);
  assertEquals(messages.length, 15);
  const [hello, many, typo, gone, answer] = messages;
  assertEquals([hello.time, hello.reactions], [
    "2025-11-20T01:46:36+02:00",
    [{ emoji: "👍", names: ["Ada", "Борис О’Нил"] }],
  ]);
  assertEquals(many.text.split("\n").length, 6);
  assertEquals([typo.text, typo.edited, gone.text, gone.erased], ["typo\nmended", true, "", true]);
  assertEquals([answer.to.id, answer.to.name, answer.to.time], [hello.id, "Ada", hello.time]);
  const shared = messages.find(({ file }) => file?.id === PICTURE);
  assertEquals([shared.file.name, shared.file.size, shared.file.path], [
    "holi'day [1], a: b.png",
    8,
    undefined,
  ]);
  const [summer, winter] = messages.slice(-4);
  assertEquals([summer.time, winter.time], [
    "2026-10-25T03:30:00+03:00",
    "2026-10-25T03:30:00+02:00",
  ]);
});
