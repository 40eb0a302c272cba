/**
 * The browser's part: the files of `client/` and the two libraries from their own packages, under an
 * address that changes with their content, so that they are cached for ever and upgraded at once.
 * The page's policy names the hashes of its inline scripts: the import map, and the one that speaks up
 * where nothing else runs.
 */
import { contentType } from "@std/media-types";
import { eTag, ifNoneMatch } from "@std/http/etag";
import { extname } from "@std/path";
import { createHash } from "node:crypto";
import htm from "htm" with { type: "text" };
import htmPreact from "htm/preact" with { type: "text" };
import preact from "preact" with { type: "text" };
import hooks from "preact/hooks" with { type: "text" };
import { isLinked, linkApp, LINKED, workerOf } from "./app_bundle.ts";
import { type Brand, brandFiles, LOGO_POLICY, PLAIN, withBrand } from "./brand.ts";
import type { Call, Route } from "./router.ts";
import { encodingFor, KeptEncodings } from "../base/content_encoding.ts";
import { ChatError } from "../base/errors.ts";

/** Where the client's files are, in the source tree and in a binary alike. */
const CLIENT = new URL("../../client/", import.meta.url);

/** Files that a page needs later or never: fetched when they are needed, and not kept beforehand. */
const LATER = /^emoji\/|^logo-unread|^index\.html$|^sw\.js$|\.map$/;

const FOREVER = "public, max-age=31536000, immutable";

/** The browser's files, in memory. */
export class AppFiles {
  readonly #files: Map<string, Uint8Array<ArrayBuffer>>;
  readonly #page: string;
  readonly #worker: string;
  readonly #icon: string;
  readonly #tags = new Map<string, string>();
  readonly #encodings = new KeptEncodings();
  /** Changes with every byte of the client. */
  readonly version: string;
  readonly #policy: string;
  /** Whether the files that are made of others are among the files. */
  #isLinked = false;

  private constructor(
    files: Map<string, Uint8Array<ArrayBuffer>>,
    isDev: boolean,
    { title, logo }: Brand,
  ) {
    this.#files = files;
    this.#icon = logo === null ? "favicon.svg" : `logo.${logo.ending}`;
    const hash = createHash("sha256").update(title);
    // By path alone: a default sort of entries would write every byte as text, at each comparison.
    for (const path of [...files.keys()].sort()) hash.update(path).update(files.get(path)!);
    this.version = hash.digest("hex").slice(0, 10);
    const page = withBrand(text(files.get("index.html")), { title, logo });
    this.#page = fillIn(page, this.version, [...files.keys()], isDev);
    this.#policy = policyOf(this.#page);
    const kept = [...files.keys()].filter((path) => !isLinked(path)).concat(LINKED)
      .filter((path) => !LATER.test(path));
    this.#worker = workerOf(files).replace("%APP%", `app/${this.version}`)
      .replace("%FILES%", kept.join('","'));
  }

  /** Reads the client's files, for a chat of that name and picture. */
  static async load(isDev: boolean, brand: Brand = PLAIN): Promise<AppFiles> {
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    await readInto(files, CLIENT, "");
    if (!isDev) {
      for (const [path, bytes] of files) {
        files.set(path, withoutComments(path, bytes));
      }
    }
    const libraries = { preact, hooks, htm, "htm-preact": htmPreact };
    for (const [name, source] of Object.entries(libraries)) {
      // A source map that nobody serves would only make the browser's tools complain.
      const bare = source.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, "\n");
      files.set(`vendor/${name}.js`, new TextEncoder().encode(bare));
    }
    const own = brandFiles(brand, text(files.get("manifest.webmanifest")));
    for (const [path, bytes] of own) files.set(path, bytes);
    return new AppFiles(files, isDev, brand);
  }

  get routes(): Route[] {
    return [
      { method: "GET", path: "/", handle: (call) => this.#index(call) },
      {
        method: "GET",
        path: "/app/:version/*",
        handle: (call) => this.#file(call),
      },
      { method: "GET", path: "/sw.js", handle: (call) => this.#serviceWorker(call) },
      {
        method: "GET",
        path: "/favicon.ico",
        handle: (call) => this.#file({ ...call, params: { "0": this.#icon } }),
      },
    ];
  }

  async #index(call: Call): Promise<Response> {
    const bytes = new TextEncoder().encode(this.#page);
    const response = await this.#answer(call, "index.html", bytes, "no-cache");
    response.headers.set("content-security-policy", this.#policy);
    return response;
  }

  async #serviceWorker(call: Call): Promise<Response> {
    const bytes = new TextEncoder().encode(this.#worker);
    const response = await this.#answer(call, "sw.js", bytes, "no-cache");
    // A worker lives under the policy of its own file, and is there to fetch.
    response.headers.set("content-security-policy", "default-src 'none'; connect-src 'self'");
    return response;
  }

  async #file(call: Call): Promise<Response> {
    const path = call.params["0"] ?? "";
    const bytes = path === "index.html" ? undefined : this.#read(path);
    if (bytes === undefined) {
      throw new ChatError("not_found", "There is no such file");
    }
    const isCurrent = call.params.version === this.version;
    const response = await this.#answer(call, path, bytes, isCurrent ? FOREVER : "no-cache");
    // Somebody else may have drawn it.
    if (/^logo.*\.svg$/.test(path)) response.headers.set("content-security-policy", LOGO_POLICY);
    return response;
  }

  #read(path: string): Uint8Array<ArrayBuffer> | undefined {
    if (!this.#isLinked && LINKED.includes(path)) {
      for (const [name, code] of linkApp(this.#files)) {
        this.#files.set(name, new TextEncoder().encode(code));
      }
      this.#isLinked = true;
    }
    return this.#files.get(path);
  }

  async #answer(
    { request }: Call,
    path: string,
    bytes: Uint8Array<ArrayBuffer>,
    caching: string,
  ): Promise<Response> {
    const type = contentType(extname(path)) ?? "application/octet-stream";
    const headers = new Headers({ "cache-control": caching, "content-type": type });
    // What never changes is never asked for again, so it needs no tag.
    if (caching === FOREVER) {
      const encoding = encodingFor(headers, request.headers.get("accept-encoding") ?? "");
      const body = await this.#encodings.encoded(path, bytes, encoding, headers);
      return new Response(body, { headers });
    }
    const tag = this.#tags.get(path) ?? await eTag(bytes) ?? "";
    this.#tags.set(path, tag);
    headers.set("etag", tag);
    if (!ifNoneMatch(request.headers.get("if-none-match"), tag)) {
      return new Response(null, { status: 304, headers });
    }
    return new Response(bytes, { headers });
  }
}

async function readInto(
  files: Map<string, Uint8Array<ArrayBuffer>>,
  folder: URL,
  prefix: string,
): Promise<void> {
  for await (const entry of Deno.readDir(folder)) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory) {
      await readInto(files, new URL(`${entry.name}/`, folder), `${path}/`);
    } else if (path !== "deno.json") {
      files.set(path, await Deno.readFile(new URL(entry.name, folder)));
    }
  }
}

/**
 * Comments that stand on lines of their own, and types before a value, stay here; their lines stay, so
 * numbers still fit.
 */
function withoutComments(path: string, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (!path.endsWith(".js")) return bytes;
  const source = new TextDecoder().decode(bytes);
  const bare = source.replace(
    /^[ \t]*\/\*\*(?:(?!\*\/)[^])*\*\/$/gm,
    (comment) => "\n".repeat(comment.split("\n").length - 1),
  ).replace(/^[ \t]*\/\/ .*$|\/\*\* @type \{.*?\} \*\/ ?/gm, "");
  return new TextEncoder().encode(bare);
}

function text(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) {
    throw new Error("Cannot find client/index.html: is client/ complete?");
  }
  return new TextDecoder().decode(bytes);
}

/**
 * The page with its addresses, and links that fetch at once what its one script imports; in the template
 * what waits until there is nothing else to do.
 */
function fillIn(template: string, version: string, paths: string[], isDev: boolean): string {
  const app = `app/${version}`;
  const links = (chosen: string[]): string =>
    chosen.map((path) => `<link rel="modulepreload" href="${app}/${path}">`).join("\n    ");
  return template.replaceAll("%APP%", app).replaceAll("%DEV%", String(isDev))
    .replace("<!-- PRELOADS -->", links(paths.filter((path) => path.startsWith("vendor/"))))
    .replace("<!-- LATER -->", links(["later.js"]));
}

function policyOf(page: string): string {
  const scripts = page.matchAll(/<script(?![^>]* src=)[^>]*>([^]*?)<\/script>/g);
  const hashes = [...scripts].map(([, script = ""]) =>
    `'sha256-${createHash("sha256").update(script).digest("base64")}'`
  );
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(" ")}`,
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types plaintalk",
  ].join("; ");
}
