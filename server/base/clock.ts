/**
 * Time and turns of the event loop, handed in so that tests hold them.
 * Nothing else in the server asks for the time or sets a timer.
 */
import { setImmediate } from "node:timers";
import { DAY_MS } from "./units.ts";

/** A timer that has been set; cancelling it twice, or after it ran, is harmless. */
export interface Timer {
  cancel(): void;
}

/** Where time comes from. */
export interface Clock {
  /** Milliseconds since 1970 in UTC. It may step back. */
  now(): number;
  after(ms: number, fn: () => void): Timer;
  every(ms: number, fn: () => void): Timer;
}

/** Runs something once what this turn of the event loop brought has been taken in. */
export type EndOfTurn = (fn: () => void) => void;

/**
 * The real clock. Its timers do not keep the process alive, for the server's socket does, unless `keepsAlive`
 * says that nothing else goes on.
 */
export function systemClock({ keepsAlive = false } = {}): Clock {
  return {
    now: () => Date.now(),
    after(ms, fn) {
      const id = setTimeout(fn, ms);
      if (!keepsAlive) Deno.unrefTimer(id);
      return { cancel: () => clearTimeout(id) };
    },
    every(ms, fn) {
      const id = setInterval(fn, ms);
      if (!keepsAlive) Deno.unrefTimer(id);
      return { cancel: () => clearInterval(id) };
    },
  };
}

/** Milliseconds since some moment, with as many digits as there are; never steps back. */
export function stopwatch(): number {
  return performance.now();
}

/** The real end of a turn: after every frame that the runtime had ready was handed to us. */
export function endOfTurn(fn: () => void): void {
  setImmediate(fn);
}

/** The last time that was formatted: what is said in one second has it in common. */
const LAST = { time: NaN, text: "", iso: "", day: NaN, dayText: "" };

/** `2025-11-19 23:46:36`, UTC: how a time stands in our files. */
export function formatTime(time: number): string {
  return formatted(time).text;
}

/** `2025-11-19T23:46:36Z`: how a time stands on the wire (RFC 3339), without parts of a second. */
export function formatIso(time: number): string {
  return formatted(time).iso;
}

/** `20251119T234636`: how a time stands in the name of a file. */
export function formatStamp(time: number): string {
  return formatIso(time).slice(0, -1).replace(/[-:]/g, "");
}

function formatted(time: number): { text: string; iso: string } {
  if (time !== LAST.time) {
    const day = Math.floor(time / DAY_MS);
    if (day !== LAST.day) {
      LAST.dayText = new Date(time).toISOString().slice(0, 10);
      LAST.day = day;
    }
    const seconds = Math.floor(time / 1000) - day * (DAY_MS / 1000);
    const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${
      two(seconds % 60)
    }`;
    LAST.text = `${LAST.dayText} ${clock}`;
    LAST.iso = `${LAST.dayText}T${clock}Z`;
    LAST.time = time;
  }
  return LAST;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}

/** The time that `formatTime` wrote, NaN for what is none. */
export function readTime(text: string): number {
  return Date.parse(`${text.replace(" ", "T")}Z`);
}

/** Milliseconds to the whole second below: what a line can hold. */
export function wholeSeconds(time: number): number {
  return Math.floor(time / 1000) * 1000;
}
