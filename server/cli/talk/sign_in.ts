/**
 * From a name to a session: by a bot's token, by the session of last time, as a guest, or with a password
 * that is asked for where the name is somebody's. A password is kept nowhere.
 */
import type { Clock } from "../../base/clock.ts";
import type { Limits } from "../../protocol.ts";
import { RequestError, type TalkApi } from "./api.ts";
import type { SavedSessions } from "./saved_sessions.ts";

/** What signing in needs from outside. */
export interface SignInOptions {
  api: TalkApi;
  sessions: SavedSessions;
  name: string;
  /** A bot's token, instead of everything else. */
  token: string | undefined;
  invite: string | undefined;
  /** Asks without showing what is typed; null where there is nobody to ask, or they want to go. */
  askPassword: (question: string) => Promise<string | null>;
  print: (text: string) => void;
  clock: Clock;
  /** False gives up where the server cannot be reached for some seconds. */
  isPatient: boolean;
}

/** Who one is now; or why one is nobody, as a sentence. */
export type SignInResult = { name: string; limits: Limits } | {
  problem: string;
};

const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 15_000;
/** The longest pause that somebody takes who does not wait: 8 seconds in all. */
const MAX_IMPATIENT_WAIT_MS = 4000;
/** What may pass by itself. */
const PASSING = new Set(["offline", "busy", "restarting", "too_many", "too_fast"]);
/** Codes that say: with a password perhaps. `invite_wanted` is what a chat without guests says as well. */
const WANTS_PASSWORD = new Set(["claimed", "invite_wanted", "not_allowed"]);

/** Signs in, or says why not. Where the server cannot be reached it is tried again and again. */
export async function signIn(options: SignInOptions): Promise<SignInResult> {
  for (let wait = FIRST_WAIT_MS;; wait = Math.min(wait * 2, MAX_WAIT_MS)) {
    try {
      return await once(options);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (!PASSING.has(error.code) || (!options.isPatient && wait > MAX_IMPATIENT_WAIT_MS)) {
        return { problem: error.message };
      }
      if (wait === FIRST_WAIT_MS) {
        options.print(`${error.message}; trying again`);
      }
      await new Promise<void>((go) => options.clock.after(wait, go));
    }
  }
}

async function once(options: SignInOptions): Promise<SignInResult> {
  const { api, sessions, name, token } = options;
  if (token !== undefined) return await asBot(api, token);
  api.identity = { cookies: sessions.find(api.address, name) };
  if ((api.identity.cookies ?? []).length > 0) {
    const { me, refused, limits } = await api.session();
    if (refused !== undefined) throw new RequestError(refused);
    if (me !== null) return { name: me.name, limits };
  }
  return await enter(options);
}

async function asBot(api: TalkApi, token: string): Promise<SignInResult> {
  api.identity = { token };
  const { me, limits } = await api.session();
  return me === null
    ? { problem: "Cannot sign in: nobody has the token in PLAINTALK_TOKEN" }
    : { name: me.name, limits };
}

/** As a guest; where the name is an account's with its password. */
async function enter(options: SignInOptions): Promise<SignInResult> {
  const { api, name, invite } = options;
  try {
    const { me, limits } = await api.enter({ name, ...(invite === undefined ? {} : { invite }) });
    return kept(options, me?.name ?? name, limits);
  } catch (error) {
    if (!(error instanceof RequestError) || !WANTS_PASSWORD.has(error.code)) {
      throw error;
    }
    return await withPassword(options, error);
  }
}

async function withPassword(options: SignInOptions, refused: RequestError): Promise<SignInResult> {
  const { api, name, askPassword, print } = options;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const password = await askPassword(`Password of ${name}: `);
    if (password === null) return { problem: refused.message };
    try {
      const { me, limits } = await api.enter({ name, password });
      return kept(options, me?.name ?? name, limits);
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== "wrong_password") {
        throw error;
      }
      print(error.message);
    }
  }
  return { problem: refused.message };
}

function kept({ api, sessions, print }: SignInOptions, name: string, limits: Limits): SignInResult {
  if (!sessions.save(api.address, name, api.identity.cookies ?? [])) {
    print(
      "Cannot keep the session on this machine; you will be asked again next time",
    );
  }
  return { name, limits };
}
