/**
 * Which system calls a systemd unit allows: the groups it names are resolved by `systemd-analyze`, or by
 * what systemd 252 says of them where there is none.
 */
export interface SyscallFilter {
  allowed: string[];
  /** What a call that is not allowed is answered with; null where it ends the process. */
  errno: number | null;
  /** Numbers of the address families of sockets; none named is all. */
  families: number[];
  /** False where the unit lets nobody make or enter a namespace. */
  hasNamespaces: boolean;
}

const FAMILIES: Record<string, number> = { AF_UNIX: 1, AF_INET: 2, AF_INET6: 10, AF_NETLINK: 16 };
const KEPT = new URL("../fixtures/syscall_groups.txt", import.meta.url);

/** The filter of a unit's text. */
export function resolveFilter(unit: string): SyscallFilter {
  const groups = readGroups();
  const allowed = new Set<string>();
  for (const value of valuesOf(unit, "SystemCallFilter")) {
    const isTaken = value.startsWith("~");
    for (const name of value.replace(/^~/, "").split(/\s+/)) {
      for (const call of resolve(groups, name)) {
        if (isTaken) allowed.delete(call);
        else allowed.add(call);
      }
    }
  }
  const families = valuesOf(unit, "RestrictAddressFamilies").flatMap((value) => value.split(/\s+/));
  return {
    allowed: [...allowed],
    errno: valuesOf(unit, "SystemCallErrorNumber").includes("EPERM") ? 1 : null,
    families: families.map((name) => FAMILIES[name]!),
    hasNamespaces: !valuesOf(unit, "RestrictNamespaces").includes("yes"),
  };
}

function valuesOf(unit: string, key: string): string[] {
  return [...unit.matchAll(new RegExp(`^${key}=(.+)$`, "gm"))].map(([, value = ""]) =>
    value.trim()
  );
}

function resolve(groups: Map<string, string[]>, name: string): string[] {
  if (!name.startsWith("@")) return [name];
  const members = groups.get(name);
  if (members === undefined) throw new Error(`Cannot resolve ${name}: systemd knows no such group`);
  return members.flatMap((member) => resolve(groups, member));
}

function readGroups(): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  let members: string[] = [];
  for (const line of groupText().split("\n")) {
    if (/^@[\w-]+$/.test(line)) groups.set(line, members = []);
    else if (/^ {4}[@\w]/.test(line)) members.push(line.trim());
  }
  return groups;
}

function groupText(): string {
  try {
    const { success, stdout } = new Deno.Command("systemd-analyze", {
      args: ["syscall-filter", "--no-pager"],
      env: { SYSTEMD_COLORS: "0" },
      stderr: "null",
    }).outputSync();
    const text = new TextDecoder().decode(stdout);
    if (success && text.includes("@system-service")) return text;
  } catch {
    // No systemd here.
  }
  return Deno.readTextFileSync(KEPT);
}
