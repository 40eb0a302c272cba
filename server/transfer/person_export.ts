/** Everything of one person in one file: a `.tar` for whoever runs the chat, a `.zip` for the person. */
import { resolve } from "@std/path";
import { ChatError } from "../base/errors.ts";
import { personEntries, type PersonExportOptions, whoIs } from "./person_entries.ts";
import { Tar } from "../store/tar.ts";
import { zip, type ZipEntry } from "../store/zip_writer.ts";

/** Makes the tar, never over a file that is there; returns its path. */
export async function exportPerson(
  options: PersonExportOptions,
  name: string,
  to: string | null,
): Promise<string> {
  const { disk, clock } = options;
  const who = whoIs(options, name);
  const path = resolve(to ?? `${who.account.name}.tar`);
  if (disk.exists(path)) throw new ChatError("exists", `Cannot write ${path}: it is there already`);
  const draft = `${path}.part`;
  disk.remove(draft);
  const file = disk.open(draft);
  try {
    const tar = new Tar(file, clock.now());
    for await (const entry of personEntries(options, who)) {
      if ("text" in entry) {
        // Its length stands before it.
        tar.text(entry.name, (await Array.fromAsync(entry.text)).join(""));
        continue;
      }
      const sent = disk.openToRead(entry.path);
      try {
        if (sent !== null) tar.file(entry.name, sent);
      } finally {
        sent?.close();
      }
    }
    tar.end();
  } finally {
    file.close();
  }
  disk.rename(draft, path);
  return path;
}

/** The bytes of the zip, made as they are read. Throws a ChatError at once for nobody with an account. */
export function zipPerson(
  options: PersonExportOptions,
  name: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const who = whoIs(options, name);
  async function* entries(): AsyncGenerator<ZipEntry> {
    for await (const entry of personEntries(options, who)) {
      if ("text" in entry) {
        yield entry;
        continue;
      }
      const { name, time, path } = entry;
      const file = options.disk.openToRead(path);
      try {
        if (file !== null) yield { name, time, file };
      } finally {
        file?.close();
      }
    }
  }
  return zip(entries(), options.slices);
}
