/**
 * The core journey in the other two engines: what a person does in the first minute and on the next bad
 * day works in Firefox and in WebKit as it does in Chromium. An engine that is not installed is told, and
 * is a failure where the tests are to be complete (`CI`).
 */
import { assert, assertEquals } from "@std/assert";
import { WsClient } from "../helpers/ws_client.ts";
import { evening } from "../helpers/picture.ts";
import { ServerProcess, temporaryFolder } from "../helpers/process.ts";
import type { Engine } from "./driver.ts";
import { FIREFOX } from "./firefox.ts";
import { Walker } from "./engine_person.ts";
import { roomsJourney } from "./rooms_journey.ts";
import { WEBKIT } from "./webkit.ts";

async function coreJourney(engine: Engine): Promise<void> {
  await using folder = await temporaryFolder();
  const file = (room: string) => Deno.readTextFile(`${folder.path}/rooms/${room}.txt`);
  const serves = (port: string) =>
    ServerProcess.start(["--port", port, "--data", folder.path, "--limits", "none"]);
  let server = await serves("0");
  try {
    await using driver = await engine.starts();
    const ada = new Walker(driver);
    const boris = await WsClient.in(server.url, "Борис");

    // Enter.
    await driver.opens(server.url);
    await ada.presses("form[data-test=name-form] input[name=name]");
    await ada.types("Ada");
    await ada.presses("form[data-test=name-form] button[type=submit]");
    await ada.sees("[data-test=composer]");

    // Say.
    await ada.says("Hello, Борис");
    await ada.hears("Hello, Борис");
    await boris.hears("message", ({ text }) => text === "Hello, Борис");
    await boris.says("Привіт! There is cake");
    await ada.hears("There is cake");

    // React.
    await ada.pointsAt("article.message .message__text", "cake");
    await ada.presses("[data-test=quick]", "👍");
    await ada.sees("[data-test=reaction]", "👍");
    await boris.hears("reacted", ({ name, emoji }) => name === "Ada" && emoji === "👍");

    // Search.
    await ada.presses("[data-test=search]");
    await ada.sees("[data-test=search-field]");
    await ada.types("cake");
    await ada.presses("[data-test=hits] .hit", "cake");
    await ada.sees("article.message--target", "cake");

    // Switch.
    boris.send({ type: "create_room", room: "Club" });
    await ada.sees('a[data-room="Club"]');
    await ada.strikes("Control+k");
    await ada.sees("[data-test=switch-field]");
    await ada.types("club");
    await ada.strikes("Enter");
    await ada.sees('a[data-room="Club"][aria-current=page]');
    await ada.types("in the club");
    await ada.strikes("Enter");
    await ada.hears("in the club");
    await ada.presses('a[data-room="general"]');
    await ada.sees('a[data-room="general"][aria-current=page]');
    await ada.hears("There is cake");

    // Attach.
    await Deno.writeFile(`${folder.path}/pond.png`, evening(300, 200));
    await driver.hands(".composer input[type=file]", `${folder.path}/pond.png`);
    await ada.sees("[data-test=upload][data-state=ready]");
    await ada.says("the pond");
    await ada.sees("img.picture__image");
    await ada.hears("the pond");
    await ada.presses("[data-test=picture]");
    await ada.sees("[data-test=lightbox] .lightbox__image");
    await ada.strikes("Escape");
    await ada.missesNow("[data-test=lightbox]");

    // Edit.
    await ada.says("teh kettle");
    await ada.hears("teh kettle");
    await ada.strikes("ArrowUp");
    await ada.sees("[data-test=edit-cancel]");
    assertEquals(await ada.field(), "teh kettle");
    await ada.strikes("Control+a");
    await ada.types("the kettle");
    await ada.strikes("Enter");
    await ada.sees("article.message", "edited");
    await ada.hears("the kettle");

    // Erase.
    await ada.pointsAt("article.message .message__bubble", "the kettle");
    await ada.presses("[data-test=erase]");
    await ada.sees("article", "This message was deleted");
    assert(!(await file("general")).includes("kettle"), "gone from the disk");

    // Offline and back.
    const { port } = new URL(server.url);
    await boris.closes();
    await server.end("SIGKILL");
    await ada.sees("[data-test=banner]");
    await ada.says("while it was gone");
    await ada.sees("article[data-state=pending]", "while it was gone");
    server = await serves(port);
    await ada.hears("while it was gone");
    await ada.missesNow("[data-test=banner]");
    assertEquals((await file("general")).split("while it was gone").length, 2, "once in the file");

    // And all of it is there again.
    await driver.opens(server.url);
    await ada.hears("while it was gone");
    await ada.hears("the pond");
  } finally {
    await server.end("SIGKILL");
  }
}

const JOURNEYS = [
  [coreJourney, "enter, say, react, search, switch, attach, edit, erase, offline and back"],
  [roomsJourney, "invited, answer, pin, a private room, pictures, a typed day, settings"],
] as const;

for (const engine of [FIREFOX, WEBKIT]) {
  const missing = engine.missing();
  for (const [walks, steps] of JOURNEYS) {
    Deno.test({
      name: missing === null
        ? `${engine.name}: ${steps}`
        : `${missing}: not walked there: ${steps}`,
      ignore: missing !== null && (Deno.env.get("CI") ?? "") === "",
      async fn() {
        if (missing !== null) throw new Error(missing);
        await walks(engine);
      },
    });
  }
}
