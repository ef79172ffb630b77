"""``python -m transum``."""

from transum.cli import main

main()
