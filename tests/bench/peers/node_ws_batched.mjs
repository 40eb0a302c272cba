/**
 * The same chat on Node and `ws` with the batching that Plaintalk has: what arrives in one turn of the
 * event loop is one write and one frame, made once, to each connection. Arguments: path of `ws`, folder.
 */
import { Buffer } from "node:buffer";
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import process from "node:process";

const [wsPath, folder] = process.argv.slice(2);
const { WebSocketServer } = await import(wsPath);
mkdirSync(folder, { recursive: true });
const rooms = new Map();
let busy = new Set();
const server = createServer((_request, response) => response.end("ok"));
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

function roomOf(name) {
  let room = rooms.get(name);
  if (room === undefined) {
    room = {
      members: new Set(),
      lines: [],
      events: [],
      file: openSync(`${folder}/${name}.txt`, "a"),
    };
    rooms.set(name, room);
  }
  return room;
}

function endOfTurn() {
  const turn = busy;
  busy = new Set();
  for (const room of turn) {
    writeSync(room.file, room.lines.join(""));
    const frame = Buffer.from(`[${room.events.join(",")}]`);
    room.lines = [];
    room.events = [];
    for (const member of room.members) member.send(frame, { binary: false });
  }
}

sockets.on("connection", (socket, request) => {
  const name = new URL(request.url, "http://x").searchParams.get("name");
  socket.on("message", (data) => {
    const { type, room: roomName, text } = JSON.parse(data);
    const room = roomOf(roomName);
    if (type === "join") {
      room.members.add(socket);
      socket.on("close", () => room.members.delete(socket));
      return;
    }
    const time = new Date().toISOString().slice(0, 19);
    room.lines.push(
      `[${time.replace("T", " ")}] ${name}: ${text.replaceAll("\n", "\u2028")}\n`,
    );
    room.events.push(
      JSON.stringify({
        type: "message",
        room: roomName,
        time: `${time}Z`,
        name,
        text,
      }),
    );
    if (busy.size === 0) setImmediate(endOfTurn);
    busy.add(room);
  });
});
process.on("exit", () => rooms.forEach(({ file }) => closeSync(file)));
server.listen(
  0,
  "127.0.0.1",
  () => process.stdout.write(`http://localhost:${server.address().port} Ctrl+C\n`),
);
