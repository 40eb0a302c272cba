import { assertEquals } from "@std/assert";
import { temporaryFolder } from "../../helpers/process.ts";
import { DataLock } from "../../../server/store/data_lock.ts";
import { type Disk, systemDisk, writeFile } from "../../../server/store/disk.ts";
import { guardedDisk } from "../../../server/store/guarded_disk.ts";
import { readText, replaceText } from "../../../server/store/text_file.ts";

/** Nobody, on every Linux. */
const SERVICE = 65_534;
const isRoot = Deno.build.os !== "windows" && Deno.uid() === 0;

async function facts(path: string): Promise<[owner: number | null, mode: number]> {
  const { uid, mode } = await Deno.lstat(path);
  return [uid, (mode ?? 0) & 0o777];
}

function make(disk: Disk, path: string): void {
  writeFile(disk, path, (file) => void file.append(new TextEncoder().encode("x\n")));
}

Deno.test("a file that is replaced keeps its mode", async () => {
  await using folder = await temporaryFolder();
  const [disk, path] = [guardedDisk(systemDisk()), `${folder.path}/accounts.txt`];
  await replaceText(disk, path, "one\n");
  assertEquals((await facts(path))[1], 0o600, "a new one is nobody else's");
  await Deno.chmod(path, 0o640);
  await replaceText(disk, path, "two\n");
  assertEquals([readText(disk, path), (await facts(path))[1]], ["two\n", 0o640]);
});

Deno.test({
  name: "what root makes in a service's folder belongs to the service (issue 15, 6)",
  ignore: !isRoot,
  async fn() {
    await using folder = await temporaryFolder();
    const [disk, data] = [guardedDisk(systemDisk()), `${folder.path}/data`];
    await Deno.mkdir(data, { mode: 0o700 });
    await Deno.chown(data, SERVICE, SERVICE);
    const path = `${data}/accounts.txt`;
    await Deno.writeTextFile(path, "one\n", { mode: 0o640 });
    await Deno.chown(path, SERVICE, SERVICE);
    await replaceText(disk, path, "two\n");
    assertEquals(await facts(path), [SERVICE, 0o640]);
    await replaceText(disk, `${data}/tokens.txt`, "new\n");
    disk.makeFolder(`${data}/index/general/notes`);
    make(disk, `${data}/index/general/notes/0`);
    DataLock.take(data, 1).release();
    const made = ["tokens.txt", "lock", "index/general/notes/0"];
    for (const name of made) assertEquals(await facts(`${data}/${name}`), [SERVICE, 0o600], name);
    for (const name of ["index", "index/general", "index/general/notes"]) {
      assertEquals(await facts(`${data}/${name}`), [SERVICE, 0o700], name);
    }
    await Deno.writeTextFile(`${data}/rooms.txt`, "somebody's own\n");
    make(disk, `${data}/rooms.txt`);
    assertEquals((await facts(`${data}/rooms.txt`))[0], 0, "what has words is left to its owner");
  },
});
