/** Keys at a real browser: what the page takes, and what belongs to an input method or a phone. */
import { assertEquals } from "@std/assert";
import { journey } from "../helpers/journey.ts";

journey("Escape in a composition closes neither an edit nor a dialog (report 4)", async (way) => {
  const ada = await way.person("Ada");
  const { keyboard } = ada.page;
  const input = await ada.devtools();
  const field = ada.page.locator("[data-test=composer]");
  /** Escape as a browser tells of it while an input method has it. */
  const escapes = async () => {
    for (const type of ["rawKeyDown", "keyUp"] as const) {
      const key = { key: "Escape", code: "Escape", windowsVirtualKeyCode: 229 };
      await input.send("Input.dispatchKeyEvent", { type, ...key });
    }
  };
  await ada.says("said");
  await ada.hears("said");
  await keyboard.press("ArrowUp");
  await ada.page.locator("[data-test=edit-cancel]").waitFor();
  await keyboard.type(" and changed");
  await input.send("Input.imeSetComposition", {
    text: "かな",
    selectionStart: 2,
    selectionEnd: 2,
  });
  await escapes();
  await input.send("Input.insertText", { text: "かな" });
  assertEquals(await field.inputValue(), "said and changedかな");
  await ada.page.locator("[data-test=edit-cancel]").waitFor();
  await keyboard.press("Escape");
  await ada.page.locator("[data-test=edit-cancel]").waitFor({ state: "detached" });
  await keyboard.press("Control+k");
  await input.send("Input.imeSetComposition", {
    text: "かな",
    selectionStart: 2,
    selectionEnd: 2,
  });
  await escapes();
  await input.send("Input.insertText", { text: "かな" });
  assertEquals(await ada.page.locator("[data-test=switch-field]").inputValue(), "かな");
  await keyboard.press("Escape");
  await ada.page.locator("dialog").waitFor({ state: "detached" });
});

journey("a phone's Enter does what is written on it (ux 4)", async (way) => {
  const ada = await way.person("Ada", { phone: true, width: 390, height: 844 });
  const { page } = ada;
  const field = page.locator("[data-test=composer]");
  await ada.presses(field);
  assertEquals(await field.getAttribute("enterkeyhint"), "enter");
  await page.keyboard.type("hello");
  await page.keyboard.press("Enter");
  assertEquals(await field.inputValue(), "hello\n");
  await page.keyboard.type("there");
  await ada.presses("[data-test=send]");
  await ada.hears("there");
  // A keyboard with keys was connected: it says so by one that no screen has.
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.type("by key");
  assertEquals(await field.getAttribute("enterkeyhint"), "send");
  await page.keyboard.press("Enter");
  await ada.hears("by key");
});

journey("a desktop's Enter sends, with Shift it breaks the line (ux 4)", async (way) => {
  const ada = await way.person("Ada");
  await ada.page.keyboard.type("one");
  await ada.page.keyboard.press("Shift+Enter");
  await ada.page.keyboard.type("two");
  await ada.page.keyboard.press("Enter");
  await ada.hears("one");
  assertEquals((await ada.texts()).at(-1), "one\ntwo");
});
