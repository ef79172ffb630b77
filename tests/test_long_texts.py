"""A long text goes through the models in portions, which nobody can tell from the result."""

from collections.abc import Sequence

import pytest

from tests.test_batch import Fake
from transum.document import Candidate
from transum.revise import translate_documents
from transum.segment import segment

TEXTS = (
    " ".join(f"Banjir merendam {number % 7 + 10} rumah warga." for number in range(300)),
    "Warga pergi ke pasar.",
    "\n\n".join(f"Harga beras naik {number} persen di pasar itu." for number in range(50)),
)


class Counting(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.most = 0

    def translate(self, texts: Sequence[str], **options: object) -> list[list[Candidate]]:
        self.most = max(self.most, len(texts))
        return super().translate(texts, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("portion", [1, 100, 5_000])
@pytest.mark.parametrize("repair", [True, False])
def test_portions_change_nothing(monkeypatch: pytest.MonkeyPatch, portion: int, *, repair: bool) -> None:
    documents = [segment(text) for text in TEXTS]
    whole = translate_documents(documents, Counting(), repair=repair)
    monkeypatch.setattr("transum.revise._PORTION", portion)
    assert translate_documents(documents, Counting(), repair=repair) == whole


def test_what_the_model_is_given_at_once_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transum.revise._PORTION", 2_000)
    counting = Counting()
    text = " ".join(f"Warga nomor {number} pergi ke pasar." for number in range(2_000))
    (translation,) = translate_documents([segment(text)], counting)
    assert len(translation.pairs) == 2_000
    assert counting.most <= 100


def test_no_sentences_are_no_pairs() -> None:
    documents = [segment(""), segment(" ")]
    assert [translation.pairs for translation in translate_documents(documents, Counting())] == [(), ()]
