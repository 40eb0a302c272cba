/**
 * Runs a program under the system call filter that a systemd unit names, where there is no systemd to
 * start the unit: `deno run -A tests/tools/confine.ts deploy/plaintalk.service PROGRAM …`. The same
 * libseccomp that systemd uses loads it into this process, which then becomes the program.
 */
import { resolveFilter } from "../helpers/syscall_filter.ts";

const KILL_PROCESS = 0x80000000;
const ALLOW = 0x7fff0000;
const refuseWith = (errno: number): number => 0x00050000 | errno;
const [EPERM, ENOSYS, EAFNOSUPPORT] = [1, 38, 97];

/** What libseccomp compares an argument with: its place, how, and the value. */
const EQUAL = 4;

const seccomp = Deno.dlopen("libseccomp.so.2", {
  seccomp_init: { parameters: ["u32"], result: "pointer" },
  seccomp_syscall_resolve_name: { parameters: ["buffer"], result: "i32" },
  seccomp_rule_add_array: {
    parameters: ["pointer", "u32", "i32", "u32", "buffer"],
    result: "i32",
  },
  seccomp_load: { parameters: ["pointer"], result: "i32" },
}).symbols;

const libc = Deno.dlopen("libc.so.6", {
  execvp: { parameters: ["buffer", "buffer"], result: "i32" },
}).symbols;

function cString(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${text}\0`) as Uint8Array<ArrayBuffer>;
}

/** A filter in the making; names that this machine's kernel has not are passed over, as by systemd. */
class Filter {
  readonly #context: Deno.PointerValue;

  constructor(otherwise: number) {
    this.#context = seccomp.seccomp_init(otherwise);
  }

  add(action: number, name: string, compared: [op: number, value: number][] = []): void {
    const number = seccomp.seccomp_syscall_resolve_name(cString(name));
    if (number < 0) return;
    const bytes = new DataView(new ArrayBuffer(24 * Math.max(1, compared.length)));
    for (const [i, [op, value]] of compared.entries()) {
      // struct scmp_arg_cmp of the first argument: unsigned arg; int op; uint64_t a, b.
      bytes.setUint32(i * 24 + 4, op, true);
      bytes.setBigUint64(i * 24 + 8, BigInt(value), true);
    }
    const into = new Uint8Array(bytes.buffer);
    const { length } = compared;
    const failed = seccomp.seccomp_rule_add_array(this.#context, action, number, length, into);
    if (failed !== 0) throw new Error(`Cannot add ${name} to the filter: ${failed}`);
  }

  load(): void {
    const failed = seccomp.seccomp_load(this.#context);
    if (failed !== 0) throw new Error(`Cannot load the filter: ${failed}`);
  }
}

const [unit = "", ...command] = Deno.args;
const { allowed, families, hasNamespaces, errno } = resolveFilter(await Deno.readTextFile(unit));

// RestrictNamespaces= and RestrictAddressFamilies=, as systemd makes them: a filter of their own.
const restrictions = new Filter(ALLOW);
if (!hasNamespaces) {
  restrictions.add(refuseWith(ENOSYS), "clone3");
  restrictions.add(refuseWith(EPERM), "unshare");
  restrictions.add(refuseWith(EPERM), "setns");
}
for (let family = 0; family < 50 && families.length > 0; family++) {
  if (families.includes(family)) continue;
  restrictions.add(refuseWith(EAFNOSUPPORT), "socket", [[EQUAL, family]]);
}
const calls = new Filter(errno === null ? KILL_PROCESS : refuseWith(errno));
for (const name of allowed) calls.add(ALLOW, name);

const words = command.map(cString);
const pointers = new BigUint64Array(words.length + 1);
for (const [i, word] of words.entries()) {
  pointers[i] = BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(word)));
}
restrictions.load();
calls.load();
libc.execvp(words[0]!, new Uint8Array(pointers.buffer));
throw new Error(`Cannot run ${command[0]} under the filter`);
