/**
 * The client's modules as two files, what every page needs and what it needs only on use, and its
 * style sheets likewise. Made of the files themselves, at the first request.
 */
import { link, reached } from "./module_linker.ts";

/** Files that are made of others. */
export const LINKED: readonly string[] = [
  "first.js",
  "first.js.map",
  "later.js",
  "later.js.map",
  "style.css",
  "later.css",
];

/** Where a page begins. */
const MAIN = "main.js";
/** What a page fetches on use, or when there is nothing else to do. */
const LAZY = /\/lazy\//;
/** In the order in which one rule wins over another. */
const SHEETS = ["tokens", "layout", "chat", "people", "emoji", "files"];
/** The looks of what a page fetches on use: these win over the others. */
const LATER_SHEETS = [
  "dialogs",
  "overlays",
  "room_tools",
  "media",
  "profile",
  "own",
  "members",
];

/** True for a file that is part of another one, and needs no request of its own. */
export function isLinked(path: string): boolean {
  return /\.(?:js|css)$/.test(path) && !/^(?:words|vendor)\/|^sw\.js$/.test(path);
}

/** The files that are made of the client's own, by their names. */
export function linkApp(files: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const decoder = new TextDecoder();
  const sources = new Map(
    [...files].filter(([path]) => /\.(?:js|css)$/.test(path)).map((
      [path, bytes],
    ) => [path, decoder.decode(bytes)]),
  );
  const read = (path: string): string | undefined => sources.get(path);
  const lazy = new Set([...files.keys()].filter((path) => LAZY.test(path)).sort());
  const held = reached(read, [MAIN]);
  const lent = new Set([...reached(read, [...lazy])].filter((path) => held.has(path)));
  const later = { file: "later.js", paths: lazy };
  const first = link({ read, roots: [MAIN], later, lent }, "first.js");
  const rest = link(
    { read, roots: [...lazy], held: { by: "first.js", paths: held }, later, lent: lazy },
    "later.js",
  );
  return new Map([
    ["first.js", first.code],
    ["first.js.map", first.map],
    ["later.js", rest.code],
    ["later.js.map", rest.map],
    ["style.css", joined(read, SHEETS)],
    ["later.css", joined(read, LATER_SHEETS)],
  ]);
}

function joined(read: (path: string) => string | undefined, sheets: readonly string[]): string {
  return sheets.map((name) => read(`style/${name}.css`) ?? "").join("\n");
}

/** The worker with what it imports, as the one classic script that every browser runs. */
export function workerOf(files: ReadonlyMap<string, Uint8Array>): string {
  const read = (path: string): string | undefined => {
    const bytes = files.get(path);
    return bytes && new TextDecoder().decode(bytes);
  };
  const { code } = link({ read, roots: ["sw.js"] }, "sw.js");
  return code.replace(/^export const \w+ = [^]*$/m, "").trim() + "\n";
}
