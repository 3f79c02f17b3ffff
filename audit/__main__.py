import signal
import sys

from audit.answered import answer

if hasattr(signal, "SIGPIPE"):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `… | head` ends quietly
sys.exit(answer(sys.argv[1:]))
