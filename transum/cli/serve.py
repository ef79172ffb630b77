"""``transum serve``: models that stay loaded, for programs that ask again and again."""

from pathlib import Path
from typing import Annotated

import typer

from transum.cli.console import Screen
from transum.cli.help import application
from transum.cli.options import SummaryOptions, TranslationOptions, choice, in_groups
from transum.cli.settings import Settings
from transum.errors import InputError, UsageError
from transum.serve.application import MOST_BYTES
from transum.serve.run import Service
from transum.serve.run import serve as run_service
from transum.summaries import forms

_LONGEST_TOKEN = 4096  # bytes

app = application()


@app.command(epilog=f"Summarizers are {forms()}.")
@in_groups
def serve(
    context: typer.Context,
    *,
    http: Annotated[
        str | None, typer.Option("--http", metavar="HOST:PORT", help="Listen at this address, as 127.0.0.1:5000.")
    ] = None,
    socket: Annotated[
        Path | None, typer.Option("--socket", metavar="PATH", help="Listen in this socket, which you alone may use.")
    ] = None,
    token_file: Annotated[
        Path | None,
        typer.Option(
            "--token-file", metavar="FILE", help="Answer only those who send what stands in this file; see the manual."
        ),
    ] = None,
    max_request: Annotated[
        int, typer.Option("--max-request", metavar="N", min=1, help="Refuse requests of more bytes than this.")
    ] = MOST_BYTES,
    translation: TranslationOptions,
    summary: SummaryOptions,
) -> None:
    """Keep the models loaded and answer requests: articles as JSON, and what clients of LibreTranslate ask."""
    context.ensure_object(Settings).require()
    service = Service(
        choice=choice(translation, summary, is_summarized=True),
        force=translation.force,
        http=http,
        path=socket,
        token=_token(token_file) if token_file else None,
        most_bytes=max_request,
    )
    screen = Screen.standard()
    run_service(service, lambda message: screen.say(f"transum: {message}"))


def _token(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            token = stream.read(_LONGEST_TOKEN).decode("utf-8").strip()
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise InputError(f"can't read the token in {path}: {reason}", hint="Write a line of text into it.") from exc
    if not token:
        raise UsageError(f"there is no token in {path}", hint="Write a line of text into it.")
    return token
