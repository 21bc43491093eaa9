"""A server of the program's own, fetched with `urllib`: its words, its slowness, its end."""
import http.server
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            time.sleep(0.5)
        if self.path == "/missing":
            return self.send_error(404, "Nope")
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        try:
            self.wfile.write(b"ok")
        except OSError:
            pass

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
print(urllib.request.urlopen(base + "/", timeout=5).read())
try:
    urllib.request.urlopen(base + "/missing")
except urllib.error.HTTPError as error:
    print(error, error.code, error.reason)
begun = time.perf_counter()
try:
    urllib.request.urlopen(base + "/slow", timeout=0.1)
except TimeoutError as error:
    print(type(error).__name__, error, f"{time.perf_counter() - begun:.1f}")
server.shutdown()
server.server_close()
try:
    urllib.request.urlopen(base + "/gone")
except urllib.error.URLError as error:
    print(error)
for call in (lambda s: s.connect("bad"), lambda s: s.bind("bad")):
    try:
        call(socket.socket())
    except TypeError as error:
        print(error)

signal.signal(signal.SIGUSR1, lambda number, frame: print("usr1"))
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
os.kill(os.getpid(), signal.SIGUSR1)
print("pending", signal.sigpending())
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGUSR1})
print("unblocked")

text = "one\nTwo\nthree\ntwo more\n"
for words in (["grep", "-c", "o"], ["grep", "-i", "two"], ["grep", "-v", "o"], ["grep", "-n", "t"]):
    print(subprocess.run(words, input=text, capture_output=True, text=True).stdout.split("\n"))
for wrong in (["no-such-command"], ["/tmp"], []):
    try:
        subprocess.run(wrong)
    except (OSError, IndexError) as error:
        print(type(error).__name__, error)
