/**
 * Whether the chat beside it is well: exit 0 if so. It asks where the settings say that it is, at their
 * port, under their path and over TLS if it has a certificate, which is another name's than this address.
 */
import { readConfig } from "../server/config.ts";
import { SettingsFile } from "../server/settings/file.ts";

/** Milliseconds in which a chat that is well has answered. */
const PATIENCE_MS = 5000;

function read(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}

async function isWell(): Promise<boolean> {
  const asked = readConfig(["serve"], (name) => Deno.env.get(name), new SettingsFile(read));
  if (!("config" in asked)) return false;
  const { port, base, tlsCert } = asked.config;
  const address = `${tlsCert === "" ? "http" : "https"}://127.0.0.1:${port}${base}/healthz`;
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

Deno.exit(await isWell() ? 0 : 1);
