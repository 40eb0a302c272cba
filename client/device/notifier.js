/**
 * How this device calls a person: a sound that is made here, a notice of the system, a number on the
 * page's icon. A browser that has or allows none of them is silent.
 */

/** The two notes of the sound: hertz, and when each begins in seconds. */
const TONES = [[660, 0], [880, 0.09]];
/** Notices that are remembered, to be taken back. */
const MAX_NOTICES = 50;

export class Notifier {
  /** @type {AudioContext | null} */
  #audio = null;
  /** Notices that the system may still show, by what each is about. */
  #shown = /** @type {Map<string, Notification>} */ (new Map());

  /** What the system says about notices: `unavailable` where the page is not secure enough to ask. */
  get permission() {
    return isSecureContext && "Notification" in globalThis
      ? Notification.permission
      : "unavailable";
  }

  /** Asks the person; only ever called by a press of theirs. */
  async requestPermission() {
    if (this.permission === "default") await Notification.requestPermission();
    return this.permission === "granted";
  }

  /** Two soft notes. Before the first press on the page a browser plays nothing. */
  async playSound() {
    try {
      this.#audio ??= new AudioContext();
      await this.#audio.resume();
      for (const [pitch = 0, begin = 0] of TONES) this.#playTone(this.#audio, pitch, begin);
    } catch {
      // No sound then.
    }
  }

  /**
   * Shows a notice; a later one of the same room takes its place.
   * @param {{ title: string, body: string, tag: string, icon: string, onClick: () => void }} notice
   */
  show({ title, body, tag, icon, onClick }) {
    if (this.permission !== "granted") return;
    try {
      const shown = new Notification(title, { body, tag, icon });
      this.#shown.set(tag, shown);
      for (const [first] of this.#shown) {
        if (this.#shown.size > MAX_NOTICES) this.#shown.delete(first);
      }
      shown.onclick = () => {
        focus();
        shown.close();
        onClick();
      };
    } catch {
      // Some phones allow notices to workers alone.
    }
  }

  /** Takes every notice back: they hold what was said to somebody. */
  closeAll() {
    for (const notice of this.#shown.values()) notice.close();
    this.#shown.clear();
  }

  /** @param {number} count of unread messages, on the icon of the page where it was installed */
  showBadge(count) {
    if (!("setAppBadge" in navigator)) return;
    const done = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
    done.catch(() => {});
  }

  /**
   * @param {AudioContext} audio
   * @param {number} pitch
   * @param {number} begin
   */
  #playTone(audio, pitch, begin) {
    const start = audio.currentTime + begin;
    const tone = new OscillatorNode(audio, { type: "sine", frequency: pitch });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.28);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.3);
  }
}
