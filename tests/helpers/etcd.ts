/** Members of etcd on loopback, in a temporary folder, ended by their pids. */
import { freePort } from "./free_port.ts";
import { PATIENCE_MS } from "./wait.ts";

/** True where etcd is installed. */
export function hasEtcd(): boolean {
  try {
    return new Deno.Command("etcd", {
      args: ["--version"],
      stdout: "null",
      stderr: "null",
    })
      .outputSync().success;
  } catch {
    return false;
  }
}

interface Member {
  name: string;
  client: string;
  peer: string;
  /** Where it says whether it is well, to anybody. */
  health: string;
  child: Deno.ChildProcess | null;
}

/** A cluster of etcd. */
export class Etcd implements AsyncDisposable {
  readonly #members: Member[];
  readonly folder: string;
  readonly #more: string[];

  private constructor(members: Member[], folder: string, more: string[]) {
    this.#members = members;
    this.folder = folder;
    this.#more = more;
  }

  /** Starts so many members and waits until they have a leader. */
  static async start(count = 3, ...more: string[]): Promise<Etcd> {
    const members = Array.from({ length: count }, (_, i) => ({
      name: `m${i}`,
      client: `127.0.0.1:${freePort()}`,
      peer: `127.0.0.1:${freePort()}`,
      health: `127.0.0.1:${freePort()}`,
      child: null,
    }));
    const folder = await Deno.makeTempDir({ prefix: "plaintalk-etcd-" });
    const etcd = new Etcd(members, folder, more);
    for (let i = 0; i < count; i++) etcd.revive(i);
    await etcd.answers();
    return etcd;
  }

  get count(): number {
    return this.#members.length;
  }

  /** Where members are, as `--cluster` has it. */
  get hosts(): string[] {
    return this.#members.map(({ client }) => client);
  }

  pid(member: number): number | null {
    return this.#members[member]!.child?.pid ?? null;
  }

  /** Starts a member, over what it had. */
  revive(i: number): void {
    const { name, client, peer, health, child } = this.#members[i]!;
    const scheme = this.#more.includes("--cert-file") ? "https" : "http";
    if (child !== null) return;
    const cluster = this.#members.map((m) => `${m.name}=http://${m.peer}`).join(
      ",",
    );
    this.#members[i]!.child = new Deno.Command("etcd", {
      args: [
        ...["--name", name, "--data-dir", `${this.folder}/${name}`, "--log-level", "error"],
        ...["--listen-client-urls", `${scheme}://${client}`],
        ...["--advertise-client-urls", `${scheme}://${client}`],
        ...["--listen-metrics-urls", `http://${health}`],
        ...["--listen-peer-urls", `http://${peer}`],
        ...["--initial-advertise-peer-urls", `http://${peer}`, "--initial-cluster", cluster],
        ...["--initial-cluster-state", "new", ...this.#more],
      ],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  }

  /** Kills a member. */
  async kill(i: number, signal: Deno.Signal = "SIGKILL"): Promise<void> {
    const member = this.#members[i]!;
    if (member.child === null) return;
    member.child.kill(signal);
    await member.child.status;
    member.child = null;
  }

  /** Waits until a quorum answers. */
  async answers(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      for (const { health, child } of this.#members) {
        if (child !== null && await hasLeader(health)) return;
      }
      if (Date.now() > deadline) throw new Error("etcd has no leader");
      await new Promise((go) => setTimeout(go, 50));
    }
  }

  /** Removes all records but the last, as an hour of trimming does. */
  async trimAll(): Promise<void> {
    const positions = await this.#log();
    const end = positions.at(-1)!;
    await this.#ask("/v3/kv/deleterange", { key: btoa("/plaintalk/log/"), range_end: btoa(end) });
  }

  /** Forgets so many of the last records, as an engine that had not synced. */
  async dropLast(count: number): Promise<void> {
    const positions = await this.#log();
    for (const key of positions.slice(-count)) {
      await this.#ask("/v3/kv/deleterange", { key: btoa(key) });
    }
  }

  /** Forgets everything. */
  async forget(): Promise<void> {
    await this.#ask("/v3/kv/deleterange", { key: btoa("/"), range_end: btoa("0") });
  }

  /** Writes until the database is full. */
  async fill(): Promise<void> {
    const value = btoa("x".repeat(500_000));
    for (let i = 0; i < 100; i++) {
      const { error } = await this.#ask("/v3/kv/put", { key: btoa(`fill ${i}`), value });
      if (error !== undefined) return;
    }
  }

  async #log(): Promise<string[]> {
    const { kvs = [] } = await this.#ask("/v3/kv/range", {
      key: btoa("/plaintalk/log/"),
      range_end: btoa("/plaintalk/log0"),
      keys_only: true,
    });
    return kvs.map(({ key }: { key: string }) => atob(key));
  }

  // deno-lint-ignore no-explicit-any -- answers of etcd are looked at by name
  async #ask(path: string, body: unknown): Promise<any> {
    const response = await fetch(`http://${this.hosts[0]}${path}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    return await response.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#members.map((_, i) => this.kill(i)));
    await Deno.remove(this.folder, { recursive: true });
  }
}

async function hasLeader(health: string): Promise<boolean> {
  try {
    const response = await fetch(`http://${health}/health`, { signal: AbortSignal.timeout(1000) });
    return (await response.json()).health === "true";
  } catch {
    return false;
  }
}
