/** The process: how it starts, what it says when it cannot, how it ends, and what a kill leaves. */
import { assert, assertEquals } from "@std/assert";
import { eventually } from "../helpers/wait.ts";
import { WsClient } from "../helpers/ws_client.ts";
import { ServerProcess, temporaryFolder } from "../helpers/process.ts";

Deno.test("the first lines say the version, the address, the folder and how to stop", async () => {
  await using folder = await temporaryFolder();
  await using server = await ServerProcess.start(["--", "--port", "0", "--data", folder.path]);
  const lines = server.output.split("\n");
  assert(/^Plaintalk \d+\.\d+\.\d+$/.test(lines[0]!), lines[0]);
  assert(/^Open {6}http:\/\/localhost:\d+$/.test(lines[1]!), lines[1]);
  assertEquals(lines[2], `Data      ${folder.path}`);
  assert(/^Set up {4}http:\/\/localhost:\d+\/\?setup=[\w-]{43}$/.test(lines[3]!), lines[3]);
  assertEquals(lines[4]?.trim(), "This link works once: whoever opens it first becomes the admin");
  assertEquals(lines[5], "Stop      Ctrl+C");
  const health = await (await fetch(`${server.url}/healthz`)).json();
  assertEquals([health.ok, health.writable], [true, true]);
});

Deno.test("SIGHUP is heard without a certificate too, and ends nothing (issue 15, 7)", async () => {
  await using folder = await temporaryFolder();
  await using server = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  Deno.kill(server.pid, "SIGHUP");
  await eventually("it is heard", () => server.output.includes("Heard SIGHUP"));
  assertEquals((await (await fetch(`${server.url}/healthz`)).json()).ok, true);
  assertEquals(await server.end(), 0);
});

Deno.test("a terminal that is closed, and a pipe that nobody reads, end nobody's chat", async () => {
  await using folder = await temporaryFolder();
  const args = ["--port", "0", "--data", folder.path];
  // What is complained of after the start finds nobody who reads it.
  await using server = await ServerProcess.inShell("exec $SERVER 2> >(exec true)", args);
  for (let i = 0; i < 3; i++) Deno.kill(server.pid, "SIGHUP");
  await using ada = await WsClient.in(server.url, "Ada");
  assertEquals((await ada.says("still here")).text, "still here");
  assertEquals(await server.end(), 0);
});

Deno.test("a flag beats the environment, which beats the default", async () => {
  await using folder = await temporaryFolder();
  const args = ["--port", "0"];
  await using server = await ServerProcess.start(args, {
    PORT: "1",
    DATA_DIR: folder.path,
  });
  assert(server.output.includes(folder.path));
});

Deno.test("a setting that cannot be used is one sentence and exit 2", async () => {
  const wrong = [["--port", "x"], ["--port", "70000"], ["--sync", "now"], ["--prot", "1"], ["fly"]];
  for (const args of wrong) {
    await using server = await ServerProcess.start(args);
    assertEquals(await server.ended(), 2, args.join(" "));
    assertEquals(server.output.trim().split("\n").length, 1);
    assert(server.output.startsWith("Cannot"), server.output);
  }
});

Deno.test("--help tells every setting and --version the version", async () => {
  await using help = await ServerProcess.start(["--help"]);
  assertEquals(await help.ended(), 0);
  for (const flag of ["--port", "--host", "--data", "--sync", "--recent", "--limits"]) {
    assert(help.output.includes(flag), flag);
  }
  await using version = await ServerProcess.start(["--version"]);
  assertEquals(await version.ended(), 0);
  assert(/^plaintalk \d+\.\d+\.\d+\n$/.test(version.output));
});

Deno.test("a taken port, a folder in use or unwritable says what to do, exit 1", async () => {
  await using folder = await temporaryFolder();
  await using other = await temporaryFolder();
  await using first = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  const port = Number(new URL(first.url).port);
  await using second = await ServerProcess.start(["--port", String(port), "--data", other.path]);
  assertEquals(await second.ended(), 1);
  assertEquals(second.output, `Port ${port} is in use: try --port ${port + 1}\n`);
  await using third = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  assertEquals(await third.ended(), 1);
  assert(third.output.includes(`pid ${first.pid}`), third.output);
  const file = `${other.path}/file`;
  await Deno.writeTextFile(file, "");
  await using fourth = await ServerProcess.start(["--port", "0", "--data", file]);
  assertEquals(await fourth.ended(), 1);
  assert(fourth.output.includes("--data"), fourth.output);
});

Deno.test("SIGTERM and SIGINT tell everybody, close with 1012 and exit 0 with all on disk", async () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    await using folder = await temporaryFolder();
    await using server = await ServerProcess.start(["--port", "0", "--data", folder.path]);
    const ada = await WsClient.in(server.url, "Ada");
    ada.send({
      type: "message",
      room: "general",
      text: "last words",
      ref: "r",
    });
    await ada.hears("message");
    const code = await server.end(signal);
    await ada.hears("restarting");
    assertEquals([(await ada.closed).code, code], [1012, 0]);
    const file = await Deno.readTextFile(`${folder.path}/rooms/general.txt`);
    assert(file.endsWith("Ada: last words\n"));
    const lock = await Deno.readTextFile(`${folder.path}/lock`);
    assertEquals(lock.trim(), "", "the lock was let go");
  }
});

Deno.test("an old chat_history.txt in the folder is a room; what fits nothing is counted", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/rooms`);
  const old =
    "\ufeff[2019-01-02 03:04:05] Username: first\r\n\r\n[2019-01-02 03:04:06] Other: second\r\n" +
    "*** a remark of the old program\r\n[2019-01-02 03:04:07] Username: last";
  await Deno.writeTextFile(`${folder.path}/rooms/old.txt`, old);
  await using server = await ServerProcess.start(["--port", "0", "--data", folder.path]);
  assert(server.output.includes("2 in old"), server.output);
  const { messages } = await (await fetch(`${server.url}/api/rooms/old/messages`)).json();
  assertEquals(messages.map(({ text }: { text: string }) => text), ["first", "second", "last"]);
  const text = await Deno.readFile(`${folder.path}/rooms/old.txt`);
  assertEquals(new TextDecoder("utf-8", { ignoreBOM: true }).decode(text), `${old}\n`);
});
