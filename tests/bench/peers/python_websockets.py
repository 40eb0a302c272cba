"""The same chat on Python and `websockets`: a line appended, one broadcast a message. Argument: folder."""
import asyncio, json, os, sys, time
from urllib.parse import parse_qs, urlparse
import websockets

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
rooms = {}


async def talk(socket, path=None):
    address = path or getattr(socket, "path", None) or socket.request.path
    name = parse_qs(urlparse(address).query).get("name", ["?"])[0]
    joined = []
    try:
        async for data in socket:
            command = json.loads(data)
            room = command["room"]
            if command["type"] == "join":
                members, _ = rooms.setdefault(room, (set(), open(f"{folder}/{room}.txt", "a")))
                members.add(socket)
                joined.append(members)
                continue
            members, file = rooms[room]
            now = time.gmtime()
            text = command["text"]
            line = text.replace("\n", "\u2028")
            file.write(f"[{time.strftime('%Y-%m-%d %H:%M:%S', now)}] {name}: {line}\n")
            file.flush()
            event = {"type": "message", "room": room, "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", now), "name": name, "text": text}
            websockets.broadcast(members, json.dumps(event, separators=(",", ":")))
    finally:
        for members in joined:
            members.discard(socket)


async def main():
    async with websockets.serve(talk, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"http://localhost:{port} Ctrl+C", flush=True)
        await asyncio.Future()


asyncio.run(main())
