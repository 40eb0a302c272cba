/**
 * A WebSocket of the package `ws` that costs little where many hear the same: a frame is made once and written to
 * each of them as it is. Its invariant: what it writes by itself and what `ws` writes stay in order, for neither
 * holds anything back.
 */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { Sender, WebSocket } from "ws";
import type { FrameSocket } from "../web/frame_socket.ts";

/** The frame that was made last: in a room each of its people hears the same one. */
export class FrameMaker {
  #text = "";
  #bytes: Uint8Array = new Uint8Array();

  /** The bytes of a text frame. From a server they are masked for nobody, so all may have the same. */
  bytesOf(text: string): Uint8Array {
    if (text === this.#text && text !== "") return this.#bytes;
    const options = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false };
    this.#bytes = Buffer.concat(Sender.frame(Buffer.from(text), options));
    this.#text = text;
    return this.#bytes;
  }
}

/** One connection. */
export class ChatSocket extends WebSocket implements FrameSocket {
  #wire: Socket | null = null;
  #frames: FrameMaker | null = null;
  #heardBytes = 0;
  #isPinged = false;

  /** What lies under it, told once it is open. */
  lieOn(wire: Socket, frames: FrameMaker): void {
    this.#wire = wire;
    this.#frames = frames;
  }

  override send(text: string): void {
    if (this.readyState !== WebSocket.OPEN) return;
    this.#wire!.write(this.#frames!.bytesOf(text));
  }

  /**
   * To be called at times that are even: a ping to who has been silent since the last time, the end for who has
   * not answered it. Whatever comes counts.
   */
  mustLive(): void {
    const heardBytes = this.#wire!.bytesRead;
    const isSilent = heardBytes === this.#heardBytes;
    this.#heardBytes = heardBytes;
    if (isSilent && this.#isPinged) this.terminate();
    else if (isSilent) this.ping();
    this.#isPinged = isSilent;
  }
}
