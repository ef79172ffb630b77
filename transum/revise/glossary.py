"""The user's glossary: source TAB target, a term a line, found in running Indonesian whatever its affixes.

    # comment; blank lines are skipped
    kebijakan moneter	monetary policy
    ekspor	export
    KPK	Corruption Eradication Commission

An entry in lower case is found in any case, and a single such word with the affixes of Indonesian (mengekspor,
diekspor, ekspornya, ekspor-ekspor). An entry with capitals is found only so, with or without -nya, -lah, -pun.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from transum.errors import InputError
from transum.indonesian.affixes import stems, without_clitics

_LARGEST: Final = 16 << 20  # bytes: half a million entries
_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_SMALL_WORDS: Final = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to"})
_PLURALS: Final = {"man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet"}


@dataclass(frozen=True, slots=True)
class Entry:
    """``source`` is to be translated as ``target``; ``line`` of the file says so."""

    source: str
    target: str
    line: int

    def is_met_by(self, translation: str) -> bool:
        """Is ``target`` in ``translation``, in the singular or plural, in any tense?

        >>> Entry("ekspor", "export", 1).is_met_by("Exports rose.")
        True
        """
        return _target_pattern(self.target).search(translation) is not None


@dataclass(frozen=True, slots=True)
class Term:
    """An entry found in a text: ``text[start:end]`` is the term as it stands there, affixes included."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Glossary:
    """Entries, in the file's order; finding them costs the same for ten as for ten thousand."""

    entries: tuple[Entry, ...]
    _by_word: dict[str, Entry] = field(init=False, repr=False, compare=False)
    _by_first_word: dict[str, list[Entry]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        single = {entry.source: entry for entry in self.entries if _WORD.fullmatch(entry.source)}
        several: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            if entry.source not in single:
                several[_first_word(entry.source)].append(entry)
        object.__setattr__(self, "_by_word", single)
        object.__setattr__(self, "_by_first_word", several)

    @classmethod
    def read(cls, path: Path) -> "Glossary":
        """The glossary in a UTF-8 file; raises ``InputError``, with the line where there is one."""
        try:
            with path.open("rb") as stream:
                data = stream.read(_LARGEST + 1)
            if len(data) > _LARGEST:
                raise InputError(f"the glossary {path} is larger than {_LARGEST:,} bytes", hint="Divide it.")
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as exc:
            raise InputError(f"the glossary {path} is not UTF-8", hint="Save it as UTF-8 text.") from exc
        except (OSError, ValueError) as exc:  # ValueError: a NUL in the name
            reason = getattr(exc, "strerror", None) or exc
            raise InputError(
                f"can't read the glossary {path}: {reason}", hint="Give a text file: source TAB target."
            ) from exc
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, name: str = "glossary") -> "Glossary":
        r"""As ``read``, from a string; ``name`` is what a message calls it.

        >>> Glossary.parse("ekspor\texport").entries
        (Entry(source='ekspor', target='export', line=1),)
        """
        entries: dict[str, Entry] = {}
        for number, line in enumerate(unicodedata.normalize("NFC", text).splitlines(), start=1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            entry = _entry(line, number, name)
            earlier = entries.setdefault(entry.source, entry)
            if earlier.target != entry.target:
                raise InputError(
                    f"{name}, line {number}: {entry.source!r} is already {earlier.target!r} in line {earlier.line}",
                    hint="Keep one of the two lines.",
                )
        return cls(tuple(entries.values()))

    def terms(self, text: str) -> tuple[Term, ...]:
        """The terms in ``text``, in its order; where two overlap, the longer one counts.

        >>> Glossary((Entry("ekspor", "export", 1),)).terms("Kita mengekspor beras.")
        (Term(entry=Entry(source='ekspor', target='export', line=1), start=5, end=15),)
        """
        found = sorted(self._found(text), key=lambda term: (term.start - term.end, term.start))
        taken = bytearray(len(text))
        chosen: list[Term] = []
        for term in found:
            if not any(taken[term.start : term.end]):
                taken[term.start : term.end] = b"\x01" * (term.end - term.start)
                chosen.append(term)
        return tuple(sorted(chosen, key=lambda term: term.start))

    def _found(self, text: str) -> Iterator[Term]:
        folded = text.casefold()
        for match in _WORD.finditer(text):
            entry = self._entry_for(match[0])
            if entry:
                yield Term(entry, match.start(), match.end())
            for entry in self._by_first_word.get(_first_word(match[0]), ()):
                if entry.source.split()[-1].casefold() not in folded:  # thousands of terms may begin with one word
                    continue
                whole = _source_pattern(entry.source).match(text, match.start())
                if whole:
                    yield Term(entry, match.start(), whole.end())

    def _entry_for(self, word: str) -> Entry | None:
        for stem in (word, *without_clitics(word)):
            if stem in self._by_word:
                return self._by_word[stem]
        return next((self._by_word[stem] for stem in stems(word.lower()) if stem in self._by_word), None)


def as_name(target: str) -> str:
    """``target`` with capitals: what looks like a name a model copies more often than a word in lower case.

    >>> as_name("rate of interest")
    'Rate of Interest'
    """
    return " ".join(word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in target.split())


def as_words(translation: str, entries: Sequence[Entry]) -> str:
    """``translation`` with the capitals taken back that ``as_name`` gave, but for the first of a sentence.

    >>> as_words("The Rate of Interest rose.", [Entry("suku bunga", "rate of interest", 1)])
    'The rate of interest rose.'
    """
    for entry in entries:
        if entry.target.islower():
            name = re.compile(r"(?<=[\w,;:)] )" + re.escape(as_name(entry.target)))
            translation = name.sub(entry.target.replace("\\", r"\\"), translation)
    return translation


def _first_word(text: str) -> str:
    match = _WORD.search(text)
    return match[0].lower() if match else ""


def _entry(line: str, number: int, name: str) -> Entry:
    source, *targets = (part.strip() for part in line.split("\t"))
    if len(targets) != 1 or not source or not targets[0]:
        raise InputError(
            f"{name}, line {number}: {line.strip()!r} is not a term and its translation",
            hint="Write the Indonesian term, one TAB, and the English term.",
        )
    if not _WORD.search(source):
        raise InputError(
            f"{name}, line {number}: {source!r} has no word in it", hint="Put a # before a line that is a comment."
        )
    return Entry(source, targets[0], number)


def _source_pattern(source: str) -> re.Pattern[str]:
    """Several words: any white space between them, a clitic behind them."""
    spaced = r"\s+".join(map(re.escape, source.split()))
    return re.compile(rf"{spaced}(?:-?(?:nya|lah|pun|ku|mu))?(?!\w)", re.IGNORECASE if source.islower() else 0)


def _target_pattern(target: str) -> re.Pattern[str]:
    """English inflection of the last word: policy, policies; export, exports, exported; rise, rising."""
    spaced = r"\s+".join(map(re.escape, target.split()))
    last_word = target.rsplit(maxsplit=1)[-1].lower()
    if last_word in _PLURALS:
        spaced = f"{spaced}|{spaced[: -len(last_word)]}{_PLURALS[last_word]}"
    elif target[-1:].islower():
        last = spaced[-1]
        endings = {"y": "(?:y|ies|ied|ying)", "e": "(?:e|es|ed|er|ers|ing)"}
        spaced = spaced[:-1] + endings.get(last, f"{last}(?:{last}?(?:ed|ing|er|ers)|e?s)?")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)", re.IGNORECASE if target.islower() else 0)
