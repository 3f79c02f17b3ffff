import gc
import os
import signal
import sys

from audit.answered import answer

if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `… | head` ends quietly
# A command is over before there is any garbage; and it ends when it is done, as taking pandas apart takes as long as an answer.
gc.set_threshold(100_000, 50, 100)
code = answer(sys.argv[1:])
sys.stdout.flush()
sys.stderr.flush()
os._exit(code)
