/** `@name` in what people say: who is meant, whatever the case, and whatever the name is made of. */
import { foldName } from "../people/names.ts";

/** How often one message may count: a wall of names is one wall. */
const MOST = 20;
/** Characters behind an `@` in which a name fits. */
const REACH = 64;

/** What stands behind each `@` of a text, folded, as far as a name may reach. */
export function callsIn(text: string): string[] {
  const calls: string[] = [];
  for (let at = text.indexOf("@"); at >= 0 && calls.length < MOST; at = text.indexOf("@", at + 1)) {
    // In an address of mail nobody is called.
    if (!/[\p{L}\p{N}]/u.test(text.slice(Math.max(0, at - 1), at))) {
      calls.push(foldName(text.slice(at + 1, at + 1 + REACH)));
    }
  }
  return calls;
}

/** True where one of these calls is the person of that folded name, and not one whose name goes on. */
export function isCalled(calls: readonly string[], key: string): boolean {
  return calls.some((call) =>
    call.startsWith(key) && !/^[\p{L}\p{M}\p{N}]/u.test(call.slice(key.length))
  );
}
