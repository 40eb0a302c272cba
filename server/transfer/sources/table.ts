/** All sources, those of a narrower shape first: where two fit equally many lines, the first is taken. */
import { DISCORD_JSON } from "./discord_json.ts";
import { DISCORD_TEXT } from "./discord_text.ts";
import { ELEMENT_TEXT } from "./element_text.ts";
import { HEXCHAT } from "./hexchat.ts";
import { IRSSI } from "./irssi.ts";
import { LINE } from "./line.ts";
import { MATRIX } from "./matrix.ts";
import { MATTERMOST } from "./mattermost.ts";
import { MESSENGER } from "./messenger.ts";
import { MIRC } from "./mirc.ts";
import { PIDGIN } from "./pidgin.ts";
import { PLAINTALK } from "./plaintalk.ts";
import { PLAINTALK_HTML } from "./plaintalk_html.ts";
import { PLAINTALK_JSON } from "./plaintalk_json.ts";
import { SIGNAL_CLI } from "./signal_cli.ts";
import { SIGNAL_EXPORT } from "./signal_export.ts";
import { SIGTOP } from "./sigtop.ts";
import { SKYPE } from "./skype.ts";
import { SLACK } from "./slack.ts";
import type { Source } from "./source.ts";
import { TELEGRAM } from "./telegram.ts";
import { THE_LOUNGE } from "./the_lounge.ts";
import { WEECHAT } from "./weechat.ts";
import { WHATS_APP } from "./whats_app.ts";
import { ZNC } from "./znc.ts";

export const SOURCES: readonly Source[] = [
  PLAINTALK,
  PLAINTALK_HTML,
  PLAINTALK_JSON,
  IRSSI,
  WEECHAT,
  THE_LOUNGE,
  ZNC,
  MIRC,
  HEXCHAT,
  SIGNAL_EXPORT,
  SIGTOP,
  SIGNAL_CLI,
  SKYPE,
  ELEMENT_TEXT,
  DISCORD_TEXT,
  LINE,
  PIDGIN,
  WHATS_APP,
  MATTERMOST,
  DISCORD_JSON,
  SLACK,
  TELEGRAM,
  MATRIX,
  MESSENGER,
];
