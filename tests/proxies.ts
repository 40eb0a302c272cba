/**
 * `deno task test:proxies`: Caddy and nginx, as in `deploy/`, live before a chat: page, session, WebSocket,
 * upload, ranges, whose address is believed, at the root and under a path. Both must be installed.
 */
import { assert, assertEquals } from "@std/assert";
import { certify } from "./helpers/certificate.ts";
import { eventually } from "./helpers/wait.ts";
import { ServerProcess, temporaryFolder } from "./helpers/process.ts";
import { HttpClient } from "./helpers/http_client.ts";

/** A port that is free just now. */
function freePort(): number {
  using connection = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (connection.addr as Deno.NetAddr).port;
}

async function deployed(file: string): Promise<string> {
  return await Deno.readTextFile(new URL(`../deploy/${file}`, import.meta.url));
}

/** The command for nginx with these servers. */
async function nginx(folder: string, config: string): Promise<string[]> {
  await Deno.writeTextFile(
    `${folder}/nginx.conf`,
    `daemon off; pid ${folder}/pid; error_log stderr; events {} http { access_log off; ` +
      ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) =>
        `${name}_temp_path ${folder}/${name};`
      ).join(" ") + `\n${config} }`,
  );
  return ["nginx", "-c", `${folder}/nginx.conf`];
}

/** The command for a proxy whose settings are those of `deploy/`, on these ports and without TLS. */
const PROXIES: Record<string, (folder: string, port: number, chat: string) => Promise<string[]>> = {
  async caddy(folder, port, chat) {
    const config = (await deployed("Caddyfile")).replace(
      "chat.example.org {",
      `http://127.0.0.1:${port}`,
    )
      .replace("127.0.0.1:8000", chat);
    await Deno.writeTextFile(`${folder}/Caddyfile`, `{\n\tadmin off\n}\n${config}`);
    return ["caddy", "run", "--config", `${folder}/Caddyfile`, "--adapter", "caddyfile"];
  },
  async nginx(folder, port, chat) {
    const config = (await deployed("nginx.conf"))
      .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
      .replace("listen 80;", `listen 127.0.0.1:${freePort()};`)
      .replace(/^\s*(listen \[::\]|ssl_).*$/gm, "");
    return await nginx(folder, config.replace("127.0.0.1:8000", chat));
  },
};

for (const [name, command] of Object.entries(PROXIES)) {
  for (const base of ["", "/chat"]) {
    Deno.test(`${name} in front${base && ` of ${base}`}: page, session, socket, upload, ranges, addresses`, async () => {
      await using folder = await temporaryFolder();
      const port = freePort();
      const url = `http://127.0.0.1:${port}`;
      await using server = await ServerProcess.start([
        ...["--port", "0", "--data", `${folder.path}/data`, "--origin", url],
        ...[
          "--trust-proxy",
          "127.0.0.1",
          "--metrics",
          "192.0.2.7",
          ...base ? ["--base", base] : [],
        ],
      ]);
      const [program = "", ...args] = await command(
        folder.path,
        port,
        `127.0.0.1:${/:(\d+)/.exec(server.url)![1]}`,
      );
      const proxy = new Deno.Command(program, {
        args,
        env: { HOME: folder.path },
        stdout: "null",
        stderr: "null",
      }).spawn();
      try {
        await eventually(
          `${name} answers`,
          () =>
            fetch(`${url}${base}/healthz`).then(async (answer) => {
              await answer.body?.cancel();
              return answer.ok;
            }, () => false),
        );
        const ada = new HttpClient(url + base, { origin: url });
        assert((await ada.asks("GET", "/")).body.includes("Plaintalk"));
        assertEquals((await ada.asks("POST", "/api/session", { name: "Ada" })).status, 200);
        const film = new Uint8Array(6_000_000).fill(7);
        const sent = await fetch(`${url}${base}/api/rooms/general/files?name=film.bin&text=look`, {
          method: "POST",
          headers: { origin: url, cookie: ada.cookie },
          body: film,
        });
        const said = await sent.json();
        assertEquals([sent.status, said.file?.size], [201, 6_000_000], JSON.stringify(said));
        const part = await fetch(`${url}${base}/files/${said.file.id}`, {
          headers: { range: "bytes=5-9" },
        });
        assertEquals([part.status, (await part.bytes()).length], [206, 5]);
        const socket = new WebSocket(`${url.replace("http", "ws")}${base}/ws?name=Boris`);
        const heard: string[] = [];
        const closed = new Promise((resolve) => socket.onclose = resolve);
        socket.onmessage = ({ data }) => {
          heard.push(data);
          if (heard.length === 1) {
            socket.send(JSON.stringify({ type: "join", room: "general" }));
            socket.send(JSON.stringify({ type: "message", room: "general", text: "through" }));
          }
        };
        await eventually("the message comes back", () => heard.join().includes('"through"'));
        socket.close();
        await closed;
        // The proxy tells whose address it is; what a caller claims beside that is not believed.
        const claim = ["-s", "--interface", "127.0.0.2", "-H", "X-Forwarded-For: 192.0.2.7"];
        const { stdout } = await new Deno.Command("curl", {
          args: [...claim, `${url}${base}/metrics`],
        }).output();
        assertEquals(JSON.parse(new TextDecoder().decode(stdout)).code, "not_allowed");
      } finally {
        proxy.kill("SIGTERM");
        await proxy.status;
      }
    });
  }
}

Deno.test("nginx speaks TLS, sends HTTP there, and takes no file over --file-size", async () => {
  await using folder = await temporaryFolder();
  await certify(folder.path, "localhost");
  const [http, https] = [freePort(), freePort()];
  const url = `https://localhost:${https}`;
  const args = ["--port", "0", "--data", `${folder.path}/data`];
  await using server = await ServerProcess.start([
    ...args,
    ...["--origin", url, "--trust-proxy", "127.0.0.1"],
  ]);
  const config = (await deployed("nginx.conf"))
    .replaceAll("chat.example.org;", "localhost;")
    .replace(/(ssl_certificate) .*;/, `$1 ${folder.path}/cert.pem;`)
    .replace(/(ssl_certificate_key) .*;/, `$1 ${folder.path}/key.pem;`)
    .replace("listen 443 ssl;", `listen 127.0.0.1:${https} ssl;`)
    .replace("listen 80;", `listen 127.0.0.1:${http};`)
    .replace(/^\s*listen \[::\].*$/gm, "")
    .replace("127.0.0.1:8000", new URL(server.url).host.replace("localhost", "127.0.0.1"));
  const [program = "", ...rest] = await nginx(folder.path, config);
  const options = { args: rest, stdout: "null", stderr: "null" } as const;
  const proxy = new Deno.Command(program, options).spawn();
  using client = Deno.createHttpClient({
    caCerts: [await Deno.readTextFile(`${folder.path}/ca.pem`)],
  });
  try {
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, { ...init, client });
    await eventually("nginx answers", () =>
      ask("/healthz").then(async (answer) => {
        await answer.body?.cancel();
        return answer.ok;
      }, () => false));
    const sent = await fetch(`http://localhost:${http}/chat?x=1`, { redirect: "manual" });
    await sent.body?.cancel();
    assertEquals([sent.status, sent.headers.get("location")], [301, "https://localhost/chat?x=1"]);
    const entered = await ask("/api/session", {
      method: "POST",
      headers: { origin: url },
      body: '{"name":"Ada"}',
    });
    await entered.body?.cancel();
    const cookie = entered.headers.getSetCookie().map((set) => set.split(";")[0]).join("; ");
    assert(cookie.includes("__Host-"), "as behind HTTPS");
    const size = async (megabytes: number): Promise<number> => {
      const answer = await ask("/api/rooms/general/files?name=a.bin&text=", {
        method: "POST",
        headers: { origin: url, cookie },
        body: new Uint8Array(megabytes * 1024 * 1024),
      });
      await answer.body?.cancel();
      return answer.status;
    };
    assertEquals([await size(10), await size(12)], [201, 413]);
  } finally {
    proxy.kill("SIGTERM");
    await proxy.status;
  }
});
