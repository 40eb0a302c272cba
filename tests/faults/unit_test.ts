/**
 * The systemd unit, as far as a machine without a systemd can prove it: the server runs under the very
 * system call filter that the unit names, as a user without rights.
 */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { SERVER, ServerProcess, temporaryFolder, WITHOUT_RIGHTS } from "../helpers/process.ts";
import { resolveFilter } from "../helpers/syscall_filter.ts";
import { HttpClient } from "../helpers/http_client.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const UNIT = `${ROOT}deploy/plaintalk.service`;

/** What loads the filter: systemd's own library, a part of every Debian. */
const CAN_CONFINE = Deno.build.os === "linux" && canLoad("libseccomp.so.2");

function canLoad(library: string): boolean {
  try {
    Deno.dlopen(library, {}).close();
    return true;
  } catch {
    return false;
  }
}

function missing(name: string): string {
  return CAN_CONFINE ? name : `${name} (not run: install libseccomp2)`;
}

Deno.test({
  name: missing(
    "under the unit's own filter, as a user without rights, the server starts, serves, talks, takes a file and stops (issue 15, 1)",
  ),
  ignore: !CAN_CONFINE && (Deno.env.get("CI") ?? "") === "",
  async fn() {
    await using folder = await temporaryFolder();
    // Stricter than the unit, which refuses what it does not allow: here that ends the process, so that
    // whatever the server calls is shown to be allowed.
    const strict = `${folder.path}/plaintalk.service`;
    const unit = await Deno.readTextFile(UNIT);
    await Deno.writeTextFile(strict, unit.replace(/^SystemCallErrorNumber=.*$/m, ""));
    const confine = ["run", "--quiet", "--no-check", "-A", `${ROOT}tests/tools/confine.ts`, strict];
    const [deno = "", run = "", ...server] = SERVER;
    await using chat = await ServerProcess.run([
      ...WITHOUT_RIGHTS,
      ...[deno, ...confine],
      ...[deno, run, "--cached-only", ...server],
      ...["--port", "0", "--data", `${folder.path}/data`],
    ]);
    assert(chat.url !== "", chat.output);
    const status = await Deno.readTextFile(`/proc/${chat.pid}/status`);
    assert(/^Seccomp:\t2$/m.test(status) && /^NoNewPrivs:\t1$/m.test(status), status);
    const page = await (await fetch(chat.url)).text();
    assert(page.includes("<html"));
    await using ada = await WsClient.in(chat.url, "Ada");
    assertEquals((await ada.says("hello")).text, "hello");
    const visitor = new HttpClient(chat.url);
    await visitor.asks("POST", "/api/session", { name: "Boris" });
    const sent = await visitor.asks("POST", "/api/rooms/general/files?name=a.bin&text=", "bytes");
    assertEquals(sent.status, 201, JSON.stringify(sent.body));
    const claimed = await visitor.asks("POST", "/api/accounts", {
      name: "Vera",
      password: "correct horse battery",
    });
    assertEquals(claimed.status, 200, "a password is hashed and a file replaced");
    Deno.kill(chat.pid, "SIGHUP");
    assertEquals((await ada.says("after a reload")).text, "after a reload");
    assertEquals(await chat.end(), 0);
  },
});

Deno.test("the unit restarts the chat, may use port 443, and refuses instead of killing", async () => {
  const unit = await Deno.readTextFile(UNIT);
  const value = (key: string): string[] =>
    [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map(([, text = ""]) => text);
  assertEquals(value("Restart"), ["always"]);
  assertEquals(value("StartLimitIntervalSec"), ["0"]);
  assertEquals(value("AmbientCapabilities"), ["CAP_NET_BIND_SERVICE"]);
  assertEquals(value("CapabilityBoundingSet"), ["CAP_NET_BIND_SERVICE"]);
  assertEquals(value("ExecReload"), ["/bin/kill -HUP $MAINPID"]);
  const { allowed, errno } = resolveFilter(unit);
  // What V8 calls on x86-64 before it says a word.
  for (const call of ["pkey_alloc", "pkey_mprotect", "pkey_free", "futex", "epoll_wait"]) {
    assert(allowed.includes(call), call);
  }
  assertEquals(["mount", "ptrace", "chown", "reboot"].filter((call) => allowed.includes(call)), []);
  assertEquals(errno, 1);
});
