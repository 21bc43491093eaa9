import asyncio, socketserver, threading, socket, http.client, urllib.request, json
from http.server import BaseHTTPRequestHandler, HTTPServer
async def handle(reader, writer):
    addr = writer.get_extra_info("peername")
    while line := await reader.readline():
        msg = line.decode().strip()
        if msg == "quit": break
        await asyncio.sleep(0.1)
        writer.write(f"echo {msg}\n".encode())
        await writer.drain()
    writer.close()
    await writer.wait_closed()
async def client(name, port):
    r, w = await asyncio.open_connection("127.0.0.1", port)
    out = []
    for i in range(2):
        w.write(f"{name}{i}\n".encode()); await w.drain()
        out.append((await r.readline()).decode().strip())
    w.write(b"quit\n")
    out.append(await r.read())
    w.close(); await w.wait_closed()
    return out
class Echo(asyncio.Protocol):
    def connection_made(self, t): self.t = t; print("made")
    def data_received(self, data): print("got", data); self.t.write(data[::-1])
    def connection_lost(self, exc): print("lost", exc)
class Client(asyncio.Protocol):
    def __init__(self, done): self.done = done; self.data=b""
    def connection_made(self, t): t.write(b"abc"); self.t=t
    def data_received(self, data): self.data+=data; self.t.close()
    def connection_lost(self, exc): self.done.set_result(self.data)
async def main():
    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        loop = asyncio.get_running_loop(); t0 = loop.time()
        print(await asyncio.gather(*(client(n, port) for n in "abc")), round(loop.time()-t0,1))
        print(server.is_serving())
    print(server.is_serving())
    try: await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as e: print("refused", e.errno)
    srv = await loop.create_server(Echo, "127.0.0.1", 0)
    done = loop.create_future()
    await loop.create_connection(lambda: Client(done), "127.0.0.1", srv.sockets[0].getsockname()[1])
    print(await done); await asyncio.sleep(0.05)
    srv.close(); await srv.wait_closed()
    async def short(r, w):
        w.write(b"12345"); w.close()
    srv = await asyncio.start_server(short, "localhost", 0)
    r, w = await asyncio.open_connection("localhost", srv.sockets[0].getsockname()[1])
    print(await r.readexactly(2))
    try: await r.readexactly(10)
    except asyncio.IncompleteReadError as e: print(e, e.partial, e.expected)
    w.close(); srv.close()
    r = asyncio.StreamReader(); r.feed_data(b"x\ny"); r.feed_eof(); print([l async for l in r], r.at_eof())
    try: await asyncio.wait_for(asyncio.open_connection("127.0.0.1", 1), 1)
    except OSError as e: print(type(e).__name__)
asyncio.run(main())
class H(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())
with socketserver.ThreadingTCPServer(("127.0.0.1", 0), H) as srv:
    t = threading.Thread(target=srv.serve_forever); t.start()
    with socket.create_connection(srv.server_address) as c:
        c.sendall(b"one\ntwo\n"); c.shutdown(socket.SHUT_WR)
        print(c.makefile().read())
    srv.shutdown(); t.join()
class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/missing": self.send_error(404); return
        body = json.dumps({"path": self.path}).encode()
        self.send_response(200); self.send_header("Content-Type","application/json"); self.send_header("Content-Length",str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_POST(self):
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201); self.end_headers(); self.wfile.write(data[::-1])
    def log_message(self, *a): pass
srv = HTTPServer(("127.0.0.1", 0), Page)
t = threading.Thread(target=srv.serve_forever, daemon=True); t.start()
c = http.client.HTTPConnection("127.0.0.1", srv.server_port)
c.request("GET", "/x?y=1"); r = c.getresponse(); print(r.status, r.reason, r.getheader("content-type"), r.read())
c.close()
print(urllib.request.urlopen(f"http://127.0.0.1:{srv.server_port}/u").read())
try: urllib.request.urlopen(f"http://127.0.0.1:{srv.server_port}/missing")
except urllib.error.HTTPError as e: print(e.code, e.reason, e)
print(urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{srv.server_port}/p", data=b"abc")).read())
srv.shutdown(); srv.server_close()
