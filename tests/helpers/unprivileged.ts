/** Programs as a service's user runs them: with no right of root, and nothing of root's to read. */
import { temporaryFolder } from "./process.ts";

/** Nobody, on every Linux. */
const NOBODY = 65_534;

/** Packages that the server imports. */
const PACKAGES = ["deno-std", "htm", "preact"];

/** A user without rights, and a folder of its own. */
export interface Unprivileged extends AsyncDisposable {
  folder: string;
  /** What stands before a program's arguments. */
  prefix: string[];
}

/** Somebody who is not root; where the tests are not root either, whoever runs them. */
export async function unprivileged(): Promise<Unprivileged> {
  const home = await temporaryFolder();
  const [folder, cache] = [`${home.path}/folder`, `${home.path}/deno`];
  await Deno.mkdir(folder);
  const isRoot = Deno.uid() === 0;
  if (isRoot) {
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] })
      .output();
    const { npmCache } = JSON.parse(new TextDecoder().decode(stdout));
    const to = `${cache}/npm/registry.npmjs.org`;
    const from = PACKAGES.map((name) => `${npmCache}/registry.npmjs.org/${name}`);
    await runs("mkdir", "-p", to);
    await runs("cp", "-r", ...from, to);
    await runs("chown", "-R", `${NOBODY}:${NOBODY}`, home.path);
  }
  const drop = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, "--clear-groups"];
  return {
    folder,
    prefix: isRoot ? ["setpriv", ...drop, "env", `HOME=${folder}`, `DENO_DIR=${cache}`] : [],
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

async function runs(program: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  if (!success) throw new Error(`${program} failed: ${new TextDecoder().decode(stderr)}`);
}
