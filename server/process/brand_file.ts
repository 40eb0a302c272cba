/** The name and the picture of a chat, read at its start; a picture that cannot be used ends it. */
import { StartError } from "./start_errors.ts";
import { ChatError } from "../base/errors.ts";
import type { Config } from "../config.ts";
import { DiskTrouble } from "../store/disk_trouble.ts";
import { type Brand, readLogo } from "../web/brand.ts";

export function readBrand({ title, logo }: Pick<Config, "title" | "logo">): Brand {
  if (logo === "") return { title, logo: null };
  try {
    return { title, logo: readLogo(Deno.readFileSync(logo)) };
  } catch (error) {
    if (error instanceof ChatError) throw new StartError(`${error.message} (--logo ${logo})`);
    throw new StartError(
      `Cannot read ${logo} (${
        new DiskTrouble(logo, error).reason
      }): --logo is a file that this user may read`,
    );
  }
}
