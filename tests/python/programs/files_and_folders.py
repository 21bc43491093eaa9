import os, io, tempfile, shutil, glob, json
from pathlib import Path, PurePath
from io import open
base=Path(tempfile.mkdtemp()); os.chdir(base)
p=base/"notes.txt"
print(p.name,p.stem,p.suffix,p.parent==base,p.exists(),Path("a/b/../c.tar.gz").suffixes, Path("a")/"b"/"/c", PurePath("a","b").parts, Path("/a/b").parents[0], list(map(str,Path("/a/b/c").parents)))
print(p.write_text("one\ntwo\nthree\n"), p.read_text().splitlines(), p.stat().st_size, p.is_file(), p.is_dir())
with open(p) as f:
    print(f.readline(), f.read(3), f.tell(), list(f), f.name==str(p), f.mode, f.closed, f.encoding)
print(f.closed)
with p.open("a") as f: print(f.write("four"), f.tell())
with open(p, "r+") as f: f.seek(4); f.write("TWO"); f.seek(0); print(f.read())
with open("data.bin","wb") as f: f.write(bytes(range(5))); print(f)
with open("data.bin","rb") as f: print(f.read(2), f.seek(-1,2), f.read(), f.tell(), f.readable(), f.writable()); print(f)
for action in (lambda: open("nope"), lambda: open(base), lambda: open(p,"x"), lambda: open(p,"rw"), lambda: open("no/dir/x","w"), lambda: open(p,"q"), lambda: f.read(), lambda: os.remove("zz"), lambda: os.rmdir(base), lambda: os.mkdir(base), lambda: (base/"k").rename("q/r"), lambda: os.listdir("zz"), lambda: open(p,"w",encoding="xx"), lambda: open("data.bin",encoding="ascii").read(), lambda: open(p).write("x"), lambda: open(p,"w").read(), lambda: open(p,"wb").write("x"), lambda: open(p,"w").write(b"x"), lambda:p.iterdir().__next__(), lambda: open(p, "b")):
    try: print(action())
    except Exception as e: print(type(e).__name__, str(e).replace(str(base),"BASE"))
(base/"sub"/"deep").mkdir(parents=True)
(base/"sub"/"a.py").touch(); (base/"sub"/"deep"/"b.py").write_text("x=1")
print(sorted(str(x.relative_to(base)) for x in base.rglob("*")), sorted(x.name for x in base.glob("*.txt")), sorted(glob.glob("**/*.py", recursive=True)), sorted(glob.glob("*/*.py")))
for root, dirs, files in os.walk("."): print(root, sorted(dirs), sorted(files))
shutil.copy("notes.txt","copy.txt"); shutil.move("copy.txt","sub"); shutil.copytree("sub","tree"); print(sorted(os.listdir("tree")), os.path.getsize("data.bin"), os.path.splitext("a.b.c"), os.path.join("a","b"))
shutil.rmtree("tree"); print(os.path.exists("tree"))
with open("x.json","w") as f: json.dump({"a":[1,2]}, f, indent=1)
with open("x.json") as f: print(json.load(f))
with tempfile.TemporaryDirectory() as d: print(os.path.isdir(d)); Path(d,"f").write_text("x")
print(os.path.exists(d))
with tempfile.NamedTemporaryFile("w+") as t: t.write("hey"); t.seek(0); print(t.read())
print(Path("x.json").with_suffix(".txt"), Path("a/b.c").with_name("d"), Path("a/b").is_absolute(), Path("a.py").match("*.py"), repr(Path("q")), Path.cwd()==base.resolve() or True, Path("a")<Path("b"), {Path("a")}=={Path("a")})
try: Path("a").relative_to("b")
except ValueError as e: print(e)
with open("w.txt","w") as f: print("hello", 5, file=f); f.writelines(["a\n","b\n"])
print(open("w.txt").readlines(), sum(1 for _ in open("w.txt")))
print(sorted(e.name for e in os.scandir(".") if e.is_file()))
os.rename("w.txt","v.txt"); os.makedirs("m/n", exist_ok=True); print(os.path.isdir("m/n")); 
r,w=os.pipe(); os.write(w,b"hello"); print(os.read(r,3), os.read(r,10)); os.close(w); print(os.read(r,5)); os.close(r)
try: os.close(99)
except OSError as e: print(e)
