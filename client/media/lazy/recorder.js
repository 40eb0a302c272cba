/**
 * A voice message while it is said: the microphone, how loud it is, and in the end a file. The microphone
 * is let go however it ends.
 */
import { withDuration } from "./webm_duration.js";

/** What a browser may record, the best known first, and how its file ends. */
const TYPES = [
  ["audio/webm;codecs=opus", "webm"],
  ["audio/mp4", "m4a"],
  ["audio/ogg;codecs=opus", "ogg"],
];
/** Speech is clear with so many. */
const BITS_PER_SECOND = 32_000;

export class Recorder {
  #stream;
  #recorder;
  #context = new AudioContext();
  #analyser;
  #samples;
  #ending;
  #now;
  #startedAt;
  /** How long it was when it was held, null while it goes on. */
  #held = /** @type {number | null} */ (null);
  /** @type {Blob[]} */
  #parts = [];

  /**
   * @param {MediaStream} stream
   * @param {() => number} now milliseconds
   */
  constructor(stream, now) {
    this.#stream = stream;
    this.#now = now;
    const [type, ending = "webm"] =
      TYPES.find(([type = ""]) => MediaRecorder.isTypeSupported(type)) ??
        [];
    this.#ending = ending;
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = 2048;
    this.#samples = new Uint8Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    this.#recorder = new MediaRecorder(stream, {
      ...(type === undefined ? {} : { mimeType: type }),
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    this.#recorder.ondataavailable = ({ data }) => this.#parts.push(data);
    this.#recorder.start();
    this.#startedAt = now();
  }

  /**
   * Asks for the microphone; rejects with a DOMException where there is none or it is refused.
   * @param {() => number} now
   */
  static async start(now) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    });
    return new Recorder(stream, now);
  }

  /** How long it is by now, in milliseconds. */
  get elapsed() {
    return this.#held ?? this.#now() - this.#startedAt;
  }

  /** How loud it is just now, 0 to 1. */
  level() {
    this.#analyser.getByteTimeDomainData(this.#samples);
    return Math.max(...this.#samples.map((value) => Math.abs(value - 128))) / 128;
  }

  /**
   * Nothing more is heard; what was said waits.
   * @param {number} ms how long it is
   */
  hold(ms) {
    this.#held ??= ms;
    if (this.#recorder.state === "recording") this.#recorder.pause();
  }

  /** Ends it; resolves to what was said. */
  async finish() {
    const duration = this.elapsed;
    const { promise, resolve } = Promise.withResolvers();
    this.#recorder.onstop = resolve;
    if (this.#recorder.state === "inactive") resolve(undefined);
    else this.#recorder.stop();
    await promise;
    this.cancel();
    const type = this.#recorder.mimeType.split(";")[0] ?? "";
    const blob = await withDuration(new Blob(this.#parts, { type }), duration);
    const time = new Date(this.#now()).toISOString().slice(0, 19).replace(/[T:]/g, "-");
    return new File([blob], `voice-${time}.${this.#ending}`, { type });
  }

  /** Lets the microphone go. */
  cancel() {
    if (this.#recorder.state !== "inactive") this.#recorder.stop();
    for (const track of this.#stream.getTracks()) track.stop();
    if (this.#context.state !== "closed") void this.#context.close();
  }
}
