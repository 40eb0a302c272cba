/** Certificates as an authority makes them, for a test. */
import { assert } from "@std/assert";

/** A certificate for localhost, or another host, and the one that signed it, made by the system's openssl. */
export async function certify(folder: string, name: string, host = "localhost"): Promise<void> {
  const key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
  const script = `set -e; cd ${folder}
    openssl req -x509 ${key} -days 2 -keyout ca.key -out ca.pem -subj "/CN=${name} authority"
    openssl req ${key} -keyout key.pem -out leaf.csr -subj "/CN=${name}"
    printf 'subjectAltName=DNS:${host},IP:127.0.0.1\nbasicConstraints=CA:FALSE\n' > leaf.ext
    openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile leaf.ext -out cert.pem`;
  const { success, stderr } = await new Deno.Command("bash", { args: ["-c", script] }).output();
  assert(success, new TextDecoder().decode(stderr));
}
