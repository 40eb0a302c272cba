import { assertEquals } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { Uploads } from "../../../client/actions/uploads.js";
import { ApiError } from "../../../client/net/request.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";
import type { SharedFile } from "../../../server/protocol.ts";

const LIMITS = {
  text: 4000,
  text_bytes: 16384,
  name: 32,
  recent: 50,
  page: 200,
  file_bytes: 1000,
  preview_bytes: 100,
};
const ARRIVED = { id: "x", type: "text/plain", size: 3, name: "a.txt" } as SharedFile;

/** A tray whose files go out at the test's word: `goings` are the names of those that were sent, in order. */
function open() {
  const store = new Store({ ...initialState(PREFERENCES, 0), limits: LIMITS });
  const clock = new FakeClock();
  const goings: string[] = [];
  const going = new Map<string, PromiseWithResolvers<SharedFile>>();
  const said: string[] = [];
  const uploads = new Uploads({
    store,
    upload: (_room, file) => {
      goings.push(file.name);
      const one = Promise.withResolvers<SharedFile>();
      going.set(file.name, one);
      return { done: one.promise, cancel: () => one.reject(new ApiError("cancelled")) };
    },
    imageSizeOf: () => Promise.resolve(null),
    createPreview: () => "",
    revokePreview: () => {},
    takeReply: () => undefined,
    sendMessage: (_room, text, { name }) => said.push(`${name}: ${text}`),
    after: (fn, ms) => void clock.after(ms, fn),
  });
  const add = (...names: string[]) =>
    uploads.add("general", names.map((name) => new File(["abc"], name)));
  const end = async (name: string, result: SharedFile | ApiError) => {
    if (result instanceof ApiError) going.get(name)!.reject(result);
    else going.get(name)!.resolve(result);
    await settled();
  };
  const problems = () => store.state.uploads.map(({ problem }) => problem);
  return { uploads, store, clock, goings, said, add, end, problems };
}

/** What promises have to do before anything else happens is done. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i++) await Promise.resolve();
}

Deno.test("Uploads sends two at a time, and says them in the order of their choice", async () => {
  const { uploads, goings, said, add, end } = open();
  add("a", "b", "c");
  await settled();
  assertEquals(goings, ["a", "b"]);
  uploads.send("general", "look");
  await end("b", { ...ARRIVED, name: "b" });
  assertEquals([goings, said], [["a", "b", "c"], []], "a was chosen first");
  await end("a", { ...ARRIVED, name: "a" });
  assertEquals(said, ["a: look", "b: "]);
});

Deno.test("Uploads waits after a passing refusal, lets others go, and gives up in the end", async () => {
  const { clock, goings, add, end, problems } = open();
  add("a");
  await settled();
  for (let tries = 1; tries < 5; tries++) {
    await end("a", new ApiError("busy"));
    clock.advance(2999);
    await settled();
    assertEquals(goings.length, tries);
    clock.advance(1);
    await settled();
    assertEquals([goings.length, problems()], [tries + 1, [null]]);
  }
  await end("a", new ApiError("busy"));
  clock.advance(60_000);
  await settled();
  assertEquals([goings.length, problems()], [5, ["busy"]]);
  add("b");
  await settled();
  assertEquals(goings.at(-1), "b");
});

Deno.test("Uploads tries nothing again that was refused for good or taken back", async () => {
  const { uploads, store, clock, goings, add, end, problems } = open();
  add("a", "b");
  await settled();
  await end("a", new ApiError("too_large"));
  assertEquals(problems(), ["too_large", null]);
  await end("b", new ApiError("offline"));
  uploads.remove(store.state.uploads[1]!.id);
  clock.advance(10_000);
  await settled();
  assertEquals([goings, store.state.uploads.length], [["a", "b"], 1]);
});
