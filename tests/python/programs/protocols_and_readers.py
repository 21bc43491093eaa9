import asyncio, socket, threading, json
class Chat(asyncio.Protocol):
    clients = set()
    def connection_made(self, tr): self.tr = tr; self.clients.add(self); print("made", tr.get_extra_info("peername") is not None)
    def data_received(self, data):
        print("recv", data)
        for c in self.clients: c.tr.write(b"> " + data)
    def connection_lost(self, exc): self.clients.discard(self); print("lost", exc)
class Client(asyncio.Protocol):
    def __init__(self, done): self.done, self.got = done, b""
    def connection_made(self, tr): self.tr = tr; tr.write(b"hello")
    def data_received(self, d): self.got += d; self.tr.close()
    def eof_received(self): print("eof"); return False
    def connection_lost(self, e): self.done.set_result(self.got)
class Udp(asyncio.DatagramProtocol):
    def connection_made(self, tr): self.tr = tr
    def datagram_received(self, d, addr): print("udp", d); self.tr.sendto(d.upper(), addr)
class UdpC(asyncio.DatagramProtocol):
    def __init__(self, f): self.f = f
    def connection_made(self, tr): tr.sendto(b"ping")
    def datagram_received(self, d, addr): self.f.set_result(d)
async def main():
    loop = asyncio.get_running_loop()
    srv = await loop.create_server(Chat, "127.0.0.1", 0); port = srv.sockets[0].getsockname()[1]
    done = loop.create_future()
    tr, pr = await loop.create_connection(lambda: Client(done), "127.0.0.1", port)
    print(isinstance(tr, asyncio.Transport), type(pr).__name__, await done, tr.is_closing())
    srv.close(); await srv.wait_closed()
    ut, up = await loop.create_datagram_endpoint(Udp, local_addr=("127.0.0.1", 0)); f = loop.create_future()
    ct, cp = await loop.create_datagram_endpoint(lambda: UdpC(f), remote_addr=ut.get_extra_info("sockname"))
    print(await f); ct.close(); ut.close()
    a, b = socket.socketpair(); a.setblocking(False); b.setblocking(False)
    got = loop.create_future()
    def readable(): loop.remove_reader(b); got.set_result(b.recv(10))
    loop.add_reader(b, readable); loop.call_later(0.1, a.send, b"via reader"); print(await got)
    w = loop.create_future(); loop.add_writer(a, lambda: (loop.remove_writer(a), w.set_result("writable"))); print(await w); print(loop.remove_reader(b))
    await loop.sock_sendall(a, b"x" * 5); print(await loop.sock_recv(b, 10))
    r, wr = await asyncio.open_connection(sock=a); loop.call_later(0.05, b.sendall, b"line\n"); print(await r.readline(), wr.get_extra_info("socket") is not None); wr.write(b"back"); await wr.drain(); print(b.recv(10)); wr.close()
    async def rpc(reader, writer):
        async for line in reader:
            req = json.loads(line)
            writer.write(json.dumps({"id": req["id"], "result": sum(req["params"])}).encode() + b"\n"); await writer.drain()
        writer.close()
    async with await asyncio.start_server(rpc, "127.0.0.1", 0) as s:
        async def call(i, *p):
            r, w = await asyncio.open_connection(*s.sockets[0].getsockname()); w.write(json.dumps({"id": i, "params": p}).encode() + b"\n"); resp = json.loads(await asyncio.wait_for(r.readline(), 1)); w.close(); await w.wait_closed(); return resp
        print(await asyncio.gather(*(call(i, i, i * 2) for i in range(3))))
        r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
        w.writelines([b'{"id": 9, ', b'"params": [1]}\n']); print(await r.readuntil(b"}")); print(w.is_closing(), w.can_write_eof(), w.transport is not None); w.close()
    try: await asyncio.wait_for(asyncio.open_connection("127.0.0.1", 1), 1)
    except OSError as e: print(type(e).__name__, e)
asyncio.run(main())
