/**
 * `POST /api/rooms/<room>/files` and `GET /files/<id>`: attachments in and out. What goes out can run
 * nothing: only kinds that were sniffed are shown in place, everything else is kept by the browser
 * (OWASP File Upload). Knows no path on the disk.
 */
import type { Bodies } from "./request_bodies.ts";
import { announcedBytes, contentDisposition, readForm } from "./upload_request.ts";
import type { Authenticator } from "./auth.ts";
import { json } from "./http.ts";
import { pieceOf } from "./range.ts";
import { type Downloads, holderOf } from "./downloads.ts";
import type { Call, Route } from "./router.ts";
import { ChatError } from "../base/errors.ts";
import { anyRoom, draft as readDraft } from "../chat/fields.ts";
import { type Member, ownerOf } from "../delivery/connection.ts";
import { type FilesFromOptions, isSaidFrom } from "../chat/private/files_from.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Say } from "../chat/say.ts";
import type { SharedFile } from "../protocol.ts";
import { ANY_TYPE, isShown } from "../attachments/sniff.ts";
import { factsOf } from "../attachments/sidecar.ts";
import type { AttachmentStore } from "../attachments/store.ts";

export interface FileRoutesOptions extends FilesFromOptions {
  rooms: Rooms;
  auth: Authenticator;
  files: AttachmentStore;
  bodies: Bodies;
  say: Say;
  /** Throws a ChatError `too_fast` where a member sends too many files. */
  maySend: (member: Member) => void;
  /** Called with each attachment that was received. */
  onTaken: () => void;
  /** Opens a file as a stream of exactly these bytes. */
  stream: Downloads["open"];
}

/** Nothing in a file may run or load anything, whoever looks at it. */
const POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

export function fileRoutes(options: FileRoutesOptions): Route[] {
  return [
    { method: "POST", path: "/api/rooms/:room/files", handle: (call) => take(options, call) },
    {
      method: "POST",
      path: "/api/rooms/:room/files/:id/preview",
      handle: (call) => takePreview(options, call),
    },
    { method: "GET", path: "/files/:id", handle: (call) => give(options, call) },
  ];
}

/**
 * The bytes as they are, with `?name=`, or a form as `curl -F file=@picture.jpg` sends it. With a
 * `text`, be it empty, the file is said at once; else a message is to name it within the hour.
 */
async function take(options: FileRoutesOptions, call: Call): Promise<Response> {
  const { rooms, auth, files, bodies, maySend, say, onTaken } = options;
  const member = auth.writer(call);
  maySend(member);
  const room = rooms.get(anyRoom(call.params.room), member, true);
  const owner = ownerOf(member);
  const addressKey = member.account ? null : member.addressKey;
  const { request, address } = call;
  const { stored, fields } = await bodies.file(request, address, owner, async (bytes) => {
    const { fields, body, announced } = await readForm(call, bytes, files.maxBytes);
    const about = () => ({ name: fields.name ?? "", extent: extentOf(fields) });
    const stored = await files.take(body, { owner, addressKey, place: room.key, announced, about });
    return { stored, fields };
  });
  onTaken();
  const file: SharedFile = factsOf(stored);
  if (fields.text === undefined) return json(file, 201);
  const { text, ref } = fields;
  const draft = readDraft({ text, ref, file: file.id });
  const message = await say.post(member, room, draft);
  return json({ room: room.nameFor(member), ...message }, 201);
}

/** The small picture of a file that its sender has not said yet, as the body. */
async function takePreview(
  { rooms, auth, files, bodies }: FileRoutesOptions,
  call: Call,
): Promise<Response> {
  const { request, params, address } = call;
  const member = auth.writer(call);
  const room = rooms.get(anyRoom(params.room), member, true);
  const owner = ownerOf(member);
  const sent = {
    owner,
    addressKey: member.account ? null : member.addressKey,
    place: room.key,
    announced: announcedBytes(request),
  };
  await bodies.file(
    request,
    address,
    owner,
    (bytes) => files.takePreview(params.id ?? "", bytes, sent),
  );
  return json({}, 201);
}

/** A file; with `?preview` its small picture, and where it has none a picture itself. */
async function give(options: FileRoutesOptions, call: Call): Promise<Response> {
  const { rooms, auth, files, stream } = options;
  const reader = auth.reader(call);
  const file = files.find(call.params.id ?? "");
  const room = file === null ? null : rooms.byKey(file.place, reader);
  if (file === null || room === null) throw noSuchFile();
  const added = room.from(reader);
  if (added > 0 && !await isSaidFrom(room.history, added, file, options)) throw noSuchFile();
  const wantsPreview = call.url.searchParams.has("preview");
  const preview = wantsPreview ? files.previewOf(file) : null;
  // Nobody wants a film in the place of its picture.
  if (wantsPreview && preview === null && !file.type.startsWith("image/")) {
    return new Response(null, { status: 204 });
  }
  const { path, size, type } = preview ?? { path: files.pathOf(file), ...factsOf(file) };
  const tag = `"${file.id}${preview === null ? "" : " preview"}"`;
  const headers = new Headers({
    "content-type": isShown(type) ? type : ANY_TYPE,
    "content-disposition": contentDisposition(isShown(type), file.name),
    "content-security-policy": POLICY,
    "accept-ranges": "bytes",
    // Asked for again each time, for it may have been erased meanwhile.
    "cache-control": "private, no-cache, no-transform",
    "etag": tag,
  });
  if (call.request.headers.get("if-none-match") === tag) {
    return new Response(null, { status: 304, headers });
  }
  const { status, from, length } = pieceOf(call.request, size, headers);
  if (call.request.method === "HEAD" || length === 0) {
    return new Response(null, { status, headers });
  }
  const mayRead = (): boolean =>
    auth.stillReads(reader) && rooms.byKey(file.place, reader) !== null;
  return new Response(await stream(path, from, length, holderOf(call, reader), mayRead), {
    status,
    headers,
  });
}

function extentOf({ width, height }: Record<string, string | undefined>): [number, number] | null {
  const [w, h] = [width, height].map((side) =>
    /^[1-9]\d{0,4}$/.test(side ?? "") ? Number(side) : 0
  );
  return w && h ? [w, h] : null;
}

function noSuchFile(): ChatError {
  return new ChatError("not_found", "Cannot find this file");
}
