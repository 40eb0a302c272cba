/** What a disk refused, as an error that names the file and knows the system's word for why. */

/** A file, or its folder, that the disk would not read, write or sync. */
export class DiskTrouble extends Error {
  override readonly name = "DiskTrouble";
  readonly path: string;
  /** The system's word: `ENOSPC`; "" where it has none. */
  readonly code: string;
  /** True where everything went well but the order to the device to keep it. */
  readonly isSync: boolean;

  constructor(path: string, reason: unknown, isSync = false) {
    const text = reason instanceof Error ? reason.message : String(reason);
    const { code } = reason as { code?: unknown };
    const word = typeof code === "string" ? code : "";
    // File systems over a network or in user space may know no such order.
    const advice = isSync && NO_SYNC.includes(word) ? "; --sync never does without" : "";
    super((text.includes(path) ? text : `${text}: ${path}`) + advice);
    this.path = path;
    this.code = word;
    this.isSync = isSync;
  }

  /** Why, in the system's words: `Permission denied`. */
  get reason(): string {
    return this.message.replace(/(?: \(os error \d+\)|: ).*$/s, "");
  }
}

/** How systems say that a file system cannot sync. */
export const NO_SYNC: readonly string[] = ["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

/** The trouble that lies under an error, or null. */
export function troubleUnder(error: unknown): DiskTrouble | null {
  if (error instanceof DiskTrouble) return error;
  return error instanceof Error ? troubleUnder(error.cause) : null;
}
