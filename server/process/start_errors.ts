/**
 * Why a start failed, as the one sentence that its owner reads: what was tried, which file or port
 * refused it, and what to do. Whatever is not known here is a mistake of ours, and said to be one.
 */
import { ChatError, reasonOf } from "../base/errors.ts";
import { DataInUse } from "../store/data_lock.ts";
import { type DiskTrouble, NO_SYNC, troubleUnder } from "../store/disk_trouble.ts";

/** A start that cannot go on: the message is the sentence to print. */
export class StartError extends Error {
  override readonly name = "CannotStart";
}

/** The sentence for whatever ended a start or a command. `data`: the folder it was about. */
export function sentenceOf(error: unknown, data: string): string {
  if (error instanceof StartError || error instanceof DataInUse) return error.message;
  const trouble = troubleUnder(error);
  if (trouble !== null) return aboutDisk(trouble, data);
  if (error instanceof ChatError) return error.message;
  return `Cannot go on: internal error (${oneLine(reasonOf(error))}); please report it`;
}

function aboutDisk(trouble: DiskTrouble, data: string): string {
  const { path, reason, isSync } = trouble;
  return `Cannot ${isSync ? "sync" : "use"} ${path} (${reason}): ${adviceFor(trouble, data)}`;
}

function adviceFor({ path, code, isSync }: DiskTrouble, data: string): string {
  if (isSync && NO_SYNC.includes(code)) {
    return "its file system cannot sync; start with --sync never, or choose another disk with --data";
  }
  switch (code) {
    case "EACCES":
    case "EPERM":
      return path === data
        ? "make this user its owner, or choose another with --data"
        : "let the user that runs Plaintalk read and write it: " +
          `sudo chown -R --reference=${data} ${data}; sudo chmod -R u+rwX ${data}`;
    case "EISDIR":
      return "expected a file there, found a folder: move it away";
    case "ENOTDIR":
    case "EEXIST":
      return "expected a folder there, found a file: move it away, or choose another with --data";
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full; make room on it and start again, nothing is lost";
    case "EROFS":
      return "the disk is read-only; make it writable, or choose another folder with --data";
    case "EMFILE":
    case "ENFILE":
      return "too many files are open; raise the limit (ulimit -n, or LimitNOFILE= in the unit)";
    default:
      return "check the disk, or choose another folder with --data";
  }
}

/** Where a server was to listen. */
export interface ListenAddress {
  host: string;
  port: number;
}

/** The sentence for a port that could not be had. */
export function whyNotListening(error: unknown, { host, port }: ListenAddress): string {
  if (error instanceof Deno.errors.AddrInUse) {
    const next = port < 65_535 ? port + 1 : 8000;
    return `Port ${port} is in use: try --port ${next}`;
  }
  const { code } = error as { code?: unknown };
  const what = `Cannot listen on ${host}, port ${port} (${oneLine(reasonOf(error))})`;
  if (code === "EACCES" || code === "EPERM") {
    return port < 1024
      ? `${what}: ports below 1024 need a privilege; try --port 8000, or grant it (AmbientCapabilities=CAP_NET_BIND_SERVICE in the unit)`
      : `${what}: this user may not; try --port 8000`;
  }
  if (code === "EAFNOSUPPORT") return `${what}: this machine has no IPv6; try --host 0.0.0.0`;
  return `${what}: that address is not this machine's; try --host 127.0.0.1`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}
