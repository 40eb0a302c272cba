/**
 * A file of a replicated disk: what is appended, overwritten or cut is undone until it is committed, and
 * shipped under the name that the file has by then. One on its way in is shipped as a whole when it is synced.
 */
import type { DiskFile } from "../disk.ts";
import { type Change, weightOf } from "./record.ts";
import type { Shipping } from "./replicated_disk.ts";

/** Bytes of one change, so that a record holds several. */
export const MAX_CHANGE_BYTES = 128 * 1024;
/** Bytes of a file above which the others fetch it, instead of reading it in the log. */
const LARGE_BYTES = 1024 * 1024;

/** An open file whose changes are shipped under the name that it has by then. */
export class ReplicatedFile implements DiskFile {
  /** Null once the file is gone from under this handle. */
  path: string | null;
  readonly #shipping: Shipping;
  readonly #file: DiskFile;
  #isDraft: boolean;

  constructor(shipping: Shipping, file: DiskFile, path: string, isDraft: boolean) {
    this.#shipping = shipping;
    this.#file = file;
    this.path = path;
    this.#isDraft = isDraft;
  }

  size(): number {
    return this.#file.size();
  }

  isThere(): boolean {
    return this.#file.isThere();
  }

  append(bytes: Uint8Array): number {
    const ship = this.#shipped();
    if (ship === null) return this.#file.append(bytes);
    const { shipper, undo } = this.#shipping.options;
    this.#shipping.mustTake();
    this.#shipping.adopt(ship.path, ship.name, this.#file);
    const at = this.#file.size();
    const part = bytes.slice(0, MAX_CHANGE_BYTES);
    const change = { kind: "append" as const, path: ship.name, at, bytes: part };
    const record = shipper.recordOf(weightOf(change));
    const taken = this.#shipping.locally(() => {
      undo.grows(record, ship.path, at);
      return this.#file.append(part);
    });
    if (taken <= 0) return taken;
    shipper.push({ ...change, bytes: part.subarray(0, taken) });
    this.#shipping.sized(ship.path, at + taken);
    return taken;
  }

  read(into: Uint8Array, at: number): number {
    return this.#file.read(into, at);
  }

  overwrite(bytes: Uint8Array, at: number): void {
    const ship = this.#shipped();
    if (ship === null) return this.#file.overwrite(bytes, at);
    const { shipper, undo } = this.#shipping.options;
    this.#shipping.mustTake();
    for (let done = 0; done < bytes.length; done += MAX_CHANGE_BYTES) {
      const part = bytes.slice(done, done + MAX_CHANGE_BYTES);
      const change: Change = { kind: "overwrite", path: ship.name, at: at + done, bytes: part };
      this.#shipping.locally(() => {
        undo.changes(shipper.recordOf(weightOf(change)), ship.path, at + done, part.length);
        this.#file.overwrite(part, at + done);
      });
      shipper.push(change);
    }
  }

  /** Never refused for want of a quorum: it takes back what was. */
  truncate(length: number): void {
    const ship = this.#shipped();
    if (ship === null) return this.#file.truncate(length);
    const { shipper, undo } = this.#shipping.options;
    const change: Change = { kind: "truncate", path: ship.name, length };
    this.#shipping.locally(() => {
      const cut = Math.max(0, this.#file.size() - length);
      undo.changes(shipper.recordOf(weightOf(change)), ship.path, length, cut);
      this.#file.truncate(length);
    });
    shipper.push(change);
    this.#shipping.sized(ship.path, length);
  }

  async sync(): Promise<void> {
    if (this.path === null || this.#shipping.nameOf(this.path) === null) {
      return await this.#file.sync();
    }
    if (this.#isDraft) await this.#shipDraft(this.path, this.#shipping.nameOf(this.path)!);
    await this.#shipping.options.shipper.committed();
  }

  /** Nobody can be waited for at once; what was written is on its way. */
  syncNow(): void {}

  close(): void {
    this.#shipping.close(this);
    this.#file.close();
  }

  #shipped(): { path: string; name: string } | null {
    if (this.path === null || this.#isDraft) return null;
    const name = this.#shipping.nameOf(this.path);
    return name === null ? null : { path: this.path, name };
  }

  async #shipDraft(path: string, name: string): Promise<void> {
    const { shipper, undo, shareLarge } = this.#shipping.options;
    const size = this.#file.size();
    const large = size > LARGE_BYTES ? await shareLarge(path, size) : null;
    this.#shipping.mustTake();
    if (this.path !== path) return;
    const change: Change = large ?? { kind: "make", path: name };
    const record = shipper.recordOf(weightOf(change));
    shipper.push(change);
    if (large === null) this.#shipping.shipPart(path, name, this.#file, 0);
    undo.decide(path, record);
    this.#isDraft = false;
    this.#shipping.sized(path, size);
  }
}
