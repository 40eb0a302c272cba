/** Sounds and voices: said into a microphone that beeps, played, sought in, one at a time. */
import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Person } from "../helpers/person.ts";
import { boxOf } from "../helpers/touch.ts";
import { tone } from "../helpers/sound.ts";
import { eventually } from "../helpers/wait.ts";
import { journey } from "../helpers/journey.ts";

const recording = ({ page }: Person, state: string) =>
  page.locator(`[data-test=recording][data-state=${state}]`);
const player = ({ page }: Person, at: number) => page.locator("[data-test=sound]").nth(at);

/** Seconds that a text says a sound lasts, under a minute; NaN where it says none. */
const secondsIn = (text: string) => Number(/0:(\d\d)/.exec(text)?.[1]);

/** Records a voice until it has so many seconds. */
async function recordsFor(person: Person, seconds: number): Promise<void> {
  await person.presses("[data-test=voice]");
  await eventually(`${seconds} seconds are recorded`, async () => {
    const text = await recording(person, "recording").innerText().catch(() => "");
    return secondsIn(text) >= seconds;
  });
}

/** The sounds of a page: where each is, and whether it plays. */
function sounds({ page }: Person): Promise<{ time: number; isPlaying: boolean; rate: number }[]> {
  return page.evaluate(`[...document.querySelectorAll("audio")].map((sound) =>
    ({ time: sound.currentTime, isPlaying: !sound.paused, rate: sound.playbackRate }))`);
}

journey("a voice is recorded, thrown away, sent, seen as a wave and played", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await ada.presses("[data-test=voice]");
  await recording(ada, "failed").waitFor();
  assert(/microphone is blocked/.test(await recording(ada, "failed").innerText()));
  assertEquals(await ada.barriers(), []);
  await ada.presses("[data-test=voice-cancel]");
  await ada.context.grantPermissions(["microphone"]);
  await ada.presses("[data-test=voice]");
  await recording(ada, "recording").waitFor();
  await ada.page.keyboard.press("Escape");
  await recording(ada, "recording").waitFor({ state: "detached" });
  await ada.page.locator("[data-test=composer]:focus").waitFor();
  const began = performance.now();
  await recordsFor(ada, 2);
  assertEquals(await ada.barriers(), []);
  const wave = (await ada.page.locator(".recording .wave__bars").first().getAttribute("d"))!;
  assert(new Set(wave.match(/v[\d.]+/g)).size > 1, "what is heard is seen");
  await ada.presses("[data-test=voice-send]");
  await player(boris, 0).waitFor();
  const most = Math.ceil((performance.now() - began) / 1000);
  assert(/audio\/webm \d+ "voice-[\d-]+\.webm": ?\n/.test(await way.file()));
  assertEquals(await boris.page.locator("[data-test=file]").count(), 0, "no name is shown");
  await eventually("its wave is seen", async () => {
    const path = await player(boris, 0).locator(".wave__bars").first().getAttribute("d");
    return new Set(path?.match(/v[\d.]+/g)).size > 2;
  });
  await eventually("it says how long it is", async () => {
    const seconds = secondsIn(await player(boris, 0).innerText());
    return seconds >= 2 && seconds <= most;
  });
  assertEquals(await boris.barriers(), []);
  await boris.presses("[data-test=sound-play]");
  await eventually("it plays", async () => (await sounds(boris))[0]!.time > 0.3);
  await boris.presses("[data-test=sound-play]");
  assertEquals((await sounds(boris))[0]!.isPlaying, false);
});

journey("a sound is sought in by mouse and keys, sped up, and ends the other", async (way) => {
  const ada = await way.person("Ada");
  for (const name of ["one.wav", "two.wav"]) {
    const buffer = Buffer.from(tone(20));
    await ada.attaches({ name, mimeType: "audio/wav", buffer });
    await ada.page.locator("[data-test=upload][data-state=ready]").waitFor();
    await ada.presses("[data-test=send]");
    await ada.hears(name);
  }
  await player(ada, 1).waitFor();
  await eventually(
    "they say how long they are",
    async () => /0:20/.test(await player(ada, 1).innerText()),
  );
  await ada.presses(player(ada, 0).locator("[data-test=sound-play]"));
  await eventually("the first plays", async () => (await sounds(ada))[0]!.time > 0);
  await ada.presses(player(ada, 1).locator("[data-test=sound-play]"));
  await eventually(
    "the second alone plays",
    async () => (await sounds(ada)).map(({ isPlaying }) => isPlaying).join() === "false,true",
  );
  const { x, y, width, height } = await boxOf(player(ada, 1).locator("[data-test=sound-seek]"));
  await ada.page.mouse.click(x + width / 2, y + height / 2);
  await eventually("half way", async () => Math.abs((await sounds(ada))[1]!.time - 10) < 2);
  await ada.page.keyboard.press(" ");
  await eventually("a key pauses", async () => !(await sounds(ada))[1]!.isPlaying);
  const at = (await sounds(ada))[1]!.time;
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("ArrowRight");
  await ada.page.keyboard.press("ArrowLeft");
  await eventually(
    "five seconds on",
    async () => Math.abs((await sounds(ada))[1]!.time - at - 5) < 0.2,
  );
  await ada.page.keyboard.press("Home");
  await eventually("at the beginning", async () => (await sounds(ada))[1]!.time === 0);
  await ada.presses(player(ada, 1).locator("[data-test=sound-speed]"));
  assertEquals((await sounds(ada))[1]!.rate, 1.5);
  await ada.page.keyboard.press("Tab");
  assertEquals(await ada.barriers(), []);
});

/** Records a second of a voice and sends it. */
async function speaks(person: Person): Promise<void> {
  await recordsFor(person, 1);
  await person.presses("[data-test=voice-send]");
  await recording(person, "recording").waitFor({ state: "detached" });
}

journey("a voice goes on into the next one, and all keep one speed", async (way) => {
  const [ada, boris] = [await way.person("Ada"), await way.person("Boris")];
  await ada.context.grantPermissions(["microphone"]);
  for (const at of [0, 1]) {
    await speaks(ada);
    await player(boris, at).waitFor();
  }
  await ada.says("And now something else");
  await boris.hears("something else");
  await speaks(ada);
  await player(boris, 2).waitFor();
  await boris.presses(player(boris, 0).locator("[data-test=sound-speed]"));
  const rates = async () => (await sounds(boris)).map(({ rate }) => rate);
  await eventually("all are faster", async () => (await rates()).join() === "1.5,1.5,1.5");
  await boris.page.reload();
  await player(boris, 2).waitFor();
  assertEquals(await rates(), [1.5, 1.5, 1.5], "after a reload too");
  await player(boris, 2).getByText("1.5×").waitFor();

  const isPlaying = async (at: number) => (await sounds(boris))[at]!.isPlaying;
  const isOver = async (at: number) =>
    !await isPlaying(at) && await boris.page.evaluate(
        `document.querySelectorAll("audio")[${at}].played.length > 0 &&
        document.querySelectorAll("audio")[${at}].currentTime === 0`,
      ) === true;
  await boris.presses(player(boris, 0).locator("[data-test=sound-play]"));
  await eventually("the next one plays by itself", () => isPlaying(1));
  assertEquals((await sounds(boris))[1]!.rate, 1.5);
  await eventually("and ends", () => isOver(1));
  assertEquals(await isPlaying(2), false, "words stand between");

  const { x, y, width, height } = await boxOf(player(boris, 1).locator("[data-test=sound-seek]"));
  await boris.page.mouse.click(x + width / 2, y + height / 2);
  await eventually("half way", async () => (await sounds(boris))[1]!.time > 0.2);
  await boris.presses(player(boris, 0).locator("[data-test=sound-play]"));
  await eventually("it plays again", () => isPlaying(0));
  await eventually("and is over", () => isOver(0));
  assertEquals(await isPlaying(1), false, "one that somebody left on its way stays there");
});

journey("a film and a sound end each other: one thing sounds at a time", async (way) => {
  const ada = await way.person("Ada");
  const film = Deno.readFileSync(new URL("../fixtures/film.webm", import.meta.url));
  for (
    const [name, mimeType, bytes] of [
      ["one.webm", "video/webm", film],
      ["two.webm", "video/webm", film],
      ["three.wav", "audio/wav", tone(20)],
    ] as const
  ) {
    await ada.attaches({ name, mimeType, buffer: Buffer.from(bytes) });
    await ada.page.locator("[data-test=upload][data-state=ready]").waitFor();
    await ada.presses("[data-test=send]");
    await ada.page.locator("[data-test=upload]").waitFor({ state: "detached" });
  }
  await player(ada, 0).waitFor();
  const films = ada.page.locator("video");
  await films.nth(1).waitFor();
  const playing = (): Promise<string> =>
    ada.page.evaluate(`[...document.querySelectorAll("video, audio")]
      .map((one) => one.paused || one.currentTime === 0 ? "" : one.localName).join()`);
  /** The button of a film is in its lower corner. */
  const plays = async (at: number) => {
    const { x, y, height } = await boxOf(films.nth(at));
    await ada.page.mouse.click(x + 24, y + height - 32);
  };
  await plays(0);
  await eventually("a film plays", async () => await playing() === "video,,");
  await plays(1);
  await eventually("the other one plays alone", async () => await playing() === ",video,");
  await ada.presses(player(ada, 0).locator("[data-test=sound-play]"));
  await eventually("the sound plays alone", async () => await playing() === ",,audio");
  await plays(0);
  await eventually("the film plays alone", async () => await playing() === "video,,");
});
