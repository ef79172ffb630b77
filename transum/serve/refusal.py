"""What a request is answered when it isn't done."""

from typing import Final

from transum.errors import InputError, TransumError, UsageError

_OURS: Final = 500


class RefusedError(Exception):
    """A request that isn't done; ``status`` is that of HTTP, ``hint`` the way out, ``wait`` seconds to come back in."""

    def __init__(self, status: int, message: str, hint: str = "", *, wait: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.hint = hint
        self.wait = wait


def refusal(error: TransumError) -> RefusedError:
    """What a caller is told of ``error``: its own mistake (400, 422), or ours (500), which is mended on the server.

    >>> refusal(InputError("the text is empty")).status
    422
    """
    status = 400 if isinstance(error, UsageError) else 422 if isinstance(error, InputError) else _OURS
    is_ours = status == _OURS and error.hint
    return RefusedError(status, error.message, f"On the server: {error.hint}" if is_ours else error.hint)
