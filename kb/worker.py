"""What a web worker runs: the WSGI application, ended by the process that started it or with it."""

import os
import signal
import threading
import time

from kb.wsgi import application as application

PARENT = os.getppid()

# A terminal tells the workers of Ctrl+C too. Granian's sometimes hang when told twice, by the
# terminal and by their parent (seen in one of six tries with 2.8.7), so only the parent tells them.
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})


def follow_parent() -> None:
    """End this worker once its parent was killed: it would go on serving, and share the port."""
    while os.getppid() == PARENT:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


threading.Thread(target=follow_parent, daemon=True).start()
