/** A chat on one machine loads nothing of what a cluster needs. */
import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../../../", import.meta.url);

interface Module {
  specifier: string;
  dependencies?: { isDynamic?: boolean; code?: { specifier: string } }[];
}

Deno.test("server/main.ts: all of store/cluster/ is in its graph, none in its static graph", async () => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "server/main.ts"],
    cwd: ROOT,
    stderr: "null",
  }).output();
  assert(success);
  const { modules, roots }: { modules: Module[]; roots: string[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const byName = new Map(modules.map((module) => [module.specifier, module]));
  function reached(isStatic: boolean): string[] {
    const seen = new Set<string>();
    const walk = (name: string): void => {
      if (seen.has(name)) return;
      seen.add(name);
      for (const { isDynamic, code } of byName.get(name)?.dependencies ?? []) {
        if (code !== undefined && !(isStatic && isDynamic === true)) walk(code.specifier);
      }
    };
    for (const root of roots) walk(root);
    return [...seen].filter((name) => name.includes("/store/cluster/"));
  }
  assertEquals(reached(true), []);
  const files = [...Deno.readDirSync(new URL("server/store/cluster/", ROOT))];
  // Types are no part of what runs.
  const code = files.filter(({ name }) => name !== "node_options.ts");
  assertEquals(reached(false).length, code.length);
});
