/** What a server allows that lets people talk; what a test is about it says itself. */
import type { Limits } from "../../server/protocol.ts";

type ClientLimits = Pick<
  Limits,
  "text" | "text_bytes" | "name" | "recent" | "page" | "topic" | "file_bytes" | "preview_bytes"
>;

export const LIMITS: ClientLimits = Object.freeze({
  text: 4000,
  text_bytes: 16384,
  name: 32,
  recent: 50,
  page: 200,
  topic: 250,
  file_bytes: 0,
  preview_bytes: 0,
});
