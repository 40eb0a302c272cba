/** `plaintalk talk ADDRESS [ROOM]`: from the command line to a conversation. */
import { systemClock } from "../../base/clock.ts";
import { randomHex, systemRandom } from "../../base/random.ts";
import { printable } from "../../base/printable.ts";
import { type Invocation, optionText } from "../../config.ts";
import { TalkApi } from "./api.ts";
import { EmojiCodes } from "./emoji_codes.ts";
import { type LocalFiles, systemFiles } from "./local_files.ts";
import { MessageLines } from "./message_lines.ts";
import { fromHome } from "./paths.ts";
import { SavedSessions, sessionsPath } from "./saved_sessions.ts";
import { signIn } from "./sign_in.ts";
import { sizedPost } from "./sized_post.ts";
import { commandKinds } from "./slash_commands.ts";
import { colourDepth, isLightGround, Style } from "./style.ts";
import { TalkClient } from "./talk_client.ts";
import { PlainView, type TalkView } from "./talk_view.ts";
import { SystemTerminal } from "./terminal_device.ts";
import { TerminalView } from "./terminal_view.ts";
import { Characters } from "./width.ts";

type TalkInvocation = Extract<Invocation, { words: string[] }>;

/** What the command needs from the process. */
export interface TalkEnvironment {
  print: (line: string) => void;
  complain: (line: string) => void;
  env: (name: string) => string | undefined;
}

const REF_BYTES = 12;

/** Talks; 0 if all was sent, 1 where it was not or nobody let us in, 2 for what cannot be meant. */
export async function runTalk(
  { words, more }: TalkInvocation,
  { print, complain, env }: TalkEnvironment,
): Promise<number> {
  const address = addressOf(words[0] ?? "");
  if (address === null) {
    complain(`Cannot talk at "${words[0]}": expected an address such as http://localhost:8000`);
    return 2;
  }
  const files = systemFiles();
  const authority = caCertificates(files, optionText(more.ca), env("HOME"));
  if (authority === null) {
    complain(`Cannot read "${optionText(more.ca)}": expected a certificate in PEM format`);
    return 2;
  }
  const client = authority.length > 0 ? Deno.createHttpClient({ caCerts: authority }) : undefined;
  const api = new TalkApi({
    address,
    fetch: (url, init) => fetch(url, client === undefined ? init : { ...init, client }),
    post: sizedPost(authority),
  });
  const sessions = new SavedSessions(files, sessionsPath(env));
  const style = new Style(
    colourDepth({ isTerminal: Deno.stdout.isTerminal(), noColor: Deno.noColor, env }),
    isLightGround(env),
  );
  const view = viewFor(style, { print, env });
  try {
    return await talk({
      ...{ api, sessions, style, view, files, client, print, complain, env },
      name: optionText(more.name) ?? sessions.lastName(address) ??
        env("USER") ?? "guest",
      room: optionText(more.room) ?? words[1] ?? "general",
      invite: optionText(more.invite),
    });
  } finally {
    view.close();
  }
}

interface Talk extends TalkEnvironment {
  api: TalkApi;
  sessions: SavedSessions;
  style: Style;
  view: TalkView;
  files: LocalFiles;
  client: Deno.HttpClient | undefined;
  name: string;
  room: string;
  invite: string | undefined;
}

async function talk(asked: Talk): Promise<number> {
  const { api, sessions, view, style, files, client, env } = asked;
  const lines = new MessageLines(style);
  const clock = systemClock({ keepsAlive: true });
  const signedIn = await signIn({
    ...{ api, sessions, clock, name: asked.name, invite: asked.invite },
    token: env("PLAINTALK_TOKEN"),
    askPassword: (question) => view.ask(question),
    print: (text) => view.print([lines.remark(text)]),
    isPatient: view.isInteractive,
  });
  if ("problem" in signedIn) {
    view.close();
    asked.complain(printable(signedIn.problem));
    return 1;
  }
  const home = env("HOME") ?? env("USERPROFILE");
  const emoji = new EmojiCodes(() => api.emoji());
  const talking = new TalkClient({
    ...{ ...signedIn, view, lines, api, emoji, files, clock, home, room: asked.room },
    open: () => openSocket(api, client),
    refusal: async () => await api.refusal("ws"),
    forget: () => void sessions.save(api.address, signedIn.name, []),
    random: () => randomHex(systemRandom, REF_BYTES),
  });
  if (view instanceof TerminalView) {
    view.bind({
      present: () => talking.present(),
      cancel: () => talking.cancel(),
      sources: {
        commands: commandKinds(),
        people: () => talking.people,
        groups: () => talking.rooms.groups(talking.conversation.room),
        rooms: () => talking.rooms.labels,
        emoji: (prefix) => emoji.startingWith(prefix),
        list: (folder) => files.list(fromHome(folder, home) || "."),
      },
    });
  }
  return await talking.run();
}

/** Where both ends are a terminal that can do more than lines, more than lines. */
function viewFor(style: Style, { print, env }: Pick<TalkEnvironment, "print" | "env">): TalkView {
  const isCapable = (env("TERM") ?? "") !== "dumb" ||
    Deno.build.os === "windows";
  const terminal = () =>
    new TerminalView({
      device: new SystemTerminal((code) => Deno.exit(code)),
      clock: systemClock({ keepsAlive: true }),
      ...{ style, characters: new Characters() },
      // The console of Linux has none, and shows what it is told.
      hasTitle: !/^(?:linux|vt\d|cons)/.test(env("TERM") ?? ""),
    });
  if (Deno.stdin.isTerminal() && Deno.stdout.isTerminal() && isCapable) {
    const view = terminal();
    view.open();
    return view;
  }
  return new PlainView(print, Deno.stdin.readable);
}

function openSocket(api: TalkApi, client: Deno.HttpClient | undefined): WebSocket {
  const url = new URL("ws", api.address).href.replace(/^http/, "ws");
  return new WebSocket(url, { headers: api.headers, ...(client === undefined ? {} : { client }) });
}

/** The address with the slash that its own addresses begin behind; null for none. */
function addressOf(written: string): string | null {
  if (!/^https?:\/\/./.test(written) || !URL.canParse(written)) return null;
  const { origin, pathname } = new URL(written);
  return origin + (pathname.endsWith("/") ? pathname : `${pathname}/`);
}

/** The authorities in a file, none where no file is named, null where it holds none. */
function caCertificates(
  files: LocalFiles,
  path: string | undefined,
  home: string | undefined,
): string[] | null {
  if (path === undefined) return [];
  const text = files.readText(fromHome(path, home));
  return text?.includes("-----BEGIN CERTIFICATE-----") ? [text] : null;
}
