/** A file of the browser without its metadata. */
import { assert, assertEquals } from "@std/assert";
import { withoutMetadata } from "../../../../client/media/lazy/without_metadata.js";
import { cleaned, holds, sample } from "../../../helpers/metadata.ts";

Deno.test("withoutMetadata() gives what the server would, under the same name and type", async () => {
  for (
    const name of ["plain.jpg", "two.mpo", "plain.png", "plain.webp", "plain.heic", "plain.avif"]
  ) {
    const file = await withoutMetadata(new File([sample(name)], name, { type: "image/x" }));
    const bytes = await file.bytes();
    assertEquals([file.name, file.type, bytes], [name, "image/x", await cleaned(sample(name))]);
    assert(!holds(bytes));
  }
  const bare = new File([sample("bare.jpg")], "bare.jpg");
  assert(await withoutMetadata(bare) === bare, "nothing is copied where there is nothing to lose");
});
