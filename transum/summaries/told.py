"""An article's facts as lines of a prompt: whom, what and where it names, when and how much, spelt as it spells them.

A small model that has the names and figures before it copies them instead of making up its own.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from transum.document import Fact, FactKind
from transum.summaries.prompts import Language

MOST: Final = 8  # facts of a kind: what comes behind them is in no short summary
_LABELS: Final[Mapping[Language, Mapping[FactKind, str]]] = {
    "en": {
        FactKind.PERSON: "People",
        FactKind.ORGANISATION: "Organisations",
        FactKind.PLACE: "Places",
        FactKind.NAME: "Other names",
        FactKind.DATE: "Dates",
        FactKind.AMOUNT: "Figures",
    },
    "id": {
        FactKind.PERSON: "Orang",
        FactKind.ORGANISATION: "Lembaga",
        FactKind.PLACE: "Tempat",
        FactKind.NAME: "Nama lain",
        FactKind.DATE: "Tanggal",
        FactKind.AMOUNT: "Angka",
    },
}


def lines(facts: Iterable[Fact], language: Language) -> str:
    r"""One line a kind, its facts in their order: English forms, or the original ones for ``id``; "" for no facts.

    What has no English form in the translation is left out of English lines: the article's reader wouldn't know it.

    >>> places = [Fact(FactKind.PLACE, "Moskow", "Moscow", (1,)), Fact(FactKind.PLACE, "Medan", "", (2,))]
    >>> lines(places, "en"), lines(places, "id")
    ('Places: Moscow', 'Tempat: Moskow, Medan')
    """
    forms: dict[FactKind, dict[str, None]] = {kind: {} for kind in _LABELS[language]}
    for fact in facts:
        form = " ".join((fact.target if language == "en" else fact.source).split())
        if form:
            forms[fact.kind][form] = None
    return "\n".join(
        f"{label}: {', '.join(list(forms[kind])[:MOST])}" for kind, label in _LABELS[language].items() if forms[kind]
    )
