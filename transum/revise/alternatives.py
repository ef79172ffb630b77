"""What else a model would say of a sentence: for a person who chooses."""

from itertools import zip_longest

from transum.document import Candidate, Document, Sentence
from transum.engines.protocol import Translator
from transum.revise.choose import judge
from transum.revise.draft import drafts_of, joined
from transum.revise.glossary import Glossary


def alternatives(
    document: Document, sentence: Sentence, translator: Translator, *, most: int, glossary: Glossary | None = None
) -> list[str]:
    """At most ``most`` translations of one of the document's sentences: fewest doubts first, then likeliest.

    None of a sentence that is not the model's business. Raises ``ModelError``.
    """
    (draft,) = drafts_of(document, translator, glossary, repair=True, sentences=[sentence])
    if not draft.pieces:
        return []
    answers = translator.translate([piece.text for piece in draft.pieces], candidates=most, beam=most)
    offered = [
        [
            Candidate(attempt.target, attempt.score)
            for attempt in sorted((judge(piece, candidate) for candidate in said), key=lambda attempt: attempt.doubts)
        ]
        for piece, said in zip(draft.pieces, answers, strict=True)
    ]
    found: dict[str, None] = {}  # of a sentence in pieces: the best of each, the second best of each, …
    for chosen in zip_longest(*offered):
        parts = [one or said[0] for one, said in zip(chosen, offered, strict=True)]
        text = joined(parts, [piece.source for piece in draft.pieces]).text
        if text.strip():
            found[draft.before + text + draft.after] = None
    return list(found)
