/** Paths as people write them in a line: quoted, with backslashes before spaces, from `~`. Pure. */

/** A path, and the words behind it. */
export interface PathAndWords {
  path: string;
  words: string;
}

/** Reads the path that a line begins with, as a shell would. */
export function readPath(line: string): PathAndWords {
  const quoted = /^(["'])(.*?)\1(?:\s+|$)([^]*)$/s.exec(line);
  if (quoted !== null) return { path: quoted[2]!, words: quoted[3]! };
  const [whole = "", path = "", words = ""] = /^((?:\\.|[^\s\\])*)\s*([^]*)$/s.exec(line) ?? [];
  return whole === "" ? { path: line, words: "" } : { path: path.replace(/\\(.)/gs, "$1"), words };
}

/** The path with the home folder for its `~`. */
export function fromHome(path: string, home: string | undefined): string {
  return home !== undefined && /^~(?=\/|$)/.test(path) ? home + path.slice(1) : path;
}

/** The name of a file that somebody else named: it leads nowhere else and hides nowhere. */
export function harmlessName(name: string): string {
  const plain = name.toWellFormed().replace(/[\p{Cc}\p{Cf}\u2028\u2029/\\:*?"<>|]/gu, "_")
    .replace(/^[.\s-]+|[.\s]+$/g, "");
  return [...plain].slice(-100).join("") || "file";
}

/** `holiday (2).jpg`. */
export function withCount(name: string, count: number): string {
  if (count === 1) return name;
  const [, stem = name, ending = ""] = /^(.+?)(\.[^.]{1,10})?$/s.exec(name) ??
    [];
  return `${stem} (${count})${ending}`;
}
