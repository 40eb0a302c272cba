/**
 * Pictures that one may go to next, fetched before one does; the browser keeps them. Not where somebody
 * asked it to fetch little.
 *
 * @import { Message } from "../../../server/protocol.ts"
 */
import { useEffect } from "preact/hooks";
import { fileUrl } from "../../text/file.js";

/** @param {Message[]} pictures */
export function useAhead(pictures) {
  const addresses = pictures.flatMap(({ file }) => file === undefined ? [] : [fileUrl(file)]);
  useEffect(() => {
    const { connection } = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator);
    if (connection?.saveData === true) return;
    const images = addresses.map((address) => Object.assign(new Image(), { src: address }));
    return () => images.forEach((image) => image.removeAttribute("src"));
  }, [addresses.join(" ")]);
}
