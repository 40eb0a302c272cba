/**
 * `deno task test:proxies` for three machines: Caddy and nginx, as in `deploy/`, before the nodes of a cluster.
 * Whoever serves is found, also after it was killed, and nobody but the nodes reaches what is theirs.
 */
import { assertEquals } from "@std/assert";
import { Cluster } from "./helpers/cluster.ts";
import { freePort } from "./helpers/free_port.ts";
import { temporaryFolder } from "./helpers/process.ts";
import { eventually } from "./helpers/wait.ts";
import { WsClient } from "./helpers/ws_client.ts";

const ADDRESS = /10\.0\.0\.(\d):8000/g;

async function deployed(file: string, urls: readonly string[]): Promise<string> {
  const text = await Deno.readTextFile(new URL(`../deploy/${file}`, import.meta.url));
  return text.replace(/^#.*$/gm, "")
    .replace(ADDRESS, (_, n) => urls[Number(n) - 1]!.replace("http://", ""));
}

/** The command for a proxy whose settings are those of `deploy/`, on these ports and without TLS. */
const PROXIES: Record<string, (folder: string, port: number, urls: string[]) => Promise<string[]>> =
  {
    async caddy(folder, port, urls) {
      const config = (await deployed("Caddyfile.cluster", urls))
        .replace("chat.example.org {", `http://127.0.0.1:${port} {`);
      await Deno.writeTextFile(`${folder}/Caddyfile`, `{\n\tadmin off\n}\n${config}`);
      return ["caddy", "run", "--config", `${folder}/Caddyfile`, "--adapter", "caddyfile"];
    },
    async nginx(folder, port, urls) {
      const config = (await deployed("nginx-cluster.conf", urls))
        .replace("listen 443 ssl;", `listen 127.0.0.1:${port};`)
        .replace(/^\s*(listen \[::\]|ssl_).*$/gm, "");
      const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
      const temporary = places.map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
      await Deno.writeTextFile(
        `${folder}/nginx.conf`,
        `daemon off; pid ${folder}/pid; error_log stderr; events {} http { access_log off; ` +
          `${temporary}\n${config} }`,
      );
      return ["nginx", "-c", `${folder}/nginx.conf`];
    },
  };

for (const [name, command] of Object.entries(PROXIES)) {
  Deno.test({
    name: `${name} before three nodes goes where one serves, through a takeover too`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      await using folder = await temporaryFolder();
      const port = freePort();
      const url = `http://127.0.0.1:${port}`;
      const more = ["--origin", url, "--trust-proxy", "127.0.0.1"];
      await using cluster = await Cluster.start({ members: 1, more });
      const urls = cluster.nodes.map((node) => node.url);
      const [program = "", ...args] = await command(folder.path, port, urls);
      const proxy = new Deno.Command(program, {
        args,
        env: { HOME: folder.path },
        stdout: "null",
        stderr: "null",
      }).spawn();
      try {
        const isOk = (): Promise<boolean> =>
          fetch(`${url}/healthz`).then(async (answer) => {
            await answer.body?.cancel();
            return answer.ok;
          }, () => false);
        await eventually(`${name} answers`, isOk);
        const ada = await WsClient.in(url, "Ada");
        const { id } = await ada.says("before");
        const nodes = await fetch(`${url}/cluster/state`);
        await nodes.body?.cancel();
        assertEquals(nodes.status, 404, "what is the nodes' is theirs");
        for (let i = 0; i < 20; i++) {
          const page = await fetch(`${url}/api/rooms`);
          await page.body?.cancel();
          assertEquals(page.status, 200);
        }
        (await cluster.serving()).kill();
        await ada.closed;
        await eventually("it goes on", isOk);
        const again = await WsClient.at(url, "Ada");
        again.send({ type: "join", room: "general" });
        const { messages } = await again.hears("history");
        assertEquals(messages.map((message) => message.id), [id]);
        await again.says("after");
        await again.closes();
      } finally {
        proxy.kill("SIGTERM");
        await proxy.status;
      }
    },
  });
}
