/**
 * What carries requests and frames. Which of the two it is, is known here and to whoever starts the process;
 * nothing below this folder may tell them apart.
 */
import type { Clock } from "../base/clock.ts";
import type { Upgrade } from "../web/frame_socket.ts";

/** Which transports there are: the platform's own, and node:http with the package `ws`. */
export type TransportName = "native" | "ws";

/** A certificate and its key, as PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** What listening needs. */
export interface ListenOptions {
  host: string;
  port: number;
  /** Answers any request of that address; never throws. */
  fetch: (request: Request, address: string) => Promise<Response>;
  /** Sends everybody away, to come back at once and resume. */
  disconnectAll: () => void;
  /** Null for plain HTTP. */
  certificate: Certificate | null;
  clock: Clock;
  onTrouble: (what: string, error: unknown) => void;
}

/** A server that listens. */
export interface HttpServer {
  readonly port: number;
  /** Takes another certificate; throws, and changes nothing, for a bad one. */
  renew(certificate: Certificate): Promise<void>;
  /** Ends every connection at once and gives back what is held for it. */
  cutOff(): Promise<void>;
  /** Lets go of the port and waits for what is being answered. */
  shutdown(): Promise<void>;
}

/** One way to carry them. */
export interface HttpTransport {
  upgrade: Upgrade;
  /** Throws what `Deno.serve` would where the port cannot be had. */
  listen(options: ListenOptions): Promise<HttpServer>;
}

/** Milliseconds between two tries to listen again. */
export const LISTEN_AGAIN_MS = 250;

/** Throws for a certificate that no server could use: what works must not be given up for it. */
export function mustBeUsable(certificate: Certificate): void {
  Deno.listenTls({ hostname: "127.0.0.1", port: 0, ...certificate }).close();
}

/** The transport of that name. What the other one needs is not even loaded. */
export async function transportNamed(name: TransportName): Promise<HttpTransport> {
  if (name === "native") return (await import("./native_server.ts")).nativeTransport;
  return (await import("./ws_server.ts")).wsTransport();
}
