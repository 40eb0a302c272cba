/** A TCP proxy on loopback that can be cut: nothing gets through any more, and nobody is told so. */

/** One such proxy. */
export class CuttableProxy {
  readonly address: string;
  readonly #listener: Deno.TcpListener;
  readonly #target: { hostname: string; port: number };
  readonly #open = new Set<Deno.TcpConn>();
  #isCut = false;
  #mended: { promise: Promise<void>; resolve: () => void } = Promise
    .withResolvers<void>();

  constructor(target: string) {
    const [hostname = "", port = ""] = target.split(":");
    this.#target = { hostname, port: Number(port) };
    this.#listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.address = `127.0.0.1:${this.#listener.addr.port}`;
    void this.#accept();
  }

  /** From now on bytes vanish. */
  cut(): void {
    this.#isCut = true;
  }

  /** Connections of before are gone, new ones get through. */
  mend(): void {
    this.#isCut = false;
    for (const conn of [...this.#open]) {
      close(conn);
      this.#open.delete(conn);
    }
    this.#mended.resolve();
    this.#mended = Promise.withResolvers<void>();
  }

  close(): Promise<void> {
    try {
      this.#listener.close();
    } catch {
      // Of two nodes that share it the first has closed it.
    }
    this.mend();
    return Promise.resolve();
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) void this.#serve(conn);
    } catch {
      // Closed.
    }
  }

  async #serve(conn: Deno.TcpConn): Promise<void> {
    this.#open.add(conn);
    try {
      // What connects while the network is cut waits, as for an answer that never comes.
      if (this.#isCut) return await this.#mended.promise;
      const other = await Deno.connect(this.#target);
      this.#open.add(other);
      await Promise.race([this.#pump(conn, other), this.#pump(other, conn)]);
      close(other);
      this.#open.delete(other);
    } catch {
      // One of the two ends has gone.
    } finally {
      close(conn);
      this.#open.delete(conn);
    }
  }

  async #pump(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const chunk = new Uint8Array(64 * 1024);
    for (;;) {
      const length = await from.read(chunk).catch(() => null);
      if (length === null) return;
      if (this.#isCut) return await this.#mended.promise;
      for (let at = 0; at < length;) {
        at += await to.write(chunk.subarray(at, length));
      }
    }
  }
}

function close(conn: Deno.TcpConn): void {
  try {
    conn.close();
  } catch {
    // Closed already.
  }
}
