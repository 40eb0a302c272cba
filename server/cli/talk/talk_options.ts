/** What a conversation in the terminal needs from outside: everything, so that a test has all of it in its hands. */
import type { Clock } from "../../base/clock.ts";
import type { Limits } from "../../protocol.ts";
import type { Problem } from "../../protocol_http.ts";
import type { TalkApi } from "./api.ts";
import type { EmojiCodes } from "./emoji_codes.ts";
import type { LocalFiles } from "./local_files.ts";
import type { MessageLines } from "./message_lines.ts";
import type { TalkView } from "./talk_view.ts";

/** All of it. */
export interface TalkClientOptions {
  room: string;
  name: string;
  limits: Limits;
  view: TalkView;
  lines: MessageLines;
  api: TalkApi;
  emoji: EmojiCodes;
  files: LocalFiles;
  home: string | undefined;
  open: () => WebSocket;
  refusal: () => Promise<Problem | null>;
  /** Forgets the session on this machine. */
  forget: () => void;
  clock: Clock;
  random: () => string;
}
