/**
 * A chat the usual way on Deno's own WebSockets: JSON in, a line appended, one JSON.stringify a message,
 * one send a message and person. What the runtime alone costs, for Plaintalk runs on it. Argument: folder.
 */
const [folder = "."] = Deno.args;
Deno.mkdirSync(folder, { recursive: true });
const ENCODER = new TextEncoder();
const rooms = new Map<string, { file: Deno.FsFile; members: Set<WebSocket> }>();

function join(name: string, socket: WebSocket): void {
  let room = rooms.get(name);
  if (room === undefined) {
    const file = Deno.openSync(`${folder}/${name}.txt`, { append: true, create: true });
    rooms.set(name, room = { file, members: new Set() });
  }
  room.members.add(socket);
  socket.addEventListener("close", () => room.members.delete(socket));
}

function say(name: string, { room, text }: { room: string; text: string }): void {
  const time = new Date().toISOString().slice(0, 19);
  const line = `[${time.replace("T", " ")}] ${name}: ${text.replaceAll("\n", "\u2028")}\n`;
  rooms.get(room)?.file.writeSync(ENCODER.encode(line));
  const event = JSON.stringify({ type: "message", room, time: `${time}Z`, name, text });
  for (const member of rooms.get(room)?.members ?? []) member.send(event);
}

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) =>
    void Deno.stdout.writeSync(ENCODER.encode(`http://localhost:${port} Ctrl+C\n`)),
}, (request) => {
  if (request.headers.get("upgrade") !== "websocket") return new Response("ok");
  const name = new URL(request.url).searchParams.get("name") ?? "";
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.addEventListener("message", ({ data }) => {
    const command = JSON.parse(data);
    if (command.type === "join") join(command.room, socket);
    else say(name, command);
  });
  return response;
});
