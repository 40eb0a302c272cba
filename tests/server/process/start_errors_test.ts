import { assert, assertEquals } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { sentenceOf, StartError, whyNotListening } from "../../../server/process/start_errors.ts";
import { DiskTrouble } from "../../../server/store/disk_trouble.ts";

/** An error as the runtime throws it. */
function thrown(code: string, text: string): Error {
  return Object.assign(new Error(text), { code });
}

Deno.test("sentenceOf() names the refused file, why, and what to do (issue 15, 5)", () => {
  const cases: [string, string, RegExp][] = [
    ["EACCES", "Permission denied (os error 13)", /\(Permission denied\): let the user .*chown/],
    ["EISDIR", "Is a directory (os error 21)", /\(Is a directory\): expected a file/],
    ["ENOTDIR", "Not a directory (os error 20)", /\(Not a directory\): expected a folder/],
    ["ENOSPC", "No space left on device (os error 28)", /: the disk is full; make room/],
    ["EROFS", "Read-only file system (os error 30)", /: the disk is read-only/],
    ["EMFILE", "Too many open files (os error 24)", /: too many files are open; raise/],
    ["EIO", "Input/output error (os error 5)", /\(Input\/output error\): check the disk/],
  ];
  for (const [code, text, expected] of cases) {
    for (const told of [text, `${text}: open '/d/accounts.txt'`]) {
      const cause = new DiskTrouble("/d/accounts.txt", thrown(code, told));
      const sentence = sentenceOf(new ChatError("disk", "Cannot do this", { cause }), "/d");
      assert(/^Cannot use \/d\/accounts\.txt \([^\n]*[^.]$/.test(sentence), sentence);
      assert(expected.test(sentence), sentence);
      assert(!sentence.includes("os error"), sentence);
    }
  }
  const folder = new DiskTrouble("/d", thrown("EACCES", "Permission denied (os error 13)"));
  assert(/make this user its owner/.test(sentenceOf(folder, "/d")));
});

Deno.test("sentenceOf() names a file system that cannot sync, and its setting (report 30)", () => {
  const invalid = thrown("EINVAL", "Invalid argument (os error 22)");
  const sentence = sentenceOf(new DiskTrouble("/d/accounts.txt.new", invalid, true), "/d");
  assertEquals(
    sentence,
    "Cannot sync /d/accounts.txt.new (Invalid argument): its file system cannot sync; start with --sync never, or choose another disk with --data",
  );
});

Deno.test("sentenceOf() shows no stack of a mistake, and sentences as they are", () => {
  assertEquals(sentenceOf(new StartError("Port 1 is in use"), "."), "Port 1 is in use");
  const bug = sentenceOf(new TypeError("x is not\n  a function"), ".");
  assertEquals(
    bug,
    "Cannot go on: internal error (x is not a function); please report it",
  );
});

Deno.test("whyNotListening() advises another port, address or right (issue 15, 5)", () => {
  const at = (error: unknown, port: number, host = "0.0.0.0") =>
    whyNotListening(error, { host, port });
  assertEquals(
    at(new Deno.errors.AddrInUse(""), 8000),
    "Port 8000 is in use: try --port 8001",
  );
  assertEquals(at(new Deno.errors.AddrInUse(""), 65_535), "Port 65535 is in use: try --port 8000");
  const denied = thrown("EACCES", "Permission denied (os error 13)");
  assert(/ports below 1024.*--port 8000.*CAP_NET_BIND_SERVICE/.test(at(denied, 80)));
  const away = thrown("EADDRNOTAVAIL", "Cannot assign requested address (os error 99)");
  assert(/not this machine's; try --host/.test(at(away, 8000, "203.0.113.7")));
});
