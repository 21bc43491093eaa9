"""Small modules: options, colours, modes, features, places in pages."""
import __future__
import colorsys
import getopt
import os
import shutil
import stat
import tempfile
from urllib.parse import urldefrag

print(__future__.annotations, __future__.division.getMandatoryRelease())
for name in __future__.all_feature_names:
    feature = getattr(__future__, name)
    print(name, feature.optional, feature.mandatory, feature.compiler_flag)
print(sorted(name for name in dir(__future__) if not name.startswith("__")))

CASES = [
    (["-a", "-b", "value", "rest", "-a"], "ab:", []),
    (["-abvalue", "--", "-a"], "ab:", []),
    (["--output=x", "--verb", "in", "--out", "y"], "", ["output=", "verbose"]),
    (["-"], "a", []),
    (["-x"], "a", []), (["-b"], "ab:", []), (["--output"], "", ["output="]),
    (["--verbose=1"], "", ["verbose"]), (["--ver"], "", ["verbose", "version"]),
    (["--none"], "", "one"), (["a", "-v", "b"], "+v", []), (["--one", "--o=2"], "", ["one=", "o="]),
]
for parse in (getopt.getopt, getopt.gnu_getopt):
    for arguments, short, long in CASES:
        try:
            print(parse.__name__, parse(arguments, short, long))
        except getopt.GetoptError as error:
            print(parse.__name__, "error:", error, repr(error.opt), error.args)

for colour in [(0, 0, 0), (1, 1, 1), (0.2, 0.4, 0.4), (1, 0, 0), (0.1, 0.9, 0.3), (0.3, 0.2, 0.8)]:
    for to, back in (("rgb_to_hsv", "hsv_to_rgb"), ("rgb_to_hls", "hls_to_rgb"),
                     ("rgb_to_yiq", "yiq_to_rgb")):
        there = getattr(colorsys, to)(*colour)
        again = getattr(colorsys, back)(*there)
        print(to, [round(x, 9) for x in there], [round(x, 9) for x in again])

constants = {name: getattr(stat, name) for name in dir(stat) if name[:2] in ("S_", "ST", "UF", "SF", "FI")}
print({name: value for name, value in constants.items() if isinstance(value, int)})
for mode in (0o100644, 0o40755, 0o120777, 0o104755, 0o41777, 0o101644, 0o20620, 0o60660, 0o10600,
             0o140777, 0, 0o106000):
    tests = [n for n in ("S_ISDIR", "S_ISREG", "S_ISLNK", "S_ISCHR", "S_ISBLK", "S_ISFIFO",
                         "S_ISSOCK", "S_ISDOOR") if getattr(stat, n)(mode)]
    print(oct(mode), stat.filemode(mode), tests, oct(stat.S_IMODE(mode)), oct(stat.S_IFMT(mode)))

with tempfile.TemporaryDirectory() as home:
    path = os.path.join(home, "tool")
    with open(path, "w") as file:
        file.write("echo\n")
    os.chmod(path, 0o640)
    known = os.stat(path)
    print(stat.filemode(known.st_mode), stat.S_ISREG(known.st_mode), known[stat.ST_SIZE])
    print(stat.S_ISDIR(os.stat(home).st_mode), os.access(path, os.X_OK), os.access(path, os.R_OK))
    print(shutil.which("tool", path=home), shutil.which(path), shutil.which("tool", path=""))
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    print(stat.filemode(os.stat(path).st_mode), os.access(path, os.X_OK))
    found = shutil.which("tool", path=os.pathsep.join(["/nowhere", home]))
    print(found == path, shutil.which(path) == path, os.access(home + "/none", os.F_OK))

for address in ("https://docs.python.org/3/x.html#here", "a/b", "#top", "p;q?r=1#s#t", "x#"):
    parts = urldefrag(address)
    print(parts, parts.url, parts.fragment, parts.geturl())
