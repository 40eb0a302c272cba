/**
 * A chat the usual way, as a fair peer: Node and `ws`, JSON in, a line appended without waiting for
 * it, one JSON.stringify a message, one send a message and person. Arguments: path of `ws`, folder.
 */
import { appendFile, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import process from "node:process";

const [wsPath, folder] = process.argv.slice(2);
const { WebSocketServer } = await import(wsPath);
mkdirSync(folder, { recursive: true });
const rooms = new Map();
const server = createServer((_request, response) => response.end("ok"));
const sockets = new WebSocketServer({ server, perMessageDeflate: false });

sockets.on("connection", (socket, request) => {
  const name = new URL(request.url, "http://x").searchParams.get("name");
  socket.on("message", (data) => {
    const command = JSON.parse(data);
    if (command.type === "join") {
      if (!rooms.has(command.room)) rooms.set(command.room, new Set());
      rooms.get(command.room).add(socket);
      socket.on("close", () => rooms.get(command.room).delete(socket));
      return;
    }
    const time = new Date().toISOString().slice(0, 19);
    const { room, text } = command;
    const line = `[${time.replace("T", " ")}] ${name}: ${text.replaceAll("\n", "\u2028")}\n`;
    appendFile(`${folder}/${room}.txt`, line, () => {});
    const event = JSON.stringify({
      type: "message",
      room,
      time: `${time}Z`,
      name,
      text,
    });
    for (const member of rooms.get(room) ?? []) member.send(event);
  });
});
server.listen(
  0,
  "127.0.0.1",
  () => process.stdout.write(`http://localhost:${server.address().port} Ctrl+C\n`),
);
