"""What a person says of a sentence stands as it is: nothing chooses, repairs or doubts it."""

from collections.abc import Mapping
from dataclasses import replace

from transum.checks import Pair
from transum.document import Level, Sentence, SentencePair
from transum.revise.choose import LONGEST_CHECKED, examine


def by_person(sentence: Sentence, target: str, definitions: Mapping[str, str]) -> SentencePair:
    """The pair; what the rules would say of it is good to know, and no more than that.

    >>> pair = by_person(Sentence("Harga naik 12 persen.", 0, 21), "Prices rose by a tenth.", {})
    >>> [finding.level.label for finding in pair.findings], pair.by_person
    (['info'], True)
    """
    is_checked = len(sentence.text) <= LONGEST_CHECKED
    found = examine(Pair(sentence.text, target, definitions)) if is_checked else ()
    findings = tuple(replace(finding, level=Level.INFO) for finding in found)
    return SentencePair(sentence, target, findings=findings, by_person=True)
