/**
 * A file on its way to the server. XMLHttpRequest, for it alone tells how much of a body has gone.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 * @import { Prepared } from "../media/lazy/prepare.js"
 */
import { ApiError } from "./request.js";

/**
 * @typedef {object} UploadRequest
 * @property {Promise<SharedFile>} done rejects with an ApiError; `cancelled` after `cancel`
 * @property {() => void} cancel
 */

/**
 * Sends a file to a room, and its small picture behind it. `onProgress` hears how much of it has gone, 0 to 1.
 * @param {string} room
 * @param {Prepared} prepared
 * @param {(part: number) => void} onProgress
 * @returns {UploadRequest}
 */
export function upload(room, { file, extent, preview }, onProgress) {
  const request = new XMLHttpRequest();
  const { promise: done, resolve, reject } = Promise.withResolvers();
  const query = new URLSearchParams({ name: file.name });
  if (extent !== null) {
    query.set("width", String(extent.width));
    query.set("height", String(extent.height));
  }
  const address = `api/rooms/${encodeURIComponent(room)}/files`;
  request.open("POST", `${address}?${query}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  request.onload = async () => {
    if (request.status !== 201) {
      return reject(new ApiError(String(request.response?.code ?? "internal")));
    }
    if (preview !== null) {
      const to = `${address}/${request.response.id}/preview`;
      // Without it the file itself is shown.
      await fetch(to, { method: "POST", body: preview }).catch(() => {});
    }
    resolve(request.response);
  };
  request.onerror = () => reject(new ApiError("offline"));
  request.onabort = () => reject(new ApiError("cancelled"));
  request.send(file);
  return { done, cancel: () => request.abort() };
}
