import { assertEquals } from "@std/assert";
import { OwnStorage } from "../../../client/device/own_storage.js";
import { StorageArea } from "../../../client/device/storage_area.js";
import { MemoryStorage } from "../../helpers/memory_storage.ts";

const TIME = "2025-11-19T23:46:36Z";

Deno.test("OwnStorage.renameRoom() keeps draft, edits, marks, levels and what waits", () => {
  const storage = new OwnStorage(new StorageArea(new MemoryStorage()));
  storage.renameRoom({ room: "Garden", to: "Kitchen" });
  storage.setOwner("Ada");
  storage.saveDraft("Garden", "half a sentence");
  storage.saveDraft("Garden", "e 45", "answer");
  storage.saveEdit("Garden", { id: 45, epoch: "e", text: "other words" });
  storage.saveReadMarks(
    new Map([["Garden", { epoch: "e", id: 45 }], ["b", { epoch: "e", id: 1 }]]),
  );
  storage.saveNotificationLevels({ Garden: "none" });
  storage.saveFavourites(["Garden"]);
  storage.saveRow({ ref: "r", room: "Garden", text: "Hi", time: TIME });
  storage.saveRow({ ref: "s", room: "b", text: "Ho", time: TIME });
  storage.saveChange({ type: "erase", ref: "c", room: "Garden", epoch: "e", id: 45, time: TIME });
  storage.renameRoom({ room: "Garden", to: "Kitchen" });
  assertEquals([storage.draft("Garden"), storage.draft("Kitchen")], ["", "half a sentence"]);
  assertEquals([storage.draft("Garden", "answer"), storage.draft("Kitchen", "answer")], [
    "",
    "e 45",
  ]);
  assertEquals([storage.edits("Garden").length, storage.edits("Kitchen").length], [0, 1]);
  assertEquals([...storage.readMarks().keys()].sort(), ["Kitchen", "b"]);
  assertEquals(storage.notificationLevels(), { Kitchen: "none" });
  assertEquals(storage.favourites(), ["Kitchen"]);
  assertEquals(storage.rows().map(({ room }) => room).sort(), ["Kitchen", "b"]);
  assertEquals(storage.changes().map(({ room }) => room), ["Kitchen"]);
});

Deno.test("OwnStorage.renameRoom() writes over no draft that is there", () => {
  const storage = new OwnStorage(new StorageArea(new MemoryStorage()));
  storage.setOwner("Ada");
  storage.saveDraft("Garden", "old");
  storage.saveDraft("Kitchen", "new");
  storage.renameRoom({ room: "Garden", to: "Kitchen" });
  assertEquals([storage.draft("Garden"), storage.draft("Kitchen")], ["", "new"]);
});
