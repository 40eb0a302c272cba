/** The shape of the house: who may import whom, how long a file is, what stands at module level. */
import { assertEquals } from "@std/assert";
import { dirname, join, relative } from "@std/path";

const ROOT = new URL("../", import.meta.url).pathname;
const MAX_LINES = 300;
const MAX_FUNCTION_LINES = 60;

/** The floors of the server, from the top: a file imports from its own floor or from below. */
const FLOORS = [
  ["main.ts"],
  ["cli"],
  [
    "app.ts",
    "admin_tools.ts",
    "config.ts",
    "control_requests.ts",
    "join_cluster.ts",
    "make_chat.ts",
    "make_web.ts",
    "push_notifications.ts",
    "served_chat.ts",
  ],
  ["process", "settings", "transport"],
  ["web"],
  ["transfer"],
  ["push"],
  ["chat"],
  ["dedup"],
  ["delivery"],
  ["attachments"],
  ["history"],
  ["people"],
  ["store"],
  ["base"],
];

/** Types alone stand beside the floors: whoever needs them may name them. */
const TYPES = [
  "server/protocol.ts",
  "server/push_protocol.ts",
  "server/protocol_http.ts",
  "server/protocol_links.ts",
  "server/protocol_own.ts",
  "server/app_options.ts",
  "server/config.ts",
];

/** Who reads the config; everybody else is handed what they need of it. */
const READS_CONFIG =
  /^server\/(?:main|app|app_options|config|join_cluster|make_web|served_chat)\.ts$|^server\/(?:cli|process|settings)\//;

/** Who may import whom in the client; `main.js` may import everybody. */
const CLIENT_RULES: Record<string, string[]> = {
  actions: ["actions", "net", "state", "text"],
  view: [
    "view",
    "state/selectors.js",
    "state/albums.js",
    "state/blocks.js",
    "state/state.js",
    "state/unread.js",
    "state/optimistic.js",
    "device/scroll_anchor.js",
    "text",
    "words",
  ],
  state: ["state", "text/time.js", "text/mention.js", "text/fold.js"],
  net: ["net", "text"],
  media: ["media", "metadata"],
  metadata: ["metadata"],
  device: ["device", "text/fold.js"],
  text: ["text"],
  worker: ["worker", "text"],
  words: ["words"],
};

interface Source {
  path: string;
  text: string;
  /** Paths of what it imports at run time, relative to the root; bare names as they are. */
  imports: string[];
}

function sources(folder: string, ending: RegExp): Source[] {
  const found: Source[] = [];
  for (const entry of Deno.readDirSync(join(ROOT, folder))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...sources(path, ending));
    else if (ending.test(entry.name)) {
      const text = Deno.readTextFileSync(join(ROOT, path));
      found.push({ path, text, imports: importsOf(path, text) });
    }
  }
  return found;
}

function importsOf(path: string, text: string, types = false): string[] {
  const code = text.replace(/\/\*[^]*?\*\//g, "");
  return [...code.matchAll(/^(?:import|export)\s[^;]*?from\s+"([^"]+)"/gm)]
    .filter(([statement]) => types || !/^(?:import|export) type /.test(statement))
    .map(([, name = ""]) =>
      name.startsWith(".") ? relative(ROOT, join(ROOT, dirname(path), name)) : name
    );
}

/** Functions and methods, as `deno fmt` lays them out: to the brace that stands as far in as they begin. */
function functionsIn(text: string): { name: string; lines: number }[] {
  const begins =
    /^( *)(?:export )?(?:async )?function\*? (\w+)|^( {2})(?:[a-z]+ )*(#?\w+)\((?!.*(?:=>|[,;]$))/;
  const lines = text.split("\n");
  return lines.flatMap((line, begin) => {
    const [, outer, plain, inner, method] = begins.exec(line) ?? [];
    const [indent, name] = [outer ?? inner, plain ?? method];
    if (indent === undefined || name === undefined) return [];
    // A signature may be broken over lines; whatever else comes before its brace is no function.
    const ends = lines.findIndex((l, at) => at >= begin && l.startsWith(indent) && / \{$/.test(l));
    const isSignature = lines.slice(begin + 1, ends).every((l) => l.startsWith(`${indent}  `));
    const end = lines.findIndex((l, at) => at > ends && l === `${indent}}` || l === `${indent}},`);
    return isSignature && end > begin ? [{ name, lines: end - begin + 1 }] : [];
  });
}

function floorOf(path: string): number {
  const [, place = ""] = path.split("/");
  const floor = FLOORS.findIndex((names) => names.includes(place));
  if (floor === -1) throw new Error(`Cannot place ${path}: give it a floor in FLOORS`);
  return floor;
}

Deno.test("server/: imports run downwards only", () => {
  const wrong: string[] = [];
  for (const { path, text } of sources("server", /\.ts$/)) {
    if (TYPES.includes(path)) continue;
    // Types too: what one is handed is no reason to know who hands it.
    for (const name of importsOf(path, text, true).filter((other) => other.startsWith("server/"))) {
      if (TYPES.includes(name)) continue;
      if (floorOf(name) < floorOf(path)) wrong.push(`${path} imports ${name}: not downwards`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("server/history/ names no room, no connection and no rule: it could be lifted out", () => {
  const wrong = sources("server/history", /\.ts$/).flatMap(({ path, text }) =>
    [...text.matchAll(/from "\.\.\/([^"]+)"/g)].map(([, name = ""]) => name)
      .filter((name) =>
        !/^(?:store|base)\/|^people\/names\.ts$|^protocol(?:_http)?\.ts$/.test(name)
      )
      .map((name) => `${path} imports ${name}`)
  );
  assertEquals(wrong, []);
});

Deno.test("server/: chat/ holds the rules, in at most twenty files and folders of a noun", () => {
  const files = sources("server/chat", /\.ts$/)
    .filter(({ path }) => dirname(path) === "server/chat");
  assertEquals(files.length <= 20, true, `${files.length} files`);
});

/** Names of the house as it was: the glossary in CONTRIBUTING.md has the words that took their place. */
const OLD_WORDS =
  /\b(?:Hearer|Listener|Intake|Shelf|Listening|Notes|NoteIndex|NoteSlot|Resends|Unclaimed|Authors|Gate|Bounded|Attempts|FileDraft|FileUsage|TurnWork|OrderOfTime|unfit|surelyMessage|endTurn|giveBack|keepYoung|callerOf|mostWaiting|MOST)\b/;

Deno.test("server/, client/ and tests/ speak the words of the glossary", () => {
  const wrong: string[] = [];
  const all = ["server", "client", "tests"].flatMap((name) => sources(name, /\.(?:ts|js)$/));
  for (const { path, text } of all) {
    // The cases of the imports bring their own word for it.
    if (/house_test|import_cases_test/.test(path)) continue;
    const code = text.replace(/\/\*[^]*?\*\/|\/\/.*$|"(?:[^"\\\n]|\\.)*"/gm, "");
    const [word] = OLD_WORDS.exec(code) ?? [];
    if (word !== undefined) wrong.push(`${path}: ${word}`);
  }
  assertEquals(wrong, []);
  const rows = Deno.readTextFileSync(join(ROOT, "CONTRIBUTING.md")).split("## Glossary")[1] ?? "";
  assertEquals(rows.match(/^\| [a-z]/gm)!.length >= 25, true, "a glossary of 25 rows");
});

Deno.test("server/: only the process and the command line read the config", () => {
  const wrong = sources("server", /\.ts$/)
    .filter(({ path, text }) => /from "[./]*config\.ts"/.test(text) && !READS_CONFIG.test(path));
  assertEquals(wrong.map(({ path }) => path), []);
});

Deno.test("server/: only Deno, node:, @std, preact, htm are imported, ws by its transport", () => {
  const allowed = /^(server\/|@std\/|node:|preact(\/hooks)?$|htm(\/preact)?$|deno\.json$)/;
  const wrong = sources("server", /\.ts$/)
    .flatMap(({ path, imports }) => imports.map((name) => ({ path, name })))
    .filter(({ path, name }) => {
      const isTransports = name === "ws" && path.startsWith("server/transport/");
      // What a picture tells of place and device is found the same way on both sides.
      const isShared = name.startsWith("client/metadata/") &&
        path === "server/attachments/clean_copy.ts";
      return !allowed.test(name) && !isTransports && !isShared;
    }).map(({ path, name }) => `${path} imports ${name}`);
  assertEquals(wrong, []);
});

Deno.test("server/protocol.ts imports nothing and holds no code", () => {
  const text = Deno.readTextFileSync(join(ROOT, "server/protocol.ts"));
  assertEquals(importsOf("server/protocol.ts", text), []);
  assertEquals(/^(?:export )?(?:const|let|function|class)\b/m.test(text), false);
});

Deno.test("client/: views reach the wire by useActions() alone, state knows only itself", () => {
  const wrong: string[] = [];
  for (const { path, imports } of sources("client", /\.js$/)) {
    const [, place = ""] = path.split("/");
    const rules = CLIENT_RULES[place.replace(/\.js$/, "")];
    if (rules === undefined) continue;
    for (
      const name of imports.filter((other) => other.includes("/") && !/^(preact|htm)/.test(other))
    ) {
      const isAllowed = rules.some((rule) => name.startsWith(`client/${rule}`));
      if (!isAllowed) wrong.push(`${path} imports ${name}`);
    }
  }
  assertEquals(wrong, []);
});

Deno.test("client/: no file of the server is imported at run time", () => {
  const wrong = sources("client", /\.js$/)
    .filter(({ imports }) => imports.some((name) => name.startsWith("server/")));
  assertEquals(wrong.map(({ path }) => path), []);
});

Deno.test("server/ and client/: no two files import each other, directly or in a round", () => {
  const all = new Map(
    [...sources("server", /\.ts$/), ...sources("client", /\.js$/)].map((s) => [s.path, s.imports]),
  );
  const done = new Set<string>();
  const rounds: string[] = [];
  function walk(path: string, way: string[]): void {
    if (way.includes(path)) rounds.push([...way.slice(way.indexOf(path)), path].join(" -> "));
    if (way.includes(path) || done.has(path)) return;
    for (const name of all.get(path) ?? []) walk(name, [...way, path]);
    done.add(path);
  }
  for (const path of all.keys()) walk(path, []);
  assertEquals(rounds, []);
});

Deno.test("server/ and client/: a file is a screen or two, and says first what it is", () => {
  const wrong: string[] = [];
  for (
    const { path, text } of [...sources("server", /\.ts$/), ...sources("client", /\.(js|css)$/)]
  ) {
    const lines = text.trimEnd().split("\n").length;
    if (lines > MAX_LINES && !path.endsWith(".css")) wrong.push(`${path} has ${lines} lines`);
    if (!/^\/\*\*? ?\S|^\/\*\*\n \* \S/.test(text)) wrong.push(`${path} does not say what it is`);
  }
  assertEquals(wrong, []);
});

Deno.test("server/ and client/: no function is longer than 60 lines", () => {
  const long = [...sources("server", /\.ts$/), ...sources("client", /\.js$/)].flatMap((source) =>
    functionsIn(source.text).filter(({ lines }) => lines > MAX_FUNCTION_LINES)
      .map(({ name }) => `${source.path} ${name}`)
  );
  assertEquals(long, []);
});

Deno.test("server/: nothing happens at import", () => {
  const wrong: string[] = [];
  const statement = /^(?:let |var |await |if |for |new |[a-zA-Z_.]+\()/;
  for (const { path, text } of sources("server", /\.ts$/)) {
    if (path === "server/main.ts" || path.endsWith(".d.ts")) continue;
    for (const line of text.split("\n")) if (statement.test(line)) wrong.push(`${path}: ${line}`);
    const stateful = /^(?:export )?const \w+(?:: [^=]+)? = new (?:Map|Set|WeakMap)\(\)/m.exec(text);
    if (stateful !== null) wrong.push(`${path}: ${stateful[0]}`);
  }
  assertEquals(wrong, []);
});

/** Places where the system is asked all the same: the file, what stands in the line, and why. */
const PAST_THE_SEAMS: [file: string, part: string, why: string][] = [
  ["server/store/disk.ts", "Deno.", "it is the disk"],
  ["server/store/disk.ts", "node:fs", "Deno does not say how much is free"],
  ["server/store/system_file.ts", "Deno.", "it is the disk's open files"],
  ["server/store/file_ownership.ts", "Deno.", "owners and modes are the system disk's own matter"],
  ["server/store/data_lock.ts", "Deno.openSync", "the lock is the system's, on a real file"],
  ["server/web/app_files.ts", "Deno.read", "the program's own files, which no data folder holds"],
  [
    "server/cli/import_command.ts",
    "Deno.",
    "logs lie in folders anywhere; a dry run writes beside",
  ],
  [
    "server/cli/talk/local_files.ts",
    "Deno.",
    "what people attach and save in their terminal lies anywhere; handed in as LocalFiles",
  ],
  ["server/cli/talk/terminal_device.ts", "Deno.removeSignalListener", "removes no file"],
  [
    "server/process/certificate_files.ts",
    "Deno.readText",
    "certificates lie where others put them",
  ],
  ["server/join_cluster.ts", "Deno.readText", "the secret, and the id of the machine's start"],
  ["server/main.ts", "Deno.", "reads its settings before there is a disk"],
  ["server/base/clock.ts", "", "it is the clock"],
  ["server/base/random.ts", "crypto.getRandomValues", "it is chance"],
  ["server/transport/native_server.ts", "setTimeout", "waits for the system to free its port"],
  [
    "server/process/brand_file.ts",
    "Deno.readFileSync",
    "a picture that lies elsewhere than the data",
  ],
  ["server/transport/ws_server.ts", "setTimeout", "waits for the system to free its port"],
  ["server/transport/node_response.ts", "setTimeout", "looks whether a turn of the loop passes"],
];

/** Lines of code of the server that fit a pattern and are no exception; the exceptions that were needed. */
function pastTheSeam(pattern: RegExp): { wrong: string[]; unused: string[] } {
  const wrong: string[] = [];
  const used = new Set<string>();
  for (const { path, text } of sources("server", /\.ts$/)) {
    const code = text.replace(/^\s*\/\*[^]*?\*\/|\/\/ .*$/gm, "");
    for (const line of code.split("\n").filter((line) => pattern.test(line))) {
      const exception = PAST_THE_SEAMS.find(([file, part]) => path === file && line.includes(part));
      if (exception === undefined) wrong.push(`${path}: ${line.trim()}`);
      else used.add(path);
    }
  }
  const meant = PAST_THE_SEAMS.map(([file]) => file);
  return { wrong, unused: meant.filter((file) => !used.has(file)) };
}

const FILE_CALLS =
  /\bDeno\.(?:open|create(?!Http)|read(?!y)|write|remove|rename|mkdir|link|symlink|stat|lstat|make|truncate|copy|chmod|chown|utime|watchFs|realPath)\w*\(|"node:fs/;
const TIME_CALLS =
  /\b(?:setTimeout|setInterval|Date\.now|performance\.now|new Date\(\)|Math\.random|crypto\.(?:getRandomValues|randomUUID))\b/;

Deno.test("server/: nothing goes past Disk, so that each failure of a disk can be tried", () => {
  assertEquals(pastTheSeam(FILE_CALLS).wrong, []);
});

Deno.test("server/: nothing goes past Clock and Random, so that a test holds time and chance", () => {
  assertEquals(pastTheSeam(TIME_CALLS).wrong, []);
});

Deno.test("server/: each way past a seam is still needed", () => {
  const [files, time] = [pastTheSeam(FILE_CALLS), pastTheSeam(TIME_CALLS)];
  assertEquals(files.unused.filter((file) => time.unused.includes(file)), []);
});

/** What a module may keep: the file, the name, and why nobody can see that it changes. */
const MODULE_STATE: [file: string, name: string, why: string][] = [
  [
    "server/base/clock.ts",
    "LAST",
    "the last answer of a pure function: 10 ns against 600, twice for each message",
  ],
];

Deno.test("server/: no module keeps anything that changes", () => {
  const wrong: string[] = [];
  const used = new Set<string>();
  const declared = /^(?:export )?(?:const|let|var) (\w+)(?:: [^=]+)? = (.*)/gm;
  for (const { path, text } of sources("server", /\.ts$/)) {
    if (path === "server/main.ts") continue;
    for (const [line, name = "", value = ""] of text.matchAll(declared)) {
      const isContainer = /^new (?:Map|Set|WeakMap|WeakSet|Array|Uint8Array)\b|^\[\];?$|^\{\};?$/
        .test(value);
      // A table is written where it stands; what is put into one later is a state.
      const isWritten = new RegExp(
        `\\b${name}(?:\\.\\w+|\\[[^\\]]*\\])? (?:[-+*/|&?]{0,2})= |\\b${name}\\.(?:set|add|push|delete|clear)\\(`,
      ).test(text.replace(line, ""));
      const isFilled = isContainer && !/^new (?:Map|Set)\(\S/.test(value);
      if (!isWritten && !isFilled && !/^(?:export )?(?:let|var)/.test(line)) continue;
      if (MODULE_STATE.some(([file, known]) => file === path && known === name)) used.add(name);
      else wrong.push(`${path}: ${line}`);
    }
  }
  assertEquals(wrong, []);
  assertEquals(MODULE_STATE.filter(([, name]) => !used.has(name)), [], "each is still needed");
});

Deno.test("server/: only the loader of the client's files knows where the program lies", () => {
  const wrong = sources("server", /\.ts$/).filter(({ text }) => text.includes("import.meta."));
  assertEquals(wrong.map(({ path }) => path), ["server/web/app_files.ts"]);
});

Deno.test("tests/deno.json maps the server's names as deno.json does", () => {
  const read = (path: string) => JSON.parse(Deno.readTextFileSync(join(ROOT, path)));
  const [ours, tests] = [read("deno.json"), read("tests/deno.json")];
  for (const [name, target] of Object.entries(ours.imports)) {
    assertEquals(tests.imports[name], target, name);
  }
  for (const key of ["strict", "noUncheckedIndexedAccess", "exactOptionalPropertyTypes"]) {
    assertEquals(tests.compilerOptions[key], ours.compilerOptions[key], key);
  }
});

Deno.test("deno.jsr.json is deno.json with @std from JSR and its own types", () => {
  const read = (path: string) => JSON.parse(Deno.readTextFileSync(join(ROOT, path)));
  const [ours, jsr] = [read("deno.json"), read("deno.jsr.json")];
  for (const [name, target] of Object.entries<string>(ours.imports)) {
    const [, pack, path = ""] = /^(@std\/[^/]+)(\/.+)?$/.exec(name) ?? [];
    ours.imports[name] = pack === undefined ? target : `jsr:${pack}@1${path}`;
  }
  // There the packages of @std bring their types: ours would hide them.
  const { compilerOptions } = ours;
  compilerOptions.types = compilerOptions.types.filter((path: string) => !path.includes("std"));
  assertEquals(jsr, ours);
});

Deno.test("deno.json, CHANGELOG.md and LICENSE agree (issue 15, 12)", () => {
  const read = (name: string) => Deno.readTextFileSync(join(ROOT, name));
  const { name, version, license } = JSON.parse(read("deno.json"));
  const [, newest] = /^## (?:Unreleased \()?v?(\d+\.\d+\.\d+)/m.exec(read("CHANGELOG.md")) ?? [];
  assertEquals([name, license, newest], ["@plaintalk/plaintalk", "MIT", version]);
  assertEquals(read("LICENSE").split("\n")[0], "MIT License");
});

Deno.test("client/: text reaches the page as text only, and no tag holds style or handler", () => {
  const unsafe =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|\bstyle=|\son[a-z]+="/;
  const wrong: string[] = [];
  for (const { path, text } of sources("client", /\.(js|html)$/)) {
    const code = text.replace(/\/\*[^]*?\*\//g, "");
    if (unsafe.test(code)) wrong.push(`${path}: ${unsafe.exec(code)?.[0]}`);
  }
  assertEquals(wrong, []);
});

/** Tests of something that has no file of its own. */
const WITHOUT_SOURCE = [
  "tests/server/store/cluster/static_graph_test.ts",
  "tests/server/transfer/sources/sources_test.ts",
];

Deno.test("tests/server/ and tests/client/: every file lies where its source does", () => {
  const tests = ["tests/server", "tests/client"].flatMap((folder) => sources(folder, /_test\.ts$/));
  const known = [...sources("server", /\.ts$/), ...sources("client", /\.(js|css)$/)]
    .map(({ path }) => path.replace(/\.\w+$/, ""));
  const lost = tests.map(({ path }) => path).filter((path) => {
    const name = path.replace(/^tests\//, "").replace(/_test\.ts$/, "");
    return !known.some((source) => name === source || name.startsWith(`${source}_`));
  });
  assertEquals(lost.filter((path) => !WITHOUT_SOURCE.includes(path)), []);
});

const MAX_NAME_CHARACTERS = 80;

/** Names that are longer still: this number only shrinks. */
const MAX_LONG_NAMES = 200;

Deno.test("tests/: the name of a test is a sentence of at most 80 characters", () => {
  const long = sources("tests", /_test\.ts$/).flatMap(({ path, text }) =>
    [...text.matchAll(/\b(?:Deno\.test|journey)\(\s*(["`])(.*?)\1[,:]/gs)]
      .map(([, , name = ""]) => name.replace(/\$\{[^}]*\}/g, "…")).filter((name) =>
        name.length > MAX_NAME_CHARACTERS
      )
      .map((name) => `${path}: ${name}`)
  );
  if (long.length > MAX_LONG_NAMES) assertEquals(long, [], "a new one is longer");
});

/** What no person does: an element is told by script what a hand, a finger or a key would do to it. */
const BY_SCRIPT =
  /(?<!\b(?:keyboard|mouse|touchscreen))\.(?:fill|focus|blur|click|dblclick|tap|hover|press|check|uncheck|setChecked|selectOption|pressSequentially|clear|dragTo|setInputFiles|scrollIntoViewIfNeeded|scrollIntoView|requestSubmit|dispatchEvent)\(|\bnew (?:Keyboard|Mouse|Pointer|Touch|Wheel|Focus|Input|Composition|Clipboard|Drag|UI|Submit)?Event\(|\.scrollTop = |\.value = |\bscroll(?:To|By)\(/;

/** Where it is right all the same: the file, what stands in the line, and why. */
const EXCEPTIONS: [string, string, string][] = [
  [
    "tests/journeys/push_test.ts",
    "NotificationEvent",
    "the system draws its notifications, where no driver presses",
  ],
  [
    "tests/journeys/install_test.ts",
    "beforeinstallprompt",
    "the browser makes its offer to install the page, and asks where no driver presses",
  ],
];

Deno.test("tests/: journeys press at places on the screen and write with keys, as people do", () => {
  const wrong: string[] = [];
  const used = new Set<string>();
  const told = ["journeys", "helpers", "engines"].filter((name) =>
    [...Deno.readDirSync(join(ROOT, "tests"))].some((entry) => entry.name === name)
  );
  const walked = told.flatMap((name) => sources(`tests/${name}`, /\.ts$/));
  walked.push({
    path: "tests/shots.ts",
    text: Deno.readTextFileSync(`${ROOT}tests/shots.ts`),
    imports: [],
  });
  for (const { path, text } of walked) {
    // A call may be broken over lines.
    const code = text.replace(/\/\*[^]*?\*\//g, "").replace(/\n\s*\./g, ".");
    for (const line of code.split("\n").filter((line) => BY_SCRIPT.test(line))) {
      const exception = EXCEPTIONS.find(([file, part]) => path === file && line.includes(part));
      if (exception === undefined) wrong.push(`${path}: ${line.trim().slice(0, 120)}`);
      else used.add(exception[1]);
    }
  }
  assertEquals(wrong, []);
  assertEquals(EXCEPTIONS.filter(([, part]) => !used.has(part)), [], "each is still needed");
});
