/**
 * `/api/account/export`: everything of one's own as a zip, made while it is read, and `/api/account/data`, how
 * much that is. For one person one at a time; whoever reads too slowly for long makes room for others.
 */
import { mustHaveAccount } from "./account_routes.ts";
import type { Authenticator } from "./auth.ts";
import { json } from "./http.ts";
import { checkSite } from "./origin.ts";
import { pacedStream } from "./paced_stream.ts";
import type { Call, Route } from "./router.ts";
import { addressKeyOf } from "../base/address.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import { FairSemaphore } from "../base/fair_semaphore.ts";
import type { OwnDataInfo } from "../protocol_own.ts";

/** What these routes need. */
export interface OwnExportRoutesOptions {
  auth: Authenticator;
  clock: Clock;
  /** How many files somebody sent, and their bytes. */
  measure: (name: string) => Promise<OwnDataInfo>;
  /** The bytes of the zip, made as they are asked for. */
  zip: (name: string) => Promise<AsyncGenerator<Uint8Array<ArrayBuffer>>>;
}

const EXPORT_SLOTS = {
  atATime: 8,
  perAddress: 4,
  askedPerSession: 1,
  askedPerAddress: 16,
  maxWaiting: 32,
  waitMs: 20_000,
};
/** A modem is fast enough. */
const MIN_BYTES_PER_SECOND = 2 * 1024;
const CREDIT_MS = 60_000;

/** The routes. */
export function ownExportRoutes(options: OwnExportRoutesOptions): Route[] {
  const { auth, clock, measure, zip } = options;
  const slots = new FairSemaphore({
    ...EXPORT_SLOTS,
    clock,
    busy: () =>
      new ChatError("busy", "Your data is being downloaded already: wait until that is done", {
        wait: 5000,
      }),
  });

  async function download(call: Call): Promise<Response> {
    checkSite(call);
    const { name, key } = mustHaveAccount(auth, call);
    const day = new Date(clock.now()).toISOString().slice(0, "2026-11-26".length);
    const headers = {
      "content-type": "application/zip",
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}-${day}.zip`,
      "cache-control": "no-store, no-transform",
    };
    if (call.request.method === "HEAD") return new Response(null, { headers });
    const holder = { address: addressKeyOf(call.address), session: `of ${key}` };
    const leave = await slots.acquire(holder);
    try {
      return new Response(paced(await zip(name), clock, leave), { headers });
    } catch (error) {
      leave();
      throw error;
    }
  }

  return [
    { method: "GET", path: "/api/account/export", handle: download },
    {
      method: "GET",
      path: "/api/account/data",
      async handle(call) {
        const { name } = mustHaveAccount(auth, call);
        return json(await measure(name));
      },
    },
  ];
}

/** A stream of these, for who reads on; `leave` is called once, when it is over. */
function paced(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
  clock: Clock,
  leave: () => void,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return pacedStream({
    clock,
    creditMs: CREDIT_MS,
    bytesPerSecond: () => MIN_BYTES_PER_SECOND,
    ahead: 0,
    async next() {
      const { done, value } = await pieces.next();
      return done ? { bytes: new Uint8Array(0), isLast: true } : { bytes: value, isLast: false };
    },
    end() {
      leave();
      void pieces.return(undefined).catch(() => {});
    },
  });
}
