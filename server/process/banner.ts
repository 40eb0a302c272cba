/** The first lines that a start prints: where to open the chat, where it keeps everything, what to know. */
import type { Rooms } from "../chat/rooms.ts";
import type { People } from "../people/people.ts";
import type { Config } from "../config.ts";
import { DAMAGED } from "../people/accounts.ts";

/** What the lines tell of. */
export interface Greeting {
  config: Config;
  version: string;
  data: string;
  port: number;
  app: { rooms: Rooms; people: People };
  /** The code of a new chat that waits for its first admin, or null. */
  code: string | null;
}

/** The lines, in order. */
export function greeting({ config, version, data, port, app, code }: Greeting): string[] {
  const isOpen = config.host === "0.0.0.0" || config.host === "::";
  const host = isOpen || config.host === "127.0.0.1" ? "localhost" : config.host;
  const scheme = config.tlsCert === "" ? "http" : "https";
  const hosts = [host, ...(isOpen ? lanAddresses() : [])];
  const addresses = hosts.map((name) => `${scheme}://${name}:${port}${config.base}`);
  const malformed = [
    ...app.rooms.malformed.map(({ room, lines }) => `${lines} in ${room}`),
    ...app.people.malformed.map(({ file, lines }) => `${lines} in ${file}`),
  ];
  return [
    `Plaintalk ${version}`,
    `Open      ${addresses.join("  ")}`,
    `Data      ${data}`,
    ...(config.file === "" ? [] : [`Settings  ${config.file}`]),
    ...(malformed.length > 0
      ? [`Kept      malformed lines, not shown: ${malformed.join(", ")}`]
      : []),
    ...(app.people.accounts.isDamaged
      ? [`Warning   ${DAMAGED} (plaintalk check lists the lines)`]
      : []),
    ...(code === null ? [] : [
      `Set up    ${addresses.at(-1)}/?setup=${code}`,
      "          This link works once: whoever opens it first becomes the admin",
    ]),
    "Stop      Ctrl+C",
  ];
}

function lanAddresses(): string[] {
  try {
    return Deno.networkInterfaces()
      .filter(({ family, address }) => family === "IPv4" && !address.startsWith("127."))
      .map(({ address }) => address);
  } catch {
    // Without the permission only the address on this machine is shown.
    return [];
  }
}
