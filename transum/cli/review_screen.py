"""How a review looks, and which keys it has: a screen of the terminal, drawn anew whenever its size changes."""

import asyncio
import re
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import StringIO
from types import FrameType
from typing import Any, Final

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import ANSI
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import ConditionalContainer, HSplit, Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.widgets import TextArea
from rich.console import Console, RenderableType
from rich.text import Text

from transum.errors import TransumError
from transum.outputs.doubt import Offer, doubt_view
from transum.outputs.terminal import FAINT, fitted
from transum.outputs.view import on_one_line, printable
from transum.outputs.wording import one_line
from transum.review.session import Session

MOST_OFFERED: Final = 5
_KEYS: Final = (
    ("a", "accept"),
    (f"1-{MOST_OFFERED}", "take"),
    ("e", "edit"),
    ("E", "in $EDITOR"),
    ("n", "next"),
    ("p", "previous"),
    ("u", "undo"),
    ("q", "quit"),
)
_EDITING_KEYS: Final = (("Enter", "keep"), ("Esc", "give up"))
_LONGER: Final = (("↑ ↓", "scroll"),)
_EDITED_LINES: Final = 12
_ESCAPE_SECONDS: Final = 0.05  # how long after Esc the rest of another key's sequence may come
_INVISIBLE: Final = re.compile("\ufffd")

Offering = Callable[[], list[str]]


@contextmanager
def _signals_given_to(app: Application[None]) -> Iterator[None]:
    """Inside, what the handlers of SIGTERM and SIGHUP raise ends ``app``: its loop would swallow it."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {number: handler for number in numbers if callable(handler := signal.getsignal(number))}

    def end(number: int, frame: FrameType | None) -> None:
        try:
            handlers[number](number, frame)
        except BaseException as stopped:  # noqa: BLE001 - it is raised again where the screen is no more
            if app.loop:
                app.loop.call_soon_threadsafe(partial(_end, app, stopped))

    for number in handlers:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _end(app: Application[None], stopped: BaseException) -> None:
    if app.future and not app.future.done():
        app.exit(exception=stopped)


def _on_one_line(buffer: Buffer) -> None:
    """What an editor or the clipboard gives may have several lines; a sentence has one."""
    if "\n" in buffer.text:
        buffer.text = one_line(buffer.text)
        buffer.cursor_position = len(buffer.text)


class ReviewScreen:
    """The doubts of ``session``, one at a time; ``offering`` gives what makes the other translations of one.

    ``run`` shows it until its person stops, and raises ``KeyboardInterrupt`` for Ctrl-C and what keeping raises;
    ``unkept`` is then what could not be kept.
    """

    def __init__(self, session: Session, offering: Callable[[Session], Offering], *, colored: bool) -> None:
        self._session = session
        self._offering = offering
        self._colored = colored
        self.unkept = ""
        self._offers: dict[int, Offer] = {}
        self._message = ""
        self._top = 0  # the first line of the body that is seen
        self._editing = False
        self._height = 0  # the lines that the body has
        self._area = TextArea(
            multiline=False,
            wrap_lines=True,
            height=Dimension(min=1, max=_EDITED_LINES),
            dont_extend_height=True,
            accept_handler=self._keep_edited,
            prompt="› ",
        )
        self._area.buffer.on_text_changed += _on_one_line
        self._body = Window(FormattedTextControl(self._drawn_body, focusable=True, show_cursor=False))
        self._app: Application[None] = Application(
            Layout(self._layout(), focused_element=self._body), key_bindings=self._bindings(), full_screen=True
        )
        self._app.after_render += lambda _: self._fit()
        self._app.ttimeoutlen = self._app.timeoutlen = _ESCAPE_SECONDS

    def run(self) -> None:
        """See the class."""
        with _signals_given_to(self._app), suppress(EOFError):  # whose terminal is gone
            self._app.run(pre_run=lambda: self._show(self._session.place))

    def _layout(self) -> HSplit:
        head = Window(FormattedTextControl(self._drawn_head), dont_extend_height=True)
        foot = Window(FormattedTextControl(self._drawn_foot), dont_extend_height=True)
        area = ConditionalContainer(self._area, Condition(lambda: self._editing))
        return HSplit([head, self._body, area, foot])

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        deciding = Condition(lambda: not self._editing)
        actions: dict[tuple[str, ...], Callable[[], Any]] = {
            ("a",): lambda: self._keep(self._session.pair.target),
            ("e",): self._edit,
            ("E",): self._edit_elsewhere,
            ("n", "right", "space", "j"): lambda: self._show(self._session.place + 1),
            ("p", "left", "k"): lambda: self._show(self._session.place - 1),
            ("u",): self._take_back,
            ("q", "c-d"): self._app_exit,
            ("down",): lambda: self._scroll(1),
            ("up",): lambda: self._scroll(-1),
            ("pagedown",): lambda: self._scroll(10),
            ("pageup",): lambda: self._scroll(-10),
            **{(str(n),): partial(self._take, n) for n in range(1, MOST_OFFERED + 1)},
        }

        def bind(names: Iterable[str], action: Callable[[], Any]) -> None:
            for name in names:
                keys.add(name, filter=deciding)(lambda _: action())

        for names, action in actions.items():
            bind(names, action)

        @keys.add("c-c", eager=True)
        def _(event: KeyPressEvent) -> None:
            _end(event.app, KeyboardInterrupt())

        @keys.add("escape", filter=~deciding, eager=True)
        def _(_: KeyPressEvent) -> None:
            self._end_editing()

        return keys

    def _app_exit(self) -> None:
        self._app.exit()

    # what is done

    def _show(self, place: int) -> None:
        self._message, self._top = "", 0
        if not self._session.go_to(place):
            self._message = "This is the first doubt." if place < 0 else "This is the last doubt."
        if self._session.place not in self._offers:
            self._offers[self._session.place] = Offer(note="other translations are being made …")
            self._app.create_background_task(self._make_offer(self._session.place, self._offering(self._session)))

    async def _make_offer(self, place: int, make: Offering) -> None:
        try:
            found = await asyncio.get_running_loop().run_in_executor(None, make)
            shown = self._session.original_at(place).target
            texts = tuple(text for text in found if one_line(text) != one_line(shown))
            offer = Offer(texts[:MOST_OFFERED]) if texts else Offer(note="the model has no other translation")
        except TransumError as error:
            offer = Offer(note=error.message)
        except Exception as error:  # noqa: BLE001 - a bug ends the program as any other; the loop would print it
            _end(self._app, error)
            return
        self._offers[place] = offer
        self._app.invalidate()

    def _keep(self, text: str) -> None:
        kept = one_line(text)
        if not kept:
            self._message = "A translation without words is not kept."
            return
        try:
            goes_on = self._session.keep(kept)
        except TransumError as error:
            self.unkept = kept
            self._app.exit(exception=error)
            return
        if goes_on:
            self._show(self._session.place)
            self._message = "Kept."
        else:
            self._app.exit()

    def _take(self, number: int) -> None:
        offered = self._offers[self._session.place].texts
        if number <= len(offered):
            self._keep(offered[number - 1])
        else:
            self._message = f"There is no translation {number}."

    def _take_back(self) -> None:
        try:
            was_one = self._session.take_back()
        except TransumError as error:
            self._app.exit(exception=error)
            return
        if was_one:
            self._show(self._session.place)
        self._message = "Taken back." if was_one else "There is nothing to take back."

    def _edit(self) -> None:
        text = _INVISIBLE.sub("", printable(one_line(self._session.pair.target)))
        self._message, self._editing = "", True
        self._area.buffer.text = text
        self._area.buffer.cursor_position = len(text)
        self._app.layout.focus(self._area)

    def _edit_elsewhere(self) -> None:
        self._edit()
        self._area.buffer.open_in_editor()

    def _keep_edited(self, buffer: Buffer) -> bool:
        text = buffer.text
        self._end_editing()
        self._keep(text)
        return False

    def _end_editing(self) -> None:
        self._editing = False
        self._app.layout.focus(self._body)

    def _scroll(self, lines: int) -> None:
        self._top = max(0, min(self._top + lines, self._lines_below()))

    # what is drawn

    def _drawn_head(self) -> ANSI:
        session = self._session
        place = f"{on_one_line(session.article.source.path)}, sentence {session.number}"
        return self._drawn(Text.assemble((session.standing, "bold"), "\n", (place, FAINT), "\n"))

    def _drawn_body(self) -> ANSI:
        self._scroll(0)  # the screen may have grown
        return ANSI("\n".join(self._body_lines()[self._top :]))

    def _drawn_foot(self) -> ANSI:
        keys = _EDITING_KEYS if self._editing else (*_KEYS, *(_LONGER if self._lines_below() else ()))
        shown = fitted([(key, "bold", what) for key, what in keys], self._width)
        return self._drawn(Text.assemble(self._message, "\n", shown))

    def _body_lines(self) -> list[str]:
        """The doubt, without its neighbours where there is no room for them."""
        session = self._session
        offer = self._offers.get(session.place, Offer())
        lines: list[str] = []
        for nearby in (True, False):
            view = doubt_view(session.article, session.number, session.pair, offer, nearby=nearby)
            lines = self._ansi(view).split("\n")
            if len(lines) <= self._height:
                break
        return lines

    def _lines_below(self) -> int:
        return max(0, len(self._body_lines()) - self._height)

    def _fit(self) -> None:
        """Draw again, where the body has come to have more or fewer lines than it was drawn for."""
        info = self._body.render_info
        if info and info.window_height != self._height:
            self._height = info.window_height
            self._app.invalidate()

    @property
    def _width(self) -> int:
        return self._app.output.get_size().columns

    def _drawn(self, shown: RenderableType) -> ANSI:
        return ANSI(self._ansi(shown))

    def _ansi(self, shown: RenderableType) -> str:
        console = Console(
            file=StringIO(),
            width=max(1, self._width),
            force_terminal=True,
            color_system="standard",
            no_color=not self._colored,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
        )
        with console.capture() as capture:
            console.print(shown)
        return "\n".join(line.rstrip() for line in capture.get().rstrip("\n").split("\n"))
