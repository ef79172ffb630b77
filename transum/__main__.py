"""The program's door, and ``python -m transum``."""

import os
import signal
from importlib import import_module


def main() -> None:
    """Run the command line; Ctrl-C ends the program without a traceback even while it is still being imported."""
    awake = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a background job ignores Ctrl-C
    if awake:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    # numpy's matrices are small here: its threads would wait for each other, busily, in the way of the engines'.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cli = import_module("transum.cli.program")
    if awake:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
