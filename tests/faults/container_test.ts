/**
 * The container, as far as a machine without an engine can prove it: what the Dockerfile copies, and that
 * alone, lies in a folder of its own; the program is what it installs; a user without rights runs it.
 */
import { assert, assertEquals } from "@std/assert";
import { ServerProcess, temporaryFolder, WITHOUT_RIGHTS } from "../helpers/process.ts";
import { HttpClient } from "../helpers/http_client.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

Deno.test("the Dockerfile's own files start a chat whose health is known (issue 15, 8)", async () => {
  await using folder = await temporaryFolder();
  const file = await Deno.readTextFile(`${ROOT}deploy/Dockerfile`);
  const app = `${folder.path}/app`;
  await Deno.mkdir(app);
  for (const [, from = "", to = ""] of file.matchAll(/^COPY (.+) (\S+)$/gm)) {
    const place = to.startsWith("/") ? `${folder.path}${to}` : `${app}/${to}`;
    await Deno.mkdir(place.replace(/[^/]*$/, ""), { recursive: true });
    for (const name of from.split(" ")) {
      const args = ["-rT", `${ROOT}${name}`, to === "./" ? `${app}/${name}` : place];
      assert((await new Deno.Command("cp", { args }).output()).success, name);
    }
  }
  const program = `${folder.path}/usr/local/bin/plaintalk`;
  const script = await Deno.readTextFile(program);
  // Its folders, where they are here.
  const moved = script.replace(/(?<=[ =,])\/(app|data|backup|certs)\b/g, `${folder.path}/$1`);
  await Deno.writeTextFile(program, moved);
  const variables = [...(/^ENV (.+)$/m.exec(file)?.[1] ?? "").matchAll(/(\w+)=(\S+)/g)]
    .map(([, name = "", value = ""]) => [name, value.replace("/data", `${folder.path}/data`)]);
  const env = { ...Object.fromEntries(variables), HOST: "127.0.0.1" };
  const plaintalk = [...WITHOUT_RIGHTS, "sh", program];
  const [, started] = /^CMD \["plaintalk", "(\w+)"\]$/m.exec(file) ?? [];
  await using server = await ServerProcess.run([...plaintalk, started!], { ...env, PORT: "0" });
  assert(server.url !== "", server.output);
  const port = new URL(server.url).port;
  const run = async (args: string[], own: Record<string, string> = {}) => {
    const [first = "", ...rest] = [...plaintalk, ...args];
    const { code, stdout } = await new Deno.Command(first, {
      args: rest,
      env: { ...env, PORT: port, ...own },
      stderr: "null",
    }).output();
    return { code, out: new TextDecoder().decode(stdout) };
  };
  const health = /^HEALTHCHECK .*CMD \["plaintalk", "(\w+)"\]$/m.exec(file)?.[1];
  assertEquals((await run([health!])).code, 0);
  assertEquals((await run([health!], { BASE_PATH: "/elsewhere" })).code, 1);
  const password = "correct horse battery";
  await new HttpClient(server.url).asks("POST", "/api/accounts", { name: "Ada", password });
  assertEquals(await run(["admin", "Ada"]), { code: 0, out: "Ada is an admin now\n" });
  assertEquals(await server.end(), 0);
});

Deno.test("the compose file restarts the chat, keeps its data and reads its settings", async () => {
  const compose = await Deno.readTextFile(`${ROOT}deploy/compose.yaml`);
  for (const line of ["restart: unless-stopped", "- data:/data", "path: plaintalk.env"]) {
    assert(compose.includes(line), line);
  }
});
