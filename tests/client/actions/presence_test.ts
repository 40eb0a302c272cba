/** Whether the person is at this page, and what the server is told of it. */
import { assertEquals } from "@std/assert";
import { Presence } from "../../../client/actions/presence.js";

function setting() {
  const page = { now: 1_000_000, isFocused: true, isOpen: true, told: [] as boolean[] };
  const presence = new Presence({
    now: () => page.now,
    isFocused: () => page.isFocused,
    send(command) {
      if (page.isOpen && command.type === "active") page.told.push(command.on);
      return page.isOpen;
    },
  });
  return { page, presence };
}

Deno.test("the server is told once a minute that somebody is here, and not what they do", () => {
  const { page, presence } = setting();
  for (let second = 0; second < 150; second++) {
    presence.touched();
    page.now += 1000;
  }
  assertEquals([page.told, presence.isActive], [[true, true, true], true]);
});

Deno.test("a page that is looked away from says so at once, and one that is looked at again too", () => {
  const { page, presence } = setting();
  presence.touched();
  page.isFocused = false;
  presence.turned();
  presence.turned();
  presence.touched();
  assertEquals([page.told, presence.isActive], [[true, false], false]);
  page.isFocused = true;
  presence.turned();
  assertEquals([page.told, presence.isActive], [[true, false, true], true]);
});

Deno.test("a page that nobody touches for two minutes counts no more, and says nothing", () => {
  const { page, presence } = setting();
  presence.touched();
  page.now += 120_000;
  assertEquals([page.told, presence.isActive], [[true], false]);
});

Deno.test("a new connection is told anew, and only of somebody who is still here", () => {
  const { page, presence } = setting();
  presence.connected();
  assertEquals(page.told, []);
  page.isOpen = false;
  presence.touched();
  assertEquals(presence.isActive, false);
  page.isOpen = true;
  presence.connected();
  assertEquals([page.told, presence.isActive], [[true], true]);
  page.now += 120_000;
  presence.connected();
  assertEquals([page.told, presence.isActive], [[true], false]);
});
