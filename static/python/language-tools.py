import os
import re
import shutil
import tempfile

# PATH is a list of folders: the first that has the program wins.
# To activate an environment (venv) is to put its folder in front.
with tempfile.TemporaryDirectory() as home:
    for folder in ("usr", "venv"):
        os.mkdir(os.path.join(home, folder))
        program = os.path.join(home, folder, "tool")
        with open(program, "w") as file:
            file.write("#!/bin/sh\n")
        os.chmod(program, 0o755)
    for order in (["usr"], ["venv", "usr"], []):
        path = os.pathsep.join(os.path.join(home, folder) for folder in order)
        found = shutil.which("tool", path=path or home)
        print(order, "->", found and os.path.relpath(found, home))


# What a dependency manager decides: which versions fit "at least 2.9, below 3".
def numbers(version):
    return tuple(int(part) for part in version.split("."))


versions = ["2.8.1", "2.9", "2.10", "2.10.3", "3.0"]
print("as text:", [v for v in versions if "2.9" <= v < "3"])
print("as numbers:", [v for v in versions if (2, 9) <= numbers(v) < (3,)])

# What a linter does: it reads the program and never runs it.
SOURCE = "import os, re\nx=1\nif x == None:\n    print(os.sep)   \n"
compile(SOURCE, "program.py", "exec")       # its grammar is right
for name in re.findall(r"\w+", re.match(r"import (.*)", SOURCE)[1]):
    if len(re.findall(rf"\b{name}\b", SOURCE)) == 1:
        print(f"1: {name} is imported and never used")
for number, line in enumerate(SOURCE.splitlines(), 1):
    for pattern, says in (("== None", "use 'is None'"), (r"\w=\w", "no spaces around ="),
                          (r"\s+$", "spaces at the end")):
        if re.search(pattern, line):
            print(f"{number}: {says}")
