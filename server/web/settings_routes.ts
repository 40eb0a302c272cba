/** `/api/settings`: admins read what each setting stands at, and who said so. They are changed where the files are. */
import type { Authenticator } from "./auth.ts";
import { json } from "./http.ts";
import { mustBeAdmin } from "./moderation_routes.ts";
import type { Route } from "./router.ts";
import type { SettingInfo } from "../protocol_http.ts";

export interface SettingsRoutesOptions {
  auth: Authenticator;
  /** All settings as they count now. */
  readonly settings: readonly SettingInfo[];
}

export function settingsRoutes(options: SettingsRoutesOptions): Route[] {
  return [{
    method: "GET",
    path: "/api/settings",
    handle(call) {
      mustBeAdmin(options.auth, call);
      return json({ settings: options.settings });
    },
  }];
}
