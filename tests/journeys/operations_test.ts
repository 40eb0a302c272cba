/** What whoever runs the chat does: HTTPS, a path of its own, watching, copying, other clients. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { checkData } from "../../server/transfer/check.ts";
import { systemDisk } from "../../server/store/disk.ts";
import { Bot } from "../helpers/bot.ts";
import { certify } from "../helpers/certificate.ts";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { serve, SERVER, ServerProcess, temporaryFolder, TRANSPORT } from "../helpers/process.ts";

/** What a container's health check says of a chat with these settings. */
async function isWell(env: Record<string, string>): Promise<boolean> {
  const health = new URL("../../deploy/health.ts", import.meta.url).pathname;
  const rights = ["--unsafely-ignore-certificate-errors=127.0.0.1", "--allow-all"];
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", ...rights, health],
    env,
    stderr: "null",
  }).output();
  return success;
}

Deno.test("--tls-cert serves HTTPS and WSS, and SIGHUP takes a new certificate", async () => {
  await using keys = await temporaryFolder();
  await certify(keys.path, "first");
  const tls = ["--tls-cert", `${keys.path}/cert.pem`, "--tls-key", `${keys.path}/key.pem`];
  await using data = await temporaryFolder();
  await using server = await ServerProcess.start(["--port", "0", "--data", data.path, ...tls]);
  const [, port] = /https:\/\/localhost:(\d+)/.exec(server.output) ?? [];
  assert(port !== undefined, server.output);
  const first = await Deno.readTextFile(`${keys.path}/ca.pem`);
  const ask = async (cert: string): Promise<number> => {
    using client = Deno.createHttpClient({ caCerts: [cert] });
    const answer = await fetch(`https://localhost:${port}/healthz`, { client });
    await answer.body?.cancel();
    return answer.status;
  };
  assertEquals(await ask(first), 200);
  assertEquals(await isWell({ PORT: port, TLS_CERT: tls[1]!, TLS_KEY: tls[3]! }), true);
  assertEquals(await isWell({ PORT: port }), false, "over HTTP nobody answers");
  using client = Deno.createHttpClient({ caCerts: [first] });
  // deno-lint-ignore no-explicit-any -- the option is Deno's own
  const socket = new WebSocket(`wss://localhost:${port}/ws?name=Ada`, { client } as any);
  const heard: string[] = [];
  socket.onmessage = ({ data }) => heard.push(data);
  const closed = new Promise<number>((resolve) => socket.onclose = ({ code }) => resolve(code));
  await eventually("welcome over WSS", () => heard.length > 0);
  await Deno.writeTextFile(`${keys.path}/cert.pem`, "no certificate");
  Deno.kill(server.pid, "SIGHUP");
  await eventually("a bad one is told", () => server.output.includes("the old one stays"));
  socket.send(JSON.stringify({ type: "ping" }));
  await eventually("and nobody notices", () => heard.join().includes("pong"));
  assertEquals(await ask(first), 200);
  await certify(keys.path, "second");
  Deno.kill(server.pid, "SIGHUP");
  // The platform cannot change it where somebody is connected; ws does, see open_internet_test.ts.
  if (TRANSPORT === "native") assert([1001, 1012].includes(await closed), "come back soon");
  await eventually("it is told", () => server.output.includes("certificate was read again"));
  assertEquals(await ask(await Deno.readTextFile(`${keys.path}/ca.pem`)), 200);
  await assertRejects(() => ask(first), TypeError);
  socket.close();
  await closed;
});

Deno.test("--base puts everything under a path, and nothing beside it", async () => {
  await using chat = await serve("--base", "/chat");
  const { url } = chat;
  const get = async (path: string) => {
    const answer = await fetch(url + path, { redirect: "manual" });
    return { status: answer.status, text: await answer.text(), to: answer.headers.get("location") };
  };
  assertEquals((await get("/chat")).to, "/chat/");
  assertEquals(await isWell({ PORT: new URL(url).port, BASE_PATH: "/chat" }), true);
  const page = await get("/chat/");
  const [, script] = /src="([^"]+\.js)"/.exec(page.text) ?? [];
  assertEquals((await get(`/chat/${script}`)).status, 200);
  assertEquals((await get("/chat/api/rooms")).status, 200);
  for (const path of ["/", "/api/rooms", "/chatter/", "/chat/../healthz"]) {
    assertEquals((await get(path)).status, 404, path);
  }
  await using ada = await WsClient.in(`${url}/chat`, "Ada");
  ada.send({ type: "message", room: "general", text: "under a path" });
  await ada.hears("message", ({ text }) => text === "under a path");
});

Deno.test("/healthz and /metrics tell a watcher enough, and metrics not everybody", async () => {
  await using chat = await serve("--trust-proxy", "127.0.0.1", "--rates", "say=2/0.1");
  const { url } = chat;
  await using ada = await WsClient.in(url, "Ada");
  for (let i = 0; i < 5; i++) ada.send({ type: "message", room: "general", text: `m${i}` });
  await ada.hears("error", ({ code }) => code === "too_fast");
  const health = await (await fetch(`${url}/healthz`)).json();
  assertEquals([health.ok, health.writable, health.connections], [true, true, 1]);
  assert(health.disk_free > 0);
  const text = await (await fetch(`${url}/metrics`)).text();
  const value = (name: string): number =>
    Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)?.[1]);
  assertEquals([value("plaintalk_messages_total"), value("plaintalk_connections")], [2, 1]);
  assert(value('plaintalk_limits_total\\{what="say"\\}') >= 1, text);
  assert(value("plaintalk_write_seconds_count") >= 1 && value("plaintalk_memory_bytes") > 1e7);
  const foreign = await fetch(`${url}/metrics`, { headers: { "x-forwarded-for": "203.0.113.9" } });
  assertEquals((await foreign.json()).code, "not_allowed");
});

Deno.test("a copy made while people talk lacks nothing acknowledged, and passes check", async () => {
  await using chat = await serve("--limits", "none");
  const { url, folder: { path } } = chat;
  const bots = Array.from({ length: 5 }, (_, i) => new Bot(`Bot${i}`, i));
  const talking = bots.map((bot) => bot.run(() => url));
  await eventually("they talk", () => bots.every((bot) => bot.confirmed.size > 50));
  await using copies = await temporaryFolder();
  for (
    const [i, command] of [
      ["cp", "-r", path, `${copies.path}/0`],
      [
        "bash",
        "-c",
        `mkdir ${copies.path}/1 && tar -C ${path} -cf - . | tar -C ${copies.path}/1 -xf -`,
      ],
    ].entries()
  ) {
    const before = bots.flatMap((bot) => [...bot.confirmed.keys()]);
    const { success, stderr } = await new Deno.Command(command[0]!, { args: command.slice(1) })
      .output();
    // tar says so when a file grew while it was read; what it has is whole all the same.
    assert(success || new TextDecoder().decode(stderr).includes("changed"), String(i));
    const finds: string[] = [];
    checkData(systemDisk(), `${copies.path}/${i}`, (find) => finds.push(find));
    assertEquals(finds.filter((find) => !find.includes("no end")), []);
    const text = await Deno.readTextFile(`${copies.path}/${i}/rooms/general.txt`);
    assertEquals(before.filter((said) => !text.includes(said)), []);
  }
  for (const bot of bots) bot.stop();
  await Promise.all(talking);
});

Deno.test("plaintalk talk shows the history, sends, and comes back after a restart", async () => {
  await using folder = await temporaryFolder();
  let server = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  const port = new URL(server.url).port;
  const { url } = server;
  await using ada = await WsClient.in(url, "Ada");
  ada.send({ type: "message", room: "general", text: "before you came" });
  await ada.hears("message");
  const [program = "", ...args] = SERVER;
  const terminal = new Deno.Command(program, {
    args: [...args, "talk", url, "general", "--name", "Terminal"],
    env: { XDG_STATE_HOME: folder.path },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let shown = "";
  const reading = (async () => {
    for await (const chunk of terminal.stdout) shown += new TextDecoder().decode(chunk);
  })();
  const keys = terminal.stdin.getWriter();
  const types = (line: string) => keys.write(new TextEncoder().encode(`${line}\n`));
  await eventually("the history is shown", () => shown.includes("Ada: before you came"));
  await types("hello from a terminal");
  await ada.hears(
    "message",
    ({ name, text }) => name === "Terminal" && text === "hello from a terminal",
  );
  await server.end("SIGKILL");
  await eventually("the loss is told", () => shown.includes("No connection"));
  await types("written meanwhile");
  server = await ServerProcess.start(["--port", port, "--data", folder.path]);
  await using boris = await WsClient.in(url, "Boris");
  const file = () => Deno.readTextFile(`${folder.path}/rooms/general.txt`);
  await eventually(
    "it is sent",
    async () => (await file()).includes("Terminal: written meanwhile\n"),
  );
  boris.send({ type: "message", room: "general", text: "after the restart" });
  await eventually("it goes on", () => shown.includes("Boris: after the restart"));
  assertEquals(shown.split("before you came").length, 2, "nothing is shown twice");
  assert(!shown.includes("\x1b"), "no colours where no terminal is");
  await types("/who");
  await eventually("who is here", () => shown.includes("Here: "));
  await types("/quit");
  await keys.close().catch(() => {});
  assertEquals((await terminal.status).code, 0);
  await reading;
  await server.end("SIGKILL");
});

Deno.test("commands name their folder, and make nothing where no chat is (issue 15, 6)", async () => {
  await using folder = await temporaryFolder();
  const log = `${folder.path}/chat_history.txt`;
  await Deno.writeTextFile(log, "[2025-11-19 23:46:36] Ada: Hello\nwhat?\n");
  const run = async (...args: string[]) => {
    const [program = "", ...own] = SERVER;
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args: [...own, ...args, "--data", `${folder.path}/data`],
    }).output();
    return { code, out: new TextDecoder().decode(stdout), err: new TextDecoder().decode(stderr) };
  };
  for (const command of [["token", "Robo"], ["admin", "Ada"], ["say", "general", "x"]]) {
    const { code, err } = await run(...command);
    assertEquals([code, err.split("\n")[1]?.startsWith("Cannot find a chat in")], [1, true], err);
    assertEquals([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["chat_history.txt"]);
  }
  const dry = await run("import", log, "--dry-run");
  assertEquals([
    dry.code,
    /1 that did not fit\n[^]*line 2: does not begin with a time/.test(dry.out),
  ], [0, true]);
  assertEquals(dry.err, `In ${folder.path}/data:\n`);
  await Deno.mkdir(`${folder.path}/data/rooms`, { recursive: true });
  await Deno.writeTextFile(`${folder.path}/data/rooms/general.txt`, "");
  const none = await run("export", "chat history");
  assertEquals([none.code, none.out], [1, ""]);
  assert(none.err.endsWith('Cannot find a room named "chat history"\n'), none.err);
  assertEquals((await run("import", log)).code, 0);
  assertEquals((await run("import", log)).code, 1);
  assertEquals((await run("export", "chat history")).out, "[2025-11-19 23:46:36] Ada: Hello\n");
  assertEquals((await run("export", "chat history", "--format", "xml")).code, 1);
});
