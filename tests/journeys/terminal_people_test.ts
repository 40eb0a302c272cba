/** What `plaintalk talk` tells of people and hides of them, in a real tmux against a real server. */
import { assert, assertEquals } from "@std/assert";
import { HttpClient } from "../helpers/http_client.ts";
import { serve, temporaryFolder } from "../helpers/process.ts";
import { inTmux, talk, Tmux } from "../helpers/tmux.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

const PASSWORD = "a long password";

inTmux("talk in tmux: who has read how far, and whom one hears nothing of", async () => {
  await using home = await temporaryFolder();
  await using chat = await serve();
  const [first, second] = [new HttpClient(chat.url), new HttpClient(chat.url)];
  await first.asks("POST", "/api/accounts", { name: "Ada", password: PASSWORD });
  await second.asks("POST", "/api/accounts", { name: "Vera", password: PASSWORD });
  await using vera = await WsClient.withCookie(chat.url, second.cookie);
  await vera.joins("general");
  // Ada has the page open as well: what is told there is told in the terminal.
  await using page = await WsClient.withCookie(chat.url, first.cookie);
  await page.joins("general");
  const reads = async (id: number) => {
    vera.send({ type: "read", room: "general", id });
    await page.hears("read_by", (event) => event.name === "Vera" && event.id === id);
  };
  await using tmux = await Tmux.start(home.path, {
    command: talk(chat.url, "--name", "Ada"),
    env: { XDG_STATE_HOME: home.path, HOME: home.path },
  });
  const blocked = async () => (await first.asks("GET", "/api/blocks")).body.blocked.length;
  await tmux.sees(/Password of Ada:$/);
  await tmux.enters(PASSWORD);
  await tmux.sees(/In general: Vera, Ada[^]*\ngeneral>$/);

  // Read up to the first of two messages, then up to the last.
  await tmux.enters("one");
  const { id } = await vera.hears("message", ({ text }) => text === "one");
  await tmux.enters("two");
  const { id: last } = await vera.hears("message", ({ text }) => text === "two");
  await reads(id);
  await tmux.enters("/seen");
  await tmux.sees(/-- Read by:\n *Vera: up to 1\n/);
  await reads(last);
  await tmux.enters("/seen");
  await tmux.sees(/-- Read by:\n *Vera: everything\n/);

  // Her words are hidden from now on, the server knows it, and then they are heard again.
  await tmux.types("/block ve");
  await tmux.keys("Tab", "Enter");
  await tmux.sees("-- You hear nothing of Vera any more: /unblock Vera changes that");
  await eventually("the server knows", async () => await blocked() === 1);
  await vera.says("a secret of hers");
  await vera.says("and @Ada is called");
  await tmux.enters("/blocked");
  await tmux.sees("-- Blocked: Vera");
  assert(!/secret|is called/.test(await tmux.shows()), await tmux.shows());
  await tmux.enters("/unblock vera");
  await tmux.sees("-- You hear Vera again");
  assertEquals(await blocked(), 0);
  await vera.says("heard once more");
  await tmux.sees(/Vera: heard once more\n/);
  await tmux.enters("/blocked");
  await tmux.sees("-- You have blocked nobody");

  // The first to have an account is the admin, who calls everybody.
  await tmux.types("tea, @al");
  await tmux.keys("Tab", "Enter");
  const tea = await vera.hears("message", ({ text }) => text.startsWith("tea"));
  assertEquals([tea.text, tea.calls], ["tea, @all ", "all"]);
  await tmux.keys("C-d");
  await tmux.sees("[ended 0]");
});
