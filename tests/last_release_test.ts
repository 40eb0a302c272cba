/**
 * Back and forth: the release before opens the folder of this one, shows what it knows, and what it does
 * not know is still there when this one comes back. Runs the real sources of that release, out of git.
 */
import { assert, assertEquals } from "@std/assert";
import { checkData } from "../server/transfer/check.ts";
import { systemDisk } from "../server/store/disk.ts";
import { HttpClient } from "./helpers/http_client.ts";
import { SERVER, ServerProcess, temporaryFolder } from "./helpers/process.ts";
import { PASSWORD } from "./helpers/sign_in.ts";
import { WsClient } from "./helpers/ws_client.ts";

/** The last commit before rooms had topics, pins and members. */
const RELEASE = "be1c60a";
const ROOT = new URL("../", import.meta.url).pathname;

async function git(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command("git", { args, cwd: ROOT, stderr: "null" }).output();
  return success;
}

// A shallow clone, or a folder without git, has nothing to go back to.
const isThere = await git("cat-file", "-e", `${RELEASE}^{commit}`).catch(() => false);

async function signsIn(url: string, name: string, path: string): Promise<HttpClient> {
  const client = new HttpClient(url);
  const { status } = await client.asks("POST", path, { name, password: PASSWORD });
  assertEquals(status, 200, name);
  return client;
}

function filesBelow(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of ["rooms", "private"]) {
    for (const { name, isFile } of Deno.readDirSync(`${folder}/${part}`)) {
      if (isFile) found.set(`${part}/${name}`, Deno.readTextFileSync(`${folder}/${part}/${name}`));
    }
  }
  return found;
}

Deno.test({
  name: "the release before opens today's folder and gives it back whole",
  ignore: !isThere,
  fn: async () => {
    await using folder = await temporaryFolder();
    const data = `${folder.path}/data`;
    const start = ["--port", "0", "--data", data];
    let secret: string;
    {
      await using server = await ServerProcess.start(start);
      const ada = await signsIn(server.url, "Ada", "/api/accounts");
      await signsIn(server.url, "Boris", "/api/accounts");
      await using peer = await WsClient.withCookie(server.url, ada.cookie);
      peer.send({ type: "create_room", room: "Plan" });
      await peer.joins("Plan");
      const { id } = await peer.says("first words", "Plan");
      peer.send({ type: "pin", room: "Plan", id, on: true });
      await peer.hears("pinned");
      peer.send({ type: "topic", room: "Plan", text: "What we cook" });
      await peer.hears("topic");
      peer.send({ type: "rename_room", room: "Plan", to: "Kitchen" });
      await peer.hears("room_renamed");
      peer.send({ type: "create_room", room: "Secret", private: true, members: ["Boris"] });
      const made = await peer.hears("room_created", (event) => event.private === true);
      secret = made.room;
      await peer.joins(secret);
      await peer.says("between us", secret);
      const change = { favourites: { Kitchen: true, [secret]: true }, levels: { Kitchen: "none" } };
      assertEquals((await ada.asks("POST", "/api/preferences", change)).status, 200);
    }
    const before = filesBelow(data);
    const wanted = await Deno.readTextFile(`${data}/preferences.txt`);
    const old = `${folder.path}/old`;
    await Deno.mkdir(old);
    assert(
      await git(
        "archive",
        "--output",
        `${folder.path}/old.tar`,
        RELEASE,
        "server",
        "client",
        "deno.json",
        "deno.lock",
      ),
    );
    const { success } = await new Deno.Command("tar", {
      args: ["-xf", `${folder.path}/old.tar`, "-C", old],
    }).output();
    assert(success);
    const command = [...SERVER.slice(0, -1), `${old}/server/main.ts`, ...start];
    {
      await using server = await ServerProcess.run(command);
      await using peer = await WsClient.at(server.url, "Later");
      const { rooms } = await peer.hears("welcome");
      assertEquals(rooms.map(({ room }) => room).sort(), ["Kitchen", "general"]);
      const { messages } = await peer.joins("Kitchen");
      assertEquals(messages.map(({ text }) => text), ["first words"]);
      await peer.says("said to the old one", "Kitchen");
      await signsIn(server.url, "Ada", "/api/session");
    }
    const after = filesBelow(data);
    for (const [name, text] of before) {
      assert(after.get(name)?.startsWith(text), `${name} is no longer what it was`);
    }
    assertEquals(await Deno.readTextFile(`${data}/preferences.txt`), wanted);
    await using server = await ServerProcess.start(start);
    const ada = await signsIn(server.url, "Ada", "/api/session");
    assertEquals((await ada.asks("GET", "/api/preferences")).body, {
      favourites: ["Kitchen", secret],
      levels: { Kitchen: "none" },
    });
    const boris = await signsIn(server.url, "Boris", "/api/session");
    await using peer = await WsClient.withCookie(server.url, boris.cookie);
    const kitchen = await peer.joins("Kitchen");
    assertEquals(kitchen.messages.map(({ text }) => text), ["first words", "said to the old one"]);
    assertEquals(kitchen.pins, [kitchen.messages[0]?.id]);
    const { messages } = await peer.joins(secret);
    assertEquals(messages.map(({ text }) => text), ["between us"]);
    const finds: string[] = [];
    checkData(systemDisk(), data, (find) => finds.push(find));
    assertEquals(finds, []);
  },
});
