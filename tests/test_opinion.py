"""Opinions: told from news, and their summary says what they are for."""

from collections.abc import Sequence

import pytest

from tests.cases.opinions import NEWS, OPINIONS
from tests.conftest import build_translation
from transum.document import Document, Paragraph, Role, Sentence, SentencePair, Translation
from transum.engines.encoder import CT2Encoder
from transum.summaries.extractive import ExtractiveSummarizer
from transum.summaries.opinion import is_opinion, theses
from transum.summaries.protocol import USUAL, Limit


def divided(block: str) -> tuple[tuple[str, ...], frozenset[int]]:
    """The sentences of a case, and the ids of those with a star."""
    lines = block.strip().splitlines()
    starred = frozenset(number for number, line in enumerate(lines, start=1) if line.startswith("*"))
    return tuple(line.removeprefix("*") for line in lines), starred


def article(texts: tuple[str, ...]) -> Translation:
    return build_translation(*(((text, text),) for text in texts))


def echo(texts: Sequence[str], /) -> list[SentencePair]:
    return [SentencePair(Sentence(text, 0, len(text)), text) for text in texts]


def labelled(label: str, texts: tuple[str, ...], role: Role = Role.HEADING) -> Translation:
    """An article below a headline or a byline."""
    head = Sentence(label, 0, len(label), role)
    found = article(texts)
    document = Document(f"{label} {found.document.text}", (Paragraph((head,)), *found.document.paragraphs))
    return Translation(document, (SentencePair(head, label), *found.pairs))


@pytest.mark.parametrize("block", [pytest.param(block, id=name) for name, block in OPINIONS.items()])
@pytest.mark.parametrize("limit", [USUAL, Limit.parse("3")], ids=["usual", "three"])
def test_the_summary_of_an_opinion_has_its_thesis(block: str, limit: Limit, encoder: CT2Encoder) -> None:
    texts, thesis = divided(block)
    told = ExtractiveSummarizer(encoder, echo).summarize(article(texts), limit).sentences
    assert thesis <= {number for sentence in told for number in sentence.evidence}


@pytest.mark.parametrize("block", [pytest.param(block, id=name) for name, block in NEWS.items()])
def test_news_is_no_opinion_whoever_says_in_it_what_must_be(block: str) -> None:
    texts, _ = divided(block)
    assert not is_opinion(article(texts), texts)


@pytest.mark.parametrize(
    ("label", "role", "expected"),
    [
        pytest.param("Opini: Bus untuk Semua", Role.HEADING, True, id="in front of the headline"),
        pytest.param("TAJUK RENCANA", Role.HEADING, True, id="alone"),
        pytest.param("Kolom | Bus untuk Semua", Role.BYLINE, True, id="in the byline"),
        pytest.param("Penulis adalah dosen di Bandung.", Role.BYLINE, True, id="note on the author"),
        pytest.param("Opini WTP Diraih Lagi", Role.HEADING, False, id="what auditors give"),
        pytest.param("Kolom Renang Dibangun", Role.HEADING, False, id="another word"),
    ],
)
def test_labels(label: str, role: Role, expected: bool) -> None:  # noqa: FBT001 (a column of the table)
    texts = ("Bus kota datang setiap jam.", "Penumpang menunggu lama.", "Halte penuh pada pagi hari.")
    assert is_opinion(labelled(label, texts, role), texts) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param((), (), id="nothing"),
        pytest.param(("Bus penuh.",), (), id="no thesis"),
        pytest.param(("Apakah ini adil?", "Tidak, bus milik semua warga."), (1,), id="who asks and answers"),
        pytest.param(("Apakah ini adil?", "Tidak.", "Bus penuh."), (), id="an answer without a claim"),
        pytest.param(('"Kota harus dan wajib menambah bus."',), (), id="in a quotation"),
        pytest.param(("Wali kota mengatakan kota seharusnya menambah bus.",), (), id="somebody else's"),
        pytest.param(("Saya berharap kota menambah bus.",), (0,), id="who writes asks"),
        pytest.param(("Dengan demikian, bus perlu ditambah.",), (0,), id="a conclusion is no report"),
    ],
)
def test_theses(texts: tuple[str, ...], expected: tuple[int, ...]) -> None:
    assert theses(texts) == expected


def test_who_opens_with_an_anecdote_is_not_summed_up_by_it(encoder: CT2Encoder) -> None:
    texts, thesis = divided(OPINIONS["column, thesis in the middle"])
    (sentence,) = ExtractiveSummarizer(encoder, echo).summarize(article(texts), Limit.parse("1")).sentences
    assert set(sentence.evidence) == thesis
