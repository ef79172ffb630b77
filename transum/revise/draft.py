"""A sentence before it is translated, and put together again afterwards: what of it is the model's, in which pieces."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transum.document import Candidate, Document, Sentence
from transum.engines.protocol import Translator
from transum.indonesian.acronyms import learn
from transum.lexicon import words
from transum.revise.choose import Piece
from transum.revise.direction import Direction
from transum.revise.glossary import Glossary
from transum.revise.retry import prepare
from transum.segment.chunk import chunk, join


@dataclass(frozen=True, slots=True)
class Draft:
    """A sentence before it is translated: English already (``before``), then the pieces for the model, maybe none.

    ``after`` stands behind them as it stands in the original.
    """

    sentence: Sentence
    before: str
    after: str
    pieces: tuple[Piece, ...]
    definitions: Mapping[str, str]


def drafts_of(
    document: Document,
    translator: Translator,
    glossary: Glossary | None,
    *,
    repair: bool,
    sentences: Sequence[Sentence] | None = None,
) -> Iterator[Draft]:
    """The drafts of ``sentences`` of a document, by default of all; with ``repair`` acronyms are written out."""
    direction = Direction.of(translator.info)
    learned = _Learned(learn(document) if direction.is_native else {})
    for sentence in document.sentences if sentences is None else sentences:
        definitions = learned.of(sentence.text)
        before, offset, after = direction.divided(sentence)
        end = len(sentence.text) - len(after)
        rest = Sentence(sentence.text[offset:end], sentence.start + offset, sentence.start + end)
        pieces = _pieces(rest, definitions, translator, glossary, repair=repair) if rest.text.strip() else ()
        yield Draft(sentence, before, after, tuple(pieces), definitions)


class _Learned:
    """The acronyms that a document defines, by their beginnings: a book has thousands, a sentence hardly one."""

    def __init__(self, learned: Mapping[str, str]) -> None:
        self._learned = learned
        self._order = {short: place for place, short in enumerate(learned)}
        self._by_beginning: dict[str, list[str]] = defaultdict(list)
        for short in learned:
            self._by_beginning[short[:2]].append(short)

    def of(self, text: str) -> dict[str, str]:
        """Those in ``text`` with their long forms, in the order in which the document defines them."""
        if not self._learned:
            return {}
        found = {
            short
            for start in range(len(text))
            for short in self._by_beginning.get(text[start : start + 2], ())
            if text.startswith(short, start)
        }
        return {short: self._learned[short] for short in sorted(found, key=self._order.__getitem__)}


def _pieces(
    sentence: Sentence,
    definitions: dict[str, str],
    translator: Translator,
    glossary: Glossary | None,
    *,
    repair: bool,
) -> Iterator[Piece]:
    limit, count = translator.token_limit, translator.count_tokens
    direction = Direction.of(translator.info)
    for part in chunk(sentence, count, limit, read=direction.read):
        source = sentence.text[part.start - sentence.start : part.end - sentence.start]
        text = part.text
        if repair:
            source, text = direction.cased(source), direction.cased(text)
            kept = glossary.terms(text) if glossary else ()
            written_out = prepare(text, definitions, kept, direction=direction)
            # Written out, a text can be too long for the model; then it takes the acronyms as they are.
            text = written_out if count(written_out) <= limit else text
        terms = glossary.terms(text) if glossary else ()
        yield Piece(source, text, tuple(definitions.items()), terms, direction)


def joined(parts: Sequence[Candidate], sources: Sequence[str]) -> Candidate:
    """Parts as one; the score a token is about the mean by length."""
    texts = [
        _continued(part.text, source) if n else part.text
        for n, (part, source) in enumerate(zip(parts, sources, strict=True))
    ]
    sizes = [max(1, len(text)) for text in texts]
    score = sum(part.score * size for part, size in zip(parts, sizes, strict=True)) / sum(sizes)
    return Candidate(join(texts) if len(texts) > 1 else texts[0], score)


def _continued(target: str, source: str) -> str:
    """A part that goes on in lower case gets no capital for being a part, unless it begins with a name."""
    first = target.split(maxsplit=1)[0] if target.strip() else ""
    ordinary = first.istitle() and first.lower().strip(",.") in words("english")
    return target[0].lower() + target[1:] if ordinary and source[:1].islower() else target
