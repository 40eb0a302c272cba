/** Every setting: its flag, its variable, what it stands at and what it does. `--help` is this table. */
import { DEFAULT_RATES } from "../chat/rate_limits.ts";

/** One setting as it is told in `--help`. */
export interface Setting {
  flag: string;
  env: string;
  value: string;
  standard: string;
  help: string;
}

/** All settings, in the order in which they are told. */
export const SETTINGS: readonly Setting[] = [
  {
    flag: "port",
    env: "PORT",
    value: "NUMBER",
    standard: "8000",
    help: "port to listen on; 0 picks a free one",
  },
  {
    flag: "host",
    env: "HOST",
    value: "ADDRESS",
    standard: "127.0.0.1",
    help: "address to listen on; 0.0.0.0 lets the local network in",
  },
  {
    flag: "transport",
    env: "TRANSPORT",
    value: "native|ws",
    standard: "native",
    help: "what carries requests: Deno's own server, or Node's with ws, for the open internet",
  },
  {
    flag: "data",
    env: "DATA_DIR",
    value: "FOLDER",
    standard: "./data",
    help: "folder that holds everything; made if it is not there",
  },
  {
    flag: "config",
    env: "CONFIG_FILE",
    value: "FILE",
    standard: "plaintalk.conf",
    help:
      "settings as NAME=value lines, beside the data folder where none is named; read again on SIGHUP and plaintalk reload",
  },
  {
    flag: "recent",
    env: "RECENT",
    value: "NUMBER",
    standard: "50",
    help: "messages a newcomer to a room is given, 1 to 200",
  },
  {
    flag: "sync",
    env: "SYNC",
    value: "WHEN",
    standard: "second",
    help: "when lines are safe against a power cut: always (before they are told), second, never",
  },
  {
    flag: "limits",
    env: "LIMITS",
    value: "on|none",
    standard: "on",
    help: "none lifts every rate limit and connection cap, for load tests",
  },
  {
    flag: "file-size",
    env: "FILE_SIZE",
    value: "MB",
    standard: "10",
    help: "largest file that can be attached; 0 for no files",
  },
  {
    flag: "files-each",
    env: "FILES_EACH",
    value: "MB",
    standard: "500",
    help: "files of one person, all together",
  },
  {
    flag: "files-total",
    env: "FILES_TOTAL",
    value: "MB",
    standard: "5000",
    help: "files of everybody, all together; guests may have half of it",
  },
  {
    flag: "keep-free",
    env: "KEEP_FREE",
    value: "MB",
    standard: "200",
    help:
      "of the disk, for what is said: no file takes of it, guests half, accounts all but a tenth",
  },
  {
    flag: "guests",
    env: "GUESTS",
    value: "on|off",
    standard: "on",
    help: "off lets only people with an account in",
  },
  {
    flag: "accounts",
    env: "ACCOUNTS",
    value: "auto|open|invited|closed",
    standard: "auto",
    help: "who may claim a name; auto: whoever may come in, invited with --guests off or --invite",
  },
  {
    flag: "invite",
    env: "INVITE",
    value: "CODE",
    standard: "",
    help: "wanted of everybody new, 12 characters or more: hand out the address with /?invite=CODE",
  },
  {
    flag: "rooms",
    env: "ROOMS",
    value: "everyone|admins",
    standard: "everyone",
    help: "who makes rooms; who made one deletes it, and admins any",
  },
  {
    flag: "origin",
    env: "ORIGIN",
    value: "ADDRESS,…",
    standard: "",
    help: "the address people open, if it has a name: https://chat.example.org",
  },
  {
    flag: "trust-proxy",
    env: "TRUST_PROXY",
    value: "ADDRESS,…",
    standard: "",
    help: "proxies whose X-Forwarded-For is believed: 127.0.0.1 or 10.0.0.0/8",
  },
  {
    flag: "tls-cert",
    env: "TLS_CERT",
    value: "FILE",
    standard: "",
    help: "certificate (PEM) for HTTPS, with --tls-key; read again on SIGHUP",
  },
  {
    flag: "tls-key",
    env: "TLS_KEY",
    value: "FILE",
    standard: "",
    help: "its key (PEM)",
  },
  {
    flag: "base",
    env: "BASE_PATH",
    value: "PATH",
    standard: "",
    help: "where a proxy that keeps the path has the chat: /chat",
  },
  {
    flag: "metrics",
    env: "METRICS",
    value: "ADDRESS,…",
    standard: "127.0.0.1,::1",
    help: "who may read /metrics, for Prometheus",
  },
  {
    flag: "keep",
    env: "KEEP",
    value: "DAYS",
    standard: "forever",
    help: "90d: at each start what is older moves to data/archive",
  },
  {
    flag: "cluster",
    env: "CLUSTER",
    value: "ADDRESS",
    standard: "",
    help:
      "this chat on several machines, with an etcd: etcd://a:2379,b:2379,c:2379; etcds: with TLS; see docs/cluster.md",
  },
  {
    flag: "cluster-node",
    env: "CLUSTER_NODE",
    value: "ADDRESS",
    standard: "",
    help: "where the other machines reach this one: http://10.0.0.1:8000",
  },
  {
    flag: "cluster-secret",
    env: "CLUSTER_SECRET",
    value: "FILE",
    standard: "",
    help: "file of a secret that the machines share: openssl rand -base64 32 > FILE",
  },
  {
    flag: "cluster-ca",
    env: "CLUSTER_CA",
    value: "FILE",
    standard: "",
    help: "certificate (PEM) of whoever signed those of etcd and of the other machines",
  },
  {
    flag: "connections",
    env: "CONNECTIONS",
    value: "NUMBER",
    standard: "1000",
    help: "most connections in all",
  },
  {
    flag: "connections-per-address",
    env: "CONNECTIONS_PER_ADDRESS",
    value: "NUMBER",
    standard: "100",
    help: "most connections from one address (IPv6: one /64)",
  },
  {
    flag: "connections-per-session",
    env: "CONNECTIONS_PER_SESSION",
    value: "NUMBER",
    standard: "5",
    help: "most windows one person may have open",
  },
  {
    flag: "rates",
    env: "RATES",
    value: "WHAT=BURST/PER-SECOND,…",
    standard: "",
    help: Object.entries(DEFAULT_RATES).map(([what, { burst, perSecond }]) =>
      `${what}=${burst}/${perSecond}`
    ).join(" "),
  },
  {
    flag: "memory",
    env: "MEMORY_LIMIT",
    value: "MB",
    standard: "auto",
    help:
      "at which the process ends itself, to be started again: auto is 3/4 of the machine or container, 1024 at most; 0 never",
  },
  {
    flag: "log",
    env: "LOG_FORMAT",
    value: "text|json",
    standard: "text",
    help: "log format",
  },
];
