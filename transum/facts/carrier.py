"""Whether a translation carries a name over, in whatever spelling."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from transum.facts.tokens import fold, remembered, tokenize


@dataclass(frozen=True, slots=True)
class Carrier:
    """A target text, made ready to be asked what it carries over."""

    words: frozenset[str]
    spaced: str
    exact: str
    joined: frozenset[str]
    skeletons: frozenset[str]
    stems: frozenset[str]
    _asked: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)  # the tables' forms, no others

    @classmethod
    def of(cls, text: str) -> "Carrier":
        """Prepare ``text``."""
        tokens = [token for token in tokenize(text) if token.kind == "word"]
        folded = [fold(token.text).removesuffix("'s").removesuffix("'") for token in tokens]
        bare = [token.text.removesuffix("'s") for token in tokenize(text.replace(".", "").replace("’", "'"))]
        return cls(
            words=frozenset(folded),
            spaced=f" {' '.join(folded)} ",
            exact=f" {' '.join([*bare, *(token.text for token in tokens)])} ",
            joined=frozenset(_joined(folded)),
            skeletons=frozenset(skeleton(word) for word in folded),
            stems=frozenset(stem for word in folded for stem in _stems(word)),
        )

    def holds_form(self, form: str) -> bool:
        """Whether an accepted English form stands in the text, as it is or with an ending."""
        if form not in self._asked:
            self._asked[form] = self._holds(form)
        return self._asked[form]

    def _holds(self, form: str) -> bool:
        if form.replace(".", "").isupper():
            return self.holds_acronym(form.replace(".", ""))
        key = " ".join(fold(token.text) for token in tokenize(form) if token.kind == "word")
        return f" {key}" in self.spaced

    def holds_acronym(self, acronym: str) -> bool:
        """Whether ``acronym`` stands in the text in capitals, so that "AS" is not "as"."""
        return f" {acronym} " in self.exact or f" {acronym}s " in self.exact

    def holds_word(self, word: str) -> bool:
        """Whether a word of a name stands in the text, spelled alike or as the other language would."""
        folded = fold(word)
        if folded in self.words or f"{folded}s" in self.words or folded in self.joined:
            return True
        # English adds endings freely ("Kantian"), and takes few off: "Hart" is no "Hartono".
        if folded in self.stems or not self.words.isdisjoint(_stems(folded, 2 / 3)):
            return True
        bones = skeleton(folded)
        # "Geofisika" and "Geophysics" differ by the ending of a science.
        science = folded.endswith("ika") and f"{bones}s" in self.skeletons
        return len(bones) > 2 and (bones in self.skeletons or science)


_LONGEST_WORD = 40


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Two and three neighbours as one word: "Jong Un" carries "Jongun"."""
    for length in (2, 3):
        for start in range(len(words) - length + 1):
            yield "".join(words[start : start + length])


@remembered(4096)
def _stems(word: str, least: float = 0.5) -> tuple[str, ...]:
    """What ``word`` may be with an ending: ``least`` of it or more, of four letters or more ("Kant" of "kantian")."""
    if len(word) > _LONGEST_WORD:
        return ()
    return tuple(word[:length] for length in range(max(4, math.ceil(len(word) * least)), len(word)))


_SPELLINGS = (("ch", "k"), ("ph", "f"), ("qu", "k"), ("ck", "k"), ("x", "ks"), ("sh", "s"), ("sy", "s"), ("th", "t"),
              ("kh", "k"), ("tj", "c"), ("dj", "j"))  # fmt: skip
_BONES = str.maketrans({**dict.fromkeys("aeiouwyh'", None), "c": "k", "q": "k", "v": "f", "p": "f", "z": "s", "j": "y"})


@remembered(4096)
def skeleton(word: str) -> str:
    """The consonants of a folded word in one spelling, doubles once: "kolombia" and "colombia" have the same.

    >>> skeleton("meksiko") == skeleton("mexico")
    True
    """
    for spelling, plain in _SPELLINGS:
        word = word.replace(spelling, plain)
    bones = word.translate(_BONES)
    return "".join(char for index, char in enumerate(bones) if bones[index - 1 : index] != char)
