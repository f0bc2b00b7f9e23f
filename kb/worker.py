"""Entry point of a web worker: the WSGI application, which stops when its parent process ends."""

import os
import signal
import threading
import time

from kb.wsgi import application as application

PARENT = os.getppid()

# On Ctrl+C a terminal signals the workers as well as their parent. Granian workers sometimes hang
# when they get both signals (seen in one of six tries with 2.8.7), so only the parent stops them.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})


def follow_parent() -> None:
    """Stop this worker if its parent was killed; otherwise it keeps serving on the shared port."""
    while os.getppid() == PARENT:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=follow_parent, daemon=True).start()
