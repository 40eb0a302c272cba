/** Files that are dropped or pasted anywhere in a conversation. */
import { useEffect, useState } from "preact/hooks";

/**
 * Watches the page for files while a room is open; true while some are held over it.
 * @param {(files: File[]) => void} onFiles
 * @param {boolean} isOn
 */
export function useDropZone(onFiles, isOn) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    /** @param {DragEvent} event */
    const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files") ?? false;
    /** @param {DragEvent} event */
    function over(event) {
      if (!hasFiles(event)) return;
      // Without this the browser would leave the page for the file.
      event.preventDefault();
      setOver(true);
    }
    /** @param {DragEvent} event */
    function leave(event) {
      if (event.relatedTarget === null) setOver(false);
    }
    /** @param {DragEvent} event */
    function drop(event) {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      onFiles([...event.dataTransfer?.files ?? []]);
    }
    /** @param {ClipboardEvent} event */
    function paste(event) {
      const { files = [], types = [] } = event.clipboardData ?? {};
      // A table from a spreadsheet comes as words and as a picture: the words are meant.
      if (files.length === 0 || types.includes("text/plain")) return;
      event.preventDefault();
      onFiles([...files]);
    }
    addEventListener("dragover", over);
    addEventListener("dragleave", leave);
    addEventListener("drop", drop);
    addEventListener("paste", paste);
    return () => {
      removeEventListener("dragover", over);
      removeEventListener("dragleave", leave);
      removeEventListener("drop", drop);
      removeEventListener("paste", paste);
    };
  });
  return isOver;
}
