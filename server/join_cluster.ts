/**
 * A chat on one machine, or as a node of a cluster: the process is the same but for its disk, and for when
 * it begins to serve. What a cluster needs is loaded where one was asked for, and nowhere else.
 */
import type { App } from "./app.ts";
import { liesIn, networksOf } from "./base/address.ts";
import type { Clock } from "./base/clock.ts";
import { reasonOf } from "./base/errors.ts";
import { systemRandom } from "./base/random.ts";
import type { Logger } from "./base/logger.ts";
import type { Config } from "./config.ts";
import { StartError } from "./process/start_errors.ts";
import type { Disk } from "./store/disk.ts";

/** What joining needs. */
export interface JoinOptions {
  config: Config;
  data: string;
  disk: Disk;
  clock: Clock;
  logger: Logger;
  /** Resolves when the process is to end. */
  over: Promise<string>;
  /** Listens where the chat will. */
  listen: (app: Pick<App, "fetch" | "disconnectAll">) => Promise<{ shutdown(): Promise<void> }>;
  /** Lets go of the data folder. */
  leave: () => void;
  /** Who may read how it is, by now. */
  watchers: () => readonly string[];
}

/** What a chat that may serve is given. */
export interface Joined {
  disk: Disk;
  /** True where other machines have the same folder. */
  isShared: boolean;
  around(app: App): App;
  /** Lets another machine serve. */
  leave(): Promise<void>;
}

/** Resolves when this process may serve; with null where it was told to end before. */
export async function joinCluster(options: JoinOptions): Promise<Joined | null> {
  const { config, disk } = options;
  if (config.cluster === "") {
    return { disk, isShared: false, around: (app) => app, leave: () => Promise.resolve() };
  }
  const { Node } = await import("./store/cluster/node.ts");
  const { EtcdClient, readEtcdAddress } = await import("./store/cluster/etcd_client.ts");
  const { EtcdEngine } = await import("./store/cluster/etcd_engine.ts");
  const { SECRET_LENGTH } = await import("./store/cluster/sealer.ts");
  const address = readEtcdAddress(config.cluster);
  if (address === null) {
    throw new StartError("Cannot use --cluster: expected etcd://a:2379,b:2379,c:2379");
  }
  const secret = readSetting("--cluster-secret", config.clusterSecret).trim();
  if (secret.length < SECRET_LENGTH) {
    throw new StartError(
      `Cannot use --cluster-secret: expected ${SECRET_LENGTH} characters or more; openssl rand -base64 32 makes them`,
    );
  }
  const ca = config.clusterCa === "" ? "" : readSetting("--cluster-ca", config.clusterCa);
  const client = new EtcdClient({ ...address, ca, clock: options.clock });
  const engine = new EtcdEngine({ ...options, client, prefix: address.prefix });
  const ending = new AbortController();
  void options.over.then(() => ending.abort());
  const node = await Node.of({
    ...options,
    engine,
    random: systemRandom,
    secret,
    address: config.clusterNode + config.base,
    base: config.base,
    ca,
    boot: readBoot(),
    mayWatch: (from) => liesIn(from, networksOf(options.watchers())),
    listen: (fetch) => options.listen({ fetch, disconnectAll() {} }),
    stop(sentence) {
      options.logger.warn(sentence);
      options.leave();
      Deno.exit(1);
    },
  });
  try {
    const shipped = await node.serve(ending.signal);
    if (shipped === null) {
      await node.leave();
      return null;
    }
    return {
      disk: shipped,
      isShared: true,
      around: (app) => ({ ...app, fetch: node.around((...from) => app.fetch(...from)) }),
      leave: () => node.leave(),
    };
  } catch (error) {
    await node.leave();
    if (error instanceof Error && error.name === "DiskTrouble") throw error;
    throw new StartError(reasonOf(error));
  }
}

function readSetting(flag: string, path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    throw new StartError(
      `Cannot read ${path} (${reasonOf(error)}): ${flag} is a file that this user may read`,
    );
  }
}

/** Another text after each start of the machine, as Linux has it; "" elsewhere. */
function readBoot(): string {
  try {
    return Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  } catch {
    return "";
  }
}
