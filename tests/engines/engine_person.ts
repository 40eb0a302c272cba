/** A person at a browser of any engine, who does what `Person` does at Chromium's, by the same look. */
import { look, type Place, type Sight } from "../helpers/screen_look.ts";
import { eventually } from "../helpers/wait.ts";
import type { Driver } from "./driver.ts";

/** Something on the page: the last that is seen of its kind, with some words in it perhaps. */
export interface Thing {
  css: string;
  text?: string;
}

/** Keys that are no letter, as WebDriver names them. */
const KEYS = {
  Backspace: "\uE003",
  Tab: "\uE004",
  Enter: "\uE007",
  Shift: "\uE008",
  Control: "\uE009",
  Escape: "\uE00C",
  ArrowLeft: "\uE012",
  ArrowUp: "\uE013",
  ArrowRight: "\uE014",
} as const;

const MOUSE = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" } } as const;

/** How the page finds a thing; null if there is none. */
function query({ css, text = "" }: Thing): string {
  return `[...document.querySelectorAll(${JSON.stringify(css)})].filter((element) =>
    element.checkVisibility() && element.textContent.includes(${JSON.stringify(text)})).at(-1)`;
}

/** One person. */
export class Walker {
  readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
  }

  /** Waits until it is on the screen. */
  async sees(css: string, text = ""): Promise<void> {
    await eventually(`one sees ${css} ${text}`, () => this.#has({ css, text }));
  }

  /** Waits until it is not. */
  async missesNow(css: string, text = ""): Promise<void> {
    await eventually(`${css} ${text} is gone`, async () => !await this.#has({ css, text }));
  }

  /** Presses it with the mouse, where nothing lies over it. */
  async presses(css: string, text = ""): Promise<void> {
    const { x, y } = await this.#placeOf({ css, text });
    await this.driver.acts([{
      ...MOUSE,
      actions: [
        { type: "pointerMove", x, y, duration: 20 },
        { type: "pointerDown", button: 0 },
        { type: "pointerUp", button: 0 },
      ],
    }]);
  }

  /** Leaves the mouse over it. */
  async pointsAt(css: string, text = ""): Promise<void> {
    const { x, y } = await this.#placeOf({ css, text });
    await this.driver.acts([{ ...MOUSE, actions: [{ type: "pointerMove", x, y, duration: 20 }] }]);
  }

  /** Writes into whatever has the cursor. */
  async types(words: string): Promise<void> {
    const actions = [...words].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]);
    await this.driver.acts([{ type: "key", id: "keys", actions }]);
  }

  /** Presses a key, some others held down: `Control+k`. */
  async strikes(keys: string): Promise<void> {
    const values = keys.split("+").map((key) => KEYS[key as keyof typeof KEYS] ?? key);
    const actions = [
      ...values.map((value) => ({ type: "keyDown", value })),
      ...values.toReversed().map((value) => ({ type: "keyUp", value })),
    ];
    await this.driver.acts([{ type: "key", id: "keys", actions }]);
  }

  /** Writes something and sends it with the button. */
  async says(words: string): Promise<void> {
    await this.presses("[data-test=composer]");
    await this.types(words);
    await this.presses("[data-test=send]");
  }

  /** Waits until a message of that text is stored and on the screen. */
  hears(words: string): Promise<void> {
    return this.sees("article.message[data-state=sent]", words);
  }

  /** What stands in the field for messages. */
  field(): Promise<string> {
    return this.driver.evaluates(`document.querySelector("[data-test=composer]").value`);
  }

  #has(thing: Thing): Promise<boolean> {
    return this.driver.evaluates<boolean>(`${query(thing)} !== undefined`);
  }

  /** Turns the wheel, as far as the page asks for. */
  async #scrolls({ from, by }: NonNullable<Sight["scroll"]>): Promise<void> {
    const [x, y, deltaX, deltaY] = [from.x, from.y, by.x, by.y].map(Math.round);
    const actions = [{ type: "scroll", x, y, deltaX, deltaY, duration: 0, origin: "viewport" }];
    await this.driver.acts([{ type: "wheel", id: "wheel", actions }]);
  }

  async #placeOf(thing: Thing): Promise<Place> {
    let sight: Sight = {};
    let before = "";
    await eventually(`${thing.css} ${thing.text} can be pressed`, async () => {
      const found = `((element) => element ? (${look})(element, null) : {})(${query(thing)})`;
      sight = await this.driver.evaluates<Sight>(found);
      if (sight.scroll !== undefined) await this.#scrolls(sight.scroll);
      const isStill = JSON.stringify(sight) === before;
      before = JSON.stringify(sight);
      return isStill && sight.at !== undefined;
    }).catch((error) => {
      throw new Error(`${error.message}: ${JSON.stringify(sight)}`);
    });
    const { x, y } = sight.at!;
    return { x: Math.round(x), y: Math.round(y) };
  }
}
