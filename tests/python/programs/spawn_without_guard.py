"""A program that begins processes anew and forgets to ask whether it is the main one."""
import multiprocessing
print("top", __name__)
if multiprocessing.get_start_method(allow_none=True) is None:
    multiprocessing.set_start_method("spawn")
def work():
    print("never")
process = multiprocessing.Process(target=work)
process.start()
process.join()
print("exit code", process.exitcode)
