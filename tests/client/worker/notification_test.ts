/** What the system shows of a push message. */
import { assertEquals } from "@std/assert";
import { notificationOf, WORDS } from "../../../client/worker/notification.js";

function shown(message: unknown) {
  const { title, options } = notificationOf(message, WORDS);
  return [title, options.body, options.tag, options.data.hash];
}

Deno.test("a notification tells who said what where, without the signs of its markup, and leads to the message", () => {
  assertEquals(shown({ room: "general", id: 45, name: "Boris", text: "**Hello** `Ada`" }), [
    "Boris · general",
    "Hello Ada",
    "general",
    "#/general/45",
  ]);
  assertEquals(shown({ room: "@Олена", id: 90, name: "Олена", text: "так" }), [
    "Олена",
    "так",
    "@Олена",
    "#/%40%D0%9E%D0%BB%D0%B5%D0%BD%D0%B0/90",
  ]);
});

Deno.test("a notification without words tells only where, and whether one is called", () => {
  assertEquals(shown({ room: "a/b", id: 1 }), ["a/b", "New message in a/b", "a/b", "#/a%2Fb/1"]);
  assertEquals(shown({ room: "club", id: 1, called: true })[1], "You were mentioned in club");
  assertEquals(shown({ room: "@Boris", id: 1 }).slice(0, 2), ["Boris", "New message from Boris"]);
});

Deno.test("a notification says how many more there were, and what file came without words", () => {
  const [title] = shown({ room: "general", id: 1, name: "Boris", text: "x", also: 2 });
  assertEquals(title, "Boris · general (+2)");
  const [, body] = shown({ room: "general", id: 1, name: "Boris", text: "", file: "tea.jpg" });
  assertEquals(body, "Boris sent a file: tea.jpg");
  assertEquals(shown({ room: "general", id: 1, name: "$&", text: "" })[1], "$& sent a file");
});

Deno.test("whatever comes is shown as something: a browser ends a subscription that shows nothing", () => {
  for (
    const message of [null, undefined, 7, "text", {}, { room: 1, id: 1 }, { room: "x", id: "1" }]
  ) {
    assertEquals(shown(message), ["Plaintalk", "", "", ""]);
  }
});
