import logging
import sys
import threading
import time

logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(threadName)s: %(message)s")


def work(seconds):
    logging.info("starting, it is %s", "a daemon" if threading.current_thread().daemon else "no daemon")
    time.sleep(seconds)
    logging.info("finishing")


logging.info("before creating")
thread = threading.Thread(target=work, args=(1,), name="first")
logging.info("before running")
thread.start()
time.sleep(0.1)
logging.info("wait; its number is known: %s", thread.ident is not None)
thread.join()
logging.info("all done")
