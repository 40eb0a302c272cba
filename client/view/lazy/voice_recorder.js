/**
 * A voice message being said, in the place of the field: a press sends it, another throws it away. It is
 * never longer than ten minutes.
 *
 * @import { Recorder } from "../../media/lazy/recorder.js"
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { Wave } from "./wave.js";
import { formatDuration } from "../../text/duration.js";

const MAX_MS = 10 * 60 * 1000;
/** Milliseconds between two looks at how loud it is, and how many of them are shown. */
const LOOK_MS = 100;
const BARS = 60;

/** Why nothing is heard. */
const PROBLEMS = /** @type {const} */ ({
  NotAllowedError: "voice.refused",
  SecurityError: "voice.refused",
  NotFoundError: "voice.missing",
});

/** @param {{ room: string, onEnd: () => void }} props */
export function VoiceRecorder({ room, onEnd }) {
  const t = useWords();
  const actions = useActions();
  const { recorder, problem, bars, elapsed } = useRecording();
  const row = useRef(/** @type {HTMLDivElement | null} */ (null));
  useLayoutEffect(() => {
    const button = row.current?.querySelector(recorder === null ? "button" : ".composer__send");
    if (button instanceof HTMLElement) button.focus();
  }, [recorder]);

  async function send() {
    const file = await recorder?.finish();
    if (file !== undefined) {
      actions.uploads.add(room, [file]);
      actions.uploads.send(room, "");
    }
    onEnd();
  }

  return html`
    <div
      class="composer__row recording"
      ref=${row}
      role="group"
      aria-label=${t("voice.title")}
      data-test="recording"
      data-state=${problem !== null ? "failed" : recorder === null ? "asking" : "recording"}
      onKeyDown=${(/** @type {KeyboardEvent} */ event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onEnd();
      }}
    >
      <${IconButton}
        class="composer__tool"
        test="voice-cancel"
        icon="trash"
        word=${t("voice.cancel")}
        onClick=${onEnd}
      />
      ${problem !== null
        ? html`<p class="recording__problem" role="alert">${t(problem)}</p>`
        : html`
          <${Progress} bars=${bars} elapsed=${elapsed} />
          <${IconButton}
            class="composer__send"
            test="voice-send"
            icon="send"
            word=${t("voice.send")}
            disabled=${recorder === null}
            onClick=${() => void send()}
          />
        `}
    </div>
  `;
}

/** @param {{ bars: number[], elapsed: number }} props `elapsed`: in milliseconds */
function Progress({ bars, elapsed }) {
  const t = useWords();
  return html`
    <span class="recording__dot"></span>
    <span class="recording__time" role="timer">${formatDuration(elapsed / 1000)}</span>
    ${elapsed >= MAX_MS
      ? html`<p class="recording__problem" role="alert">${t("voice.full")}</p>`
      : html`
        <div class="recording__wave">
          <${Wave} bars=${bars} part=${1} />
        </div>
      `}
  `;
}

/** The recording, from the moment it is on the screen until it is gone. */
function useRecording() {
  const actions = useActions();
  const [recorder, setRecorder] = useState(/** @type {Recorder | null} */ (null));
  const [problem, setProblem] = useState(
    /** @type {"voice.refused" | "voice.missing" | "voice.failed" | null} */ (null),
  );
  const [heard, setHeard] = useState({ elapsed: 0, bars: Array.from({ length: BARS }, () => 0) });
  useLayoutEffect(() => {
    /** @type {Recorder | null} */
    let own = null;
    let isGone = false;
    const look = () => {
      if (own === null) return;
      const { elapsed } = own;
      if (elapsed >= MAX_MS) own.hold(MAX_MS);
      const level = own.level();
      setHeard(({ bars }) => ({ elapsed, bars: [...bars.slice(1), level] }));
    };
    const timer = setInterval(look, LOOK_MS);
    for (const media of document.querySelectorAll("audio, video")) {
      if (media instanceof HTMLMediaElement) media.pause();
    }
    actions.media.record().then((started) => {
      if (isGone) return started.cancel();
      own = started;
      setRecorder(started);
    }, (/** @type {unknown} */ error) => {
      const name = error instanceof DOMException ? error.name : "";
      setProblem(PROBLEMS[/** @type {keyof typeof PROBLEMS} */ (name)] ?? "voice.failed");
    });
    return () => {
      isGone = true;
      clearInterval(timer);
      own?.cancel();
    };
  }, []);
  return { recorder, problem, ...heard };
}
