"""Who may ask: whoever knows the token, or, where there is none, programs of this computer that are no web pages.

A page of any site can send forms to 127.0.0.1, and by a name that it points there even read the answers. So without a
token a request has to name this computer, and may not come from a page of another.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from transum.serve.refusal import RefusedError

_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1", ""})


@dataclass(frozen=True, slots=True)
class Access:
    """``token`` None: none is asked for."""

    token: str | None = None

    def require(self, headers: Mapping[str, str], said: Mapping[str, Any]) -> None:
        """Raise ``RefusedError`` for a request that may not be made.

        The token stands behind ``Authorization: Bearer``, or in ``api_key``, as clients of LibreTranslate send it.
        """
        if self.token is None:
            _require_here(headers)
            return
        given = headers.get("authorization", "").removeprefix("Bearer ").strip() or str(said.get("api_key") or "")
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            raise RefusedError(403, "the token is wrong, or there is none", "Send Authorization: Bearer TOKEN.")


def _require_here(headers: Mapping[str, str]) -> None:
    if _host(f"//{headers.get('host', '')}") not in _HERE:
        raise RefusedError(403, "the request names another computer", "Ask 127.0.0.1, or use a token.")
    origin = headers.get("origin", "")
    if origin.startswith(("http", "null")) and _host(origin) not in _HERE - {""}:
        raise RefusedError(403, "a page of another site may not ask", "Use a token: --token-file.")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return "?"
