"""What the package says while it works: lines on standard error."""

import logging

from transum.outputs.view import displayable, printable


class _Printable(logging.Formatter):
    """A file's name may hold what a terminal would obey."""

    def format(self, record: logging.LogRecord) -> str:
        """See ``Formatter``."""
        return printable(displayable(super().format(record)))


def set_up_logging(verbose: int = 0, *, quiet: bool = False) -> None:
    """Warnings of transum go to stderr, one line each; ``-v`` adds information, ``-vv`` everything."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Printable("transum: %(message)s"))
    level = logging.ERROR if quiet else [logging.WARNING, logging.INFO, logging.DEBUG][min(verbose, 2)]
    logger = logging.getLogger("transum")
    logger.handlers[:] = [handler]
    logger.setLevel(level)
