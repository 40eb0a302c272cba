/** Types of what we use of the package `ws`, which carries none. A name that is missing here fails `deno check`. */

declare module "ws" {
  import type { IncomingMessage } from "node:http";
  import type { Duplex } from "node:stream";

  export class WebSocket {
    constructor(address: null, protocols: undefined, options: object);
    static readonly OPEN: 1;
    readonly readyState: number;
    readonly bufferedAmount: number;
    send(data: string): void;
    close(code?: number, reason?: string): void;
    ping(): void;
    terminate(): void;
    addEventListener(
      type: string,
      listener: EventListenerObject,
      options?: { once?: boolean },
    ): void;
    on(event: string, listener: (this: this) => void): void;
    once(event: string, listener: (this: this) => void): void;
  }

  export class Sender {
    /** The parts of a frame, in order. */
    static frame(
      data: Uint8Array,
      options: { fin: boolean; opcode: number; mask: boolean; readOnly: boolean; rsv1: boolean },
    ): Uint8Array[];
  }

  export class WebSocketServer<Socket extends WebSocket = WebSocket> {
    constructor(options: {
      noServer: true;
      WebSocket: new (address: null, protocols: undefined, options: object) => Socket;
      clientTracking: boolean;
      perMessageDeflate: boolean;
      maxPayload: number;
      maxFragments: number;
      maxBufferedChunks: number;
      closeTimeout: number;
      handleProtocols: () => false;
    });
    /** Calls back before it returns, and not at all where it answered that this is no upgrade. */
    handleUpgrade(
      request: IncomingMessage,
      socket: Duplex,
      head: Uint8Array,
      callback: (socket: Socket) => void,
    ): void;
  }
}
