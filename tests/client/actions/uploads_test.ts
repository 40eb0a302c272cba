import { assertEquals } from "@std/assert";
import { FakeClock } from "../../helpers/clock.ts";
import { LIMITS as TALKING } from "../../helpers/limits.ts";
import { PREFERENCES } from "../../helpers/preferences.ts";
import { Uploads } from "../../../client/actions/uploads.js";
import { ApiError } from "../../../client/net/request.js";
import { initialState } from "../../../client/state/state.js";
import { Store } from "../../../client/state/store.js";
import type { SharedFile } from "../../../server/protocol.ts";

const LIMITS = { ...TALKING, file_bytes: 1000, preview_bytes: 100 };
const ARRIVED = { id: "x", type: "text/plain", size: 3, name: "a.txt" } as SharedFile;

/** A tray whose files go out at the test's word: `goings` are the names of those that were sent, in order. */
function open() {
  const store = new Store({ ...initialState(PREFERENCES, 0), limits: LIMITS });
  const clock = new FakeClock();
  const goings: string[] = [];
  const sizes: number[] = [];
  const going = new Map<string, PromiseWithResolvers<SharedFile>>();
  const said: string[] = [];
  const uploads = new Uploads({
    store,
    upload: (_room, { file }) => {
      sizes.push(file.size);
      goings.push(file.name);
      const one = Promise.withResolvers<SharedFile>();
      going.set(file.name, one);
      return { done: one.promise, cancel: () => one.reject(new ApiError("cancelled")) };
    },
    // Every photo becomes two bytes, and goes whole where that is wanted.
    media: {
      prepare: (file, { isOriginal }) => {
        const isSmaller = file.type.startsWith("image/") && !isOriginal;
        const sent = isSmaller ? new File(["ab"], file.name, { type: file.type }) : file;
        return Promise.resolve({ file: sent, extent: null, preview: null, isSmaller });
      },
      waveOf: () => Promise.reject(new Error("No sound here")),
      record: () => Promise.reject(new Error("No microphone here")),
    },
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
  const addPhoto = (name: string, bytes = 900) =>
    uploads.add("general", [new File([new Uint8Array(bytes)], name, { type: "image/jpeg" })]);
  return { uploads, store, clock, goings, sizes, said, add, addPhoto, end, problems };
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

Deno.test("Uploads sends photos smaller, or anew and whole once that is chosen", async () => {
  const { uploads, store, goings, sizes, said, add, addPhoto, end } = open();
  addPhoto("a.jpg");
  add("b.txt");
  await settled();
  assertEquals(store.state.uploads.map(({ size, fullSize }) => [size, fullSize]), [[2, 900], [
    3,
    3,
  ]]);
  await end("a.jpg", { ...ARRIVED, name: "a.jpg" });
  await end("b.txt", { ...ARRIVED, name: "b.txt" });
  uploads.setOriginal("general", true);
  await settled();
  assertEquals(
    [goings, sizes],
    [["a.jpg", "b.txt", "a.jpg"], [2, 3, 900]],
    "no other file goes again",
  );
  uploads.send("general", "");
  assertEquals(said, [], "the whole one has not arrived");
  await end("a.jpg", { ...ARRIVED, name: "whole a.jpg" });
  assertEquals(said, ["whole a.jpg: ", "b.txt: "]);
});

Deno.test("Uploads forgets what was on its way when the other size is chosen meanwhile", async () => {
  const { uploads, store, goings, addPhoto, end, problems } = open();
  addPhoto("a.jpg");
  uploads.setOriginal("general", true);
  uploads.setOriginal("general", false);
  await settled();
  assertEquals(goings, ["a.jpg"], "only the last choice goes");
  uploads.setOriginal("general", true);
  await settled();
  await end("a.jpg", ARRIVED);
  addPhoto("b.jpg");
  await settled();
  assertEquals(problems(), [null, null]);
  assertEquals(store.state.uploads.map(({ isOriginal }) => isOriginal), [true, true]);
});

Deno.test("Uploads refuses a photo that is too large only once it is as small as it gets", async () => {
  const { uploads, sizes, addPhoto, problems } = open();
  addPhoto("a.jpg", 5000);
  await settled();
  assertEquals([sizes, problems()], [[2], [null]]);
  uploads.setOriginal("general", true);
  await settled();
  assertEquals([sizes, problems()], [[2], ["too_large"]]);
  uploads.setOriginal("general", false);
  await settled();
  assertEquals([sizes, problems()], [[2, 2], [null]]);
});
