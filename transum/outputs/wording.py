"""Phrases that several formats share: one line of text, a finding, the evidence, the verdict."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Final

from transum.checks import WORDS
from transum.document import (
    Article,
    Fact,
    FactKind,
    Finding,
    Kind,
    Level,
    ModelInfo,
    Role,
    SentencePair,
    Summary,
    SummarySentence,
    Translation,
)
from transum.outputs.view import Part, SummaryLanguage, View

BY_PERSON: Final = "by a person"
GIVEN: Final = "given"  # the engine of a translation that transum only checked
_FACT_LABELS: Final = {
    FactKind.PERSON: "People",
    FactKind.ORGANISATION: "Organisations",
    FactKind.PLACE: "Places",
    FactKind.DATE: "Dates",
    FactKind.AMOUNT: "Amounts",
    FactKind.NAME: "Other names",
}


def language_name(code: str) -> str:
    """What readers call the language: ``English``; ``Original`` where nobody knows it, else the code.

    >>> language_name("id"), language_name("fr")
    ('Indonesian', 'fr')
    """
    return {"id": "Indonesian", "en": "English", "und": "Original"}.get(code, code)


def one_line(text: str) -> str:
    r"""``text`` with every run of white space as one space.

    >>> one_line("satu\n  dua")
    'satu dua'
    """
    return " ".join(text.split())


def evidence(sentence: SummarySentence) -> str:
    """The ids that support a summary sentence: ``[1, 4]``."""
    return ids(sentence.evidence)


def ids(numbers: Iterable[int]) -> str:
    """Ids of sentences: ``[1, 4]``."""
    return f"[{', '.join(map(str, numbers))}]"


def maker(model: ModelInfo) -> str:
    """Who translated: the model and how it was run, or the file that somebody else's translation stands in.

    >>> maker(ModelInfo("embedded", "3", "ctranslate2", 4)), maker(ModelInfo("theirs.txt", "", "given", 1))
    ('model embedded 3 (ctranslate2, beam 4)', 'translation given in theirs.txt')
    """
    if model.engine == GIVEN:
        return f"translation given in {model.name}"
    return f"model {' '.join(filter(None, (model.name, model.version)))} ({model.engine}, beam {model.beam})"


def percent(confidence: float | None) -> str:
    """A confidence as readers see it, "" where there is none; never surer than it is: 0.999 are 99 per cent.

    >>> percent(0.827), percent(None)
    ('82 %', '')
    """
    return "" if confidence is None else f"{int(confidence * 100)} %"


def summary_lines(sentence: SummarySentence, language: SummaryLanguage) -> Iterator[str]:
    """The sentence in the languages asked for; where it has no original, in the one that it has."""
    original = one_line(sentence.original)
    if language is not SummaryLanguage.INDONESIAN or not original:
        yield one_line(sentence.text)
    if language is not SummaryLanguage.ENGLISH and original:
        yield original


def summary_shown(article: Article, view: View) -> Summary | None:
    """The summary, where the view has a place for it and it doesn't only repeat the translation beside it.

    A text of one sentence is its own summary. Who asks for the summary by ``parts``, in Indonesian or in a template
    of their own gets it all the same.
    """
    summary = article.summary
    if summary is None or not summary.sentences or not view.shows(Part.SUMMARY):
        return None
    by_default = not view.parts and view.template is None and view.language is SummaryLanguage.ENGLISH
    return None if by_default and _repeats(summary, article.translation) else summary


def _repeats(summary: Summary, translation: Translation) -> bool:
    """Whether a summary is all of the text, word for word, or the text's one sentence, shortened or not."""
    telling = [
        (number, one_line(pair.target))
        for number, pair in enumerate(translation.pairs, start=1)
        if pair.source.role in {Role.BODY, Role.LIST_ITEM} and any(map(str.isalnum, pair.source.text))
    ] or [(number, one_line(pair.target)) for number, pair in enumerate(translation.pairs, start=1)]
    if len(telling) == 1 and all(sentence.left_out for sentence in summary.sentences):
        return True
    return [(*sentence.evidence, one_line(sentence.text)) for sentence in summary.sentences] == telling


def headline(translation: Translation) -> tuple[int, SentencePair] | None:
    """The heading that the article begins with, as ``(sentence id, pair)``: its title, where it has one."""
    pairs = enumerate(translation.pairs, start=1)
    first = next(((number, pair) for number, pair in pairs if pair.source.role in {Role.HEADING, Role.BODY}), None)
    return first if first and first[1].source.role is Role.HEADING else None


def title(article: Article, view: View) -> str:
    """The headline in the language that is shown; without one the name of the file, "" for standard input."""
    if found := headline(article.translation):
        pair = found[1]
        only_original = view.shows(Part.ORIGINAL) and not view.shows(Part.TRANSLATION)
        return one_line(pair.source.text if only_original else pair.target or pair.source.text)
    return "" if article.source.path == "-" else PurePath(article.source.path).name


def at_a_glance(facts: Sequence[Fact]) -> Iterator[tuple[str, list[Fact]]]:
    """Facts by kind, as ``("People", [...])``; the order of kinds is fixed, inside one it is that of weight."""
    for kind, label in _FACT_LABELS.items():
        if chosen := [fact for fact in facts if fact.kind is kind]:
            yield label, chosen


def fact_forms(fact: Fact) -> str:
    """A fact in English, and as the original has it where that differs.

    >>> fact_forms(Fact(FactKind.PLACE, "Korea Utara", "North Korea", (1,)))
    'North Korea (Korea Utara)'
    """
    if fact.target and fact.source and fact.source != fact.target:
        return f"{fact.target} ({fact.source})"
    return fact.target or fact.source


def own_errors(sentence: SummarySentence) -> list[str]:
    """What a summary sentence probably gets wrong that its evidence has right."""
    return [finding.message for finding in sentence.findings if finding.level is Level.ERROR]


def doubtful(sentence: SummarySentence, translation: Translation) -> Level | None:
    """How far to doubt a summary sentence: the gravest finding above ``info`` of its own, or of what it rests on."""
    resting = [translation.pairs[number - 1].level for number in sentence.evidence if number <= len(translation.pairs)]
    levels = [*(finding.level for finding in sentence.findings), *filter(None, resting)]
    return max((level for level in levels if level > Level.INFO), default=None)


def inherited(sentence: SummarySentence, translation: Translation) -> Iterator[tuple[int, Finding]]:
    """The doubts about the sentences that a summary sentence rests on, as ``(sentence id, finding)``."""
    for number in sentence.evidence:
        if number <= len(translation.pairs):
            for finding in translation.pairs[number - 1].findings:
                if finding.level > Level.INFO:
                    yield number, finding


def name_of(finding: Finding) -> str:
    """What a finding is about, in words: ``number``, ``missing word``."""
    return WORDS[finding.kind][0]


def worth_reading(findings: Iterable[Finding]) -> list[Finding]:
    """Findings above ``info``, and repairs, gravest first."""
    chosen = [finding for finding in findings if finding.level > Level.INFO or finding.kind == "repaired"]
    return sorted(chosen, key=lambda finding: -finding.level)


def doubts(translation: Translation) -> Iterator[tuple[int, SentencePair, Finding]]:
    """Everything worth reading, as ``(sentence id, pair, finding)`` in order."""
    for number, pair in enumerate(translation.pairs, start=1):
        for finding in worth_reading(pair.findings):
            yield number, pair, finding


def verdict(translations: Iterable[Translation], summaries: Iterable[Summary | None] = ()) -> str:
    """One line on how far to trust it: ``17 sentences, 3 to check (number in 2, name in 1)``."""
    sentences, wrong, warned, given = 0, 0, 0, 0
    kinds = Counter[Kind]()
    for translation in translations:
        sentences += len(translation.pairs)
        for pair in translation.pairs:
            wrong += pair.level is Level.ERROR
            warned += pair.level is Level.WARNING
            given += pair.by_person
            # A kind counts once a sentence: the reader looks at the sentence, not at the finding.
            kinds.update(list(dict.fromkeys(one.kind for one in pair.findings if one.level is Level.ERROR)))
    told = sum(bool(own_errors(sentence)) for summary in filter(None, summaries) for sentence in summary.sentences)
    parts = [
        _counted(sentences, "sentence"),
        f"{given} {BY_PERSON}" if given else "",
        f"{wrong} to check ({_in_sentences(kinds, wrong)})" if wrong else "",
        f"{_counted(told, 'summary sentence')} to check" if told else "",
        f"{warned} with a warning" if warned else "",
        "" if wrong or told or warned else "the checks found no doubts",
    ]
    return ", ".join(filter(None, parts))


def _in_sentences(kinds: Counter[Kind], wrong: int) -> str:
    """What is wrong in how many of the sentences: ``number``, where it is so in all of them."""
    named = ((WORDS[kind][0], count) for kind, count in kinds.most_common())
    return ", ".join(name if count == wrong else f"{name} in {count}" for name, count in named)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
