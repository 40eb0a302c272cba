import { assert, assertEquals } from "@std/assert";
import type { SharedFile } from "../../../server/protocol.ts";
import { Chat, type FakeClient } from "../../helpers/chat.ts";

const PICTURE = Uint8Array.from("GIF89a a picture", (sign) => sign.charCodeAt(0));

/** Sends a file to a room; its message is still to be said. */
async function send(chat: Chat, owner: string, place = "general"): Promise<SharedFile> {
  async function* body() {
    yield await Promise.resolve(PICTURE);
  }
  const about = () => ({ name: "holiday.gif", extent: null });
  const sent = { owner, addressKey: null, place, announced: null, about };
  return await chat.files.take(body(), sent);
}

function codes(chat: Chat, client: FakeClient, command: Record<string, unknown>): string[] {
  client.asks({ room: "general", ...command });
  chat.scheduler.flushNow();
  return client.hears().map((event) => event.type === "error" ? event.code : event.type);
}

Deno.test("a message with a file is a line that names it, and need have no words", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const { id } = await send(chat, "Ada");
  ada.asks({ type: "message", room: "general", text: "", file: id, ref: "1" });
  chat.scheduler.flushNow();
  const [told] = boris.hearsOf("message");
  assertEquals(told?.file, { id, type: "image/gif", size: 16, name: "holiday.gif" });
  assertEquals(told?.text, "");
  assert(chat.file().endsWith(`* Ada shared ${id} image/gif 16 "holiday.gif": \n`), chat.file());
  const again = chat.restarts().rooms.get("general").history.last(1).messages[0];
  assertEquals(again?.file, told?.file);
});

Deno.test("a file is nobody else's to say, in no other room, and needs no words", async () => {
  const chat = new Chat();
  const [ada, boris] = [chat.joins("Ada"), chat.joins("Boris")];
  const { id } = await send(chat, "Ada");
  assertEquals(codes(chat, boris, { type: "message", text: "mine", file: id }), ["not_found"]);
  ada.asks({ type: "create_room", room: "other" });
  chat.scheduler.flushNow();
  ada.hears();
  assertEquals(codes(chat, ada, { type: "message", room: "other", text: "x", file: id }), [
    "not_found",
  ]);
  assertEquals(codes(chat, ada, { type: "message", text: "", file: "" }), ["empty"]);
  assertEquals(codes(chat, ada, { type: "message", text: "x", file: 7 }), ["bad_request"]);
  assertEquals(codes(chat, ada, { type: "message", text: "x", file: "../accounts.txt" }), [
    "not_found",
  ]);
});

Deno.test("an erased message takes its file from the disk and its name from the line", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const { id } = await send(chat, "Ada");
  ada.asks({ type: "message", room: "general", text: "look", file: id });
  chat.scheduler.flushNow();
  const message = ada.hearsOf("message")[0]!;
  assert(chat.disk.files.has(`data/files/${id}`));
  assertEquals(codes(chat, ada, { type: "erase", id: message.id }), ["erased"]);
  assertEquals([...chat.disk.files.keys()].filter((path) => path.includes("files/")), []);
  assert(!chat.file().includes(id) && !chat.file().includes("holiday"), chat.file());
  assert(chat.file().includes('image/gif 16 "-----------": ----\n'), chat.file());
});

Deno.test("a file the disk would not erase is gone at the next start", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const { id } = await send(chat, "Ada");
  ada.asks({ type: "message", room: "general", text: "look", file: id });
  chat.scheduler.flushNow();
  const message = ada.hearsOf("message")[0]!;
  chat.disk.onCall = (call, _, path) => {
    if (call === "remove" && path.includes(id)) throw new Error("read-only");
  };
  codes(chat, ada, { type: "erase", id: message.id });
  assert(chat.disk.files.has(`data/files/${id}`));
  chat.disk.onCall = () => {};
  const later = chat.restarts();
  later.clock.advance(5000);
  await Promise.resolve();
  assert(!later.disk.files.has(`data/files/${id}`));
  assert(!later.file().includes(id), later.file());
});

Deno.test("a message with a file can be sent again, and a stored one is answered", async () => {
  const chat = new Chat();
  const ada = chat.joins("Ada");
  const { id } = await send(chat, "Ada");
  const command = { type: "message", text: "look", file: id, ref: "one" };
  chat.disk.onAppend = () => {
    throw new Error("no space left");
  };
  assertEquals(codes(chat, ada, command), ["disk"]);
  chat.disk.onAppend = (_count, length) => length;
  assertEquals(codes(chat, ada, command), ["message"]);
  assertEquals(codes(chat, ada, command), ["message"]);
  assertEquals(chat.file().split(`shared ${id}`).length, 2);
});
