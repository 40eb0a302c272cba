import { assertEquals } from "@std/assert";
import { systemDisk } from "../../../server/store/disk.ts";
import { Tar } from "../../../server/store/tar.ts";
import { temporaryFolder } from "../../helpers/process.ts";

async function tar(...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("tar", { args }).output();
  return new TextDecoder().decode(stdout);
}

Deno.test("Tar makes what tar reads: any length, names in any script (issue 15, 10)", async () => {
  await using folder = await temporaryFolder();
  const disk = systemDisk();
  const path = `${folder.path}/x.tar`;
  const file = disk.open(path);
  const out = new Tar(file, Date.UTC(2025, 10, 19));
  const long = `rooms/${"ห้อง".repeat(12)}.txt`;
  const texts: [string, string][] = [["a.txt", ""], ["b/Сад.txt", "яблука\n"], [
    long,
    "x".repeat(512),
  ]];
  for (const [name, text] of texts) out.text(name, text);
  await Deno.writeTextFile(`${folder.path}/whole`, "y".repeat(700_001));
  const whole = disk.openToRead(`${folder.path}/whole`)!;
  out.file("files/whole", whole);
  whole.close();
  out.end();
  file.close();
  const names = (await tar("-tf", path, "--quoting-style=literal")).trimEnd().split("\n");
  assertEquals(names, [...texts.map(([name]) => name), "files/whole"]);
  for (const [name, text] of texts) assertEquals(await tar("-xOf", path, name), text);
  assertEquals((await tar("-xOf", path, "files/whole")).length, 700_001);
});
