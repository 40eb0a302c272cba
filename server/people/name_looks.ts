/**
 * What a name looks like, so that nobody passes for someone else: two names with a look in common
 * cannot be told apart by a reader. By Unicode's table of confusable characters (UTS 39, section 4) over
 * letters and digits; punctuation and spaces count for nothing, and marks count for nothing either where
 * a name mixes scripts. `confusables.txt` comes from tests/tools/make_name_lists.mjs.
 */
import confusables from "./confusables.txt" with { type: "text" };
import { foldName } from "./names.ts";
import { BoundedMap } from "../base/bounded_map.ts";

/** Names whose look is remembered: everybody present, and those who were lately. */
const MAX_KNOWN_NAMES = 20_000;

/** Scripts whose letters are drawn alike: nobody's name needs two of them in one word. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/** Words for those who run a chat, in the four languages of the page: nobody is called so by chance. */
const RESERVED = [
  ...["admin", "admins", "administrator", "moderator", "mod", "root", "system", "server"],
  ...["support", "staff", "owner", "plaintalk", "security", "everyone", "everybody", "all", "here"],
  ...["адмін", "адміністратор", "модератор", "система", "сервер", "підтримка", "служба підтримки"],
  ...["власник", "усі", "всі", "безпека"],
  ...["админ", "администратор", "поддержка", "служба поддержки", "владелец", "все", "безопасность"],
  ...["แอดมิน", "ผู้ดูแล", "ผู้ดูแลระบบ", "ผู้ควบคุม", "ระบบ", "เซิร์ฟเวอร์", "ฝ่ายสนับสนุน", "เจ้าของ", "ทุกคน"],
];

/** Tells names that look alike. */
export class NameLooks {
  #table: ReadonlyMap<string, string> | null = null;
  #words: ReadonlySet<string> | null = null;
  readonly #known = new BoundedMap<string, string[]>(MAX_KNOWN_NAMES);

  /** What a name looks like: as it is written, and with every letter small. One string or two. */
  of(name: string): string[] {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const looks = this.#look(name);
    this.#known.set(name, looks);
    return looks;
  }

  /** True for a name that reads as a word for whoever runs the chat. */
  isReserved(name: string): boolean {
    const words = this.#words ??= new Set(RESERVED.flatMap((word) => this.#look(word)));
    return this.of(name).some((look) => words.has(look));
  }

  #look(name: string): string[] {
    const asWritten = this.#skeleton(name.normalize("NFKC")).toLowerCase();
    const small = this.#skeleton(foldName(name)).toLowerCase();
    return asWritten === small ? [small] : [asWritten, small];
  }

  #skeleton(name: string): string {
    const table = this.#table ??= readTable();
    const isMixed = name.split(/[^\p{L}\p{M}\p{Nd}]+/u).some((word) =>
      ALIKE.filter((script) => script.test(word)).length > 1
    );
    let look = "";
    for (const character of name.normalize(isMixed ? "NFD" : "NFC")) {
      if (/[\p{L}\p{Nd}]/u.test(character)) look += table.get(character) ?? character;
      else if (/\p{M}/u.test(character) && !isMixed) look += character;
    }
    return look;
  }
}

/** Read when the first name is looked at: a start need not wait for it. */
function readTable(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const line of confusables.trimEnd().split("\n")) {
    const [look = "", sources = ""] = line.split("\t");
    for (const source of sources) table.set(source, look);
  }
  return table;
}
