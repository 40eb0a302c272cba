/** One's favourites, order and levels at the HTTP door, over a whole chat in memory. */
import { assertEquals, assertMatch } from "@std/assert";
import { MemoryDisk } from "../../helpers/memory_disk.ts";
import { asks, start } from "../../helpers/started_app.ts";

const ADA = { name: "Ada", password: "correct horse" };

async function started(disk = new MemoryDisk()) {
  const { app } = start(disk, true, "--limits", "none");
  const setup = await app.setupCode();
  const ada = (await asks(app, "POST", "/api/accounts", { ...ADA, setup })).cookies;
  const wants = (change: unknown, cookie = ada) =>
    asks(app, "POST", "/api/preferences", change, cookie);
  const wanted = async (cookie = ada) =>
    (await asks(app, "GET", "/api/preferences", null, cookie)).body;
  return { app, disk, ada, wants, wanted };
}

Deno.test("what an account wants of its rooms is kept, over a restart and under new names", async () => {
  const { app, disk, ada, wants, wanted } = await started();
  assertEquals(await wanted(), { favourites: [], levels: {} });
  const change = { order: "activity", favourites: { general: true }, levels: { general: "none" } };
  const told = { order: "activity", favourites: ["general"], levels: { general: "none" } };
  assertEquals((await wants(change)).body, told);
  await wants({ favourites: { "@Boris": true, gone: true } });
  await app.close();
  const again = start(disk, false, "--limits", "none").app;
  const rows = ["general", "@Boris", "gone"];
  const body = (await asks(again, "GET", "/api/preferences", null, ada)).body;
  assertEquals(body, { ...told, favourites: rows });
  const path = [...disk.files.keys()].find((one) => one.endsWith("/preferences.txt")) ?? "";
  assertMatch(disk.text(path), /\] Ada\tlevel none general\n/);
  await again.close();
});

Deno.test("what is no wish is refused as a whole, and a guest has none here", async () => {
  const { app, wants, wanted } = await started();
  const guest = (await asks(app, "POST", "/api/session", { name: "Gast" })).cookies;
  const rooms = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`room ${i}`, true]));
  const refused = [
    await wants({ order: "size", favourites: { general: true } }),
    await wants({ favourites: ["general"] }),
    await wants({ favourites: { general: 1 } }),
    await wants({ favourites: { "a:b": true } }),
    await wants({ favourites: { "a\nb": true } }),
    await wants({ favourites: rooms }),
    await wants({ levels: { general: "loud" } }),
    await wants({ levels: null }),
  ];
  assertEquals(refused.map(({ body }) => body.code), Array(8).fill("bad_request"));
  assertEquals(await wanted(), { favourites: [], levels: {} });
  for (const answer of [await wants({}, guest), await wants({}, "")]) {
    assertEquals(answer.status >= 400, true);
  }
  await app.close();
});

Deno.test("on a full disk a wish is refused with `disk`, all that was stays, and it goes on", async () => {
  const { app, disk, ada, wants, wanted } = await started();
  await wants({ favourites: { general: true } });
  const before = disk.text("/data/preferences.txt");
  disk.onCall = (_call, _count, path) => {
    if (path.includes("preferences")) throw new Error("No space left on device");
  };
  const refused = await wants({ order: "activity", levels: { general: "none" } });
  assertEquals([refused.status, refused.body.code], [503, "disk"]);
  assertEquals(await wanted(), { favourites: ["general"], levels: {} });
  assertEquals(disk.text("/data/preferences.txt"), before);
  disk.onCall = () => {};
  const told = { order: "activity", favourites: ["general"], levels: { general: "none" } };
  assertEquals((await wants({ order: "activity", levels: { general: "none" } })).body, told);
  await app.close();
  const again = start(disk, false, "--limits", "none").app;
  assertEquals((await asks(again, "GET", "/api/preferences", null, ada)).body, told);
  await again.close();
});

Deno.test("an account has 500 wishes, and more are refused without losing one", async () => {
  const { app, wants, wanted } = await started();
  const name = (i: number) => `${"ห้องครัวของเรา".repeat(2)} ${i}`;
  const rooms = Array.from({ length: 500 }, (_, i) => name(i));
  const all = await wants({ favourites: Object.fromEntries(rooms.map((room) => [room, true])) });
  assertEquals([all.status, all.body.favourites], [200, rooms]);
  const more = await wants({ levels: { general: "none" }, favourites: { [rooms[0]!]: false } });
  assertEquals([more.status, more.body.code], [503, "too_many"]);
  assertEquals(await wanted(), { favourites: rooms, levels: {} });
  assertEquals((await wants({ favourites: { [rooms[0]!]: false } })).status, 200);
  assertEquals((await wants({ levels: { general: "none" } })).body.levels, { general: "none" });
  await app.close();
});
