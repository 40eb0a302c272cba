/** Who sits at a page just now. */
import { assertEquals } from "@std/assert";
import { ACTIVE_MS, ActiveConnections } from "../../../server/delivery/active_connections.ts";
import { Chat } from "../../helpers/chat.ts";

function setting() {
  const chat = new Chat({ accounts: ["Ada"] });
  const active = new ActiveConnections({
    clock: chat.clock,
    isOpen: (connection) => chat.lobby.connections.has(connection),
  });
  const comes = (name: string, session: string, account = true) => {
    const client = chat.comes(name, { account, session });
    return { ...client.connection.member, client, connection: client.connection };
  };
  return { chat, active, comes };
}

Deno.test("an account is active at any of its pages, until each has said otherwise", () => {
  const { active, comes } = setting();
  const [desk, phone] = [comes("Ada", "1"), comes("Ada", "2")];
  assertEquals(active.isActive(phone), false);
  active.note(desk.connection, true);
  active.note(phone.connection, true);
  active.note(phone.connection, false);
  assertEquals([active.isActive(phone), active.isActive(desk)], [true, true]);
  active.note(desk.connection, false);
  assertEquals(active.isActive(phone), false);
});

Deno.test("a page that falls silent, or is gone, counts no more", () => {
  const { chat, active, comes } = setting();
  const ada = comes("Ada", "1");
  active.note(ada.connection, true);
  chat.clock.advance(ACTIVE_MS - 1);
  assertEquals(active.isActive(ada), true);
  chat.clock.advance(1);
  assertEquals(active.isActive(ada), false);
  active.note(ada.connection, true);
  ada.client.drops();
  assertEquals(active.isActive(ada), false);
  active.note(ada.connection, true);
  assertEquals(active.isActive(ada), false);
});

Deno.test("two guests of one name at different times are two people", () => {
  const { active, comes } = setting();
  const guest = comes("Vera", "1", false);
  active.note(guest.connection, true);
  assertEquals(active.isActive(guest), true);
  assertEquals(active.isActive({ key: "vera", account: false, session: "2" }), false);
  assertEquals(active.isActive({ key: "vera", account: true, session: "1" }), false);
});
