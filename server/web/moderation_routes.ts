/** `/api/moderation`: admins mute and ban for a time, and undo it. */
import type { Callers } from "./caller.ts";
import { json, readJson } from "./http.ts";
import type { Call, Route } from "./router.ts";
import { BODY } from "./session_routes.ts";
import type { Clock } from "../base/clock.ts";
import { ChatError } from "../base/errors.ts";
import type { Member } from "../chat/listener.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Accounts } from "../people/accounts.ts";
import type { Measure, Moderation } from "../people/moderation.ts";
import { foldName, personName } from "../people/names.ts";

/** What these routes need. */
export interface ModerationRoutesOptions {
  callers: Callers;
  accounts: Accounts;
  moderation: Moderation;
  rooms: Rooms;
  clock: Clock;
  /** Told what an admin did, for the log. */
  onMeasure: (what: string, name: string, by: string) => void;
}

/** A year: who may not come back at all may not come back for that long. */
const MOST_MINUTES = 525_600;

/** The routes. */
export function moderationRoutes(options: ModerationRoutesOptions): Route[] {
  const { callers, moderation, rooms, clock, onMeasure } = options;

  async function add(call: Call): Promise<Response> {
    callers.checkOrigin(call);
    const me = mustBeAdmin(callers, call);
    const fields = await readJson(call, BODY);
    const name = personName(fields.name);
    const what = measure(fields.what);
    const minutes = minutesOf(fields.minutes);
    if (options.accounts.find(name)?.admin) {
      throw new ChatError("not_allowed", `Cannot ${what} "${name}": admins are not to be kept out`);
    }
    const here = [...rooms.listeners].filter(({ member }) => member.key === foldName(name));
    const caller = what === "ban" && fields.address === true ? here[0]?.member.caller ?? "" : "";
    const until = Math.ceil((clock.now() + minutes * 60_000) / 1000) * 1000;
    await moderation.add({ what, name, caller, until, by: me.name });
    onMeasure(what, name, me.name);
    if (what === "ban") {
      for (const { member, transport } of [...rooms.listeners]) {
        if (member.admin || member.session === me.session) continue;
        const isMeant = member.key === foldName(name) ||
          (caller !== "" && member.caller === caller);
        if (isMeant) transport.close(4003, "banned");
      }
    }
    return json({ what, name, until: new Date(until).toISOString(), by: me.name });
  }

  return [
    {
      method: "GET",
      path: "/api/moderation",
      handle(call) {
        mustBeAdmin(callers, call);
        const all = moderation.list().map(({ what, name, caller, until, by }) => {
          return { what, name, address: caller !== "", until: new Date(until).toISOString(), by };
        });
        return json({ measures: all });
      },
    },
    { method: "POST", path: "/api/moderation", handle: add },
    {
      method: "DELETE",
      path: "/api/moderation/:what/:name",
      async handle(call) {
        callers.checkOrigin(call);
        const me = mustBeAdmin(callers, call);
        const [what, name] = [measure(call.params.what), personName(call.params.name)];
        await moderation.lift(what, name);
        onMeasure(`un${what}`, name, me.name);
        return json({ what, name });
      },
    },
  ];
}

function mustBeAdmin(callers: Callers, call: Call): Member {
  const member = callers.mustBeKnown(call);
  if (member.admin) return member;
  throw new ChatError("not_allowed", "Cannot do this: only admins may");
}

function measure(value: unknown): Measure {
  if (value === "mute" || value === "ban") return value;
  throw new ChatError("bad_request", 'Cannot read "what": mute or ban is wanted');
}

function minutesOf(value: unknown): number {
  if (typeof value === "number" && value >= 1 && value <= MOST_MINUTES) return value;
  throw new ChatError("bad_request", `Cannot read "minutes": 1 to ${MOST_MINUTES} is wanted`);
}
