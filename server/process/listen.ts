/** Begins to listen where the config says, or says in one sentence why that cannot be. */
import { readCertificate } from "./certificate_files.ts";
import { StartError, whyNotListening } from "./start_errors.ts";
import { reasonOf } from "../base/errors.ts";
import type { Config } from "../config.ts";
import type { HttpServer, HttpTransport, ListenOptions } from "../transport/transport.ts";

/** Throws a StartError where that cannot be; `close` is called before. */
export async function mustListen(
  transport: HttpTransport,
  { host, port, tlsCert, tlsKey }: Config,
  app: Pick<ListenOptions, "fetch" | "disconnectAll">,
  rest: Pick<ListenOptions, "clock" | "onTrouble">,
  close: () => Promise<void> = () => Promise.resolve(),
): Promise<HttpServer> {
  try {
    const certificate = tlsCert === "" ? null : readCertificate(tlsCert, tlsKey);
    const { fetch, disconnectAll } = app;
    return await transport.listen({ host, port, fetch, disconnectAll, certificate, ...rest });
  } catch (error) {
    await close();
    if (error instanceof StartError) throw error;
    if (error instanceof Deno.errors.InvalidData) {
      throw new StartError(
        `Cannot use the certificate ${tlsCert} with ${tlsKey} (${
          reasonOf(error)
        }): both are wanted as PEM, and for each other`,
      );
    }
    throw new StartError(whyNotListening(error, { host, port }));
  }
}
