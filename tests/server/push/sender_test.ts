/** The way to a push service: over real HTTPS, and to nobody inside. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  httpsPost,
  type PushRequest,
  PushSender,
  SEND_TIMEOUT_MS,
  systemResolve,
} from "../../../server/push/sender.ts";
import { systemClock } from "../../../server/base/clock.ts";
import { FakeClock } from "../../helpers/clock.ts";
import { PUSH_HOST, PushService } from "../../helpers/push_service.ts";

/** An address out in the world: nothing is ever sent there, for the test's way out leads elsewhere. */
const PUBLIC = "93.184.215.14";

function message(endpoint = `https://${PUSH_HOST}/abc?d=e`): PushRequest {
  const body = new TextEncoder().encode("sealed");
  return { endpoint: new URL(endpoint), headers: { ttl: "60", topic: "room" }, body };
}

/** A sender whose names lead where a test says, and the addresses that it was about to call. */
function setting(resolve: (host: string) => Promise<string[]> = () => Promise.resolve([PUBLIC])) {
  const clock = new FakeClock();
  const called: string[] = [];
  const sender = new PushSender({
    clock,
    resolve,
    post: (_, address) => {
      called.push(address);
      return Promise.resolve({ status: 201, retryAfterMs: null });
    },
  });
  return { clock, called, sender };
}

Deno.test("httpsPost() calls the given address, and trusts only a certificate of the name", async () => {
  await using service = await PushService.start();
  const { post, close } = httpsPost(service);
  try {
    const answer = await post(message(), "127.0.0.1");
    assertEquals(answer, { status: 201, retryAfterMs: null });
    const [{ path, headers, body }] = service.arrived as [typeof service.arrived[number]];
    assertEquals([path, headers.get("host"), headers.get("ttl")], ["/abc?d=e", PUSH_HOST, "60"]);
    assertEquals(new TextDecoder().decode(body), "sealed");
    await assertRejects(() => post(message("https://other.test/x"), "127.0.0.1"), Error);
    const stranger = httpsPost({ port: service.port });
    await assertRejects(() => stranger.post(message(), "127.0.0.1"), Error);
    stranger.close();
    assertEquals(service.arrived.length, 1);
  } finally {
    close();
  }
});

Deno.test("httpsPost() follows no redirect, not even to where it may not go", async () => {
  await using service = await PushService.start();
  const { post, close } = httpsPost(service);
  try {
    for (const status of [301, 302, 303, 307, 308]) {
      const location = `https://127.0.0.1:${service.port}/inside`;
      service.answer = () => new Response(null, { status, headers: { location } });
      assertEquals((await post(message(), "127.0.0.1")).status, status);
    }
    assertEquals(new Set(service.arrived.map(({ path }) => path)), new Set(["/abc?d=e"]));
  } finally {
    close();
  }
});

Deno.test("httpsPost() reads Retry-After in seconds, and not what an endless answer says", async () => {
  await using service = await PushService.start();
  const { post, close } = httpsPost(service);
  let told = 0;
  const endless = () =>
    new ReadableStream({
      pull(controller) {
        told++;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
  try {
    service.answer = () =>
      new Response(endless(), { status: 429, headers: { "retry-after": "7" } });
    assertEquals(await post(message(), "127.0.0.1"), { status: 429, retryAfterMs: 7000 });
    service.answer = () =>
      new Response(null, { status: 503, headers: { "retry-after": "Wed, 21 Oct 2026 07:28:00" } });
    assertEquals(await post(message(), "127.0.0.1"), { status: 503, retryAfterMs: null });
    assert(told < 1000, `${told} pieces were asked for`);
  } finally {
    close();
  }
});

Deno.test("send() calls no address of this machine or its network, whatever a name leads to", async () => {
  const inner = ["127.0.0.1", "::1", "10.1.2.3", "169.254.169.254", "fd00::1", "::ffff:10.0.0.1"];
  for (const address of [...inner, "172.16.0.1", "192.168.1.1", "fe80::1", "::ffff:7f00:1"]) {
    for (const addresses of [[address], [PUBLIC, address], [address, PUBLIC]]) {
      const { sender, called } = setting(() => Promise.resolve(addresses));
      await assertRejects(() => sender.send(message()), Error, "private address");
      assertEquals(called, []);
    }
  }
  const { sender, called } = setting(() => Promise.resolve([]));
  await assertRejects(() => sender.send(message()), Error, "nowhere");
  assertEquals(called, []);
});

Deno.test("send() resolves by the system: localhost is refused under any name it has", async () => {
  const { sender, called } = setting(() => systemResolve("localhost"));
  await assertRejects(() => sender.send(message()), Error, "private address");
  assertEquals(called, []);
});

Deno.test("send() calls the very address that was looked at, wherever its name leads later", async () => {
  const answers = [[PUBLIC], ["127.0.0.1"]];
  const { sender, called, clock } = setting(() => Promise.resolve(answers.shift()!));
  await sender.send(message());
  await sender.send(message());
  assertEquals(called, [PUBLIC, PUBLIC]);
  clock.advance(30_000);
  await assertRejects(() => sender.send(message()), Error, "private address");
  assertEquals(called.length, 2);
});

Deno.test("send() asks for a name that could not be found anew the next time", async () => {
  let asked = 0;
  const { sender, called } = setting(() =>
    ++asked === 1 ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve([PUBLIC])
  );
  await assertRejects(() => sender.send(message()), Error, "ENOTFOUND");
  await sender.send(message());
  assertEquals(called, [PUBLIC]);
});

Deno.test("send() gives up on a name server or a push service that never answers", async () => {
  const never = () => new Promise<never>(() => {});
  const slowName = setting(never);
  const slowService = new FakeClock();
  const sender = new PushSender({
    clock: slowService,
    resolve: () => Promise.resolve([PUBLIC]),
    post: never,
  });
  for (
    const [sending, clock] of [[slowName.sender, slowName.clock], [sender, slowService]] as const
  ) {
    const sent = sending.send(message());
    clock.advance(SEND_TIMEOUT_MS);
    await assertRejects(() => sent, Error, "Timed out");
    assertEquals(clock.pending, 0);
  }
});

Deno.test("send() goes over the real way out with the real clock", async () => {
  await using service = await PushService.start();
  const { post, close } = httpsPost(service);
  const sender = new PushSender({
    clock: systemClock(),
    resolve: () => Promise.resolve([PUBLIC]),
    post: (one) => post(one, "127.0.0.1"),
  });
  try {
    const answers = await Promise.all(Array.from({ length: 20 }, () => sender.send(message())));
    assertEquals(new Set(answers.map(({ status }) => status)), new Set([201]));
    assertEquals(service.arrived.length, 20);
  } finally {
    close();
  }
});
