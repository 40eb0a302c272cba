/** The few drawings, and the buttons that are one; their meaning is said by the button's label. */
import { html } from "htm/preact";

const PATHS = Object.freeze({
  plus: "M12 5v14M5 12h14",
  back: "M15 5l-7 7 7 7",
  people:
    "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20c.4-3.600 3-6 6.500-6s6.100 2.400 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2 .7 3.300 2.600 3.500 5.500",
  trash: "M5 7h14M10 7V4.500h4V7M7 7l1 12.500h8L17 7",
  gear: "M4 7h9M17 7h3M4 17h3M11 17h9M13 4.500v5M7 14.500v5",
  mic:
    "M12 3.500a2.500 2.500 0 0 1 2.500 2.500v5a2.500 2.500 0 0 1-5 0V6A2.500 2.500 0 0 1 12 3.500zM6.500 11a5.500 5.500 0 0 0 11 0M12 16.500V20",
  play: "M8.500 5.500l9 6.500-9 6.500z",
  pause: "M9 6v12M15 6v12",
  send: "M5 12h13M12.500 6l6 6-6 6",
  smile:
    "M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM8.500 14.500c.8 1.200 2 1.800 3.500 1.800s2.700-.6 3.500-1.800M9 9.500v.5M15 9.500v.5",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20 20",
  pen: "M5 19l1-4L16.500 4.500l3 3L9 18z",
  clip:
    "M18.500 11.500l-6.800 6.800a4 4 0 0 1-5.700-5.700l7.300-7.300a2.700 2.700 0 0 1 3.800 3.800l-7.200 7.200a1.300 1.300 0 0 1-1.900-1.900l6.500-6.500",
  file: "M7 3.500h6.500L18 8v12.500H7zM13 4v4.500h4.500",
  cross: "M7 7l10 10M17 7L7 17",
  bell: "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10 20.500h4",
  quiet: "M6.500 16.500V11a5.500 5.500 0 0 1 11 0v5.500l1.500 1.500H5zM10 20.500h4M4 4l16 16",
  reply: "M9.500 7L5 11.500 9.500 16M5 11.500h8.500a5 5 0 0 1 5 5V18",
  link:
    "M10 14.500a3.800 3.800 0 0 0 5.500.300l3-3a3.800 3.800 0 0 0-5.400-5.400L11.500 8M14 9.500a3.800 3.800 0 0 0-5.500-.300l-3 3a3.800 3.800 0 0 0 5.400 5.400l1.600-1.600",
  copy: "M8.500 8.500h11v11h-11zM15.500 8.500v-4h-11v11h4",
  next: "M9 5l7 7-7 7",
  share: "M12 15V4M7.500 8L12 3.500 16.500 8M6 12v8h12v-8",
  download: "M12 4v11M7 10.500l5 5 5-5M5 19.500h14",
  lock: "M6.500 11h11v8.500h-11zM9 11V8a3 3 0 0 1 6 0v3",
  dots: "M6 12h.01M12 12h.01M18 12h.01",
  check: "M5 12.500l4.500 4.500L19 7.500",
  down: "M12 5v14M6 13l6 6 6-6",
  pin: "M9 4h6l-1 6 3 3.500H7L10 10zM12 13.500V20",
  star: "M12 4l2.500 5 5.500.8-4 3.900 1 5.500-5-2.600-5 2.600 1-5.500-4-3.900 5.500-.8z",
  date: "M4.500 6h15v14h-15zM4.500 10.500h15M8.500 3.500v4M15.500 3.500v4",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15 9h.01",
});

/** @param {{ name: keyof typeof PATHS }} props */
export function Icon({ name }) {
  return html`
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d=${PATHS[name]} />
    </svg>
  `;
}

/**
 * A button that is a drawing: its word is its label and its tip.
 * @param {object} props
 * @param {keyof typeof PATHS} props.icon
 * @param {string} props.word
 * @param {string} [props.class] what it looks like
 * @param {string} [props.test] its name in tests
 * @param {string} [props.id]
 * @param {"button" | "submit"} [props.type]
 * @param {boolean} [props.disabled]
 * @param {(event: any) => void} [props.onClick]
 * @param {import("preact").ComponentChildren} [props.children] what stands beside the drawing
 */
export function IconButton({ icon, word, test, children, ...rest }) {
  return html`
    <button
      class="button button--icon"
      type="button"
      ...${rest}
      data-test=${test}
      aria-label=${word}
      title=${word}
    >
      <${Icon} name=${icon} />
      ${children}
    </button>
  `;
}
