import { assertEquals } from "@std/assert";
import {
  addressIn,
  addressKeyOf,
  liesIn,
  type Networks,
  networksOf,
  parseNetwork,
} from "../../../server/base/address.ts";

function networks(...texts: string[]): Networks[] {
  return texts.map((text) => networksOf([text]));
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
    Networks,
    Networks,
    Networks,
    Networks,
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
  assertEquals(addressKeyOf("1.2.3.4"), addressKeyOf("::ffff:1.2.3.4"));
  assertEquals(addressKeyOf("2001:db8:1:2::1"), addressKeyOf("2001:db8:1:2:ffff::9"));
  assertEquals(addressKeyOf("2001:db8:1:2::1") === addressKeyOf("2001:db8:1:3::1"), false);
  assertEquals(addressKeyOf("1.2.3.4") === addressKeyOf("1.2.3.5"), false);
});

Deno.test("addressIn() understands an address as proxies write it alone (security M8)", () => {
  const cases: [string, string | null][] = [
    ["9.9.9.9", "9.9.9.9"],
    [" 9.9.9.9 ", "9.9.9.9"],
    ["9.9.9.9:1234", "9.9.9.9"],
    ['"9.9.9.9:1234"', "9.9.9.9"],
    ["2001:db8::7", "2001:db8::7"],
    ["[2001:db8::7]", "2001:db8::7"],
    ["[2001:db8::7]:443", "2001:db8::7"],
    ['"[2001:db8::7]:443"', "2001:db8::7"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25eth0]:1", "fe80::1"],
    ["[fe80::1%eth0]:1", "fe80::1"],
    ["::ffff:9.9.9.9", "::ffff:9.9.9.9"],
  ];
  for (
    const junk of [
      "",
      " ",
      "unknown",
      "_hidden",
      "_SEVKISEK",
      "localhost",
      "example.org",
      "9.9.9",
      "9.9.9.9.9",
      "999.9.9.9",
      "9.9.9.9:",
      "9.9.9.9:x",
      "9.9.9.9:123456",
      "9.9.9.9 8.8.8.8",
      "[9.9.9.9]",
      "[2001:db8::7",
      "2001:db8::7]",
      "[]",
      "[]:80",
      "for=9.9.9.9",
      "9.9.9.9;by=1",
      "<script>",
      "9.9.9.9/8",
      "0x7f.0.0.1",
    ]
  ) cases.push([junk, null]);
  for (const [entry, address] of cases) assertEquals(addressIn(entry), address, entry);
});
