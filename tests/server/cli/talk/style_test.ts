import { assertEquals } from "@std/assert";
import { hueOf as pageHueOf } from "../../../../client/text/person.js";
import {
  type ColourDepth,
  colourDepth,
  hueOf,
  isLightGround,
  Style,
} from "../../../../server/cli/talk/style.ts";

Deno.test("hueOf() gives everybody the colour that the page gives them", () => {
  const names = ["Ada", "ADA", "Борис", "อาดา", "Ａｄａ", "O'Neil", "x"];
  for (let i = 0; i < 500; i++) names.push(`Somebody ${i} ж`);
  assertEquals(names.map(hueOf), names.map(pageHueOf));
  assertEquals(new Set(names.map(hueOf)).size, 12);
});

Deno.test("Style draws names in the colours of the page's stylesheet", async () => {
  const sheet = await Deno.readTextFile(
    new URL("../../../../client/style/tokens.css", import.meta.url),
  );
  const hues = [...sheet.matchAll(/--name: light-dark\(#(\w{6}), #(\w{6})\)/g)];
  assertEquals(hues.length, 12);
  for (let i = 0; i < 60; i++) {
    const name = `Person ${i}`;
    const [, light = "", dark = ""] = hues[hueOf(name)]!;
    for (const [isLight, hex] of [[true, light], [false, dark]] as const) {
      const channels = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(";");
      assertEquals(
        new Style("true", isLight).person(name, "x"),
        `\x1b[1;38;2;${channels}mx\x1b[22;39m`,
      );
    }
  }
});

Deno.test("Style draws nothing where there are no colours", () => {
  const style = new Style("none", false);
  const drawn = [style.soft("a"), style.strong("b"), style.call("c"), style.person("Ada", "d")];
  assertEquals(drawn, ["a", "b", "c", "d"]);
  assertEquals(
    new Style("256", false).person("Ada", "x").includes("38;5;"),
    true,
  );
  assertEquals(
    /^.\[1;3[1-6]mx/.test(new Style("16", false).person("Ada", "x")),
    true,
  );
});

Deno.test("colourDepth() respects NO_COLOR, pipes and dumb terminals", () => {
  const cases: [
    Record<string, string>,
    { isTerminal?: boolean; noColor?: boolean },
    ColourDepth,
  ][] = [
    [{ TERM: "xterm" }, {}, "16"],
    [{ TERM: "tmux-256color" }, {}, "256"],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, {}, "true"],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, { noColor: true }, "none"],
    [{ TERM: "xterm-256color" }, { isTerminal: false }, "none"],
    [{ TERM: "dumb", COLORTERM: "truecolor" }, {}, "none"],
  ];
  for (const [env, { isTerminal = true, noColor = false }, wanted] of cases) {
    const depth = colourDepth({ isTerminal, noColor, env: (name) => env[name] });
    assertEquals(depth, wanted, JSON.stringify(env));
  }
  assertEquals(
    ["0;15", "15;0", "0;default;7", ""].map((ground) => isLightGround(() => ground)),
    [true, false, true, false],
  );
});
