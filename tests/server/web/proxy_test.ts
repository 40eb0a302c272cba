import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { networksOf } from "../../../server/base/address.ts";
import { mustBeOurHost, sourceOf } from "../../../server/web/proxy.ts";

const TRUSTED = networksOf(["127.0.0.1", "10.0.0.0/8", "fd00::/8"]);

function from(peer: string, headers: Record<string, string>, trusted = TRUSTED) {
  return sourceOf(new Request("http://chat.example.org/", { headers }), peer, trusted);
}

Deno.test("sourceOf() believes nobody who is not trusted", () => {
  for (const header of ["", "9.9.9.9", "junk", "127.0.0.1", ", , ,"]) {
    const headers = { "x-forwarded-for": header, "x-forwarded-proto": "https" };
    for (const trusted of [networksOf([]), networksOf(["10.0.0.0/8"])]) {
      const { address, isSecure, isProxied } = from("1.2.3.4", headers, trusted);
      assertEquals([address, isSecure, isProxied], ["1.2.3.4", false, false]);
    }
  }
});

Deno.test("sourceOf() takes the first from the right that is no proxy (security M8)", () => {
  const cases: [string | null, string | null][] = [
    ["9.9.9.9", "9.9.9.9"],
    ["8.8.8.8, 9.9.9.9", "9.9.9.9"],
    ["9.9.9.9, 10.1.2.3", "9.9.9.9"],
    ["9.9.9.9,10.1.2.3,10.4.5.6", "9.9.9.9"],
    ["8.8.8.8, 9.9.9.9, fd00::7", "9.9.9.9"],
    ["junk, 9.9.9.9", "9.9.9.9"],
    ["9.9.9.9:1234", "9.9.9.9"],
    ["[2001:db8::7]:1234, 10.1.2.3:80", "2001:db8::7"],
    ["10.1.2.3", "10.1.2.3"],
    [null, "127.0.0.1"],
    ["", "127.0.0.1"],
    ["junk", null],
    ["unknown", null],
    ["unknown, 10.1.2.3", null],
    ["9.9.9.9,", null],
    ["9.9.9.9, _hidden", null],
  ];
  for (const [header, address] of cases) {
    const ask = () => from("127.0.0.1", header === null ? {} : { "x-forwarded-for": header });
    if (address === null) assertThrows(ask, ChatError, "Cannot tell the client");
    else assertEquals(ask().address, address, String(header));
  }
});

Deno.test("sourceOf() takes nobody behind a proxy for one at this machine (security M8)", () => {
  const own = (headers: Record<string, string>, trusted = TRUSTED) =>
    from("127.0.0.1", headers, trusted).isOwnAddress;
  assertEquals(own({}), true);
  assertEquals(
    own({ "x-forwarded-for": "9.9.9.9" }),
    true,
    "the caller's own, as a trusted proxy says",
  );
  assertEquals(own({ "x-forwarded-for": "127.0.0.1" }), false);
  assertEquals(own({ "x-forwarded-for": "::1" }), false);
  for (const header of ["x-forwarded-for", "x-real-ip", "via", "forwarded", "x-forwarded-proto"]) {
    assertEquals(own({ [header]: "9.9.9.9" }, networksOf([])), false, header);
  }
});

Deno.test("mustBeOurHost() takes names that only we can have, and given ones (security M7)", () => {
  const ours = new Set(["chat.example.org"]);
  const isOurs = (host: string, isProxied = false): boolean => {
    try {
      mustBeOurHost(new URL(`http://${host}/`), { isProxied }, ours);
      return true;
    } catch (error) {
      if (error instanceof ChatError && error.code === "bad_host") return false;
      throw error;
    }
  };
  for (
    const host of [
      "localhost",
      "localhost:8000",
      "localhost.",
      "app.localhost",
      "127.0.0.1",
      "192.168.1.7:8000",
      "[::1]:8000",
      "[fe80::1]",
      "raspberrypi",
      "raspberrypi.local:8000",
      "chat.lan",
      "chat.home.arpa",
      "chat.internal",
      "chat.example.org",
      "CHAT.example.org.:8000",
    ]
  ) assertEquals(isOurs(host), true, host);
  for (
    const host of [
      "evil.example",
      "evil.example:8418",
      "127.0.0.1.evil.example",
      "localhost.evil.example",
      "local.example",
      "evillocal.example",
      "chat.example.org.evil.example",
      "xchat.example.org",
      "127.0.0.1.nip.io",
      "1.2.3.4.5.example",
      "evil.example.",
    ]
  ) {
    assertEquals(isOurs(host), false, host);
    assertEquals(isOurs(host, true), true, "which names a proxy passes on is the proxy's to say");
  }
});
