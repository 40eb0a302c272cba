import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { appendLine, LineFile } from "../../../../server/store/line_file.ts";
import { replaceText } from "../../../../server/store/text_file.ts";
import { writeAll } from "../../../../server/store/disk.ts";
import { Node, settled } from "../../../helpers/cluster_node.ts";
import { pendingLine } from "../../../helpers/pending.ts";
import { MemoryEngine } from "../../../helpers/memory_engine.ts";

function cluster() {
  const engine = new MemoryEngine();
  return { engine, first: new Node(engine), second: new Node(engine) };
}

Deno.test("replicatedDisk(): each call, applied by another node, makes the same folder", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  appendLine("data/rooms/general.txt", "one", {
    disk,
    clock: first.clock,
    sync: "never",
  });
  const file = disk.open("data/rooms/general.txt");
  writeAll(file, new TextEncoder().encode("two\nthree\n"));
  file.overwrite(new TextEncoder().encode("---"), 4);
  file.truncate(8);
  file.close();
  await replaceText(disk, "data/accounts.txt", "Ada\n");
  await replaceText(disk, "data/accounts.txt", "Ada\nBob\n");
  disk.open("data/gone.txt").close();
  disk.remove("data/gone.txt");
  disk.open("data/deleted/empty").close();
  await shipper.committed();
  await second.catchesUp();
  assertEquals(second.files(), first.files());
  assertEquals(second.files()["data/rooms/general.txt"], "one\n---\n");
  assertEquals(second.files()["data/accounts.txt"], "Ada\nBob\n");
});

Deno.test("replicatedDisk(): a handle follows a renamed file, and reaches no replaced one", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  const old = disk.open("data/sessions.txt");
  writeAll(old, new TextEncoder().encode("old\n"));
  const file = disk.open("data/sessions.txt.new");
  writeAll(file, new TextEncoder().encode("one\n"));
  disk.rename("data/sessions.txt.new", "data/sessions.txt");
  writeAll(file, new TextEncoder().encode("two\n"));
  writeAll(old, new TextEncoder().encode("into the void\n"));
  await shipper.committed();
  await second.catchesUp();
  assertEquals(second.files(), { "data/sessions.txt": "one\ntwo\n" });
  assertEquals(second.files(), first.files());
});

Deno.test("replicatedDisk(): what belongs to one machine is not shipped", async () => {
  const { engine, first } = cluster();
  const { disk, shipper } = await first.serves();
  await shipper.committed();
  const before = engine.records.length;
  for (
    const path of [
      "data/lock",
      "data/orders/1.asked",
      "data/cluster/x",
      "elsewhere/copy.txt",
    ]
  ) {
    writeAll(disk.open(path), Uint8Array.of(1));
  }
  await shipper.committed();
  assertEquals(engine.records.length, before);
});

Deno.test("replicatedDisk(): a line is told once the engine has it, and not before", async () => {
  const { engine, first } = cluster();
  const { disk } = await first.serves();
  const file = new LineFile("data/r.txt", {
    disk,
    clock: first.clock,
    sync: "always",
  });
  const told: unknown[] = [];
  engine.fate = (count) => count < 3 ? "lost" : "committed";
  file.append(pendingLine("hello", (error, offset) => told.push(error?.code ?? offset)));
  file.flush();
  await settled();
  assertEquals(told, []);
  for (let i = 0; i < 4; i++) {
    first.clock.advance(100);
    await settled();
  }
  assertEquals(told, [0]);
});

Deno.test("replicatedDisk(): without a quorum writes fail in two seconds, and later resume", async () => {
  const { engine, first, second } = cluster();
  const { disk } = await first.serves();
  const file = new LineFile("data/r.txt", {
    disk,
    clock: first.clock,
    sync: "always",
  });
  const told: unknown[] = [];
  const say = (text: string) => {
    file.append(pendingLine(text, (error) => told.push(error?.code ?? text)));
    file.flush();
  };
  say("before");
  await settled();
  engine.isAnswering = false;
  say("lost");
  await settled();
  first.clock.advance(1900);
  await settled();
  assertEquals(told, ["before", "disk"]);
  say("refused");
  assertEquals(told, ["before", "disk", "disk"]);
  assertEquals(file.line(0), "before", "reading goes on");
  engine.isAnswering = true;
  first.clock.advance(200);
  await settled();
  say("after");
  await settled();
  assertEquals(told, ["before", "disk", "disk", "after"]);
  await second.catchesUp();
  assertEquals(second.files(), first.files());
  assertEquals(second.files()["data/r.txt"], "before\nafter\n");
});

Deno.test("replicatedDisk(): one record is in flight, and what comes meanwhile goes next", async () => {
  const { engine, first } = cluster();
  const { disk, shipper } = await first.serves();
  const file = disk.open("data/r.txt");
  for (let i = 0; i < 200; i++) {
    writeAll(file, new TextEncoder().encode(`line ${i}\n`));
    if (i % 10 === 0) await Promise.resolve();
  }
  await shipper.committed();
  assertEquals(engine.mostInFlight, 1);
  assert(engine.records.length < 50, `${engine.records.length} records`);
});

Deno.test("replicatedDisk(): no record exceeds 256 KB, however much is written at once", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  const file = disk.open("data/r.txt");
  writeAll(file, new Uint8Array(3_000_000).fill(65));
  file.overwrite(new Uint8Array(1_000_000).fill(66), 5);
  await shipper.committed();
  for (const record of engine.records) {
    assert(record.length <= 256 * 1024, `${record.length}`);
  }
  await second.catchesUp();
  assertEquals(second.files(), first.files());
});

Deno.test("replicatedDisk(): a timed-out try may arrive late and twice, and changes nothing", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  engine.fate = (count) => (["late", "answer lost", "late", "committed"] as const)[count % 4]!;
  const file = disk.open("data/r.txt");
  for (let i = 0; i < 10; i++) {
    writeAll(file, new TextEncoder().encode(`line ${i}\n`));
    const done = shipper.committed();
    for (let n = 0; n < 6; n++) {
      first.clock.advance(100);
      engine.deliverLate();
      await settled();
    }
    await done;
  }
  await second.catchesUp();
  assertEquals(
    second.files()["data/r.txt"],
    Array.from({ length: 10 }, (_, i) => `line ${i}\n`).join(""),
  );
});

Deno.test("replicatedDisk(): deposed, it acknowledges nothing, and late tries are not added", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  const file = disk.open("data/r.txt");
  writeAll(file, new TextEncoder().encode("kept\n"));
  await shipper.committed();
  engine.fate = () => "late";
  writeAll(file, new TextEncoder().encode("late\n"));
  const late = assertRejects(() => shipper.committed());
  await settled();
  const taken = await second.serves();
  engine.fate = () => "committed";
  engine.deliverLate();
  first.clock.advance(100);
  await late;
  assertThrows(() => file.append(Uint8Array.of(1)));
  assert(first.ended !== null);
  writeAll(taken.disk.open("data/r.txt"), new TextEncoder().encode("new\n"));
  await taken.shipper.committed();
  assertEquals(second.files()["data/r.txt"], "kept\nnew\n");
});

Deno.test("replicatedDisk(): lines somebody else adds to a file go with the next change", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  const file = disk.open("data/r.txt");
  writeAll(file, new TextEncoder().encode("one\n"));
  await shipper.committed();
  first.disk.add("data/r.txt", "echo\n");
  writeAll(file, new TextEncoder().encode("two\n"));
  await shipper.committed();
  await second.catchesUp();
  assertEquals(second.files(), { "data/r.txt": "one\necho\ntwo\n" });
});

Deno.test("replicatedDisk(): a file coming in is shipped once whole, and never if given up", async () => {
  const { engine, first, second } = cluster();
  const { disk, shipper } = await first.serves();
  await shipper.committed();
  const before = engine.records.length;
  const kept = disk.open("data/files/new/a.part");
  writeAll(kept, new Uint8Array(300_000).fill(7));
  writeAll(disk.open("data/files/new/b.part"), new Uint8Array(300_000));
  await settled();
  assertEquals(engine.records.length, before);
  await kept.sync();
  disk.rename("data/files/new/a.part", "data/files/new/a");
  disk.remove("data/files/new/b.part");
  await shipper.committed();
  await second.catchesUp();
  assertEquals(second.files(), first.files());
  assertEquals(Object.keys(second.files()), ["data/files/new/a"]);
});

Deno.test("replicatedDisk(): a ref the disk refuses holds its message back; both come later", async () => {
  const { first, second } = cluster();
  const { disk, shipper } = await first.serves();
  const [refs, room] = [disk.open("data/refs"), disk.open("data/room.txt")];
  first.disk.onCall = (call, _count, path) => {
    if (call === "append" && path === "data/refs") throw new Error("ENOSPC");
  };
  assertThrows(() => refs.append(Uint8Array.of(65)), Error, "ENOSPC");
  // Written without its note it would stand twice once it is sent again to another node.
  assertThrows(() => room.append(Uint8Array.of(66)), Error, "has just refused");
  first.disk.onCall = () => {};
  await settled();
  assertEquals([refs.append(Uint8Array.of(65)), room.append(Uint8Array.of(66))], [1, 1]);
  await shipper.committed();
  await second.catchesUp();
  assertEquals(second.files(), { "data/refs": "A", "data/room.txt": "B" });
});
