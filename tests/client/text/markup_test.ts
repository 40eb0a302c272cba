/** Signs, code, quotes and lists in a message: what is seen of them, what is copied, and what they cost. */
// htm asks for preact without depending on it: it must be in the graph before, or Deno finds none.
import "preact";
import { assert, assertEquals } from "@std/assert";
import { pick, random, randomText } from "../../helpers/random.ts";
import { naughtyTexts } from "../../helpers/hostile.ts";
import { markup } from "../../../client/text/markup.js";
import { markupSource, type SourceNode } from "../../../client/text/markup_source.js";

interface Node {
  // deno-lint-ignore no-explicit-any -- a component has props of its own
  type: string | ((props: any) => unknown);
  // deno-lint-ignore no-explicit-any -- those of preact
  props: Record<string, any>;
}

/** As elements, without what is only kept for copying. */
function draw(nodes: unknown): string {
  if (Array.isArray(nodes)) return nodes.map(draw).join("");
  if (typeof nodes === "string") return nodes;
  const { type, props } = drawn(nodes as Node);
  const value = props.value === undefined ? "" : ` ${props.value}`;
  const inside = draw(props.children ?? []);
  return type === "span" ? inside : `<${type}${value}>${inside}</${type}>`;
}

/** As nodes of a page. */
function onPage(node: unknown): SourceNode {
  if (typeof node === "string") return { nodeValue: node, childNodes: [] };
  if (Array.isArray(node)) return { nodeValue: null, childNodes: node.map(onPage) };
  const { type, props } = drawn(node as Node);
  return {
    nodeValue: null,
    tagName: String(type),
    dataset: { before: props["data-before"] ?? "", after: props["data-after"] ?? "" },
    childNodes: [props.children ?? []].flat().map(onPage),
  };
}

function drawn(node: Node): Node {
  return typeof node.type === "string" ? node : drawn(node.type(node.props) as Node);
}

const CASES: [string, string, string][] = [
  ["*", "a *bold* word", "a <strong>bold</strong> word"],
  ["**", "a **bold** word", "a <strong>bold</strong> word"],
  ["***", "***so***", "<strong>so</strong>"],
  ["_ and ~~", "_so_ and ~~not so~~", "<em>so</em> and <del>not so</del>"],
  ["one in another", "**so _and_ so**", "<strong>so <em>and</em> so</strong>"],
  ["crossed", "*a _b* c_", "<strong>a _b</strong> c_"],
  ["the nearest", "*a *b*", "*a <strong>b</strong>"],
  ["punctuation", '(*so*), "_so_"!', '(<strong>so</strong>), "<em>so</em>"!'],
  [
    "any script",
    "*привіт* _สวัสดี_ *שלום*",
    "<strong>привіт</strong> <em>สวัสดี</em> <strong>שלום</strong>",
  ],
  [
    "words without spaces",
    "ผม*รัก*คุณ 这是**粗体**字",
    "ผม<strong>รัก</strong>คุณ 这是<strong>粗体</strong>字",
  ],
  ["code", "run `a * b * c` now", "run <code>a * b * c</code> now"],
  ["code with a tick in it", "``a`b``", "<code>a`b</code>"],
  ["an address", "https://a.b/c_d_e *x*", "<a>https://a.b/c_d_e</a> <strong>x</strong>"],
  [
    "an address between signs",
    "*see https://a.b/c.*",
    "<strong>see <a>https://a.b/c</a>.</strong>",
  ],
  ["a block", "```\nx *y*\n```", "<pre>x *y*</pre>"],
  ["its language", "```js\nlet x;\n```", "<pre>let x;</pre>"],
  ["words that are none", "```let x;```", "<pre>let x;</pre>"],
  ["a language alone", "```js\n```", "<pre>js</pre>"],
  ["around a block", "so:\n```\na\n\nb\n```\nyes", "so:<pre>a\n\nb</pre>yes"],
  ["a quote", "> said\n> so\nyes", "<blockquote><div>said</div><div>so</div></blockquote>yes"],
  [
    "an empty line of one",
    "> a\n>\n> b",
    "<blockquote><div>a</div><div></div><div>b</div></blockquote>",
  ],
  ["loud in one", "> *loud*", "<blockquote><div><strong>loud</strong></div></blockquote>"],
  ["-", "- a\n- b", "<ul><li>a</li><li>b</li></ul>"],
  ["* at the start", "* a\n* *b*", "<ul><li>a</li><li><strong>b</strong></li></ul>"],
  ["numbers", "1. a\n2. b", "<ol><li 1>a</li><li 2>b</li></ol>"],
  ["any numbers", "7. a\n9. b", "<ol><li 7>a</li><li 9>b</li></ol>"],
  ["a deeper list", "- a\n  - b", "<ul><li>a</li><li>b</li></ul>"],
  ["a list among words", "buy:\n- a\n- b\n\nyes", "buy:<ul><li>a</li><li>b</li></ul>yes"],
  ["two lists", "- a\n1. b", "<ul><li>a</li></ul><ol><li 1>b</li></ol>"],
];

for (const [what, text, wanted] of CASES) {
  Deno.test(`markup() leaves out the signs that did their work: ${what} (ux 16)`, () => {
    assertEquals(draw(markup(text)), wanted);
  });
}

Deno.test("markup() leaves alone what is no sign", () => {
  for (
    const plain of [
      "2 * 3 * 4",
      "2**3**4",
      "snake_case_name",
      "__init__",
      "a*b*c",
      "**",
      "****",
      "_ _",
      "~~ ~~",
      "~a~",
      "``",
      "a > b",
      ">_<",
      ">",
      "> ",
      "-1",
      "- ",
      "-",
      "1.5",
      "2026. A year",
      "5*",
      "x ~~",
      "¯\\_(ツ)_/¯",
      "\\*so\\*",
      "*a\nb*",
      "# no heading",
      "\n\nthree\n\n\nand four\n",
    ]
  ) {
    assertEquals(draw(markup(plain)), plain, plain);
  }
});

Deno.test("markup() keeps the levels of a list for its looks, four of them", () => {
  const [list] = markup("- a\n  - b\n    - c\n      - d\n        - e") as Node[];
  const levels = list!.props.children.map(({ props }: Node) => props["data-level"]);
  assertEquals(levels, [0, 1, 2, 3, 3]);
});

Deno.test("markupSource() gives back every character that markup() left out (ux 16)", () => {
  const texts = [
    ...CASES.map(([, text]) => text),
    ...naughtyTexts(),
    "a\n\n```js\n\nx\n\n```\n\n- b\n\n> c\n>\n\n1. d\n   * e\nf",
    "x https://a.b/c d https://e.f g",
    "שלום https://a.b/",
  ];
  for (const text of texts) assertEquals(markupSource(onPage(markup(text))), text, text);
  const next = random(4);
  const signs = [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "```",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n  * ",
    "\n",
    " ",
    "a",
    "й",
    "ก",
    "\\",
    "https://a.b/",
  ];
  for (let i = 0; i < 5000; i++) {
    const text = Array.from({ length: 14 }, () => pick(next, signs)).join("") + randomText(next);
    assertEquals(markupSource(onPage(markup(text))), text);
  }
});

Deno.test("written() leaves out what can be pressed", () => {
  const button = { nodeValue: null, tagName: "BUTTON", childNodes: [onPage("Copy")] };
  assertEquals(markupSource({ nodeValue: null, childNodes: [onPage("a"), button] }), "a");
});

/** Milliseconds of the fastest of a few runs: what else the machine does only makes it slower. */
function fastest(text: string): number {
  let least = Infinity;
  for (let i = 0; i < 5; i++) {
    const begin = performance.now();
    markup(text);
    least = Math.min(least, performance.now() - begin);
  }
  return least;
}

/** Begun and never ended, ended and never begun, and one in another: as long as is wanted. */
const HOSTILE: [string, (length: number) => string][] = [
  ...[
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "``",
    "```",
    "````",
    "> ",
    "- ",
    "1. ",
    "\n",
    "\\",
    "(",
    ")",
  ],
  ..."*a |**a |_a |~~a |a* |*a_b|*a _b ~~c **d |_*a|`a|``a|```a|`a``|```` a|a```|\n```|\n> |\n- a|\n  - a\n1. a|\n> a\n- b|*a* |[a](|<a |@a |\n\n- a\n\n|http://|https://a/ |www.a.b |a@b.c |a@b|a.|*https://a/* |*https://a/.) "
    .split("|"),
].map((
  part,
): [string, (length: number) => string] => [part, (length) => part.repeat(length / part.length)]);
HOSTILE.push(
  ...[")", "(", ".", "*", "_", "~~", "”", "()", ")("].map((
    end,
  ): [string, (length: number) => string] => [
    `an address and ${end}`,
    (length) => `https://a/${end.repeat(length / end.length)}`,
  ]),
  ["a long word", (length) => "x".repeat(length)],
  ["an open fence and ticks", (length) => "```a" + "````b".repeat(length / 5)],
  ["an open sign and signs", (length) => "*a" + " **".repeat(length / 3)],
);

Deno.test("markup() takes eight times as long for eight times the text (security L6)", () => {
  markup(HOSTILE.map(([, of]) => of(500)).join(" "));
  for (const [what, of] of HOSTILE) {
    const [some, many] = [of(4_000), of(32_000)];
    // Eight is fair and sixty-four is the square; no message is longer than the first, so that what
    // takes next to no time there is not worth a word. The square is never fast, a busy machine is at times.
    let ratio = Infinity;
    for (let tries = 0; ratio >= 30 && tries < 8; tries++) {
      ratio = fastest(many) / Math.max(fastest(some), 4);
    }
    assert(ratio < 30, `${JSON.stringify(what)}: ${ratio.toFixed(1)} times`);
  }
});
