/** A chat with its people and the house in whose hands they are, over a disk in memory. */
import { Administration } from "../../server/chat/administration.ts";
import { People } from "../../server/people/people.ts";
import { guardedDisk } from "../../server/store/guarded_disk.ts";
import { Chat, type FakeClient } from "./chat.ts";
import { FakeClock } from "./clock.ts";
import { MemoryDisk } from "./memory_disk.ts";

const CLAIMED = Date.UTC(2025, 0, 1);

/** A chat with Ada, who is its admin, Boris and Vera, and the house in whose hands they are. */
export function startHouse(disk = new MemoryDisk()) {
  const clock = new FakeClock();
  if (!disk.exists("data/accounts.txt")) {
    disk.put(
      "data/accounts.txt",
      ["Ada (admin)", "Boris", "Vera"].map((name) => `[2025-01-01 00:00:00] ${name}: \n`).join(""),
    );
  }
  const people = new People({
    data: "data",
    disk: guardedDisk(disk),
    clock,
    random: (bytes) => crypto.getRandomValues(bytes),
    onIdle: () => {},
    onTrouble: () => {},
  });
  const chat = new Chat({
    disk,
    clock,
    people: {
      accountName: (name) => people.accountName(name),
      nameNow: (name) => people.nameNow(name),
      knownNames: () => people.knownNames(),
    },
  });
  const { lobby, rooms, files } = chat;
  const done: string[] = [];
  let pauses = 0;
  const house = new Administration({
    data: "data",
    disk: guardedDisk(disk),
    clock,
    lobby,
    people,
    rooms,
    slices: {
      isUsed: false,
      next() {
        pauses++;
        return Promise.resolve();
      },
    },
    random: (bytes) => crypto.getRandomValues(bytes),
    dropFile: (id, place) => files.drop(id, place),
    dropOwned: (owner) => files.dropOwned(owner),
    onDone: (what, name, by) => done.push(`${what} ${name} ${by}`),
    onTrouble: (what) => done.push(what),
  });
  const joins = (name: string, room: string): FakeClient => {
    const account = people.accounts.find(name)!;
    const formerly = people.reserved.formerly(name);
    return chat.joins(name, room, {
      account: true,
      claimed: CLAIMED,
      admin: account.admin,
      formerly,
    });
  };
  return { disk, clock, people, chat, house, joins, done, pauses: () => pauses };
}

/** Says something; returns its id. */
export function says(chat: Chat, client: FakeClient, room: string, text: string): number {
  client.asks({ type: "message", room, text, ref: text.slice(0, 30) });
  chat.scheduler.flushNow();
  return client.hearsOf("message").find((event) => event.text === text)!.id;
}

/** Runs what turns of the event loop are needed for. */
export async function within<T>(chat: Chat, work: Promise<T>): Promise<T> {
  let isDone = false;
  const done = work.finally(() => isDone = true);
  void done.catch(() => {});
  while (!isDone) {
    chat.scheduler.flushNow();
    await new Promise((go) => setTimeout(go, 0));
  }
  return await done;
}
