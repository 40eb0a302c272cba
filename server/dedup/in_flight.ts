/** What waits for a message that is on its way to the file: types only. */
import type { Connection } from "../delivery/connection.ts";
import type { ChatError } from "../base/errors.ts";
import type { Message } from "../protocol.ts";

/** A request without a connection, which is answered once. */
export interface Reply {
  resolve(message: Message): void;
  reject(error: ChatError): void;
}

/** Who is told what became of a message: a connection by an event, a request by its answer. */
export type Waiter = Connection | Reply;

/** A message on its way: whoever sends it again meanwhile waits with its sender. */
export interface InFlight {
  wait(waiter: Waiter): void;
}
