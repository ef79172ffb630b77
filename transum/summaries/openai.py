"""A model behind an OpenAI-compatible server: Ollama, llama.cpp, vLLM, LM Studio, or a service on the net.

The protocol is ``POST BASE_URL/chat/completions``. The key travels in one header to one host and appears nowhere else:
no redirect is followed, and every message that might repeat it is redacted.
"""

import ipaddress
import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult, urlsplit

from transum.errors import ModelError, UsageError
from transum.summaries.writer import Draft

if TYPE_CHECKING:
    import httpx2

DEFAULT_URL: Final = "http://localhost:11434/v1"  # Ollama's
KEY_VARIABLES: Final = ("TRANSUM_API_KEY", "OPENAI_API_KEY")
_CONTEXT: Final = 4096  # tokens: Ollama's default, beyond which it drops the beginning of a prompt without a word
_BYTES_A_TOKEN: Final = 3  # English has about 4.3, Indonesian 3.2
_MARGIN: Final = 64
_READ_SECONDS: Final = 600  # a large model on a processor
_TRIES: Final = 4
_LONGEST_WAIT: Final = 60
_PASSING: Final = frozenset({408, 429, 500, 502, 503, 504, 529})
_log = logging.getLogger(__name__)


def key_from(environment: Mapping[str, str]) -> str | None:
    """The key in ``TRANSUM_API_KEY``, else in ``OPENAI_API_KEY``, else None: local servers need none."""
    return next((environment[name] for name in KEY_VARIABLES if environment.get(name, "").strip()), None)


class OpenAIWriter:
    """``model`` on the server at ``base_url``, at temperature 0.

    ``context`` is the tokens that the server surely takes; what is longer is read in parts. A server that is busy is
    asked again, after ``sleep``, three times. Raises ``UsageError`` for an address or a key that can't be one.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        context: int = _CONTEXT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._address = _address(base_url or DEFAULT_URL)
        self._key = _checked(api_key)
        self._context = context
        self._sleep = sleep
        self._options: dict[str, Any] = {"temperature": 0}
        self._length_option = "max_tokens"

    @property
    def fingerprint(self) -> str:
        """The address: which weights the server has, nobody is told."""
        return self._shown

    def room(self, max_tokens: int) -> int:
        """The most tokens of a prompt."""
        return self._context - max_tokens - _MARGIN

    def count_tokens(self, text: str) -> int:
        """About how many tokens ``text`` is: the server's tokenizer is unknown, so rather too many."""
        return -(-len(text.encode("utf-8", "surrogatepass")) // _BYTES_A_TOKEN)

    def write(self, text: str, max_tokens: int) -> Draft:
        """The model's answer to the prompt ``text``; raises ``ModelError``."""
        response = self._ask(text, max_tokens)
        try:
            choice = response.json()["choices"][0]
            content = (choice["message"]["content"] or "").strip()  # null where the model refuses, or thinks to the end
            finished = choice.get("finish_reason") != "length"
        except (ValueError, LookupError, TypeError, AttributeError) as exc:
            raise ModelError(
                f"the server at {self._shown} answered something that is no chat completion: {self._excerpt(response)}",
                hint=f"Is --base-url right? Ollama's is {DEFAULT_URL}.",
            ) from exc
        return Draft(content, finished=finished)

    @property
    def _shown(self) -> str:
        return self._address.geturl()

    def _ask(self, text: str, max_tokens: int) -> "httpx2.Response":
        """The server's answer, once it has one; what passes is waited for."""
        for attempt in range(_TRIES):
            response = self._post(self._payload(text, max_tokens))
            if response.is_success:
                return response
            if response.status_code == 400 and self._adapts(response.text):
                response = self._post(self._payload(text, max_tokens))
                if response.is_success:
                    return response
            wait = _wait(response.headers.get("retry-after", ""), attempt)
            if response.status_code not in _PASSING or attempt == _TRIES - 1 or wait > _LONGEST_WAIT:
                break
            _log.info("the server at %s answered %d; asking again in %g s", self._shown, response.status_code, wait)
            self._sleep(wait)
        raise self._refusal(response)

    def _payload(self, text: str, max_tokens: int) -> dict[str, Any]:
        messages = [{"role": "user", "content": text}]
        return {
            "model": self._model,
            "messages": messages,
            "stream": False,
            self._length_option: max_tokens,
            **self._options,
        }

    def _adapts(self, problem: str) -> bool:
        """Whether a request that OpenAI's reasoning models refuse can be put otherwise; remembered for the next one."""
        before = (self._length_option, *self._options)
        if "max_completion_tokens" in problem:
            self._length_option = "max_completion_tokens"
        if "temperature" in problem:
            self._options.pop("temperature", None)
        return before != (self._length_option, *self._options)

    def _post(self, payload: Mapping[str, Any]) -> "httpx2.Response":
        import httpx2

        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        timeout = httpx2.Timeout(10, read=_READ_SECONDS)
        try:
            with httpx2.Client(
                timeout=timeout,
                follow_redirects=False,
                trust_env=not _is_local(self._address),  # proxies are for the net, not for this computer
                verify=self._address.scheme == "https",  # to read the certificates costs more than a plain request
            ) as client:
                return client.post(f"{self._shown}/chat/completions", headers=headers, json=payload)
        except httpx2.TimeoutException as exc:
            raise ModelError(
                f"the server at {self._shown} didn't answer in time", hint="Is it loading the model? Use a smaller one."
            ) from exc
        except httpx2.ConnectError as exc:
            raise ModelError(
                f"no server answers at {self._shown}",
                hint=f"Start it (ollama serve), or name yours with --base-url; Ollama's is {DEFAULT_URL}.",
            ) from exc
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, OSError) as exc:
            raise ModelError(
                f"the connection to {self._shown} failed: {type(exc).__name__}", hint="Check --base-url and the server."
            ) from exc

    def _refusal(self, response: "httpx2.Response") -> ModelError:
        status = response.status_code
        said = self._excerpt(response)
        match status:
            case 401 | 403:
                problem = (
                    f"the server at {self._shown} doesn't accept the key" if self._key else f"{self._shown} wants a key"
                )
                return ModelError(problem, hint=f"Put yours into the environment variable {KEY_VARIABLES[0]}.")
            case 404:
                return ModelError(
                    f"the server at {self._shown} has no model {self._model!r} or no such address: {said}",
                    hint=f"ollama pull {self._model}, or check --base-url: most end in /v1.",
                )
            case 429:
                return ModelError(
                    f"the server at {self._shown} takes no more requests now: {said}", hint="Try again later."
                )
            case _ if response.is_redirect:
                there = urlsplit(response.headers.get("location", ""))
                return ModelError(
                    f"the server at {self._shown} points to {there.hostname or 'itself'}, and a key is not passed on",
                    hint="Give the right address with --base-url.",
                )
            case _:
                return ModelError(
                    f"the server at {self._shown} answered {status}: {said}", hint="See the server's log."
                )

    def _excerpt(self, response: "httpx2.Response") -> str:
        """What the server said, on one line, short, without the key."""
        try:
            error = json.loads(response.text)["error"]
            said = str(error["message"] if isinstance(error, dict) else error)
        except (ValueError, LookupError, TypeError):
            said = response.text
        line = " ".join("".join(char if char.isprintable() else " " for char in said).split())
        if self._key:
            line = line.replace(self._key, "[key]")
        return line[:200] or "nothing"


def _address(base_url: str) -> SplitResult:
    """``base_url`` in parts, ``/v1`` added where it has no path. It can hold no secret: no user, no query."""
    try:
        url = urlsplit(base_url.strip())
        good = url.scheme in {"http", "https"} and bool(url.hostname) and url.port != 0
    except ValueError:
        good = False
    if not good:
        raise UsageError("--base-url is no address of a server", hint=f"It looks like {DEFAULT_URL}.")
    if url.username is not None or url.query or url.fragment:
        raise UsageError(
            "--base-url holds more than an address", hint=f"Put a key into the environment variable {KEY_VARIABLES[0]}."
        )
    path = url.path.rstrip("/").removesuffix("/chat/completions")
    return url._replace(path=path or "/v1")


def _checked(api_key: str | None) -> str | None:
    """The key, if it can stand in a header: HTTP libraries print what can't."""
    key = (api_key or "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise UsageError(
            "the API key holds a character that no key has", hint=f"Set {' or '.join(KEY_VARIABLES)} again."
        )
    return key or None


def _is_local(address: SplitResult) -> bool:
    host = address.hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wait(retry_after: str, attempt: int) -> float:
    """Seconds to wait: what the server says, else 1, 2, 4."""
    return float(retry_after) if retry_after.isdecimal() else float(2**attempt)
