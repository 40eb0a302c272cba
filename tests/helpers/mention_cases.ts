/** Whom a text calls, of the people who are there: one table for the server and for the page. */

const FAMILY = ["Ann", "Ann Smith", "Boris 2", "Іра", "สมชาย", "O'Neil", "Ž", "علی\u200cرضا"];

/** A text, and who is called in it. */
export const CASES: [text: string, called: string[], people?: string[]][] = [
  ["@Ann", ["Ann"]],
  ["hi @ann!", ["Ann"]],
  ["(@Ann)", ["Ann"]],
  ["@Ann, @Boris 2: tea?", ["Ann", "Boris 2"]],
  ["«@Ann»", ["Ann"]],
  ["@Ann. That is all", ["Ann"]],
  ["@Ann-", ["Ann"]],
  // The longest name that somebody has is meant (report 11).
  ["@Ann Smith hi", ["Ann Smith"]],
  ["@ann smith", ["Ann Smith"]],
  ["@Ann Smithers", ["Ann"]],
  ["@Ann Smith hi", ["Ann"], ["Ann"]],
  // A name that goes on is nobody's (report 11).
  ["@Ann-Marie hi", []],
  ["@Ann.b hi", []],
  ["@Ann_2 hi", []],
  ["@Ann2", []],
  ["@Anna", []],
  ["@Ann's", []],
  ["@Boris 21", []],
  // In code nobody is called (report 12).
  ["`@Ann`", []],
  ["``a ` @Ann``", []],
  ["```\n@Ann\n@Override\n```", []],
  ["`one` @Ann `two`", ["Ann"]],
  ["a ` @Ann", ["Ann"]],
  ["```\n@Ann", ["Ann"]],
  // In an address nobody is called.
  ["mail ann@Ann.example", []],
  ["x@Ann", []],
  ["https://example.org/@Ann", []],
  ["https://medium.example/@Ann/post and @Ann", ["Ann"]],
  ["www.example.org/@Ann", []],
  ["@Ann@example.org", []],
  ["look（https://a.example/@Ann）@Ann", ["Ann"]],
  // Whatever the script, the case and the spelling.
  ["@ІРА дивись", ["Іра"]],
  ["@สมชาย ครับ", ["สมชาย"]],
  ["สวัสดี@สมชาย", ["สมชาย"]],
  ["你好@Ann", ["Ann"]],
  ["@z\u030c", ["Ž"]],
  ["@\u0041\u0301nn", []],
  ["@علی\u200cرضا", ["علی\u200cرضا"]],
  ["@علیرضا", ["علی\u200cرضا"]],
  // Whichever apostrophe a keyboard has; of two names the one that is written is meant.
  ["@O’Neil, tea?", ["O'Neil"]],
  ["@oʼneil", ["O'Neil"]],
  ["@O‘Neil", []],
  ["@O’Neil's", []],
  ["@Дем'ян", ["Дем’ян"], ["Дем’ян"]],
  ["@Дем'ян Коваль і @Дем’ян", ["Дем’ян", "Демʼян Коваль"], ["Дем’ян", "Демʼян Коваль"]],
  ["@O’Neil", ["O’Neil"], ["O'Neil", "O’Neil"]],
  ["@O'Neil", ["O'Neil"], ["O'Neil", "O’Neil"]],
  ["@@Ann", ["Ann"]],
  ["@", []],
  ["@ Ann", []],
  ["Ann", []],
  ["@Ann ".repeat(30), ["Ann"]],
  ["@x ".repeat(30) + "@Ann", []],
];

export { FAMILY };
