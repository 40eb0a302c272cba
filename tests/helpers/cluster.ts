/**
 * A chat on several nodes, each the real process in a folder of its own, started again whenever it ends as a
 * service manager does; between each node and each member of etcd a proxy that can be cut.
 */
import { Etcd } from "./etcd.ts";
import { freePort } from "./free_port.ts";
import { SERVER } from "./process.ts";
import { CuttableProxy } from "./cuttable_proxy.ts";
import { eventually } from "./wait.ts";

/** What every cluster of a test is started with. */
const ARGS = ["--limits", "none", "--keep-free", "0", "--accounts", "open"];

/** One node: a folder and an address that outlive its processes. */
export class ClusterNode {
  readonly folder: string;
  readonly url: string;
  readonly proxies: readonly CuttableProxy[];
  readonly #args: string[];
  /** A small disk of its own that the folder is on; null where it has none. */
  readonly #disk: string | null;
  #child: Deno.ChildProcess | null = null;
  #isOver = false;
  #running: Promise<void> = Promise.resolve();
  output = "";
  /** Exit codes of its processes so far, -1 for one that was killed. */
  readonly ended: number[] = [];

  constructor(
    folder: string,
    { proxies, secret, disk, more }: {
      proxies: readonly CuttableProxy[];
      secret: string;
      disk: string | null;
      more: string[];
    },
  ) {
    this.#disk = disk;
    const port = freePort();
    this.folder = folder;
    this.url = `http://127.0.0.1:${port}`;
    this.proxies = proxies;
    const engine = `etcd://${proxies.map(({ address }) => address).join(",")}`;
    this.#args = [
      ...["--port", String(port), "--data", folder, "--cluster", engine],
      ...[
        "--cluster-node",
        this.url,
        "--cluster-secret",
        secret,
        ...ARGS,
        ...more,
      ],
    ];
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Runs it until it is stopped, again and again. */
  start(): void {
    this.#isOver = false;
    this.#running = this.#run();
  }

  /** What `/healthz` says: the status, and the state. */
  async health(): Promise<{ status: number; state: string }> {
    try {
      const response = await fetch(`${this.url}/healthz`, {
        signal: AbortSignal.timeout(1000),
      });
      const { state = "" } = await response.json();
      return { status: response.status, state };
    } catch {
      return { status: 0, state: "" };
    }
  }

  kill(signal: Deno.Signal = "SIGKILL"): void {
    try {
      this.#child?.kill(signal);
    } catch {
      // It has just ended by itself.
    }
  }

  /** Takes the last byte of its disk; false where it has none of its own. */
  async fillsDisk(): Promise<boolean> {
    if (this.#disk === null) return false;
    const ballast = await Deno.open(`${this.#disk}/ballast`, {
      append: true,
      create: true,
    });
    try {
      for (const size of [64 * 1024, 4096, 1]) {
        const bytes = new Uint8Array(size);
        for (let isFull = false; !isFull;) {
          isFull = await ballast.write(bytes).then(() => false, () => true);
        }
      }
    } finally {
      ballast.close();
    }
    return true;
  }

  async freesDisk(): Promise<void> {
    await Deno.remove(`${this.#disk}/ballast`);
  }

  /** Ends it for good, and lets go of its disk. */
  async close(): Promise<void> {
    await this.stop("SIGKILL");
    for (const proxy of this.proxies) await proxy.close();
    if (this.#disk !== null) {
      await new Deno.Command("umount", { args: ["-l", this.#disk] }).output();
    }
  }

  /** Ends it for good. */
  async stop(signal: Deno.Signal = "SIGTERM"): Promise<void> {
    this.#isOver = true;
    if (signal !== "SIGKILL") this.kill("SIGCONT");
    this.kill(signal);
    await this.#running;
  }

  async #run(): Promise<void> {
    const [program = "", ...args] = SERVER;
    while (!this.#isOver) {
      const child = new Deno.Command(program, {
        args: [...args, ...this.#args],
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        env: { NO_COLOR: "1", MALLOC_MMAP_THRESHOLD_: "1048576" },
      }).spawn();
      this.#child = child;
      await Promise.all([this.#read(child.stdout), this.#read(child.stderr)]);
      const { code, signal } = await child.status;
      this.ended.push(signal === null ? code : -1);
      this.#child = null;
      if (!this.#isOver) await new Promise((go) => setTimeout(go, 200));
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.output = (this.output + decoder.decode(chunk, { stream: true }))
        .slice(-200_000);
    }
  }
}

/** Nodes over an etcd. */
export class Cluster implements AsyncDisposable {
  readonly etcd: Etcd;
  readonly nodes: readonly ClusterNode[];
  readonly secret: string;
  readonly #folder: string;

  private constructor(
    etcd: Etcd,
    nodes: readonly ClusterNode[],
    folder: string,
    secret: string,
  ) {
    this.etcd = etcd;
    this.nodes = nodes;
    this.#folder = folder;
    this.secret = secret;
  }

  /** Starts everything and waits until a node serves and the others follow. */
  static async start(
    {
      nodes = 3,
      members = 3,
      more = [] as string[],
      diskMegabytes = 0,
      etcd: args = [] as string[],
    } = {},
  ): Promise<Cluster> {
    const etcd = await Etcd.start(members, ...args);
    const folder = await Deno.makeTempDir({ prefix: "plaintalk-cluster-" });
    const secret = `${folder}/secret`;
    await Deno.writeTextFile(secret, "words that only these nodes know\n");
    const made: ClusterNode[] = [];
    for (let i = 0; i < nodes; i++) {
      const place = `${folder}/node-${i}`;
      await Deno.mkdir(place);
      const disk = diskMegabytes > 0 && await mount(place, diskMegabytes) ? place : null;
      const proxies = etcd.hosts.map((host) => new CuttableProxy(host));
      made.push(
        new ClusterNode(`${place}/data`, { proxies, secret, disk, more }),
      );
    }
    const cluster = new Cluster(etcd, made, folder, secret);
    for (const node of made) node.start();
    await cluster.settles();
    return cluster;
  }

  /** What the nodes printed last, for a test that failed. */
  get output(): string {
    return this.nodes.map(({ url, ended, output }) =>
      `${url}, ended with ${ended.slice(-20)}:\n${output.slice(-4000)}`
    ).join("\n\n");
  }

  /** Waits until one node serves and every other is passive; returns the one that serves. */
  async settles(): Promise<ClusterNode> {
    let serving: ClusterNode | null = null;
    await eventually("one node serves and the others follow", async () => {
      const all = await Promise.all(this.nodes.map((node) => node.health()));
      serving = this.nodes[all.findIndex(({ status }) => status === 200)] ??
        null;
      return serving !== null &&
        all.every(({ status, state }) => status === 200 || state === "passive");
    });
    return serving!;
  }

  /** The node that serves, once one does. */
  async serving(): Promise<ClusterNode> {
    let found: ClusterNode | null = null;
    await eventually("a node serves", async () => {
      const all = await Promise.all(this.nodes.map((node) => node.health()));
      found = this.nodes[all.findIndex(({ status }) => status === 200)] ?? null;
      return found !== null;
    });
    return found!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.stop("SIGKILL")));
    for (const { proxies } of this.nodes) {
      for (const proxy of proxies) await proxy.close();
    }
    await this.etcd[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true }).catch(() => {});
  }
}

/** A small disk in memory; false where this user may not have one. */
async function mount(place: string, megabytes: number): Promise<boolean> {
  const args = [
    "-t",
    "tmpfs",
    "-o",
    `size=${megabytes}m,mode=700`,
    "tmpfs",
    place,
  ];
  const { success } = await new Deno.Command("mount", { args, stderr: "null" })
    .output()
    .catch(() => ({ success: false }));
  return success;
}

/** What differs between two folders, without what belongs to one machine; "" for nothing. */
export async function difference(a: string, b: string): Promise<string> {
  const excluded = ["lock", "cluster", "orders", "healthz.tmp"].map((name) => `--exclude=${name}`);
  const { stdout } = await new Deno.Command("diff", {
    args: ["-r", "-q", ...excluded, a, b],
  }).output();
  return new TextDecoder().decode(stdout);
}
