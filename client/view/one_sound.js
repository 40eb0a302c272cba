/** One thing sounds at a time: whatever begins to play pauses the films and sounds beside it. */

/** @param {Event} event `play` of a film or a sound */
export function pauseOthers({ currentTarget }) {
  for (const media of document.querySelectorAll("audio, video")) {
    if (media !== currentTarget && media instanceof HTMLMediaElement) media.pause();
  }
}
