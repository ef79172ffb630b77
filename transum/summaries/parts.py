"""Long articles: read in parts that fit the model, each noted down, then the notes together. Nothing is ever cut."""

from collections.abc import Callable, Sequence
from itertools import accumulate

from transum.errors import ModelError

CountTokens = Callable[[str], int]


def condense(
    pieces: Sequence[str], room: int, count_tokens: CountTokens, take_notes: Callable[[str, int, int], str]
) -> tuple[str, int]:
    r"""A text of at most ``room`` tokens that stands for ``pieces``, and in how many parts they were read.

    ``pieces`` are sentences with the white space behind them. If they fit together, that is the text, untouched.
    Otherwise ``take_notes(part, number, parts)`` is asked for each part, and the notes take the article's place, again
    and again until they fit. Raises ``ModelError`` where the notes are no shorter than what they were taken from.

    >>> condense(["a b c. ", "d e f."], 6, lambda text: len(text.split()), lambda part, number, parts: part[:1])
    ('a\n\nd', 2)
    """
    parts = pack(pieces, room, count_tokens)
    read_in = len(parts)
    while len(parts) > 1:
        notes = [take_notes(part, number, len(parts)) for number, part in enumerate(parts, start=1)]
        fewer = pack([note.strip() + "\n\n" for note in notes], room, count_tokens)
        if len(fewer) >= len(parts):
            raise ModelError(
                "the model can't shorten the article: its notes on the parts are as long as the parts",
                hint="Use a larger model, or --summarizer extractive.",
            )
        parts = fewer
    return (parts[0].strip() if parts else ""), read_in


def pack(pieces: Sequence[str], room: int, count_tokens: CountTokens) -> list[str]:
    """``pieces`` in order, joined into the fewest texts of at most ``room`` tokens, of about equal size.

    The texts joined are the pieces joined. A piece over the room is split, at white space where it has any. Raises
    ``ModelError`` where there is no room at all.

    >>> pack(["a b ", "c d ", "e f ", "g"], 6, lambda text: len(text.split()))
    ['a b c d ', 'e f g']
    """
    if room < _LEAST_ROOM and pieces:
        raise ModelError(
            "the prompt leaves no room for the article in this model's context",
            hint="Use a shorter prompt, a smaller max_tokens in it, or a model with a longer context.",
        )
    fitting = [part for piece in pieces for part in _split(piece, room, count_tokens)]
    costs = [count_tokens(piece) + _JOIN for piece in fitting]
    fewest = len(_greedy(fitting, costs, room))
    even = -(-sum(costs) // max(fewest, 1)) + max(costs, default=0)
    return _greedy(fitting, costs, min(room, even))


_LEAST_ROOM = 2
_JOIN = 1  # where two pieces meet, a tokenizer may need a token more than for each alone


def _greedy(pieces: Sequence[str], costs: Sequence[int], room: int) -> list[str]:
    texts: list[str] = []
    filled = 0
    for piece, cost in zip(pieces, costs, strict=True):
        if texts and filled + cost <= room:
            texts[-1] += piece
            filled += cost
        else:
            texts.append(piece)
            filled = cost
    return texts


def _split(piece: str, room: int, count_tokens: CountTokens) -> list[str]:
    """``piece`` in halves of halves, until each fits; a single character is taken to fit."""
    if len(piece) < 2 or count_tokens(piece) + _JOIN <= room:
        return [piece]
    words = piece.split(" ")
    ends = [end + index for index, end in enumerate(accumulate(len(word) for word in words[:-1]), start=1)]
    middle = min(ends, key=lambda end: abs(2 * end - len(piece)), default=0)
    if not 0 < middle < len(piece):
        middle = len(piece) // 2
    return [*_split(piece[:middle], room, count_tokens), *_split(piece[middle:], room, count_tokens)]
