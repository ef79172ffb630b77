"""The program's door, and ``python -m transum``."""

import signal
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line; Ctrl-C ends the program without a traceback even while it is still being imported."""
    awake = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a background job ignores Ctrl-C
    if awake:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from transum.cli import main as run

    if awake:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
