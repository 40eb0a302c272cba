import { assertEquals } from "@std/assert";
import {
  callerOf,
  effectiveAddress,
  liesIn,
  type Network,
  parseNetwork,
} from "../../../server/base/address.ts";

function networks(...texts: string[]): Network[] {
  return texts.map((text) => parseNetwork(text)!);
}

Deno.test("parseNetwork() takes addresses and networks of both kinds and nothing else", () => {
  for (
    const text of ["127.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "::1", "fe80::/10", "2001:db8::1/128"]
  ) {
    assertEquals(parseNetwork(text) !== null, true, text);
  }
  for (
    const text of [
      "",
      "localhost",
      "1.2.3",
      "1.2.3.4.5",
      "256.1.1.1",
      "01.2.3.4",
      "1.2.3.4/33",
      "1.2.3.4/",
      "1.2.3.4/8/8",
      "1.2.3.4/-1",
      "::1/129",
      ":::",
      "1.2.3.4:80",
      "fe80::1%eth0",
      "0x7f.0.0.1",
      "*",
    ]
  ) assertEquals(parseNetwork(text), null, text);
});

Deno.test("liesIn() compares bits, whatever way an address is written", () => {
  const [ten, one, six, all] = networks(
    "10.0.0.0/8",
    "127.0.0.1",
    "2001:db8::/32",
    "0.0.0.0/0",
  ) as [
    Network,
    Network,
    Network,
    Network,
  ];
  assertEquals([liesIn("10.255.1.2", ten), liesIn("11.0.0.1", ten)], [true, false]);
  assertEquals([liesIn("::ffff:127.0.0.1", one), liesIn("127.0.0.2", one)], [true, false]);
  assertEquals([liesIn("2001:0DB8:0:0::5", six), liesIn("2001:db9::", six)], [true, false]);
  assertEquals([liesIn("9.9.9.9", all), liesIn("::1", all), liesIn("junk", all)], [
    true,
    false,
    false,
  ]);
});

Deno.test("callerOf() takes an IPv4 address for one caller and an IPv6 /64 for one", () => {
  assertEquals(callerOf("1.2.3.4"), callerOf("::ffff:1.2.3.4"));
  assertEquals(callerOf("2001:db8:1:2::1"), callerOf("2001:db8:1:2:ffff::9"));
  assertEquals(callerOf("2001:db8:1:2::1") === callerOf("2001:db8:1:3::1"), false);
  assertEquals(callerOf("1.2.3.4") === callerOf("1.2.3.5"), false);
});

Deno.test("effectiveAddress() believes nobody who is not trusted", () => {
  for (const header of [null, "", "9.9.9.9", "junk", "127.0.0.1", ", , ,"]) {
    assertEquals(effectiveAddress("1.2.3.4", header, []), "1.2.3.4");
    assertEquals(effectiveAddress("1.2.3.4", header, networks("10.0.0.0/8")), "1.2.3.4");
  }
});

Deno.test("effectiveAddress() takes from the right the first that is no trusted proxy", () => {
  const trusted = networks("127.0.0.1", "10.0.0.0/8", "fd00::/8");
  const cases: [string | null, string][] = [
    ["9.9.9.9", "9.9.9.9"],
    ["8.8.8.8, 9.9.9.9", "9.9.9.9"],
    ["9.9.9.9, 10.1.2.3", "9.9.9.9"],
    ["9.9.9.9,10.1.2.3,10.4.5.6", "9.9.9.9"],
    ["8.8.8.8, 9.9.9.9, fd00::7", "9.9.9.9"],
    ["2001:db8::7", "2001:db8::7"],
    ["  9.9.9.9  ", "9.9.9.9"],
    ["10.1.2.3", "10.1.2.3"],
    [null, "127.0.0.1"],
    ["", "127.0.0.1"],
    ["junk", "127.0.0.1"],
    ["9.9.9.9, junk", "127.0.0.1"],
    ["9.9.9.9:1234", "127.0.0.1"],
    ["unknown, 10.1.2.3", "10.1.2.3"],
  ];
  for (const [header, address] of cases) {
    assertEquals(effectiveAddress("127.0.0.1", header, trusted), address, String(header));
  }
});
