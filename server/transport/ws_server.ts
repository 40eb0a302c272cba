/**
 * The transport for the open internet: node's HTTP server and the package `ws`. Its invariant: what a peer has
 * begun it ends in time or is gone, and everything that waits for it goes with it.
 */
import {
  createServer,
  type IncomingMessage,
  type Server,
  ServerResponse,
  type ServerResponse as Answer,
} from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { AcceptWatch } from "./accept_watch.ts";
import { requestOf } from "./node_request.ts";
import { send } from "./node_response.ts";
import {
  type Certificate,
  type HttpServer,
  type HttpTransport,
  LISTEN_AGAIN_MS,
  type ListenOptions,
  mustBeUsable,
} from "./transport.ts";
import { WsSockets } from "./ws_sockets.ts";
import type { Timer } from "../base/clock.ts";
import { errorResponse, harden } from "../web/http.ts";

/** How long the head of a request may take, TLS before it as well, and how often it is looked for who is late. */
const HEAD_MS = 15_000;
const LOOK_FOR_LATE_MS = 1000;
/** How long the rest of a body may take once its request was answered. */
const REST_OF_BODY_MS = 5000;
/** How long a connection is kept for another request; proxies keep theirs for 60 s. */
const KEEP_ALIVE_MS = 65_000;
const MAX_HEAD_BYTES = 16 * 1024;
/** Requests of one connection that are answered at once; no browser sends a second before the first is. */
const MAX_REQUESTS_AT_ONCE = 16;
/** How long our last words may take. */
const LAST_WORDS_MS = 1000;

/** A transport of its own, with no socket yet. */
export function wsTransport(): HttpTransport {
  const sockets = new WsSockets();
  return {
    upgrade: sockets.upgrade,
    async listen(options) {
      const server = new WsServer(options, sockets);
      await server.start();
      return server;
    },
  };
}

/** What is going on at one connection. */
interface Line {
  /** Requests that are being answered, and the newest of them. */
  atOnce: number;
  newest: IncomingMessage;
  /** What came behind that one is no request. */
  isBroken: boolean;
}

/** A server that listens. */
class WsServer implements HttpServer {
  readonly #options: ListenOptions;
  readonly #sockets: WsSockets;
  readonly #server: Server | TlsServer;
  readonly #lines = new WeakMap<Socket, Line>();
  #living: Timer | null = null;
  #accepting: AcceptWatch | null = null;
  #port: number;
  #isOver = false;
  #isShut = false;

  constructor(options: ListenOptions, sockets: WsSockets) {
    this.#options = options;
    this.#sockets = sockets;
    this.#port = options.port;
    if (options.certificate !== null) mustBeUsable(options.certificate);
    const server = makeServer(options.certificate);
    this.#server = server;
    server.on("request", (message, answer) => void this.#answer(message, answer));
    server.on("checkContinue", (message, answer) => {
      // Asked for only once somebody wants the body: who is refused has not sent it.
      void this.#answer(message, answer, () => answer.writeContinue());
    });
    server.on(
      "upgrade",
      (message, wire, head) => void this.#upgrade(message, wire as Socket, head),
    );
    server.on("error", (error) => {
      // One of who came in: no reason to end everybody's chat. A port that cannot be had is told elsewhere.
      if (server.listening) options.onTrouble("The server had an error", error);
    });
    server.on("clientError", (error, wire) => this.#refuse(error, wire as Socket));
    server.on("connection", () => {
      this.#isShut = false;
      server.getConnections((_, open) => this.#accepting?.accepted(open));
    });
  }

  get port(): number {
    return this.#port;
  }

  async start(): Promise<void> {
    await this.#listen();
    const { clock } = this.#options;
    this.#living = this.#sockets.watch(clock);
    this.#accepting = new AcceptWatch({
      clock,
      knock: () => this.#knock(),
      onShut: (error) => void this.#listenAgain(error),
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Nobody is sent away: who comes from now on is shown the new one. */
  renew(certificate: Certificate): Promise<void> {
    return Promise.resolve().then(() => {
      mustBeUsable(certificate);
      if ("setSecureContext" in this.#server) this.#server.setSecureContext(certificate);
    });
  }

  cutOff(): Promise<void> {
    this.#sockets.terminate();
    this.#server.closeAllConnections();
    return Promise.resolve();
  }

  async shutdown(): Promise<void> {
    this.#isOver = true;
    this.#living?.cancel();
    this.#accepting?.stop();
    this.#sockets.close(1001, "Server shutting down");
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    const timer = this.#options.clock.after(LAST_WORDS_MS, () => this.#sockets.terminate());
    await promise;
    timer.cancel();
  }

  async #answer(message: IncomingMessage, answer: Answer, onRead?: () => void): Promise<void> {
    // Heard where the body is read and by who writes; with nobody to hear it an error would end the process.
    message.on("error", ignored);
    answer.on("error", ignored);
    const wire = message.socket;
    const line = this.#lines.get(wire) ?? { atOnce: 0, newest: message, isBroken: false };
    if (line.atOnce >= MAX_REQUESTS_AT_ONCE) return void wire.destroy();
    line.atOnce++;
    line.newest = message;
    this.#lines.set(wire, line);
    await send(await this.#ask(message, onRead), answer, acceptedBy(message));
    line.atOnce--;
    if (line.isBroken && line.atOnce === 0) wire.destroySoon();
    else this.#mustEnd(message);
  }

  /** Behind a whole request it ends the connection only once that one was answered. */
  #refuse(error: Error & { code?: string }, wire: Socket): void {
    const line = this.#lines.get(wire);
    if (line !== undefined && line.atOnce > 0 && line.newest.complete) {
      line.isBroken = true;
      return;
    }
    const status = error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "408 Request Timeout"
      : "400 Bad Request";
    if (wire.writable) wire.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    wire.destroy();
  }

  /** What was answered before it was all there must come to its end all the same. */
  #mustEnd(message: IncomingMessage): void {
    if (message.complete || message.socket.destroyed) return;
    const { socket } = message;
    const timer = this.#options.clock.after(REST_OF_BODY_MS, () => socket.destroy());
    const over = (): void => {
      timer.cancel();
      message.off("end", over);
      socket.off("close", over);
    };
    message.on("end", over);
    socket.on("close", over);
    message.resume();
  }

  async #upgrade(message: IncomingMessage, wire: Socket, head: Uint8Array): Promise<void> {
    wire.on("error", destroyed);
    const response = await this.#ask(message, undefined, { message, wire, head });
    if (response.status === 101) return;
    if (wire.destroyed || wire.writableEnded) return;
    const answer = new ServerResponse(message);
    answer.on("error", ignored);
    answer.shouldKeepAlive = false;
    answer.assignSocket(wire);
    answer.once("finish", () => wire.destroySoon());
    await send(response, answer, acceptedBy(message));
  }

  async #ask(
    message: IncomingMessage,
    onRead?: () => void,
    upgrade?: Parameters<WsSockets["ask"]>[1],
  ): Promise<Response> {
    let request: Request;
    try {
      request = requestOf(message, this.#options.certificate !== null, onRead);
    } catch (error) {
      return harden(errorResponse(error));
    }
    if (upgrade !== undefined) this.#sockets.ask(request, upgrade);
    return await this.#options.fetch(request, message.socket.remoteAddress ?? "");
  }

  /** Errors are those that `Deno.serve` throws, so that whoever reads them need not know which it was. */
  #listen(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const failed = (error: Error & { code?: string }): void => {
      const isInUse = error.code === "EADDRINUSE";
      error.message = reasonAlone(error.message);
      reject(isInUse ? new Deno.errors.AddrInUse(error.message, { cause: error }) : error);
    };
    this.#server.once("error", failed);
    this.#server.listen(this.#port, this.#options.host, () => {
      this.#server.off("error", failed);
      resolve();
    });
    return promise;
  }

  /** Those who are in stay in. */
  async #listenAgain(error: unknown): Promise<void> {
    if (this.#isOver) return;
    if (!this.#isShut) {
      this.#isShut = true;
      this.#options.onTrouble("Cannot accept connections; trying again", error);
    }
    if (this.#server.listening) this.#server.close();
    while (!this.#isOver && !this.#server.listening) {
      await this.#listen().catch(() => new Promise((go) => setTimeout(go, LISTEN_AGAIN_MS)));
    }
  }

  async #knock(): Promise<() => void> {
    const { host } = this.#options;
    const hostname = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
    const connection = await Deno.connect({ hostname, port: this.#port });
    return () => connection.close();
  }
}

/** What the system said: Node puts the call and its code before it, and the address behind. */
function reasonAlone(message: string): string {
  return message.replace(/^listen \w+: (.+) \S+:\d+$/, "$1");
}

function makeServer(certificate: Certificate | null): Server | TlsServer {
  const options = {
    headersTimeout: HEAD_MS,
    connectionsCheckingInterval: LOOK_FOR_LATE_MS,
    // Bodies have deadlines of their own where they are read: a long file over a slow line may take its time.
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxHeaderSize: MAX_HEAD_BYTES,
    noDelay: true,
    shouldUpgradeCallback: ({ method, headers }: IncomingMessage) =>
      method === "GET" && headers.upgrade?.toLowerCase() === "websocket",
  };
  const server = certificate === null
    ? createServer(options)
    : createTlsServer({ ...options, ...certificate, handshakeTimeout: HEAD_MS });
  // Cut off behind some, the next one could be the one that matters. The size of all bounds them.
  server.maxHeadersCount = 0;
  return server;
}

function acceptedBy({ headers }: IncomingMessage): string {
  const { "accept-encoding": accepts } = headers;
  return Array.isArray(accepts) ? accepts.join() : accepts ?? "";
}

function ignored(): void {}

/** Before `ws` listens: an error is the end of the wire, and nobody else's affair. */
function destroyed(this: Socket): void {
  this.destroy();
}
