from multiprocessing import Process

# On Windows and macOS (and Linux from Python 3.14 on) a child is no copy of its parent: it
# reads the file of the program anew, as __mp_main__. Here both files are read so.
PLAIN = """
def work():
    print(f"  {__name__}: work", flush=True)
start(work)
"""
GUARDED = PLAIN.replace("start(work)", """
if __name__ == "__main__":
    start(work)
""")


def read(file, name):
    def start(work):
        if name == "__mp_main__":           # multiprocessing refuses it for the same reason
            raise RuntimeError("a child that is still reading the file starts a child")
        child = Process(target=spawned, args=(file,))
        child.start()
        child.join()
        print("  exit code", child.exitcode, flush=True)

    names = {"__name__": name, "start": start}
    print("  the file is read as", name, flush=True)
    exec(file, names)
    return names


def spawned(file):
    try:
        names = read(file, "__mp_main__")
    except RuntimeError as error:
        print("  RuntimeError:", error, flush=True)
        raise SystemExit(1)
    names["work"]()


if __name__ == "__main__":
    for title, file in (("without the guard", PLAIN), ("with the guard", GUARDED)):
        print(title, flush=True)
        read(file, "__main__")
