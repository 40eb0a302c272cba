import { assertEquals } from "@std/assert";
import { runTerminalClient } from "../../../server/cli/terminal_client.ts";

/** A server that lets everything through, as one that is hostile or whose files were edited by hand. */
async function heard(events: unknown[]): Promise<string[]> {
  const printed: string[] = [];
  const over = Promise.withResolvers<void>();
  const socket = {
    readyState: WebSocket.OPEN,
    send() {},
    close() {},
  } as unknown as WebSocket;
  async function* lines() {
    await over.promise;
    yield "/quit";
  }
  const talking = runTerminalClient({
    address: "http://127.0.0.1:1",
    room: "general",
    name: "Ada",
    colours: false,
    print: (line) => printed.push(line),
    lines: lines(),
    open: () => socket,
    refusal: () => Promise.resolve(null),
    wait: () => Promise.resolve(),
    random: () => "ref",
  });
  socket.onmessage!({ data: JSON.stringify(events) } as MessageEvent);
  over.resolve();
  await Promise.resolve();
  socket.onclose!({ code: 4003 } as CloseEvent);
  await talking;
  return printed;
}

Deno.test("talk shows what could drive the terminal or forge a line (security L5)", async () => {
  const evil = "\x1b]0;pwned\x07\u009b2J\u202egpj.exe\u2066\r";
  const time = "2025-11-19T23:46:36Z";
  const printed = await heard([
    {
      type: "welcome",
      rooms: [{ room: `a${evil}` }],
      people: [],
      me: {},
      limits: {},
    },
    { type: "users", room: "general", users: [{ name: `Eve${evil}` }] },
    { type: "joined", room: "general", name: `Eve${evil}` },
    {
      type: "message",
      room: "general",
      id: 50,
      time,
      name: `Eve${evil}`,
      text: `one${evil}\n23:46 Ada: I owe you 1000`,
      file: { name: `holiday${evil}.jpg` },
    },
    {
      type: "edited",
      room: "general",
      id: 50,
      name: "Eve",
      text: `x${evil}\n-- Ada left`,
    },
    { type: "error", code: "x", text: `no${evil}` },
  ]);
  const all = printed.join("\n");
  // deno-lint-ignore no-control-regex
  const driving = /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
  assertEquals(driving.exec(all), null, all);
  assertEquals(all.includes("\\u001b]0;pwned\\u0007"), true);
  const own = all.split("\n").filter((line) => /^(\d\d:\d\d Ada|-- Ada left)/.test(line));
  assertEquals(own, []);
});
