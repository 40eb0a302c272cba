/**
 * A sound where it is: play, seek by mouse, finger and keys, the time, the speed, which is that of all
 * sounds on this device. What begins to play ends what played before; a voice message goes on into the
 * next one. It shows its wave once it is near; nothing is fetched before.
 *
 * @import { SharedFile } from "../../../server/protocol.ts"
 * @import { Wave as SoundWave } from "../../media/lazy/wave.js"
 */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { html } from "htm/preact";
import { useActions, useSelect, useWords } from "../hooks.js";
import { IconButton } from "../icons.js";
import { pauseOthers } from "../one_sound.js";
import { Wave } from "./wave.js";
import { openRoom } from "../../state/selectors.js";
import { formatDuration } from "../../text/duration.js";
import { fileUrl, isVoice } from "../../text/file.js";
import { nextVoice } from "../../text/next_voice.js";

const SPEEDS = [1, 1.5, 2, 0.75];
/** Seconds that an arrow key goes, and a page key. */
const STEP_S = 5;
const PAGE_S = 30;
/** Bytes of a voice message whose wave is looked for. */
const MAX_WAVE_BYTES = 2 * 1024 * 1024;
/** Before anybody knows its wave. */
const QUIET = Array.from({ length: 48 }, () => 0);

/** @param {{ file: SharedFile }} props */
export function AudioPlayer({ file }) {
  const t = useWords();
  const box = useRef(/** @type {HTMLDivElement | null} */ (null));
  const audio = useRef(/** @type {HTMLAudioElement | null} */ (null));
  const isNear = useNearness(box);
  const wave = useWave(file, isNear);
  const messages = useSelect((state) => openRoom(state)?.messages) ?? [];
  const playNext = () => playFromStart(nextVoice(messages, file));
  const { isPlaying, time, duration: told, handlers, seek, step, toggle } = usePlayback(
    audio,
    playNext,
  );
  // What was recorded does not always say how long it is.
  const duration = Number.isFinite(told) && told > 0 ? told : wave?.duration ?? 0;
  const part = duration > 0 ? Math.min(1, time / duration) : 0;

  return html`
    <div
      class="player"
      ref=${box}
      role="group"
      aria-label=${isVoice(file) ? t("voice.title") : file.name}
      data-test="sound"
      data-state=${isPlaying ? "playing" : "paused"}
      data-file
    >
      <audio
        ref=${audio}
        src=${fileUrl(file)}
        data-sound=${file.id}
        preload=${isNear ? "metadata" : "none"}
        ...${handlers}
      ></audio>
      <${IconButton}
        class="player__play"
        test="sound-play"
        icon=${isPlaying ? "pause" : "play"}
        word=${t(isPlaying ? "sound.pause" : "sound.play")}
        onClick=${toggle}
      />
      <div class="player__track">
        <${Wave} bars=${wave?.bars ?? QUIET} part=${part} />
        <${Seek} time=${time} duration=${duration} onSeek=${seek} onStep=${step}
          onToggle=${toggle} />
      </div>
      <span class="player__time">${formatDuration(time > 0 || isPlaying ? time : duration)}</span>
      <${Speed} audio=${audio} />
    </div>
  `;
}

/**
 * Where it is, as a slider over the wave.
 * @param {{ time: number, duration: number, onSeek: (seconds: number) => void,
 *   onStep: (seconds: number) => void, onToggle: () => void }} props
 */
function Seek({ time, duration, onSeek, onStep, onToggle }) {
  const t = useWords();
  /** @param {KeyboardEvent} event */
  function onKeyDown(event) {
    const forward = document.dir === "rtl" ? -1 : 1;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: () => onStep(STEP_S * forward),
      ArrowLeft: () => onStep(-STEP_S * forward),
      ArrowUp: () => onStep(STEP_S),
      ArrowDown: () => onStep(-STEP_S),
      PageUp: () => onStep(PAGE_S),
      PageDown: () => onStep(-PAGE_S),
      Home: () => onSeek(0),
      End: () => onSeek(duration),
      " ": onToggle,
    };
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }
  return html`
    <input
      class="player__seek"
      type="range"
      min="0"
      max=${duration || 1}
      step="0.01"
      value=${time}
      aria-label=${t("sound.position")}
      aria-valuetext=${t("sound.of", { time: formatDuration(time), all: formatDuration(duration) })}
      data-test="sound-seek"
      onKeyDown=${onKeyDown}
      onInput=${(/** @type {Event & { currentTarget: HTMLInputElement }} */ { currentTarget }) =>
        onSeek(Number(currentTarget.value))}
    />
  `;
}

/** @param {{ audio: import("preact").RefObject<HTMLAudioElement | null> }} props */
function Speed({ audio }) {
  const t = useWords();
  const actions = useActions();
  const preferences = useSelect((state) => state.preferences);
  const speed = SPEEDS.find((one) => one === preferences.speed) ?? 1;
  useLayoutEffect(() => {
    if (audio.current === null) return;
    // A sound that is fetched begins at the default.
    audio.current.defaultPlaybackRate = speed;
    audio.current.playbackRate = speed;
  }, [speed]);
  const shown = `${speed.toLocaleString(preferences.language)}×`;
  return html`
    <button
      class="player__speed"
      type="button"
      data-test="sound-speed"
      aria-label=${t("sound.speed", { speed: shown })}
      title=${t("sound.speed", { speed: shown })}
      onClick=${() => {
        const next = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
        actions.savePreferences({ ...preferences, speed: next });
      }}
    >
      ${shown}
    </button>
  `;
}

/**
 * Plays a sound of the page that nobody stopped on its way.
 * @param {SharedFile | null} file
 */
function playFromStart(file) {
  const next = file && document.querySelector(`audio[data-sound="${CSS.escape(file.id)}"]`);
  if (next instanceof HTMLAudioElement && next.currentTime === 0) void next.play().catch(() => {});
}

/**
 * What an audio element tells of itself.
 * @param {import("preact").RefObject<HTMLAudioElement | null>} audio
 * @param {() => void} onEnd
 */
function usePlayback(audio, onEnd) {
  const [isPlaying, setPlaying] = useState(false);
  const [time, setTime] = useState(0);
  const [duration, setDuration] = useState(0);
  const onTime = () => setTime(audio.current?.currentTime ?? 0);
  const handlers = {
    onPlay: (/** @type {Event} */ event) => {
      pauseOthers(event);
      setPlaying(true);
    },
    onPause: () => setPlaying(false),
    onEnded: () => {
      setPlaying(false);
      if (audio.current !== null) audio.current.currentTime = 0;
      onEnd();
    },
    onTimeUpdate: onTime,
    onSeeking: onTime,
    onDurationChange: () => setDuration(audio.current?.duration ?? 0),
  };
  /** @param {number} seconds */
  function seek(seconds) {
    if (audio.current !== null) {
      audio.current.currentTime = Math.max(0, seconds);
    }
  }

  /** @param {number} seconds from where it is by now, which may be later than what is drawn */
  function step(seconds) {
    seek((audio.current?.currentTime ?? 0) + seconds);
  }

  function toggle() {
    if (isPlaying) audio.current?.pause();
    else void audio.current?.play().catch(() => {});
  }

  return { isPlaying, time, duration, handlers, seek, step, toggle };
}

/**
 * True once an element came near to what is seen.
 * @param {import("preact").RefObject<HTMLElement | null>} box
 */
function useNearness(box) {
  const [isNear, setNear] = useState(false);
  useLayoutEffect(() => {
    if (box.current === null || isNear) return;
    const watcher = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
    }, { rootMargin: "200px" });
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, [isNear]);
  return isNear;
}

/**
 * The wave of a voice message, null until it is there.
 * @param {SharedFile} file
 * @param {boolean} isWanted
 */
function useWave(file, isWanted) {
  const actions = useActions();
  const [wave, setWave] = useState(/** @type {SoundWave | null} */ (null));
  useLayoutEffect(() => {
    if (!isWanted || !isVoice(file) || file.size > MAX_WAVE_BYTES) return;
    // Without it the bars are dots.
    actions.media.waveOf(fileUrl(file)).then(setWave, () => {});
  }, [isWanted]);
  return wave;
}
