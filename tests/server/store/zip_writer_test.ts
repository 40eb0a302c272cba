/** A zip as other programs read it. */
import { assert, assertEquals } from "@std/assert";
import { systemDisk } from "../../../server/store/disk.ts";
import { zip, type ZipEntry } from "../../../server/store/zip_writer.ts";
import { openZip } from "../../../server/transfer/input/zip.ts";
import { temporaryFolder } from "../../helpers/process.ts";

const TIME = Date.UTC(2025, 10, 19, 23, 46, 36);

async function* texts(...parts: string[]): AsyncGenerator<string> {
  yield* parts;
}

async function written(path: string, entries: AsyncIterable<ZipEntry>): Promise<void> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of zip(entries)) {
    assert(piece.length < 300_000, "no entry is held as a whole");
    pieces.push(piece);
  }
  await Deno.writeFile(path, new Uint8Array(await new Blob(pieces).arrayBuffer()));
}

/** The files in a zip, as our own reader has them: it was written for the zips of others. */
async function read(path: string): Promise<[string, string][]> {
  const file = systemDisk().openToRead(path)!;
  const found: [string, string][] = [];
  for (const entry of openZip(file, "x.zip").slice(0, 6)) {
    let text = "";
    const decoder = new TextDecoder();
    for await (const piece of entry.read()) text += decoder.decode(piece, { stream: true });
    found.push([entry.path, text]);
  }
  file.close();
  return found;
}

/** What other programs of this machine say of it: nothing, where none is there. */
async function tested(path: string): Promise<void> {
  const script =
    "import sys, zipfile; sys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)";
  for (const [command, ...args] of [["unzip", "-tqq", path], ["python3", "-c", script, path]]) {
    try {
      const { code, stdout, stderr } = await new Deno.Command(command!, { args }).output();
      assertEquals(code, 0, new TextDecoder().decode(new Uint8Array([...stdout, ...stderr])));
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

Deno.test("zip() makes what others read: texts in any script, files as they are", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/x.zip`;
  await Deno.writeTextFile(`${folder.path}/whole`, "y".repeat(700_001));
  const file = systemDisk().openToRead(`${folder.path}/whole`)!;
  await written(
    path,
    (async function* (): AsyncGenerator<ZipEntry> {
      yield { name: "README.txt", time: TIME, text: texts() };
      yield { name: "rooms/Сад ห้อง.txt", time: TIME, text: texts("яблука\n", "ще\n") };
      yield { name: "files/whole", time: 0, file };
      yield {
        name: "long.txt",
        time: TIME,
        text: texts(..."abcd".repeat(100_000).match(/.{1,999}/g)!),
      };
    })(),
  );
  file.close();
  await tested(path);
  assertEquals(await read(path), [
    ["README.txt", ""],
    ["rooms/Сад ห้อง.txt", "яблука\nще\n"],
    ["files/whole", "y".repeat(700_001)],
    ["long.txt", "abcd".repeat(100_000)],
  ]);
});

Deno.test("zip() holds more entries than an old zip could count", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/many.zip`;
  const file = systemDisk().open(`${folder.path}/empty`);
  await written(
    path,
    (async function* (): AsyncGenerator<ZipEntry> {
      for (let i = 0; i < 70_000; i++) yield { name: `${i}`, time: TIME, file };
    })(),
  );
  file.close();
  await tested(path);
  const all = systemDisk().openToRead(path)!;
  assertEquals(openZip(all, "many.zip").map(({ path }) => path).slice(-1), ["69999"]);
  all.close();
});

Deno.test("zip() lets go of a text that nobody reads to its end", async () => {
  let isOver = false;
  async function* endless(): AsyncGenerator<string> {
    try {
      for (;;) yield "words ".repeat(20_000) + Math.random();
    } finally {
      isOver = true;
    }
  }
  const bytes = zip((async function* (): AsyncGenerator<ZipEntry> {
    yield { name: "endless.txt", time: TIME, text: endless() };
  })());
  for (let i = 0; i < 3; i++) await bytes.next();
  await bytes.return(undefined);
  await new Promise((go) => setTimeout(go, 10));
  assertEquals(isOver, true);
});
