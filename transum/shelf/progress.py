"""How far a download is, for a person."""

import sys
from typing import Self


class DownloadBar:
    """A bar on stderr where that is a terminal, and silence elsewhere."""

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        columns = TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn()
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
        self._bar.start()
        self._task = self._bar.add_task("looking it up", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def report(self, done: int, total: int, what: str) -> None:
        """Show ``done`` of ``total`` bytes; ``what`` is being fetched."""
        self._bar.update(self._task, completed=done, total=total, description="converting" if done == total else what)
