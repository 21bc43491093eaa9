import socket, threading, time, selectors, select
def server(s, n):
    for _ in range(n):
        c, addr = s.accept()
        threading.Thread(target=handle, args=(c,)).start()
def handle(c):
    with c:
        while data := c.recv(1024):
            c.sendall(data.upper())
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 0)); s.listen()
port = s.getsockname()[1]
t = threading.Thread(target=server, args=(s, 3)); t.start()
def client(n):
    with socket.create_connection(("localhost", port)) as c:
        c.sendall(f"hello {n}".encode())
        got = c.recv(100)
        c.shutdown(socket.SHUT_WR)
        print(got, c.recv(10))
for n in range(3):
    x = threading.Thread(target=client, args=(n,)); x.start(); x.join()
t.join(); s.close()
try: socket.create_connection(("127.0.0.1", port))
except ConnectionRefusedError as e: print(e)
a, b = socket.socketpair()
a.settimeout(0.2)
t0=time.time()
try: a.recv(1)
except TimeoutError as e: print(e, round(time.time()-t0,1), socket.timeout is TimeoutError)
a.setblocking(False)
try: a.recv(1)
except BlockingIOError as e: print(e)
b.send(b"line one\nline two\n"); b.close()
a.setblocking(True)
f = a.makefile("r"); print(f.readlines())
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(("127.0.0.1",0))
v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); v.sendto(b"dg", u.getsockname()); print(u.recvfrom(10)[0])
sel = selectors.DefaultSelector(); a,b = socket.socketpair(); sel.register(a, selectors.EVENT_READ, "data-a")
print(sel.select(timeout=0.1)); b.send(b"x"); print([(k.data, m) for k,m in sel.select()], select.select([a],[],[],0)[0]==[a])
try: s.accept()
except OSError as e: print(e)
print(socket.inet_aton("1.2.3.4"), socket.htons(1), socket.gethostbyname("localhost"), socket.AF_INET, repr(socket.SOCK_STREAM))
