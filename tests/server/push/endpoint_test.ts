/** Which addresses of push services are called, and which never. */
import { assertEquals, assertThrows } from "@std/assert";
import { ChatError } from "../../../server/base/errors.ts";
import { isPublicAddress, readEndpoint } from "../../../server/push/endpoint.ts";

Deno.test("readEndpoint() takes what browsers hand out", () => {
  for (
    const endpoint of [
      "https://fcm.googleapis.com/fcm/send/dQw4w9WgXcQ:APA91bF",
      "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABk",
      "https://web.push.apple.com/QGuQyavXutnMH",
      "https://wns2-par02p.notify.windows.com/w/?token=BQYAAAD%2f",
      "https://push.example.xn--p1ai/a",
    ]
  ) assertEquals(readEndpoint(endpoint).href, endpoint);
});

Deno.test("readEndpoint() refuses IPs, ports, people, odd schemes, bare names and nonsense", () => {
  for (
    const endpoint of [
      "http://push.example.net/x",
      "https://push.example.net:8443/x",
      "https://me@push.example.net/x",
      "https://me:secret@push.example.net/x",
      "https://127.0.0.1/x",
      "https://2130706433/x",
      "https://0x7f.1/x",
      "https://[::1]/x",
      "https://[::ffff:127.0.0.1]/x",
      "https://localhost/x",
      "https://push.test./x",
      "https://router/x",
      "ws://push.example.net/x",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "push.example.net/x",
      "",
      `https://push.example.net/${"x".repeat(1024)}`,
      null,
      7,
      {},
    ]
  ) assertThrows(() => readEndpoint(endpoint), ChatError, "endpoint");
});

Deno.test("isPublicAddress(): this machine, its network and what stands for them are not", () => {
  const inner = [
    ...["0.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.1", "127.0.0.1", "127.9.9.9"],
    ...["169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.8"],
    ...["192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "fc00::1", "fd00::1", "fdff:ffff::1", "fe80::1", "fe80::1%eth0", "fec0::1"],
    ...["ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:7f00:1", "::127.0.0.1"],
    ...["64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::1", "100::1", "2001:db8::1"],
    ...["2001::1", "2002:7f00:1::", "3fff::1", "5f00::1", "", "localhost", "1.2.3.4/8", "1.2.3"],
  ];
  assertEquals(inner.filter(isPublicAddress), []);
});

Deno.test("isPublicAddress(): the rest of the world is", () => {
  const outer = [
    ...["1.1.1.1", "9.255.255.255", "11.0.0.1", "100.63.255.255", "100.128.0.1", "142.250.1.95"],
    ...["172.15.255.255", "172.32.0.1", "192.167.1.1", "223.255.255.255", "::ffff:1.1.1.1"],
    ...["2606:4700::1111", "2a00:1450:4001::5f", "2001:200::1", "64:ff9b::1.1.1.1"],
  ];
  assertEquals(outer.filter((address) => !isPublicAddress(address)), []);
});
