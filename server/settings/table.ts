/** Every setting: its flag, its variable, its default and what it does. `--help` is this table. */
import { DEFAULT_RATES } from "../chat/rate_limits.ts";

/** One setting as `--help` shows it. */
export interface Setting {
  flag: string;
  env: string;
  value: string;
  standard: string;
  help: string;
}

/** All settings, in the order of `--help`. */
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
    help: "folder that holds everything; created if missing",
  },
  {
    flag: "config",
    env: "CONFIG_FILE",
    value: "FILE",
    standard: "plaintalk.conf",
    help:
      "settings as NAME=value lines, by default beside the data folder; reread on SIGHUP and plaintalk reload",
  },
  {
    flag: "title",
    env: "TITLE",
    value: "TEXT",
    standard: "Plaintalk",
    help: "what the chat is called, at the door, in the tab and where it is installed",
  },
  {
    flag: "logo",
    env: "LOGO",
    value: "FILE",
    standard: "",
    help: "its picture: SVG, or a square PNG or WebP of 192 to 2048 pixels, 512 KB at most",
  },
  {
    flag: "recent",
    env: "RECENT",
    value: "NUMBER",
    standard: "50",
    help: "messages shown to whoever enters a room, 1 to 200",
  },
  {
    flag: "sync",
    env: "SYNC",
    value: "WHEN",
    standard: "second",
    help: "when messages are synced to the device: always (before anyone sees them), second, never",
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
    help: "largest attachment; 0 turns attachments off",
  },
  {
    flag: "files-each",
    env: "FILES_EACH",
    value: "MB",
    standard: "500",
    help: "attachments of one person, in total",
  },
  {
    flag: "files-total",
    env: "FILES_TOTAL",
    value: "MB",
    standard: "5000",
    help: "attachments of everyone, in total; guests may use half of it",
  },
  {
    flag: "keep-free",
    env: "KEEP_FREE",
    value: "MB",
    standard: "200",
    help:
      "free disk space kept for messages: attachments never use it, guests half, accounts all but a tenth",
  },
  {
    flag: "guests",
    env: "GUESTS",
    value: "on|off",
    standard: "on",
    help: "off admits only people with an account",
  },
  {
    flag: "accounts",
    env: "ACCOUNTS",
    value: "auto|open|invited|closed",
    standard: "auto",
    help: "who may claim a name; auto: whoever may enter, or invited with --guests off or --invite",
  },
  {
    flag: "invite",
    env: "INVITE",
    value: "CODE",
    standard: "",
    help: "code that newcomers need, 12 characters or more: share the address with /?invite=CODE",
  },
  {
    flag: "rooms",
    env: "ROOMS",
    value: "everyone|admins",
    standard: "everyone",
    help: "who may create rooms; whoever created one may delete it, and admins any",
  },
  {
    flag: "origin",
    env: "ORIGIN",
    value: "ADDRESS,…",
    standard: "",
    help: "address people open, if it has a name: https://chat.example.org",
  },
  {
    flag: "trust-proxy",
    env: "TRUST_PROXY",
    value: "ADDRESS,…",
    standard: "",
    help: "proxies whose X-Forwarded-For is trusted: 127.0.0.1 or 10.0.0.0/8",
  },
  {
    flag: "tls-cert",
    env: "TLS_CERT",
    value: "FILE",
    standard: "",
    help: "certificate (PEM) for HTTPS, with --tls-key; reread on SIGHUP",
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
    help: "URL path prefix, if the proxy does not strip it: /chat",
  },
  {
    flag: "metrics",
    env: "METRICS",
    value: "ADDRESS,…",
    standard: "127.0.0.1,::1",
    help: "who may read /metrics, for Prometheus",
  },
  {
    flag: "push",
    env: "PUSH",
    value: "on|off",
    standard: "on",
    help:
      "off sends no notifications to browsers whose page is closed, and so nothing to their makers",
  },
  {
    flag: "keep",
    env: "KEEP",
    value: "DAYS",
    standard: "forever",
    help: "90d: at each start, older messages move to data/archive",
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
    help: "maximum connections in total",
  },
  {
    flag: "connections-per-address",
    env: "CONNECTIONS_PER_ADDRESS",
    value: "NUMBER",
    standard: "100",
    help: "maximum connections from one address (IPv6: one /64)",
  },
  {
    flag: "connections-per-session",
    env: "CONNECTIONS_PER_SESSION",
    value: "NUMBER",
    standard: "5",
    help: "maximum windows one person may have open",
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
      "at which the process exits, to be restarted: auto is 3/4 of the machine or container, at most 1024; 0 never",
  },
  {
    flag: "log",
    env: "LOG_FORMAT",
    value: "text|json",
    standard: "text",
    help: "log format",
  },
];
