/**
 * A file on its way to the server. XMLHttpRequest, for it alone tells how much of a body has gone.
 *
 * @import { SharedFile } from "../../server/protocol.ts"
 */
import { ApiError } from "./request.js";

/**
 * @typedef {object} UploadRequest
 * @property {Promise<SharedFile>} done rejects with an ApiError; `cancelled` after `cancel`
 * @property {() => void} cancel
 */

/**
 * Sends a file to a room. `told` hears how much of it has gone, 0 to 1.
 * @param {string} room
 * @param {File} file
 * @param {{ width: number, height: number } | null} imageSize of a picture, so that room is kept for it
 * @param {(part: number) => void} onProgress
 * @returns {UploadRequest}
 */
export function upload(room, file, imageSize, onProgress) {
  const request = new XMLHttpRequest();
  const { promise: done, resolve, reject } = Promise.withResolvers();
  const query = new URLSearchParams({ name: file.name });
  if (imageSize !== null) {
    query.set("width", String(imageSize.width));
    query.set("height", String(imageSize.height));
  }
  request.open("POST", `api/rooms/${encodeURIComponent(room)}/files?${query}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  request.onload = () => {
    if (request.status === 201) resolve(request.response);
    else reject(new ApiError(String(request.response?.code ?? "internal")));
  };
  request.onerror = () => reject(new ApiError("offline"));
  request.onabort = () => reject(new ApiError("cancelled"));
  request.send(file);
  return { done, cancel: () => request.abort() };
}

/**
 * Width and height of a picture, null for what is none.
 * @param {File} file
 */
export async function imageSizeOf(file) {
  if (!file.type.startsWith("image/")) return null;
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    // It only calls itself a picture, or this browser cannot show it.
    return null;
  }
}
