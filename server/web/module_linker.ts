/**
 * Many modules in one file, so that a page needs few requests and no build: each module becomes a
 * function's body in the order in which they need each other, line for line, and a map leads the
 * browser's tools back to the real files. What is not linked is imported as it was.
 *
 * Only the few forms of `import` and `export` that the client is written in are understood; another
 * one is an error, which a test sees before anybody else.
 */

/** A file made of modules, and its source map. */
export interface Linked {
  code: string;
  map: string;
}

/** Where modules come from, and what others may be asked of. */
export interface LinkOptions {
  /** The source of a module by its path, or undefined where there is none. */
  read: (path: string) => string | undefined;
  /** Modules to link: what they import comes along. */
  roots: readonly string[];
  /** Modules that another linked file holds, and its name. */
  held?: { by: string; paths: ReadonlySet<string> };
  /** The file from which modules come that are imported when they are first needed. */
  later?: { file: string; paths: ReadonlySet<string> };
  /** Modules that another file may ask of this one. */
  lent?: ReadonlySet<string>;
}

/** What linked files hand each other: what each module exports, by its path. */
const MODULES = "modules";

const STATIC_IMPORT = /^import (?:\{([^}]*)\} from )?"([^"]+)";$/gm;
const DYNAMIC_IMPORT = /(?<!\{)\bimport\((["`])(\.[^"`]*)\1\)/g;
const OWN_ADDRESS = /\bimport\.meta\.url\b/g;
const EXPORT = /^export (?=(?:async )?(?:function\*?|class|const) (\w+))/gm;

/** Links modules. Throws an Error that names what cannot be linked. */
export function link(options: LinkOptions, name: string): Linked {
  const order = ordered(options);
  const outside = new Map<string, string>();
  const ids = new Map(order.map((path, i) => [path, `m${i}`]));
  const { held, later, lent } = options;
  const outsider = (name: string): string => {
    const id = outside.get(name) ?? `x${outside.size}`;
    outside.set(name, id);
    return id;
  };
  const bodies = order.map((path) => {
    let source = sourceOf(options, path);
    const exported = [...source.matchAll(EXPORT)].map(([, one]) => one);
    source = source.replace(EXPORT, "")
      .replace(STATIC_IMPORT, (statement, names: string | undefined, specifier: string) => {
        const lines = "\n".repeat(statement.split("\n").length - 1);
        if (names === undefined) return lines;
        const target = resolved(path, specifier);
        const isHeld = held?.paths.has(target) ?? false;
        const from = ids.get(target) ??
          (isHeld ? `held[${JSON.stringify(target)}]` : outsider(target));
        return `const {${names.replace(/ as /g, ": ").replace(/\s+/g, " ")}} = ${from};${lines}`;
      })
      .replace(DYNAMIC_IMPORT, (_, quote: string, specifier: string) => {
        const target = resolved(path, specifier);
        const key = JSON.stringify(target);
        return later?.paths.has(target)
          ? `import("./${later.file}").then(({ ${MODULES} }) => ${MODULES}[${key}])` +
            `.catch(loadAgain(${key}))`
          : `import(${quote}./${target}${quote})`;
      })
      .replace(OWN_ADDRESS, `new URL(${JSON.stringify(path)}, $&).href`);
    const left = /^(?:import|export)\b.*/m.exec(source)?.[0];
    if (left !== undefined) throw new Error(`Cannot link ${path}: "${left}" is not understood`);
    return { path, source, exported };
  });
  const head = [
    ...[...outside].map(([from, id]) => `import * as ${id} from "${from}";`),
    ...(later === undefined ? [] : [loadAgain(later.file)]),
    ...(held === undefined ? [] : [`import { ${MODULES} as held } from "./${held.by}";`]),
  ].join(" ");
  const parts = [`${head}\n`];
  const sections: { line: number; path: string; lines: number }[] = [];
  let line = 1;
  for (const { path, source, exported } of bodies) {
    parts.push(
      `const ${ids.get(path)} = (() => {\n${source}\nreturn { ${exported.join(", ")} };\n})();\n`,
    );
    const lines = source.split("\n").length;
    sections.push({ line: line + 1, path, lines });
    line += lines + 3;
  }
  const shared = order.filter((path) => lent?.has(path))
    .map((path) => `${JSON.stringify(path)}: ${ids.get(path)}`);
  parts.push(
    `export const ${MODULES} = { ${shared.join(", ")} };\n//# sourceMappingURL=${name}.map\n`,
  );
  return { code: parts.join(""), map: mapOf(sections) };
}

/**
 * What tries a file again under another address once it failed to come: Chromium (since 150) remembers a
 * failure, and never asks for the same address a second time.
 */
function loadAgain(file: string): string {
  return "let loadMisses = 0; const loadAgain = (path) => (error) => { " +
    "if (loadMisses++ === 0) throw error; " +
    `return import("./${file}?" + loadMisses).then(({ ${MODULES} }) => ${MODULES}[path]); };`;
}

/** Every module that others reach by way of what they import, the roots first. */
export function reached(
  read: (path: string) => string | undefined,
  roots: readonly string[],
): Set<string> {
  return new Set(ordered({ read, roots }));
}

/** Modules in the order in which they need each other: what is imported stands before who imports it. */
function ordered(options: LinkOptions): string[] {
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]): void => {
    if (done.has(path)) return;
    if (above.includes(path)) {
      throw new Error(`Cannot link ${[...above, path].join(" → ")}: they need each other`);
    }
    for (const [, , specifier = ""] of sourceOf(options, path).matchAll(STATIC_IMPORT)) {
      const target = resolved(path, specifier);
      if (specifier.startsWith(".") && !options.held?.paths.has(target)) {
        visit(target, [...above, path]);
      }
    }
    done.add(path);
  };
  for (const root of options.roots) visit(root, []);
  return [...done];
}

function sourceOf({ read }: LinkOptions, path: string): string {
  const source = read(path);
  if (source === undefined) throw new Error(`Cannot link ${path}: there is no such file`);
  return source;
}

/** The path of what a module imports; a bare name stays as it is. */
function resolved(path: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return decodeURI(new URL(encodeURI(specifier), `file:///${path}`).pathname.slice(1))
    .replaceAll("%24", "$").replaceAll("%7B", "{").replaceAll("%7D", "}");
}

/** A source map with a section a module, line for line (ECMA-426, "Index source maps"). */
function mapOf(sections: readonly { line: number; path: string; lines: number }[]): string {
  return JSON.stringify({
    version: 3,
    sections: sections.map(({ line, path, lines }) => ({
      offset: { line, column: 0 },
      map: {
        version: 3,
        sources: [path],
        names: [],
        mappings: ["AAAA", ...Array(lines - 1).fill("AACA")].join(";"),
      },
    })),
  });
}
