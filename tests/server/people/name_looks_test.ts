import { assert, assertEquals } from "@std/assert";
import { NameLooks } from "../../../server/people/name_looks.ts";
import { NAME_HOLD_MS, NamesInUse } from "../../../server/people/names_in_use.ts";
import { FakeClock } from "../../helpers/clock.ts";

function alike(one: string, two: string): boolean {
  const looks = new NameLooks();
  return looks.of(one).some((look) => looks.of(two).includes(look));
}

Deno.test("NameLooks.of() is the same for names that look alike (security L1)", () => {
  const ada = [
    "Аda",
    "Adа",
    "АDА",
    "ada",
    "Ada.",
    "Ada-",
    "Ada'",
    "A.d.a",
    "A d a",
    "Ádа",
    "ΑDA",
    "Ａｄａ",
  ];
  for (const name of ada) assert(alike("Ada", name), name);
  const pairs = [
    ["Boba", "ВОВА"],
    ["Сара", "Capa"],
    ["сор", "cop"],
    ["Ilya", "llya"],
    ["Ilya", "1lya"],
    ["Kim", "Кіm"],
  ];
  for (const [one = "", two = ""] of pairs) {
    assert(alike(one, two), `${one} ${two}`);
  }
});

Deno.test("NameLooks.of() differs for names that a reader can tell apart, in every script", () => {
  const different = [
    "Ada",
    "Adam",
    "Ida",
    "Ada 2",
    "Áda",
    "José",
    "Jose",
    "Андрій",
    "Андрии",
    "Марія",
    "Мария",
    "Іра",
    "Їра",
    "กานดา",
    "กานต์",
    "علی",
    "على ر",
    "王芳",
    "王方",
  ];
  for (const [i, one] of different.entries()) {
    for (const two of different.slice(i + 1)) {
      assert(!alike(one, two), `${one} ${two}`);
    }
  }
});

Deno.test("NameLooks.isReserved() knows the words for an owner, in four languages", () => {
  const looks = new NameLooks();
  const words = [
    "Plaintalk",
    "Plаintalk",
    "ADMIN",
    "Аdmin",
    "System.",
    "0wner",
    "Адмін",
    "Модератор",
    "Поддержка",
    "ผู้ดูแลระบบ",
    "all",
    "Here",
  ];
  assertEquals(words.filter((word) => !looks.isReserved(word)), []);
  const names = [
    "Alla",
    "Adriana",
    "Herewald",
    "Владислав",
    "Systemsson",
    "Modesto",
    "สมชาย",
  ];
  assertEquals(names.filter((name) => looks.isReserved(name)), []);
});

Deno.test("NamesInUse keeps a guest's name for its session a while, and no longer", () => {
  const clock = new FakeClock();
  const names = new NamesInUse({ clock, looks: new NameLooks() });
  const ada = { name: "Ada", session: "s1", addressKey: "4:1" };
  names.enter(ada);
  names.enter(ada);
  names.exit(ada, true);
  names.exit(ada, true);
  assertEquals([names.sessionOf("ada"), names.lookalikeOf("Аdа", "s2")], [
    "s1",
    "Ada",
  ]);
  assertEquals(
    names.lookalikeOf("Аdа", "s1"),
    null,
    "one's own other name is no trick",
  );
  clock.set(clock.now() + NAME_HOLD_MS);
  assertEquals([names.sessionOf("ada"), names.lookalikeOf("Аdа", "s2")], [
    null,
    null,
  ]);
  assertEquals(
    names.addressKeyOf("ada"),
    "4:1",
    "a ban of the address can still find it",
  );
});

Deno.test("NamesInUse lets go of names signed out of, or held by no session", () => {
  const names = new NamesInUse({
    clock: new FakeClock(),
    looks: new NameLooks(),
  });
  names.hold({ name: "Ada", session: "s1", addressKey: "4:1" });
  assertEquals(names.sessionOf("ada"), "s1");
  names.release("Ada", "s2");
  assertEquals(names.sessionOf("ada"), "s1", "only by its own session");
  names.release("Ada", "s1");
  const bot = { name: "Bot", session: "stranger-1", addressKey: "4:1" };
  names.enter(bot);
  names.exit(bot, false);
  assertEquals([names.sessionOf("ada"), names.sessionOf("bot")], [null, null]);
});

Deno.test("NamesInUse remembers so many names that left and no more", () => {
  const names = new NamesInUse({
    clock: new FakeClock(),
    looks: new NameLooks(),
    maxLeft: 2,
  });
  for (const name of ["One", "Two", "TWO", "Three"]) {
    const user = { name, session: name.toLowerCase(), addressKey: "4:1" };
    names.enter(user);
    names.exit(user, true);
  }
  assertEquals(["one", "two", "three"].map((key) => names.sessionOf(key)), [
    null,
    "two",
    "three",
  ]);
  assertEquals(names.lookalikeOf("0ne", "x"), null);
  assertEquals(names.lookalikeOf("Τwo", "x"), "TWO");
});
