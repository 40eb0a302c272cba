import { assert, assertEquals, assertThrows } from "@std/assert";
import { link, reached } from "../../../server/web/module_linker.ts";
import { linkApp } from "../../../server/web/app_bundle.ts";

type Modules = Record<string, Record<string, () => unknown>>;

/** Runs a linked file beside others, and answers with what it hands on. */
async function run(files: Record<string, string>, name: string): Promise<Modules> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, code] of Object.entries(files)) {
      await Deno.writeTextFile(`${folder}/${name}`, code);
    }
    return (await import(`file://${folder}/${name}`)).modules;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FILES: Record<string, string> = {
  "main.js": `import { add } from "./text/add.js";
import {
  One,
  two as second,
} from "./text/things.js";
import "./text/effect.js";
globalThis.linkedResult = [add(1, second), new One().name, import.meta.url.endsWith("main.js")];
export const later = () => import("./lazy/part.js");
`,
  "text/add.js": `import { base } from "./things.js";
export function add(a, b) {
  return base + a + b;
}
`,
  "text/things.js": `export const base = 100;
export const two = 2;
export class One {
  name = "one";
}
export async function wait() {}
export function* count() {}
`,
  "text/effect.js": `globalThis.linkedEffect = true;\n`,
  "lazy/part.js": `import { base } from "../text/things.js";
import { own } from "./own.js";
export const part = () => [base, own];
`,
  "lazy/own.js": `export const own = "mine";\n`,
};
const read = (path: string) => FILES[path];

Deno.test("link() makes one module of many, each run once and in order", async () => {
  const { code } = link({ read, roots: ["main.js"] }, "first.js");
  await run({ "first.js": code }, "first.js");
  const { linkedResult, linkedEffect } = globalThis as unknown as Record<string, unknown>;
  assertEquals(linkedResult, [103, "one", true]);
  assertEquals(linkedEffect, true);
  assertEquals(code.match(/const base = 100/g)?.length, 1);
});

Deno.test("link() shares modules between what comes first and what comes later", async () => {
  const paths = new Set(["lazy/part.js"]);
  const held = reached(read, ["main.js"]);
  const later = { file: "later.js", paths };
  const first = link({ read, roots: ["main.js"], later, lent: held }, "first.js");
  const rest = link({
    read,
    roots: ["lazy/part.js"],
    held: { by: "first.js", paths: held },
    later,
    lent: paths,
  }, "later.js");
  assert(!rest.code.includes("base = 100"), "what is there is not there twice");
  const modules = await run({ "first.js": first.code, "later.js": rest.code }, "later.js");
  assertEquals(modules["lazy/part.js"]!.part!(), [100, "mine"]);
  assert(first.code.includes('import("./later.js").then'), first.code);
});

Deno.test("link() leads each line back to its own in the real file (ECMA-426)", () => {
  const { code, map } = link({ read, roots: ["main.js"] }, "first.js");
  const lines = code.split("\n");
  const { sections } = JSON.parse(map);
  assertEquals(sections.length, 4);
  for (const { offset, map: { sources: [path], mappings } } of sections) {
    const real = FILES[path]!.split("\n");
    assertEquals(mappings.split(";").length, real.length, path);
    for (const [i, line] of real.entries()) {
      if (/^(?:import|export|\}|\s+\w+,|$|\s+two as|.*import\.meta)/.test(line)) continue;
      assertEquals(lines[offset.line + i], line, `${path}:${i + 1}`);
    }
  }
  assert(code.endsWith("//# sourceMappingURL=first.js.map\n"));
});

Deno.test("link() refuses what it does not understand, with the file's name", () => {
  for (
    const [source, told] of [
      ['import x from "./b.js";', "is not understood"],
      ["export default 1;", "is not understood"],
      ['export { b } from "./b.js";', "is not understood"],
      ['import { c } from "./c.js";', "there is no such file"],
      ['import { a } from "./a.js";', "they need each other"],
    ] as const
  ) {
    const files: Record<string, string> = { "a.js": source, "b.js": "export const b = 1;" };
    assertThrows(() => link({ read: (path) => files[path], roots: ["a.js"] }, "x.js"), Error, told);
  }
});

Deno.test("linkApp() holds every module of the client once, and every rule of its style", () => {
  const files = new Map<string, Uint8Array>();
  const walk = (folder: string, prefix: string): void => {
    for (const { name, isDirectory } of Deno.readDirSync(folder)) {
      if (isDirectory) walk(`${folder}/${name}`, `${prefix}${name}/`);
      else files.set(prefix + name, Deno.readFileSync(`${folder}/${name}`));
    }
  };
  walk("client", "");
  const linked = linkApp(files);
  const sources = ["first.js.map", "later.js.map"].flatMap((name) =>
    JSON.parse(linked.get(name)!).sections.map(({ map }: { map: { sources: string[] } }) =>
      map.sources[0]!
    )
  );
  // What holds types alone is no module of the page.
  const isEmpty = (path: string): boolean =>
    new TextDecoder().decode(files.get(path)).endsWith("\nexport {};\n");
  const own = [...files.keys()].filter((path) =>
    path.endsWith(".js") && !isEmpty(path) &&
    !/^sw\.js$|^worker\/|^words\/(?!(?:en|en_errors|words)\.js)/.test(path)
  );
  assertEquals(sources.toSorted(), own.toSorted());
  const style = linked.get("style.css")! + linked.get("later.css")!;
  for (const path of [...files.keys()].filter((path) => path.startsWith("style/"))) {
    assert(style.includes(new TextDecoder().decode(files.get(path))), path);
  }
});
