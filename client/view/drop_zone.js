/** Files that are dropped or pasted anywhere in a conversation. */
import { useEffect, useState } from "preact/hooks";

/**
 * Watches the page for files while a room is open; true while some are held over it.
 * @param {(files: File[], entries?: (FileSystemEntry | null)[]) => void} onFiles
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
      const { files = [], items = [] } = event.dataTransfer ?? {};
      // A folder can be opened by this alone, and only now.
      onFiles([...files], Array.from(items, (item) => item.webkitGetAsEntry()));
    }
    /** @param {ClipboardEvent} event */
    function paste(event) {
      const { files = [], types = [] } = event.clipboardData ?? {};
      // A table from a spreadsheet comes as words and as a picture: the words are meant.
      if (files.length === 0 || types.includes("text/plain")) return;
      event.preventDefault();
      onFiles([...files]);
    }
    const end = new AbortController();
    addEventListener("dragover", over, end);
    addEventListener("dragleave", leave, end);
    addEventListener("drop", drop, end);
    addEventListener("paste", paste, end);
    return () => end.abort();
  });
  return isOver;
}
