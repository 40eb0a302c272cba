/**
 * The style of an exported page: the chat's own colours and bubbles, light and dark as the reader's device
 * has it. A test holds the colours together with `client/style/tokens.css`.
 */

/** Colours by name: in the light, in the dark. */
export const COLOURS: Record<string, readonly [string, string]> = {
  ground: ["#fcfaf7", "#161513"],
  bubble: ["#e8e2d8", "#2e2c28"],
  raised: ["#ffffff", "#2e2b27"],
  line: ["#d9d3c8", "#443f3a"],
  text: ["#23211e", "#ece8e1"],
  soft: ["#5f5a52", "#b7b0a6"],
  accent: ["#245c50", "#7cc4b2"],
};

/** Of each hue: the letters of a name in the light and in the dark, and the ground under white initials. */
export const HUE_COLOURS: readonly (readonly [string, string, string])[] = [
  ["#a33a2f", "#ef9a8f", "#b0483c"],
  ["#99480f", "#e9a36b", "#a65516"],
  ["#7d5c05", "#d9b45b", "#86650c"],
  ["#596a12", "#b5c46a", "#5f7018"],
  ["#2f7030", "#8fcb8d", "#3a7a3b"],
  ["#1d6f5a", "#74cbb1", "#257862"],
  ["#166d80", "#6cc5d8", "#1d7488"],
  ["#2563a0", "#86b9ea", "#2f6cab"],
  ["#4a55b5", "#a5aef2", "#545fbd"],
  ["#7446ac", "#c3a4ee", "#7d50b4"],
  ["#933a94", "#e09ae0", "#9b449c"],
  ["#a1335f", "#ee98b8", "#a93e69"],
];

function coloursOf(theme: 0 | 1): string {
  const own = Object.entries(COLOURS).map(([name, pair]) => `--${name}:${pair[theme]};`).join("");
  const hues = HUE_COLOURS.map((hue, i) => `.hue-${i}{--name:${hue[theme]}}`).join("\n");
  return `:root{${own}}\n${hues}`;
}

const GROUNDS = HUE_COLOURS.map(([, , ground], i) => `.hue-${i} .avatar{background:${ground}}`)
  .join("\n");

/** The whole of it. */
export const STYLE = `${coloursOf(0)}
${GROUNDS}
@media (prefers-color-scheme:dark){
${coloursOf(1)}
}
*{box-sizing:border-box}
body{margin:0 auto;max-width:52rem;padding:0 1rem 3rem;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans Thai","Leelawadee UI",sans-serif;-webkit-text-size-adjust:100%}
header{padding:1.5rem 0 .5rem;border-bottom:1px solid var(--line)}
h1{margin:0;font-size:1.5rem;letter-spacing:-.01em;overflow-wrap:anywhere}
header p{margin:.25rem 0 .5rem;color:var(--soft);font-size:.875rem}
section{content-visibility:auto;contain-intrinsic-size:auto 20rem}
h2{margin:1.75rem 0 .25rem;text-align:center;font-size:.8125rem;font-weight:400;color:var(--soft)}
.message{position:relative;width:fit-content;max-width:min(85%,38rem);margin-top:3px;padding-inline-start:2.9rem}
.first{margin-top:1rem}
.avatar{position:absolute;inset-inline-start:0;top:1.45rem;display:grid;place-items:center;width:2.25rem;height:2.25rem;border-radius:50%;color:#fff;font-size:.8125rem;font-weight:600;line-height:1}
h3{margin:0 .9rem .2rem;font-size:.8125rem;font-weight:600;color:var(--name);overflow-wrap:anywhere}
.text,.erased{display:flow-root;width:fit-content;max-width:100%;margin:0;padding:.5rem .9rem;border-radius:18px;background:var(--bubble);white-space:pre-wrap;overflow-wrap:anywhere}
.first .text,.first .erased{border-start-start-radius:6px}
.erased{background:none;border:1px solid var(--line);color:var(--soft);font-style:italic}
.text a{color:inherit;text-underline-offset:.18em}
.bare{margin:0 .9rem}
.event{margin:.6rem 0;text-align:center;font-size:.8125rem;color:var(--soft);overflow-wrap:anywhere}
.event a{color:inherit}
time{font:.6875rem/1 system-ui,sans-serif;color:var(--soft);font-variant-numeric:tabular-nums;white-space:nowrap}
.text time,.erased time{float:inline-end;margin-block-start:.6rem;margin-inline-start:.75rem}
.answered{display:block;width:fit-content;max-width:100%;margin-bottom:2px;padding:.35rem .8rem;border-inline-start:3px solid var(--name);border-radius:8px;background:var(--bubble);color:inherit;font-size:.8125rem;line-height:1.35;text-decoration:none}
.answered b,.answered span{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.answered b{font-weight:600;color:var(--name)}
.answered span{color:var(--soft)}
.picture{display:block;width:fit-content;max-width:100%;margin-bottom:3px}
.picture img{display:block;max-width:100%;height:auto;border-radius:18px;background:var(--bubble)}
video{display:block;width:min(100%,22.5rem);max-height:19rem;border-radius:18px;background:#000}
audio{display:block;width:20rem;max-width:100%;margin-top:.35rem}
.file{display:flex;flex-wrap:wrap;align-items:center;gap:0 .75rem;width:fit-content;max-width:100%;min-height:2.75rem;margin:0 0 3px;padding:.5rem .9rem;border:1px solid var(--line);border-radius:18px;background:var(--raised);color:inherit;text-decoration:none;font-weight:600;overflow-wrap:anywhere}
small{font-size:.8125rem;font-weight:400;color:var(--soft)}
ul{display:flex;flex-wrap:wrap;gap:.25rem;margin:.25rem 0 .4rem;padding:0;list-style:none}
li{padding:0 .55rem;border:1px solid var(--line);border-radius:13px;background:var(--ground);font-size:.8125rem;line-height:1.6rem;overflow-wrap:anywhere}
summary{cursor:pointer}
:target .text{box-shadow:0 0 0 2px var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.rooms li{flex-basis:100%;border:0;font-size:1rem;line-height:2.75rem}
.rooms a{color:var(--accent)}
@media (max-width:44rem){
body{padding-inline:.625rem}
.message{max-width:100%;padding-inline:2.4rem .25rem}
.avatar{width:2rem;height:2rem;font-size:.75rem}
summary{min-height:2.75rem;line-height:2.75rem;min-width:2.75rem}
}
@media print{section{content-visibility:visible}.message{break-inside:avoid}}
`;
