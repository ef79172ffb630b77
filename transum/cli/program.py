"""The command line: words → the main job or a tool, the one handler of errors, the exit code.

Help is what people ask for most often, so it must be instant: the job and the tools are imported when they are run.
"""

import errno
import os
import signal
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import Final, NoReturn

import typer

from transum import folders
from transum._version import __version__
from transum.cli.console import Screen
from transum.cli.help import application
from transum.cli.hints import fitting
from transum.cli.logs import set_up_logging
from transum.cli.main_job import TOOLS, app, require_tool_first
from transum.cli.mistakes import told
from transum.cli.options import option_names
from transum.cli.settings import Settings
from transum.cli.streams import guard_streams
from transum.errors import ExitCode, ModelError, ReaderGoneError, StoppedError, TransumError, UsageError
from transum.outputs.view import displayable

__all__ = ["TOOLS", "app", "call", "main"]

_NAME: Final = "transum"
_COMPLETION: Final = "_TRANSUM_COMPLETE"
_LIMITS: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM})  # of open files, and of memory
_SHOWN: Final = 60  # characters of a name that is too long
_ENDINGS: Final = {"SIGTERM": ExitCode.TERMINATED, "SIGHUP": ExitCode.HANGUP}


def main() -> NoReturn:
    """The program: run, print what went wrong in words, exit with the documented code."""
    sys.exit(_exit_code(sys.argv[1:]))


def _exit_code(words: Sequence[str]) -> int:
    try:
        guard_streams()
        with _stopping():
            try:
                return call(words)
            finally:
                sys.stdout.flush()
    except ReaderGoneError:
        return ExitCode.DONE
    except StoppedError as stopped:
        return stopped.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except Exception as exc:  # noqa: BLE001 - the last handler: a traceback here is a bug, and asks for a report
        error = exc if isinstance(exc, TransumError) else _limit(exc)
        if error is None:
            return _bug()
        Screen.standard().complain(error)
        return error.exit_code


def _limit(exc: Exception) -> TransumError | None:
    """The error for a limit of the system that the program ran into; None for anything else."""
    if isinstance(exc, OSError) and exc.errno == errno.ENAMETOOLONG:
        name = displayable(os.fsdecode(exc.filename or ""))[:_SHOWN]
        return UsageError(
            f"{name}… is too long for the name of a file", hint="A text itself is read from standard input: … | transum"
        )
    if isinstance(exc, MemoryError):
        what = "not enough memory"
    elif isinstance(exc, OSError) and exc.errno in _LIMITS:
        what = str(exc.strerror)
    else:
        return None
    return ModelError(f"the system has a limit: {what}", hint="ulimit -a shows what is allowed.")


def _bug() -> ExitCode:
    """What is being handled, and where to take it."""
    traceback.print_exc()
    print(  # noqa: T201
        f"\ntransum {__version__} has a bug. Please report it with the lines above and the output of: "
        "transum doctor --json",
        file=sys.stderr,
    )
    return ExitCode.BUG


def call(words: Sequence[str]) -> int:
    """Do what ``words`` say, a tool's words if the first of them names one; returns the exit code.

    Raises ``UsageError`` for options that aren't there, and whatever the job or the tool raises.
    """
    set_up_logging()
    if os.environ.get(_COMPLETION):
        _complete()
    settings = Settings.found(folders.settings(), option_names())
    tool = words[0] if words and words[0] in TOOLS else None
    try:
        done = (_tool(tool) if tool else app)(
            list(words[1:] if tool else words),
            prog_name=f"{_NAME} {tool}" if tool else _NAME,
            default_map=settings.defaults if tool in {None, "check", "review", "serve"} else None,
            obj=settings,
            standalone_mode=False,
        )
    except typer.Abort:  # nobody answered a question
        return ExitCode.INTERRUPTED
    except typer.TyperException as exc:
        if not tool:
            require_tool_first(words)
        raise told(exc, f"{_NAME} {tool}" if tool else _NAME) from exc
    except TransumError as error:
        if tool:
            error.hint = fitting(error.hint, _tool(tool), words)
        raise
    except (TypeError, ValueError, ArithmeticError):
        if settings.values:
            config = import_module("transum.cli.config")
            config.require_good(config.settings())
        raise
    return done if isinstance(done, int) else ExitCode.DONE


def _complete() -> None:
    """Answer a shell that asks which words may follow: options of the main job, tools, and what these understand."""
    root = application()
    root.callback(invoke_without_command=True)(lambda: None)
    group = typer.main.get_group(root)
    group.params = [param for param in typer.main.get_command(app).params if param.param_type_name == "option"]
    for tool in TOOLS:
        group.add_command(typer.main.get_command(_tool(tool)), tool)
    group(prog_name=_NAME)


def _tool(name: str) -> typer.Typer:
    """The application of a tool, imported when it is needed."""
    found: typer.Typer = import_module(f"transum.cli.{name}").app
    return found


@contextmanager
def _stopping() -> Iterator[None]:
    """Inside, SIGTERM and SIGHUP end the program as Ctrl-C does; where they are ignored (nohup), they stay so."""

    def stop(number: int, _: FrameType | None) -> None:
        raise StoppedError(_ENDINGS[signal.Signals(number).name])

    numbers = [getattr(signal, name) for name in _ENDINGS if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        numbers = []
    heeded = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in heeded:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)
