"""The device that takes everything and gives nothing."""
import os, contextlib, sys
with open(os.devnull, "w") as sink:
    print("nothing", file=sink)
    with contextlib.redirect_stdout(sink):
        for i in range(1000): print("x" * 100)
    print(sink.name, sink.mode, sink.writable())
with open("/dev/null") as f: print(repr(f.read()))
with open("/dev/null", "rb") as f: print(f.read(), f.readline())
with open("/dev/null", "ab") as f: print(f.write(b"abc"))
print(os.path.exists("/dev/null"), os.path.isfile("/dev/null"))
