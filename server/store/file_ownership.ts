/**
 * Whose a file is. Whatever root makes or replaces in someone's folder stays theirs, with the mode that
 * it had: a command that was run with sudo must not lock the service out of its own chat. Where we are
 * not root there is nothing to give away.
 */
import { dirname } from "@std/path";

const ROOT = 0;
const MODE_BITS = 0o777;

/** Gives what was just made to the owner of the folder it lies in. */
export function giveToFolder(path: string): void {
  const own = infoOf(path);
  // Only root makes files that are root's.
  if (own?.uid !== ROOT) return;
  give(path, own, infoOf(dirname(path)));
}

/** Makes one file like another that it is about to replace: the same owner, the same mode. */
export function makeLike(path: string, other: string): void {
  const [own, kept] = [infoOf(path), infoOf(other)];
  if (own === null || kept === null || !own.isFile || !kept.isFile) return;
  const mode = (kept.mode ?? 0) & MODE_BITS;
  if (mode !== 0 && ((own.mode ?? 0) & MODE_BITS) !== mode) Deno.chmodSync(path, mode);
  give(path, own, kept);
}

function give(path: string, own: Deno.FileInfo, to: Deno.FileInfo | null): void {
  if (to === null || to.uid === null || to.gid === null) return;
  if (own.uid === to.uid && own.gid === to.gid) return;
  // Nobody but root gives to others; a group of one's own may be kept.
  if (own.uid !== ROOT && own.uid !== to.uid) return;
  try {
    Deno.chownSync(path, to.uid, to.gid);
  } catch {
    // A group that we are not in, or a container whose root may not: it works as it is.
  }
}

function infoOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.lstatSync(path);
  } catch (error) {
    const isHidden = error instanceof Deno.errors.NotCapable;
    if (isHidden || error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
