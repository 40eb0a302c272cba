/** `plaintalk talk` as people have it: in a real tmux and a real pseudo-terminal, against a real server. */
import { assert, assertEquals } from "@std/assert";
import { Characters } from "../../server/cli/talk/width.ts";
import { certify } from "../helpers/certificate.ts";
import { HttpClient } from "../helpers/http_client.ts";
import { serve, ServerProcess, temporaryFolder } from "../helpers/process.ts";
import { inTmux, talk, Tmux } from "../helpers/tmux.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";

inTmux("talk in tmux: history, words, numbers, completion, files, away and back", async () => {
  await using home = await temporaryFolder();
  await using data = await temporaryFolder();
  let server = await ServerProcess.start(["--port", "0", "--data", data.path]);
  const { url } = server;
  const port = new URL(url).port;
  const file = () => Deno.readTextFile(`${data.path}/rooms/general.txt`);
  const ada = await WsClient.in(url, "Ada");
  ada.send({ type: "message", room: "general", text: "Tea at five?" });
  await ada.hears("message");
  await Deno.writeTextFile(`${home.path}/shopping list.txt`, "tea");
  const env = { XDG_STATE_HOME: home.path, HOME: home.path, COLORTERM: "truecolor" };
  await using tmux = await Tmux.start(home.path, {
    command: talk(url, "--name", "Boris"),
    ...{ env, columns: 60 },
  });
  await tmux.sees(/ 1 \d\d:\d\d Ada: Tea at five\?\n-- In general: Ada, Boris\./);
  assert((await tmux.showsColours()).includes("38;2;"), "names have their colour");

  // A line is sent; what is written meanwhile stays while another one comes.
  await tmux.types("Gladly กำลัง 日本 ");
  await tmux.types("@Ad");
  await tmux.keys("Tab");
  await tmux.types(":tea");
  await tmux.sees(/general> Gladly กำลัง 日本 @Ada :tea$/);
  ada.send({ type: "message", room: "general", text: "Or six, @Boris" });
  await tmux.sees(/ 2 \d\d:\d\d !Ada: Or six, @Boris\ngeneral> Gladly กำลัง 日本 @Ada :tea$/);
  await tmux.enters(":");
  await ada.hears("message", ({ name, text }) => name === "Boris" && text.includes("日本 @Ada 🍵"));
  await tmux.sees(/ 3 \d\d:\d\d Boris: Gladly กำลัง 日本 @Ada 🍵\ngeneral>$/);

  // By number: an answer, a reaction, an edit; readline's keys on the way.
  await tmux.types("/2 sevn");
  await tmux.keys("BSpace", "BSpace", "C-w");
  await tmux.types("six then");
  await tmux.keys("M-b", "M-b");
  await tmux.enters("at ");
  await ada.hears(
    "message",
    ({ text, to }) => text === "at six then" && to?.text === "Or six, @Boris",
  );
  await tmux.keys("-l", "+:tad");
  await tmux.keys("Tab", "Enter");
  await ada.hears("reacted", ({ emoji, name }) => emoji === "🎉" && name === "Boris");
  await tmux.keys("-l", "/edit 3 Very gladly");
  await tmux.keys("Enter");
  await ada.hears("edited", ({ text }) => text === "Very gladly");

  // A file by its path, completed.
  await tmux.types("/attach ~/shop");
  await tmux.keys("Tab");
  await tmux.enters("as asked");
  await ada.hears(
    "message",
    ({ file, text }) => file?.name === "shopping list.txt" && text === "as asked",
  );
  await tmux.sees("Boris: as asked [shopping list.txt, 3 B]");

  // Several lines, pasted: nothing goes before Enter.
  await tmux.pastes("one\ntwo\n/quit");
  await tmux.sees(/general> one\n· two\n· \/quit$/);
  await tmux.keys("Enter");
  await ada.hears("message", ({ text }) => text === "one\ntwo\n/quit");

  // Narrower and wider: what was said stays as it was, once.
  await tmux.types("a line that is longer than thirty columns");
  await tmux.resizes(30, 20);
  await tmux.sees(/longe\nr than/);
  await tmux.resizes(90, 24);
  await tmux.keys("C-u");
  await tmux.sees(/general>$/);
  const shown = await tmux.shows("-J");
  for (const once of ["Tea at five", "as asked \\[", "Boris: one"]) {
    assertEquals(shown.match(new RegExp(once, "g"))?.length, 1, `${once}\n${shown}`);
  }

  // The server goes, and comes back: what was written meanwhile is sent once.
  await ada[Symbol.asyncDispose]();
  await server.end("SIGKILL");
  await tmux.sees("-- No connection; trying again");
  await tmux.enters("written meanwhile");
  await tmux.sees(/\[offline\] \[1 unsent\] general>$/);
  server = await ServerProcess.start(["--port", port, "--data", data.path]);
  await tmux.sees(/Boris: written meanwhile/);
  assertEquals((await file()).split("written meanwhile").length, 2);

  // And the terminal is given back as it was.
  await tmux.keys("C-d");
  await tmux.sees("[ended 0]");
  await tmux.enters("stty -a");
  await tmux.sees(/ icanon[^]* echo /);
  await server.end("SIGKILL");
});

inTmux(
  "talk in tmux: a private room from its making to leaving it, topic, pins, a day",
  async () => {
    await using home = await temporaryFolder();
    await using chat = await serve();
    const [first, second] = [new HttpClient(chat.url), new HttpClient(chat.url)];
    const password = "a long password";
    await first.asks("POST", "/api/accounts", { name: "Ada", password });
    await second.asks("POST", "/api/accounts", { name: "Vera", password });
    await using vera = await WsClient.withCookie(chat.url, second.cookie);
    await using tmux = await Tmux.start(home.path, {
      command: talk(chat.url, "--name", "Ada"),
      env: { XDG_STATE_HOME: home.path, HOME: home.path },
    });
    await tmux.sees(/Password of Ada:$/);
    await tmux.enters(password);
    await tmux.sees(/In general: Ada[^]*\ngeneral>$/);
    await tmux.enters("/create ห้องครัว --private");
    await tmux.sees(/\n-- \+ห้องครัว\n[^]*\n\+ห้องครัว>$/);
    await tmux.enters("/add vera");
    const { room } = await vera.hears("room_created", ({ name }) => name === "ห้องครัว");
    await tmux.sees(/-- Ada added Vera/);
    vera.send({ type: "join", room });
    vera.send({ type: "message", room, text: "Soup, @Ada?" });
    await tmux.sees(/ 1 \d\d:\d\d !Vera: Soup, @Ada\?/);
    await tmux.enters("/topic กิน 🍲 together");
    await tmux.sees(/-- Ada set the topic: กิน 🍲 together/);
    await tmux.enters("/pin 1");
    await tmux.sees(/-- Ada pinned 1 \(Vera: Soup, @Ada\?\)/);
    await tmux.enters("/rename Soup club");
    await tmux.sees(/\n\+Soup club>$/);
    await eventually(
      "the window has its title",
      async () => (await tmux.ask("#{pane_title}")) === "+Soup club: กิน 🍲 together - Plaintalk",
    );
    await tmux.enters("/members");
    await tmux.sees(/-- In \+Soup club: Ada \(made the room\), Vera/);
    await tmux.enters(`/date ${new Date().toLocaleDateString("sv")}`);
    await tmux.sees(/-- From \d{4}-\d\d-\d\d:\n +1 \d\d:\d\d !Vera: Soup/);
    await tmux.enters("/join general");
    await tmux.sees(/\ngeneral>$/);
    await tmux.types("/join soup");
    await tmux.keys("Tab", "Enter");
    await tmux.sees(/\n\+Soup club>$/);
    await tmux.resizes(60, 20);
    await tmux.enters("/help");
    await tmux.sees("//TEXT says a line with a slash.");
    assert(
      (await tmux.shows()).split("\n").some((line) => /^ {6}\/\w+.* \/\w+/.test(line)),
    );
    await tmux.enters("/leave");
    await tmux.sees("You cannot read it then, until its maker adds you: /leave again leaves");
    await tmux.enters("/remove Vera");
    await vera.hears("members", ({ members }) => members.length === 0);
    await tmux.enters("/leave");
    await tmux.sees("You are its last member, and it is deleted then: /leave again leaves");
    await tmux.enters("/leave");
    // Nobody is in it any more.
    await tmux.sees(/-- Ada deleted the room \+Soup club\n[^]*general>$/);
    await tmux.keys("C-d");
    await tmux.sees("[ended 0]");
  },
);

inTmux("talk measures characters as tmux does", async () => {
  await using home = await temporaryFolder();
  await using tmux = await Tmux.start(home.path, { command: ["true"] });
  const characters = new Characters();
  await tmux.sees("[ended 0]");
  for (
    const text of ["กำลังที่", "日本語", "한국", "e\u0301a\u0300", "🙂🎉", "ＡＢ", "Привіт", "→…"]
  ) {
    await tmux.enters(`clear; printf '%s' '${text}'; read x`);
    await eventually(text, async () => (await tmux.shows()).trimEnd() === text);
    assertEquals(Number(await tmux.ask("#{cursor_x}")), characters.width(text), text);
    await tmux.keys("Enter");
  }
});

inTmux(
  "talk asks for a password unseen, keeps the session for nobody else, and signs out",
  async () => {
    await using home = await temporaryFolder();
    await using data = await temporaryFolder();
    await Deno.mkdir(`${data.path}/rooms`);
    await Deno.writeTextFile(
      `${data.path}/rooms/evil.txt`,
      `[2025-11-19 23:46:39] Eve: \x1b]2;pwned\x07\x1b[2J\u009b31m\u202eend\n`,
    );
    await using chat = await ServerProcess.start(["--port", "0", "--data", data.path]);
    const [vera, other] = [new HttpClient(chat.url), new HttpClient(chat.url)];
    const password = "a long password";
    await vera.asks("POST", "/api/accounts", { name: "Vera", password });
    await other.asks("POST", "/api/accounts", { name: "Boris", password });
    await using boris = await WsClient.withCookie(chat.url, other.cookie);
    const env = { XDG_STATE_HOME: home.path };
    const command = talk(chat.url, "--name", "Vera");
    await using tmux = await Tmux.start(home.path, { command, env });
    await tmux.sees(/Password of Vera:$/);
    await tmux.enters("a wrong password");
    await tmux.sees("wrong name or password");
    await tmux.enters("a long password");
    // No general here: there is another room.
    await tmux.sees(/-- Cannot find a room named "general"\n-- evil\n/);
    await tmux.sees(/Eve: .*pwned.*\n-- In evil: Vera\..*\nevil>$/);
    assert(
      !/wrong pass|long pass/.test((await tmux.shows()).replace(/wrong name or password/, "")),
    );
    const sessions = `${home.path}/plaintalk/sessions`;
    assertEquals((await Deno.stat(sessions)).mode! & 0o777, 0o600);
    assert(!(await Deno.readTextFile(sessions)).includes("password"));

    // In private, there and back; the call is told where one is not.
    await tmux.enters("/msg Boris are you there?");
    await boris.hears("activity", ({ room }) => room === "@Vera");
    boris.send({ type: "join", room: "@Vera" });
    await boris.hears("history", ({ messages }) => messages[0]?.text === "are you there?");
    boris.send({ type: "message", room: "@Vera", text: "here I am" });
    await tmux.sees(/-- Boris wrote to you in private: \/next goes there\n\[1 call\] evil>$/);
    await tmux.keys("M-a");
    await tmux.sees(/Boris: here I am\n(?:-- .*\n)?@Boris>$/);

    // What drives a terminal was shown as what it is: the window keeps its title, and nothing was cleared.
    assertEquals((await tmux.ask("#{pane_title}")).includes("pwned"), false);
    assert((await tmux.shows()).includes("Password of Vera:"), await tmux.shows());

    await tmux.enters("/signout");
    await tmux.sees("[ended 0]");
    assertEquals(await Deno.readTextFile(sessions), "");
  },
);

Deno.test("talk gives the terminal back when it is ended by a signal", async () => {
  await using home = await temporaryFolder();
  await using chat = await serve();
  for (const [signal, code] of [["SIGTERM", 143], ["SIGHUP", 129], ["SIGINT", 130]] as const) {
    const run = `echo $$ > ${home.path}/pid; exec ${talk(chat.url, "--name", "Boris").join(" ")}`;
    const child = new Deno.Command("script", {
      args: ["-qec", `sh -c '${run}'; echo "[ended $?]"; stty -a`, "/dev/null"],
      ...{ stdin: "piped", stdout: "piped" } as const,
      env: { TERM: "xterm-256color", XDG_STATE_HOME: home.path },
    }).spawn();
    let shown = "";
    const reading = (async () => {
      for await (const chunk of child.stdout) shown += new TextDecoder().decode(chunk);
    })();
    await eventually("it is there", () => shown.includes("In general:"));
    assert(shown.includes("\x1b[?2004h"), shown);
    Deno.kill(Number(await Deno.readTextFile(`${home.path}/pid`)), signal);
    await child.status;
    await reading;
    await child.stdin.close().catch(() => {});
    assert(shown.includes(`[ended ${code}]`), `${signal}: ${shown}`);
    assert(/ icanon/.test(shown) && / echo /.test(shown), `${signal}: ${shown}`);
    assert(shown.includes("\x1b[?2004l"), `${signal}: pastes are pastes no more`);
  }
});

inTmux("talk gives the terminal back when it crashes, and the error can be read", async () => {
  const device = import.meta.resolve("../../server/cli/talk/terminal_device.ts");
  for (const crash of ["setTimeout(() => { throw error; })", "Promise.reject(error)"]) {
    await using home = await temporaryFolder();
    await Deno.writeTextFile(
      `${home.path}/crash.ts`,
      `import { SystemTerminal } from "${device}";
       const terminal = new SystemTerminal((code) => Deno.exit(code));
       terminal.setRaw(true);
       terminal.onEnd(() => {
         terminal.setRaw(false);
         terminal.write("Given back\\n");
       });
       const error = new Error("It broke");
       ${crash};`,
    );
    const command = [Deno.execPath(), "run", "--no-check", "-A", `${home.path}/crash.ts`];
    await using tmux = await Tmux.start(home.path, { command });
    await tmux.sees(/^Given back\n[^]*It broke[^]*\[ended 1\]/);
    // In a terminal that was left raw each line begins where the last one ended.
    await tmux.enters("stty -a");
    await tmux.sees(/ icanon[^]* echo /);
    assert(/^\[ended 1\]$/m.test(await tmux.shows()), await tmux.shows());
  }
});

Deno.test("talk in a pipe: words in, plain lines out, and what was refused is told", async () => {
  await using home = await temporaryFolder();
  await using data = await temporaryFolder();
  await using keys = await temporaryFolder();
  await certify(keys.path, "first");
  const tls = ["--tls-cert", `${keys.path}/cert.pem`, "--tls-key", `${keys.path}/key.pem`];
  await using server = await ServerProcess.start(["--port", "0", "--data", data.path, ...tls]);
  const [url = ""] = /https:\/\/localhost:\d+/.exec(server.output) ?? [];
  const run = async (input: string, ...args: string[]) => {
    const [program = "", ...own] = talk(url, ...args);
    const child = new Deno.Command(program, {
      args: own,
      ...{ stdin: "piped", stdout: "piped", stderr: "piped" } as const,
      env: { XDG_STATE_HOME: home.path, TERM: "xterm-256color" },
    }).spawn();
    const writer = child.stdin.getWriter();
    // One byte at a time: a character may come in pieces.
    for (const byte of new TextEncoder().encode(input)) await writer.write(Uint8Array.of(byte));
    await writer.close();
    const { code, stdout, stderr } = await child.output();
    return {
      code,
      out: new TextDecoder().decode(stdout),
      err: new TextDecoder().decode(stderr),
    };
  };
  const untrusted = await run("hi\n", "--name", "Pipe");
  assertEquals([untrusted.code, untrusted.out], [1, ""]);
  assert(untrusted.err.includes("--ca"), untrusted.err);
  const trust = ["--ca", `${keys.path}/ca.pem`];
  // More than may be said at once: none is lost, and their order stays.
  const lines = Array.from({ length: 14 }, (_, i) => `ряд ${i} 🙂`);
  const { code, out, err } = await run(`${lines.join("\n")}\n`, "--name", "Pipe", ...trust);
  assertEquals([code, err], [0, ""], out);
  assert(!out.includes("\x1b"), out);
  const said = [...out.matchAll(/^\d\d:\d\d Pipe: (.*)$/gm)].map(([, text]) => text);
  assertEquals(said, lines);
  // The same guest again, by the session that was kept, without a name.
  const again = await run("", ...trust, "--room", "general");
  assertEquals([again.code, again.out.includes("In general: Pipe")], [0, true], again.out);
  const nowhere = await run("x\n", "nowhere", ...trust);
  assertEquals(nowhere.code, 1);
  assert(/Not sent: x|Cannot find a room named "nowhere"/.test(nowhere.out), nowhere.out);
});
