/**
 * Folders that are dropped on a room: the files in them, as many as may wait there; and a sentence for those
 * that were left out.
 *
 * @import { Actions } from "../../actions.js"
 */
import { loadRareWords } from "../../words/words.js";

/** Files and folders that are looked at, and how deep folders lie in each other. */
const MAX_ENTRIES = 1000;
const MAX_DEPTH = 8;

/**
 * @param {object} what
 * @param {Actions} what.actions
 * @param {string} what.room
 * @param {(FileSystemEntry | null)[]} what.entries files and folders as they were dropped, none for files alone
 * @param {number} what.left files that were left out already
 */
export async function takeMany({ actions, room, entries, left }) {
  const [files] = await Promise.all([
    filesIn(entries),
    loadRareWords(document.documentElement.lang),
  ]);
  const hasFolder = entries.some((entry) => entry?.isDirectory);
  const n = hasFolder ? actions.uploads.add(room, files) : left;
  if (hasFolder && files.length === 0) actions.toasts.show("upload.no_files");
  if (n > 0) actions.toasts.show("upload.left_out", { n, max: actions.uploads.maxPerRoom });
}

/**
 * The files in folders, in the order of their names; what a system hides in them is left out, folders too.
 * @param {(FileSystemEntry | null)[]} entries
 */
async function filesIn(entries) {
  /** @type {File[]} */
  const files = [];
  let looked = 0;
  /**
   * @param {(FileSystemEntry | null)[]} some
   * @param {number} depth
   */
  const walk = async (some, depth) => {
    for (const entry of some) {
      const isHidden = depth > 0 && entry?.name.startsWith(".");
      if (entry === null || isHidden || ++looked > MAX_ENTRIES) continue;
      if (entry.isFile) {
        const file = await fileOf(/** @type {FileSystemFileEntry} */ (entry));
        if (file !== null) files.push(file);
      } else if (depth < MAX_DEPTH) {
        const inside = await entriesOf(/** @type {FileSystemDirectoryEntry} */ (entry));
        await walk(inside.sort((a, b) => a.name < b.name ? -1 : 1), depth + 1);
      }
    }
  };
  await walk(entries, 0);
  return files;
}

/**
 * Null for one that cannot be read.
 * @param {FileSystemFileEntry} entry
 * @returns {Promise<File | null>}
 */
function fileOf(entry) {
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}

/** @param {FileSystemDirectoryEntry} folder */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {FileSystemEntry[]} */
  const all = [];
  while (all.length < MAX_ENTRIES) {
    // Browsers give a hundred at a time, and none at the end.
    const some = await /** @type {Promise<FileSystemEntry[]>} */ (new Promise((resolve) =>
      reader.readEntries(resolve, () =>
        resolve([]))
    ));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
}
