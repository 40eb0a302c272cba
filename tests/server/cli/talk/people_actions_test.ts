import { assert, assertEquals } from "@std/assert";
import { TalkBench } from "../../../helpers/talk_bench.ts";

Deno.test("talk hides what somebody said who was blocked, and rings for it no more", async () => {
  const asked: string[] = [];
  const bench = new TalkBench({
    async answers(request) {
      if (!request.url.includes("api/blocks")) return undefined;
      asked.push(`${request.method} ${await request.text()}`);
      return Response.json({ blocked: [] });
    },
  });
  await bench.welcomes({ users: ["Ada", "Boris", "Eve"] });
  await bench.types("/block eve\r");
  assertEquals(asked, ['POST {"names":["Eve"]}']);
  await bench.hears({ id: 1010, name: "Eve", text: "@Ada hear me" });
  const to = { id: 1010, name: "Eve", text: "@Ada hear me" };
  await bench.hears({ id: 1020, name: "Boris", text: "no", to });
  assertEquals(bench.terminal.bells, 0);
  assert(!bench.seen.includes("hear me"), bench.seen);
  assert(bench.seen.includes("Eve: (hidden: /show N)"), bench.seen);
  await bench.types("/blocked\r/show 1\r");
  assert(bench.seen.includes("-- Blocked: Eve\n"), bench.seen);
  assert(bench.seen.includes("Eve: @Ada hear me"), bench.seen);
  await bench.types("/unblock Eve\r");
  assertEquals(asked.at(-1), "DELETE ");
  await bench.hears({ id: 1030, name: "Eve", text: "@Ada again" });
  assertEquals(bench.terminal.bells, 1);
  // In another window.
  bench.socket.tells({ type: "blocked", name: "Boris", on: true });
  await bench.hears({ id: 1040, name: "Boris", text: "@Ada well" });
  assertEquals(bench.terminal.bells, 1);
});

Deno.test("talk lists people with their status, and says its own", async () => {
  const asked: string[] = [];
  const seen = new Date(2025, 10, 19, 23, 46).toISOString();
  const bench = new TalkBench({
    async answers(request) {
      const { method, url } = request;
      if (url.endsWith("/api/people/Ada")) return Response.json({ name: "Ada", status: "Here" });
      if (url.endsWith("/api/people/Ada/status")) {
        asked.push(`${method} ${await request.text()}`);
        return new Response(null, { status: 204 });
      }
      if (!url.endsWith("/api/people")) return undefined;
      return Response.json({
        people: [
          { name: "Vera", account: true, admin: false, online: false, seen, status: "Away\x1b[2J" },
          { name: "Ada", account: true, admin: true, online: true },
          { name: "Jo", account: false, admin: false, online: true },
        ],
      });
    },
  });
  await bench.welcomes();
  await bench.types("/people\r", "/people ver\r", "/people none\r");
  const vera = "    Vera  last here 2025-11-19 23:46  Away\\u001b[2J\n";
  const all = `-- People:\n    Ada (admin)  here\n    Jo (guest)  here\n${vera}-- People:\n${vera}`;
  assert(bench.seen.includes(all), bench.seen);
  assert(bench.seen.includes('-- Nobody is called "none"'), bench.seen);
  await bench.types("/status\r", "/status In a meeting\r", "/status --clear\r");
  assertEquals(asked, ['PUT {"status":"In a meeting"}', "DELETE "]);
  assert(bench.seen.includes("-- Your status: Here\n"), bench.seen);
});

Deno.test("talk tells who has read how far, and nothing of who tells it no more", async () => {
  const bench = new TalkBench();
  await bench.welcomes({ messages: [{ id: 45, text: "one" }, { id: 60, text: "two" }] });
  await bench.types("/seen\r");
  assert(bench.seen.includes("-- Nobody tells here how far they have read"), bench.seen);
  const tells = (name: string, id: number) => ({ type: "read_by", room: "general", name, id });
  bench.socket.tells(tells("Boris", 45), tells("Vera", 60), tells("Jo", 7), tells("Eve", 60));
  bench.socket.tells(tells("Eve", 0));
  await bench.types("/seen\r");
  const lines = ["Read by:", "Boris: up to 1", "Vera: everything", "Jo: something before"];
  assert(bench.seen.endsWith(`-- ${lines.join("\n    ")}\ngeneral>`), bench.seen);
});
