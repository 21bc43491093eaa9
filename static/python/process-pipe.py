from multiprocessing import Pipe, Process, current_process


def counts(far):
    while (job := far.recv()) is not None:
        far.send((current_process().name, sum(range(job))))
    far.close()


if __name__ == "__main__":
    near, far = Pipe()
    child = Process(target=counts, args=(far,), name="counter")
    child.start()
    for job in (1_000, 20_000, 300_000):
        near.send(job)
        print(near.recv())
    near.send(None)
    child.join()
    print("the other end is closed:", child.exitcode)
