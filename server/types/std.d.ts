/**
 * Types of the few names that we use of the Deno standard library: its build on npm carries none.
 * A name that is missing here fails `deno check`. `deno.jsr.json` leaves this file out:
 * on JSR the real types come along, and these would hide them.
 */

declare module "@std/assert" {
  export class AssertionError extends Error {}
  export function assert(expr: unknown, msg?: string): asserts expr;
  export function assertEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void;
  export function assertStrictEquals<T>(actual: unknown, expected: T, msg?: string): void;
  export function assertExists<T>(actual: T, msg?: string): asserts actual is NonNullable<T>;
  export function assertMatch(actual: string, expected: RegExp, msg?: string): void;
  export function assertNotMatch(actual: string, expected: RegExp, msg?: string): void;
  export function assertStringIncludes(actual: string, expected: string, msg?: string): void;
  export function assertArrayIncludes<T>(
    actual: ArrayLike<T>,
    expected: ArrayLike<T>,
    msg?: string,
  ): void;
  export function assertGreater<T>(actual: T, expected: T, msg?: string): void;
  export function assertGreaterOrEqual<T>(actual: T, expected: T, msg?: string): void;
  export function assertLess<T>(actual: T, expected: T, msg?: string): void;
  export function assertLessOrEqual<T>(actual: T, expected: T, msg?: string): void;
  export function assertAlmostEquals(
    actual: number,
    expected: number,
    tolerance?: number,
    msg?: string,
  ): void;
  export function assertThrows<E extends Error>(
    fn: () => unknown,
    ErrorClass?: abstract new (...args: never[]) => E,
    msgIncludes?: string,
  ): E;
  export function assertRejects<E extends Error>(
    fn: () => PromiseLike<unknown>,
    ErrorClass?: abstract new (...args: never[]) => E,
    msgIncludes?: string,
  ): Promise<E>;
  export function fail(msg?: string): never;
}

declare module "@std/path" {
  export function join(...paths: string[]): string;
  export function resolve(...paths: string[]): string;
  export function dirname(path: string): string;
  export function basename(path: string, suffix?: string): string;
  export function extname(path: string): string;
  export function relative(from: string, to: string): string;
  export function fromFileUrl(url: string | URL): string;
  export function toFileUrl(path: string): URL;
}

declare module "@std/bytes/concat" {
  /** The slices in one, one behind the other. */
  export function concat(buffers: readonly Uint8Array[]): Uint8Array<ArrayBuffer>;
}

declare module "@std/http/etag" {
  /** Entity tag of the content, RFC 9110, section 8.8.3. */
  export function eTag(
    entity: string | Uint8Array,
    options?: { weak?: boolean },
  ): Promise<string | undefined>;
  /** True when the client's copy is not this one: RFC 9110, section 13.1.2. */
  export function ifNoneMatch(value: string | null, etag: string | undefined): boolean;
}

declare module "@std/media-types" {
  /** The content type with its charset, of an extension with or without its dot. */
  export function contentType(extensionOrType: string): string | undefined;
}

declare module "@std/cli/parse-args" {
  export interface ParseOptions {
    boolean?: readonly string[];
    string?: readonly string[];
    alias?: Record<string, string | readonly string[]>;
    unknown?: (arg: string, key?: string, value?: unknown) => unknown;
  }
  export function parseArgs(
    args: readonly string[],
    options?: ParseOptions,
  ): { _: (string | number)[] } & Record<string, unknown>;
}

declare module "@std/fmt/colors" {
  export function bold(text: string): string;
  export function dim(text: string): string;
  /** One of 256 colours; the first eight are the terminal's own. */
  export function rgb8(text: string, color: number): string;
}

declare module "@std/html" {
  /** Text that means itself between tags and in a quoted attribute. */
  export function escape(text: string): string;
}

declare module "@std/http/cookie" {
  /** Throws a SyntaxError for a header with an empty part. */
  export function getCookies(headers: Headers): Record<string, string>;
}

declare module "@std/streams/text-line-stream" {
  /** Lines without their end, which is `\n` or `\r\n`. */
  export class TextLineStream extends TransformStream<string, string> {}
}
