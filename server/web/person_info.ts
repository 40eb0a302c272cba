/** What is told of somebody with an account, to whoever asks for one person or for all. */
import { formatIso } from "../base/clock.ts";
import type { Lobby } from "../chat/lobby.ts";
import type { Member } from "../delivery/connection.ts";
import type { Account } from "../people/accounts.ts";
import type { Profiles } from "../people/profiles.ts";
import type { PersonInfo } from "../protocol_http.ts";

/** What is known of people, and who is here. */
export interface PersonSources {
  profiles: Profiles;
  lobby: Lobby;
}

/** What others may know of an account, and when it was here last where an account asks. */
export function personInfo(
  { profiles, lobby }: PersonSources,
  { name, key, admin }: Account,
  reader: Member | null,
): PersonInfo {
  const online = lobby.isHere(key);
  const seen = profiles.find(name)?.seen ?? 0;
  const isTold = reader?.account === true && !online && seen > 0;
  return {
    ...profiles.told(name),
    account: true,
    admin,
    online,
    ...(isTold ? { seen: formatIso(seen) } : {}),
  };
}
