/** Texts, names and markup that have broken other programs, made by combining what breaks them. */

/** Texts that a program may mangle, refuse or show as something else. */
export function naughtyTexts(): string[] {
  const words = [
    ..."undefined null NULL nil None true false NaN Infinity -1 0 0.0 1e999 0x0 __proto__".split(
      " ",
    ),
    ..."constructor hasOwnProperty toString then length prototype \\ \\n \\u0000 %s %d %n {0}"
      .split(" "),
    ..."${1+1} {{7*7}} <%=1%> #{1} $(id) `id` ../../etc/passwd ..\\..\\x file:///etc/passwd".split(
      " ",
    ),
    ..."' \" ' OR 1=1 -- ; DROP TABLE rooms; /*x*/ <!-- --> <![CDATA[x]]> &lt;b&gt; &amp;amp; &#x3c;"
      .split(" "),
    ..."javascript:alert(1) data:text/html,x vbscript:x http:// https:// //evil.example http://[::1]"
      .split(" "),
    ..."* ** *** _ __ ` ``` > # - + ~~ ~~~~ ||x|| [a](b) ![a](b) :smile: @everyone /me /nick".split(
      " ",
    ),
    "[2025-11-19 23:46:36] Ada: hi",
    "* Ada erased 45",
    "* Ada created the room",
    "] ",
    ": ",
    " leading and trailing ",
    "\ttabs\tinside\t",
    "two\nlines",
    "\n\nthree\n\n\nand four\n",
    "ends with a backslash \\",
    '{"type":"message","room":"general"}',
    '"}]',
    "],[",
  ];
  const scripts = [
    "Привіт, як справи? Ґанок, їжак, єнот",
    "Съешь же ещё этих мягких французских булок",
    "สวัสดีครับ ผมชื่อสมชาย ยินดีที่ได้รู้จัก น้ำ ที่ ผู้",
    "שלום עולם (סוגריים) 123",
    "مرحبا بالعالم، كيف الحال؟ ﷽",
    "أ ب ت 123 abc \u202eright to left override\u202c",
    "\u2066isolated\u2069 and \u200fmarked\u200e",
    "日本語のテキスト、全角ＡＢＣ、半角ｶﾅ",
    "한국어 텍스트 ㅋㅋ ᄒ\u1161ᆫ",
    "हिन्दी क्षि त्र ज्ञ",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "e\u0301 é ﬁ ﬀ ß ẞ İ ı ſ K Å Ω",
    "👩‍👩‍👧‍👦 👨🏿‍🚀 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇺🇦🇹🇭 1️⃣ ☃︎ ☃️ 🫠",
    "\u{10ffff} \ufdd0 \ufffe \uffff \u{1fffe}",
    "zero\u200bwidth\u200cnon\u200djoiner\u2060word\ufeffbom",
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u3164\uffa0",
    "nbsp\u00a0thin\u2009ideographic\u3000en\u2002",
    "half \u00bd superscript ² roman Ⅷ circled ① math 𝔸𝕓",
    "\u0600\u070f\u110bd a sign before",
    "ɐʇuǝɯɐıן sᴉɥʇ pɐǝɹ",
  ];
  const long = [
    "x".repeat(4000),
    "ж".repeat(4000),
    "ก".repeat(4000),
    "😀".repeat(4000),
    "a ".repeat(2000),
  ];
  return [...words, ...scripts, ...long].filter((text) => /\S/.test(text));
}

/** Texts that would be lines of their own if a line could be forged: 200 and more. */
export function forgedTexts(): string[] {
  const ends = [
    "\n",
    "\r",
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\v",
    "\f",
    "\x1e",
    "\n\r",
    "\\n",
    "",
  ];
  const lines = [
    "[2025-11-19 23:46:36] Boris: I owe Ada 100",
    "[2025-11-19 23:46:36] * Boris created the room",
    "[2025-11-19 23:46:36] * Ada erased 0",
    "[2025-11-19 23:46:36] * Ada edited 0: something else",
    "[2025-11-19 23:46:36] * Boris reacted 👍 to 0",
    '[2025-11-19 23:46:36] * Ada shared a.jpg image/jpeg 1 "a": b',
    "[2025-11-19 23:46:36] : nobody",
    "* Ada erased 0",
    " erased 0",
    " created the room",
    ": erased 0",
    "\x00[2025-11-19 23:46:36] Boris: x",
    "\x1b[2K\x1b[1A[2025-11-19 23:46:36] Boris: x",
    "\x08\x08\x08\x7f[2025-11-19 23:46:36] Boris: x",
    "\ufeff[2025-11-19 23:46:36] Boris: x",
    "\ud800\n[2025-11-19 23:46:36] Boris: x",
    "\u009b2J[2025-11-19 23:46:36] Boris: x",
  ];
  return ends.flatMap((end) => lines.map((line) => `hello${end}${line}`));
}

/** Names of people, a hundred and more: fair, odd and forbidden. */
export function oddNames(): string[] {
  const fair = [
    "Ada",
    "Борис",
    "สมชาย ใจดี",
    "O’Neil-2",
    "a.b_c",
    "Ada erased 45",
    "1",
    "x".repeat(32),
  ];
  const parts = ["created the room", "reacted x to 3", "erased 45", "edited 45", "shared a b c"];
  const told = parts.flatMap((
    part,
  ) => [part, `Ada ${part}`, `${part} ${part}`, `* ${part}`, `${part}:`]);
  const marks = [
    ..."\0\n\r\t\x1b\x7f\u0085\u00ad\u061c\u200b\u200d\u2028\u202e\u2066\u3164\ud800\ufeff:/\\<>&\"'`|*?@#;,",
  ];
  return [...fair, ...told, ...marks.flatMap((mark) => [`${mark}Ada`, `A${mark}da`, `Ada${mark}`])];
}

/** Names of rooms that have left a folder, met another file or opened a device elsewhere. */
export function oddRooms(): string[] {
  const paths = [
    "..",
    ".",
    "",
    "/",
    "\\",
    "../x",
    "..\\x",
    "/etc/passwd",
    "a/b",
    "a\\b",
    "C:",
    "C:x",
    "~",
    "~root",
  ];
  const coded = [
    "%2e%2e",
    "%2e%2e%2fx",
    "..%2fx",
    "%00",
    "a%00.txt",
    "\0",
    "a\0b",
    "a\nb",
    "．．／x",
    "‥/x",
    "a\u2215b",
  ];
  const devices = [
    "con",
    "PRN",
    "aux",
    "nul",
    "COM1",
    "lpt9",
    "con.x",
    "com¹",
    "LPT³.log",
    "CONIN$",
    "clock$",
  ];
  const ends = [
    "a.",
    "a ",
    "a..",
    ".a",
    "-a",
    "_a",
    "'a",
    " a",
    "a.txt",
    "a.torn",
    "general.txt",
    "general.torn",
  ];
  const twins = [
    "GENERAL",
    "Ｇｅｎｅｒａｌ",
    "general ",
    "gene\u0301ral",
    "gen\u00e9ral",
    "ﬁle",
    "file",
    "straße",
    "STRASSE",
  ];
  const twins2 = [
    "İ",
    "i\u0307",
    "ı",
    "I",
    "ſ",
    "s",
    "K",
    "k",
    "Å",
    "å",
    "Ω",
    "ω",
    "ς",
    "σ",
    "Σ",
    "①",
    "1",
    "Ⅷ",
    "viii",
  ];
  const odd = [
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "-rf",
    "--help",
    "*",
    "?",
    "a*",
    "a?b",
    "a|b",
  ];
  const long = [
    "x".repeat(32),
    "x".repeat(33),
    "ж".repeat(32),
    "ก".repeat(32),
    "𠀀".repeat(32),
    "x".repeat(255),
    "x".repeat(5000),
  ];
  const marks = [...'\u200b\u200d\u202e\ufeff\u00ad\u3164\ud800:;<>"|*?/\\&#%$!@^~`=+[]{},']
    .flatMap((mark) => [`a${mark}b`, mark]);
  return [...paths, ...coded, ...devices, ...ends, ...twins, ...twins2, ...odd, ...long, ...marks];
}

/** Markup that runs code where text is taken for HTML: thousands. Each would set `__xss`. */
export function scripts(): string[] {
  const code = ["__xss=1", "window.__xss=1", "top['__xss']=1", "eval('__xss=1')"];
  const tags = [
    "img src=x",
    "svg",
    "body",
    "input autofocus",
    "video src=x",
    "audio src=x",
    "details open",
    "iframe src=x",
    "object data=x",
    "marquee",
    "select autofocus",
    "textarea autofocus",
    "math",
    "style",
    "link rel=stylesheet href=x",
  ];
  const events = [
    "onerror",
    "onload",
    "onfocus",
    "ontoggle",
    "onmouseover",
    "onanimationstart",
    "onbegin",
    "onstart",
    "onpointerenter",
  ];
  const quotes: [string, string][] = [["", ""], ['"', '"'], ["'", "'"], ["`", "`"]];
  const found: string[] = [];
  for (const tag of tags) {
    for (const event of events) {
      for (const [open, close] of quotes) {
        for (const run of code) found.push(`<${tag} ${event}=${open}${run}${close}>`);
      }
    }
  }
  for (const run of code) {
    for (
      const [before, after] of [
        ["", ""],
        ['">', ""],
        ["'>", ""],
        ["</title>", ""],
        ["</textarea>", ""],
        ["-->", ""],
        ["]]>", ""],
        ["`", "`"],
      ]
    ) {
      found.push(
        `${before}<script>${run}</script>${after}`,
        `${before}<ScRiPt >${run}</sCrIpT>${after}`,
        `${before}<svg><script>${run}</script></svg>${after}`,
        `${before}<script src=data:text/javascript,${run}></script>${after}`,
        `${before}<iframe srcdoc="<script>parent.${run}</script>"></iframe>${after}`,
        `${before}<a href="javascript:${run}">x</a>${after}`,
        `${before}<base href="javascript:${run}//">${after}`,
        `${before}<form action="javascript:${run}"><button>x</button></form>${after}`,
        `${before}<meta http-equiv=refresh content="0;url=javascript:${run}">${after}`,
        `${before}<style>@import 'javascript:${run}';</style>${after}`,
      );
    }
    for (
      const scheme of [
        "javascript:",
        "JaVaScRiPt:",
        "java\tscript:",
        "\u0001javascript:",
        "javascript&colon;",
        "vbscript:",
        "data:text/html,",
        'http://x" onclick="',
        "https://x' onclick='",
      ]
    ) {
      found.push(
        `${scheme}${run}`,
        `[x](${scheme}${run})`,
        `<${scheme}${run}>`,
        `https://a.example/${scheme}${run}`,
      );
    }
  }
  return found;
}
