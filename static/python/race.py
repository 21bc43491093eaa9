import threading

counter = 0


def increment():
    global counter
    value = counter
    counter = value + 1


threads = [threading.Thread(target=increment) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
