/** WhatsApp as phones of many languages write it, each with the same three messages. */
import { assertEquals } from "@std/assert";
import { moves } from "../../../helpers/imports.ts";

/** What stands before each of the messages: 30 December, 9:07; 31 December, 14:05; 2 January, 0:15. */
const PHONES: Record<string, [string, string, string]> = {
  "Korean": [
    "2023. 12. 30. 오전 9:07 - ",
    "2023. 12. 31. 오후 2:05 - ",
    "2024. 1. 2. 오전 12:15 - ",
  ],
  "Korean, short years": [
    "23. 12. 30. 오전 9:07 - ",
    "23. 12. 31. 오후 2:05 - ",
    "24. 1. 2. 오전 12:15 - ",
  ],
  "Finnish": [
    "30.12.2023 klo 9.07 - ",
    "31.12.2023 klo 14.05 - ",
    "2.1.2024 klo 0.15 - ",
  ],
  "Arabic": ["٣٠/١٢/٢٠٢٣، ٩:٠٧ ص - ", "٣١/١٢/٢٠٢٣، ٢:٠٥ م - ", "٢/١/٢٠٢٤، ١٢:١٥ ص - "],
  "Arabic with marks": [
    "\u200f30\u200f/12\u200f/2023, 9:07 ص - ",
    "\u200f31\u200f/12\u200f/2023, 2:05 م - ",
    "\u200f2\u200f/1\u200f/2024, 12:15 ص - ",
  ],
  "Persian": ["[۱۴۰۲/۱۰/۹،‏ ۹:۰۷] ", "[۱۴۰۲/۱۰/۱۰،‏ ۱۴:۰۵] ", "[۱۴۰۲/۱۰/۱۲،‏ ۰:۱۵] "],
  "Thai": ["30/12/2566 09:07 น. - ", "31/12/2566 14:05 น. - ", "2/1/2567 00:15 น. - "],
  "Thai, short years": ["30/12/66 09:07 - ", "31/12/66 14:05 - ", "2/1/67 00:15 - "],
  "Hungarian": ["2023. 12. 30. 9:07 - ", "2023. 12. 31. 14:05 - ", "2024. 01. 02. 0:15 - "],
  "Bulgarian": ["30.12.23 г., 9:07 - ", "31.12.23 г., 14:05 - ", "2.01.24 г., 0:15 - "],
  "American, narrow blanks": [
    "[12/30/23, 9:07\u202fAM] ",
    "[12/31/23, 2:05\u202fPM] ",
    "[1/2/24, 12:15\u202fAM] ",
  ],
  "Mexican": [
    "30/12/23 9:07\u00a0a.\u00a0m. - ",
    "31/12/23 2:05\u00a0p.\u00a0m. - ",
    "2/1/24 12:15\u00a0a.\u00a0m. - ",
  ],
  "Japanese": [
    "2023/12/30 午前9:07 - ",
    "2023/12/31 午後2:05 - ",
    "2024/01/02 午前0:15 - ",
  ],
  "Chinese": [
    "2023年12月30日 早上9:07 - ",
    "2023年12月31日 下午2:05 - ",
    "2024年1月2日 凌晨12:15 - ",
  ],
  "French": ["30/12/2023 à 09:07 - ", "31/12/2023 à 14:05 - ", "02/01/2024 à 00:15 - "],
  "Canadian": ["2023-12-30 09 h 07 - ", "2023-12-31 14 h 05 - ", "2024-01-02 00 h 15 - "],
  "Hindi": [
    "30/12/23, 9:07 पूर्वाह्न - ",
    "31/12/23, 2:05 अपराह्न - ",
    "2/1/24, 12:15 पूर्वाह्न - ",
  ],
  "Greek": ["30/12/23, 9:07 π.μ. - ", "31/12/23, 2:05 μ.μ. - ", "2/1/24, 12:15 π.μ. - "],
  "Vietnamese": ["09:07, 30/12/2023 - ", "14:05, 31/12/2023 - ", "00:15, 02/01/2024 - "],
  "Ukrainian": [
    "30 груд. 2023 р., 09:07 - ",
    "31 груд. 2023 р., 14:05 - ",
    "2 січ. 2024 р., 00:15 - ",
  ],
  "English, months as words": [
    "[30 Dec 2023 at 09:07] ",
    "[31 Dec 2023 at 14:05] ",
    "[2 Jan 2024 at 00:15] ",
  ],
  "with another dash": ["30/12/2023, 09:07 – ", "31/12/2023, 14:05 – ", "02/01/2024, 00:15 – "],
};

for (const [phone, [first, second, third]] of Object.entries(PHONES)) {
  Deno.test(`WHATS_APP reads what a phone writes: ${phone}`, async () => {
    const text = `${first}Ada: Hello\n${second}Boris: one\ntwo\n${third}Ada: at: 10:30?`;
    const { messages, result } = await moves({ "chat.txt": text });
    assertEquals((await messages()).map(({ time, name, text }) => [time, name, text]), [
      ["2023-12-30T09:07:00Z", "Ada", "Hello"],
      ["2023-12-31T14:05:00Z", "Boris", "one\ntwo"],
      ["2024-01-02T00:15:00Z", "Ada", "at: 10:30?"],
    ]);
    assertEquals(result.malformed, 0);
  });
}

Deno.test("WHATS_APP takes nobody for a person whom the phone speaks about", async () => {
  const system = [
    'Ada changed the group name from "Trip: north" to "South"',
    'Ada created group "A: b"',
    "Ada hat den Betreff zu „Reise: Nord“ geändert",
    "Ада змінила тему на «Подорож: північ»",
    "Ада изменил(а) тему на «Поездка: север»",
    "Ada cambió el asunto a “Viaje: norte”",
    "Ada 将主题更改为「旅行：北: x」",
    "Messages and calls are end-to-end encrypted. Tap to learn more.",
  ];
  const lines = system.map((line, i) => `30.12.23, 09:${10 + i} - ${line}`);
  const people = [
    "Ada: hi",
    "Boris the Added: x",
    "Eve “the fox” K: y",
    "+380 50 123: z",
    "Хто: так",
  ];
  const said = people.map((line, i) => `30.12.23, 10:${10 + i} - ${line}`);
  const { messages, result } = await moves({ "chat.txt": [...lines, ...said].join("\n") });
  assertEquals((await messages()).map(({ text }) => text), ["hi", "x", "y", "z", "так"]);
  assertEquals([result.remarks, result.malformed], [system.length, 0]);
});

Deno.test("WHATS_APP gives to nobody else what goes on below a line that nobody said", async () => {
  const { messages } = await moves({
    "chat.txt":
      "30.12.23, 09:07 - Ada: hi\n30.12.23, 09:08 - Ada changed the group description\nto this\n30.12.23, 09:09 - Boris: x",
  });
  assertEquals((await messages()).map(({ text }) => text), ["hi", "x"]);
});

Deno.test("WHATS_APP leaves in a message what is quoted there from a log with other dates", async () => {
  const { messages, result } = await moves({
    "chat.txt":
      "30.12.23, 09:07 - Ada: see:\n12/31/23, 9:07 AM - Eve: hi\n31.12.23, 09:07 - Ada: ok\n31.02.23, 09:07 - Ada: none",
  });
  assertEquals((await messages()).map(({ text }) => text), [
    "see:\n12/31/23, 9:07 AM - Eve: hi",
    "ok",
  ]);
  assertEquals(result.malformed, 1);
});
