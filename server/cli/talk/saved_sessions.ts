/**
 * Who one was at which server, so that nobody types a password twice and a guest comes back as themselves:
 * a line for each, `address<tab>name<tab>cookies`, in a file of mode 0600. A password is never in it.
 */
import { foldName } from "../../people/names.ts";
import type { LocalFiles } from "./local_files.ts";

interface SavedSession {
  address: string;
  name: string;
  cookies: string[];
}

/** Sessions that are kept: those used last. */
const MAX_SESSIONS = 100;

/** The file of sessions. */
export class SavedSessions {
  readonly #files: LocalFiles;
  readonly #path: string | null;

  /** Without a path nothing is kept. */
  constructor(files: LocalFiles, path: string | null) {
    this.#files = files;
    this.#path = path;
  }

  /** The cookies of a name at a server, none where it is not known. */
  find(address: string, name: string): string[] {
    return this.#read().find((one) => isOf(one, address, name))?.cookies ?? [];
  }

  /** The name that was used last at a server. */
  lastName(address: string): string | null {
    return this.#read().findLast((one) => one.address === address)?.name ??
      null;
  }

  /** Keeps cookies, or with none forgets them. False where the disk refused it. */
  save(address: string, name: string, cookies: string[]): boolean {
    if (this.#path === null) return true;
    const others = this.#read().filter((one) => !isOf(one, address, name));
    const all = cookies.length === 0 ? others : [...others, { address, name, cookies }];
    const lines = all.slice(-MAX_SESSIONS).map((one) =>
      `${one.address}\t${one.name}\t${one.cookies.join("; ")}\n`
    );
    try {
      this.#files.writePrivate(this.#path, lines.join(""));
      return true;
    } catch {
      return false;
    }
  }

  #read(): SavedSession[] {
    const text = this.#path === null ? null : this.#files.readText(this.#path);
    return (text ?? "").split("\n").flatMap((line) => {
      const [address = "", name = "", cookies = ""] = line.split("\t");
      return cookies === "" ? [] : [{ address, name, cookies: cookies.split("; ") }];
    });
  }
}

/** Where the file is, null where this machine does not say where such files belong. */
export function sessionsPath(env: (name: string) => string | undefined): string | null {
  const own = env("XDG_STATE_HOME") || env("LOCALAPPDATA");
  const home = env("HOME") || env("USERPROFILE");
  if (own) return `${own}/plaintalk/sessions`;
  return home ? `${home}/.local/state/plaintalk/sessions` : null;
}

function isOf(one: SavedSession, address: string, name: string): boolean {
  return one.address === address && foldName(one.name) === foldName(name);
}
