/** The certificate of a server and its key, in two files that may be others after a while. */
import { reasonOf } from "../base/errors.ts";
import type { Config } from "../config.ts";
import { DiskTrouble } from "../store/disk_trouble.ts";
import type { Certificate, HttpServer } from "../transport/transport.ts";
import { StartError } from "./start_errors.ts";

/** The certificate in two files and its key, as PEM; throws a {@link StartError}. */
export function readCertificate(cert: string, key: string): Certificate {
  return { cert: readPem(cert), key: readPem(key) };
}

function readPem(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new StartError(
      `Cannot read ${path} (${
        new DiskTrouble(path, error).reason
      }): --tls-cert and --tls-key are files that this user may read`,
    );
  }
}

/** A new certificate in the same files is taken; a bad one leaves the old in use. */
export async function renewed({ tlsCert, tlsKey }: Config, server: HttpServer): Promise<string[]> {
  if (tlsCert === "") return [];
  try {
    await server.renew(readCertificate(tlsCert, tlsKey));
    return ["The certificate was read again"];
  } catch (error) {
    return [`Cannot use the new certificate; the old one stays (${reasonOf(error)})`];
  }
}
