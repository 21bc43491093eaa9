import subprocess

done = subprocess.run(["echo", "hi"], capture_output=True, text=True)
print(done.returncode, repr(done.stdout), repr(done.stderr))
done.check_returncode()
print(subprocess.run(["cat"], input="a line", capture_output=True, text=True).stdout)
print(subprocess.run("echo one; echo two", shell=True, capture_output=True, text=True).stdout.split())
print(subprocess.check_output(["echo", "bytes"]))
try:
    subprocess.run(["false"], check=True)
except subprocess.CalledProcessError as error:
    print(error)
try:
    subprocess.run(["no-such-program"])
except FileNotFoundError as error:
    print(error)
