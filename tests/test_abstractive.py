"""Abstractive summaries: what the model reads, what of its words stands, and what happens where they don't."""

import doctest
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.document import Document, Paragraph, Role, Sentence, SentencePair, Summary, SummarySentence, Translation
from transum.engines.encoder import CT2Encoder, RememberingEncoder
from transum.errors import ModelError, UsageError
from transum.shelf import manifest as weights
from transum.shelf.manifest import Manifest
from transum.summaries import prompts, summarizer
from transum.summaries.abstractive import AbstractiveSummarizer, values
from transum.summaries.checkpoint import digest
from transum.summaries.extractive import ExtractiveSummarizer
from transum.summaries.parts import pack
from transum.summaries.protocol import Limit
from transum.summaries.sentences import sentences
from transum.summaries.writer import Draft

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ENGLISH = (
    ("Kim Jong-un is expected to meet Vladimir Putin in Vladivostok.", "The American authorities said so on Tuesday."),
    ("The two leaders will talk about weapons for the war in Ukraine.", "Kim will travel in an armoured train."),
    ("The meeting may take place next week at an economic forum.",),
)
INDONESIAN = (
    ("Kim Jong-un dikabarkan akan bertemu Vladimir Putin di Vladivostok.", "Otoritas Amerika mengatakannya Selasa."),
    ("Kedua pemimpin akan membahas senjata untuk perang di Ukraina.", "Kim akan naik kereta lapis baja."),
    ("Pertemuan itu mungkin berlangsung pekan depan di forum ekonomi.",),
)
THREE = Limit(3, "sentences")


def translation(
    english: Sequence[Sequence[str]] = ENGLISH,
    indonesian: Sequence[Sequence[str]] | None = None,
    roles: dict[str, Role] | None = None,
) -> Translation:
    """A translated article, paragraph by paragraph; the English stands for the original where none is given."""
    text, paragraphs, pairs = "", [], []
    for sources, targets in zip(indonesian or english, english, strict=True):
        found: list[Sentence] = []
        for source, target in zip(sources, targets, strict=True):
            text += " " if found else "\n\n" if text else ""
            role = (roles or {}).get(target, Role.BODY)
            found.append(Sentence(source, len(text), len(text) + len(source), role))
            pairs.append(SentencePair(found[-1], target, -0.1))
            text += source
        paragraphs.append(Paragraph(tuple(found)))
    return Translation(Document(text, tuple(paragraphs)), tuple(pairs))


class BagOfWords:
    """An encoder whose cosines are shared words."""

    fingerprint = "words"

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import zlib

        import numpy as np

        vectors = np.full((len(texts), 384), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.strip(".,").encode()) % 384] += 1
        normed: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normed


@dataclass
class Lead:
    """The first sentences, in place of the extractive summarizer."""

    fingerprint = "lead"

    asked: int = 0

    def summarize(self, translation: Translation, limit: Limit) -> Summary:
        self.asked += 1
        told = [SummarySentence(pair.target, (index,)) for index, pair in enumerate(translation.pairs, start=1)]
        return Summary("lead", tuple(told[: limit.sentences(len(told))]))


@dataclass
class Scripted:
    """Writes its ``drafts`` one after the other, the last one again and again; a token is a word."""

    drafts: list[Draft]
    context: int = 1000
    name: str = "scripted:model"
    fingerprint: str = ""
    read: list[str] = field(default_factory=list)

    def room(self, max_tokens: int) -> int:
        return self.context - max_tokens

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def write(self, text: str, max_tokens: int) -> Draft:
        assert len(text.split()) + max_tokens <= self.context
        self.read.append(text)
        return self.drafts.pop(0) if len(self.drafts) > 1 else self.drafts[0]


def engine(
    *texts: str | Draft, prompt: str | None = None, context: int = 1000, only_faithful: bool = False
) -> tuple[AbstractiveSummarizer, Scripted, Lead]:
    writer = Scripted([text if isinstance(text, Draft) else Draft(text) for text in texts], context)
    lead = Lead()
    made = AbstractiveSummarizer(
        writer,
        BagOfWords(),
        fallback=lead,
        prompt=prompts.find(prompt, None) if prompt else None,
        notes=prompts.find("part", None) if prompt else None,
        only_faithful=only_faithful,
    )
    return made, writer, lead


def texts(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


def test_every_sentence_of_the_model_becomes_one_with_its_evidence() -> None:
    made, writer, lead = engine("Kim will meet Putin in Vladivostok. Kim will travel in an armoured train.")
    summary = made.summarize(translation(), THREE)
    assert texts(summary) == ["Kim will meet Putin in Vladivostok.", "Kim will travel in an armoured train."]
    assert [1 in sentence.evidence for sentence in summary.sentences] == [True, False]
    assert 4 in summary.sentences[1].evidence
    assert summary.method == "scripted:model"
    assert lead.asked == 0
    assert writer.read == ["\n\n".join(" ".join(paragraph) for paragraph in ENGLISH)]


def test_an_instruction_model_is_shown_the_prompt_with_the_length() -> None:
    made, writer, _ = engine("Kim will meet Putin.", prompt="brief")
    assert made.summarize(translation(), Limit(40, "percent")).method == "scripted:model, prompt brief"
    assert "in 2 sentences of plain English" in writer.read[0]
    assert ENGLISH[0][0] in writer.read[0]


def test_the_indonesian_prompt_shows_the_original() -> None:
    made, writer, _ = engine("Kim akan bertemu Putin.", prompt="indonesian")
    summary = made.summarize(translation(ENGLISH, INDONESIAN), THREE)
    assert INDONESIAN[0][0] in writer.read[0]
    assert ENGLISH[0][0] not in writer.read[0]
    assert texts(summary) == ["Kim akan bertemu Putin."]
    assert 1 in summary.sentences[0].evidence


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        pytest.param("brief", ["People: Vladimir Putin", "Places: Moscow, Ukraine", "Figures: 12 tons"], id="english"),
        pytest.param(
            "indonesian", ["Orang: Vladimir Putin", "Tempat: Moskow, Ukraina", "Angka: 12 ton"], id="indonesian"
        ),
    ],
)
def test_a_prompt_is_told_the_facts_in_its_language(prompt: str, shown: list[str]) -> None:
    sources = (("Presiden Vladimir Putin tiba di Moskow.", "Sebanyak 12 ton beras dikirim ke Ukraina."),)
    targets = (("President Vladimir Putin arrived in Moscow.", "12 tons of rice were sent to Ukraine."),)
    made, writer, _ = engine("Putin arrived.", prompt=prompt)
    made.summarize(translation(targets, sources), THREE)
    told = writer.read[0].split("<FACTS-")[1].split("</FACTS-")[0].splitlines()
    assert told[1:] == shown


def test_no_facts_are_read_from_an_article_in_another_language() -> None:
    writer = Scripted([Draft("Putin tiba.")])
    prompt = prompts.find("brief", None)
    made = AbstractiveSummarizer(writer, BagOfWords(), fallback=Lead(), prompt=prompt, from_indonesian=False)
    made.summarize(translation(ENGLISH, INDONESIAN), THREE)
    assert "FACTS" not in writer.read[0]


def test_indonesian_sentences_are_checked_as_indonesian_ones() -> None:
    written = "Acara itu berlangsung 23 Oktober. Kim akan bertemu Putin."
    made, _, _ = engine(written, prompt="indonesian")
    summary = made.summarize(translation(ENGLISH, INDONESIAN), THREE)
    assert [bool(sentence.findings) for sentence in summary.sentences] == [True, False]
    made, _, _ = engine(written, prompt="indonesian", only_faithful=True)
    assert texts(made.summarize(translation(ENGLISH, INDONESIAN), THREE)) == ["Kim akan bertemu Putin."]


def test_captions_bylines_and_links_are_not_read() -> None:
    hidden = {
        "Read also: Kim.": Role.RELATED,
        "Photo: Antara.": Role.CAPTION,
        "(bbn)": Role.BYLINE,
        "Share": Role.SHARE,
    }
    made, writer, _ = engine("Kim will meet Putin.")
    made.summarize(translation([*ENGLISH, *([text] for text in hidden)], roles=hidden), THREE)
    assert not any(text in writer.read[0] for text in hidden)


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        pytest.param(Limit(1, "sentences"), 1, id="one"),
        pytest.param(Limit(2, "sentences"), 2, id="two"),
        pytest.param(Limit(99, "sentences"), 4, id="more-than-written"),
        pytest.param(Limit(20, "percent"), 1, id="percent-of-five"),
        pytest.param(Limit(40, "percent"), 2, id="percent-two"),
        pytest.param(Limit(8, "words"), 2, id="words"),
        pytest.param(Limit(7, "words"), 1, id="words-short-of-the-second"),
        pytest.param(Limit(1, "words"), 1, id="words-never-none"),
    ],
)
def test_the_limit_holds_whatever_the_model_wrote(limit: Limit, kept: int) -> None:
    made, _, lead = engine("Kim will meet Putin. They talk of weapons. Kim takes a train. It may be soon.")
    assert len(made.summarize(translation(), limit).sentences) == kept
    assert lead.asked == 0


def test_a_form_of_its_own_length_keeps_it() -> None:
    lines = "What: Kim will meet Putin.\nWho: Kim and Putin.\nWhen: next week.\nWhere: Vladivostok.\nWhy: weapons."
    made, _, _ = engine(lines, prompt="five-ws")
    assert len(made.summarize(translation(), Limit(1, "sentences")).sentences) == 5
    made, _, _ = engine("Kim will meet Putin\nPutin will meet Kim", prompt="headline")
    assert texts(made.summarize(translation(), THREE)) == ["Kim will meet Putin"]


@pytest.mark.parametrize("written", ["", "  \n ", "---", "<think>Hm, Kim", "Here is the summary:"])
def test_where_the_model_writes_nothing_the_article_s_own_sentences_stand_and_it_is_said(written: str) -> None:
    made, _, lead = engine(written)
    summary = made.summarize(translation(), Limit(2, "sentences"))
    assert texts(summary) == list(ENGLISH[0])
    assert summary.method == "lead, since scripted:model wrote nothing that can stand"
    assert lead.asked == 1


def test_faithful_drops_what_is_not_in_the_article_before_the_limit_counts() -> None:
    written = "Kim will meet Putin on 23 September. Kim will travel in an armoured train."
    made, _, _ = engine(written)
    plain = made.summarize(translation(), THREE)
    assert [bool(sentence.findings) for sentence in plain.sentences] == [True, False]
    made, _, _ = engine(written, only_faithful=True)
    assert texts(made.summarize(translation(), Limit(1, "sentences"))) == ["Kim will travel in an armoured train."]


def test_faithful_is_never_empty() -> None:
    made, _, lead = engine("Kim will meet Putin on 23 September.", only_faithful=True)
    assert texts(made.summarize(translation(), Limit(1, "sentences"))) == [ENGLISH[0][0]]
    assert lead.asked == 1


@pytest.mark.parametrize(
    ("article", "told"),
    [
        pytest.param([], [], id="empty"),
        pytest.param([["Kim met Putin."]], ["Kim met Putin."], id="one"),
        pytest.param([["Kim met Putin.", ""]], ["Kim met Putin."], id="one-and-an-empty-translation"),
    ],
)
def test_an_article_of_one_sentence_is_its_own_summary_no_model_is_asked(
    article: list[list[str]], told: list[str]
) -> None:
    made, writer, _ = engine("The president of France resigned.")
    assert texts(made.summarize(translation(article), Limit(1, "sentences"))) == told
    assert writer.read == []


@pytest.mark.parametrize(
    "article",
    [
        pytest.param([["Kim met Putin.", "They talked."]], id="two"),
        pytest.param([["Kim met Putin."] * 6], id="all-alike"),
        pytest.param([["Yes.", "No.", "Oh.", "So."]], id="all-short"),
        pytest.param([["Kim met Putin " * 700 + "twice.", "They talked."]], id="one-huge"),
    ],
)
@pytest.mark.parametrize("prompt", [None, "brief"])
def test_a_summary_is_never_empty_and_never_longer_than_the_article(
    article: list[list[str]], prompt: str | None
) -> None:
    made, _, _ = engine("Kim met Putin. They talked for a long time about many things.", prompt=prompt)
    summary = made.summarize(translation(article), THREE)
    assert summary.sentences
    assert all(sentence.evidence for sentence in summary.sentences)
    assert sum(len(text.split()) for text in texts(summary)) <= sum(
        len(text.split()) for paragraph in article for text in paragraph
    )


def test_a_long_article_is_read_in_parts_then_together_and_every_sentence_is_read() -> None:
    article = [[f"Sentence number {number} tells one thing."] for number in range(300)]
    made, writer, _ = engine("Sentence number 7 tells one thing.", prompt="brief", context=1000)
    summary = made.summarize(translation(article), THREE)
    *parts, together = writer.read
    assert [f"part {number} of {len(parts)}" in part for number, part in enumerate(parts, start=1)] == [True] * len(
        parts
    )
    assert all(any(sentences[0] in part for part in parts) for sentences in article)
    assert together.count("Sentence number 7 tells one thing.") == len(parts)
    assert summary.method == f"scripted:model, prompt brief, read in {len(parts)} parts"
    assert 8 in summary.sentences[0].evidence


def test_a_long_article_for_a_seq2seq_model_is_read_in_parts_too() -> None:
    article = [[f"Sentence number {number} tells one thing."] for number in range(300)]
    made, writer, _ = engine("Sentence number 7 tells one thing.", context=1000)
    made.summarize(translation(article), THREE)
    *parts, _ = writer.read
    assert " ".join(" ".join(parts).split()) == " ".join(sentences[0] for sentences in article)


def test_notes_that_never_get_shorter_end_in_an_error_not_in_a_loop() -> None:
    article = [[f"Sentence number {number} tells one thing."] for number in range(300)]
    made, _, _ = engine(" ".join(f"Note {number}." for number in range(400)), context=1000)
    with pytest.raises(ModelError, match="can't shorten"):
        made.summarize(translation(article), THREE)


def test_a_part_that_the_model_has_no_words_for_is_read_as_it_is() -> None:
    article = [[f"Sentence number {number} tells one thing."] for number in range(100)]
    made, writer, _ = engine("", "Notes on the rest.", "Sentence number 7 tells one thing.", context=512 + 550)
    made.summarize(translation(article), THREE)
    first, _, together = writer.read
    assert together == f"{first}\n\nNotes on the rest."


def test_a_prompt_that_fills_the_context_is_said() -> None:
    made, _, _ = engine("x", prompt="brief", context=520)
    with pytest.raises(ModelError, match="no room") as caught:
        made.summarize(translation(), THREE)
    assert "shorter prompt" in caught.value.hint


@given(st.lists(st.text(max_size=40), max_size=30), st.integers(min_value=2, max_value=60))
def test_parts_are_the_article_whole_and_in_order_and_each_fits(pieces: list[str], room: int) -> None:
    parts = pack(pieces, room, len)
    assert "".join(parts) == "".join(pieces)
    assert all(len(part) <= room for part in parts)


def test_parts_are_of_about_equal_size() -> None:
    sizes = [len(part.split()) for part in pack(["one two three "] * 11, 40, lambda text: len(text.split()))]
    assert sum(sizes) == 33
    assert len(sizes) == 2
    assert max(sizes) - min(sizes) <= 3


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Kim met Putin. They talked.", ["Kim met Putin.", "They talked."], id="prose"),
        pytest.param("- Kim met Putin.\n- They talked.", ["Kim met Putin.", "They talked."], id="dashes"),
        pytest.param("* Kim met Putin\n• They talked", ["Kim met Putin", "They talked"], id="bullets"),
        pytest.param("1. Kim met Putin.\n2) They talked.", ["Kim met Putin.", "They talked."], id="numbers"),
        pytest.param("2023 was hot.\n5 people died.", ["2023 was hot.", "5 people died."], id="numbers-that-tell"),
        pytest.param("## Kim meets Putin\n\n**Who:** Kim.", ["Kim meets Putin", "Who: Kim."], id="markdown"),
        pytest.param("Here is the summary:\n\nKim met Putin.", ["Kim met Putin."], id="aside"),
        pytest.param("Sure! Here's a summary in 1 sentence:\nKim met Putin.", ["Kim met Putin."], id="sure"),
        pytest.param("Berikut ringkasannya:\nKim bertemu Putin.", ["Kim bertemu Putin."], id="indonesian-aside"),
        pytest.param("**Summary:** Kim met Putin.", ["Kim met Putin."], id="label"),
        pytest.param("Here the president met Putin.", ["Here the president met Putin."], id="no-aside"),
        pytest.param("<think>Who? Kim.</think>\nKim met Putin.", ["Kim met Putin."], id="thoughts"),
        pytest.param("Who? Kim.</think>Kim met Putin.", ["Kim met Putin."], id="thoughts-open-in-the-template"),
        pytest.param("Kim met Putin. Kim met Putin.\nKim met Putin.", ["Kim met Putin."], id="loop"),
        pytest.param("B came. A left. B came.", ["B came.", "A left."], id="repeat-keeps-the-first-place"),
        pytest.param("[bold]Kim[/bold] {0} %s met 5*3 2*1.", ["[bold]Kim[/bold] {0} %s met 5*3 2*1."], id="user-text"),
        pytest.param("Kim\u00a0met  Putin.", ["Kim met Putin."], id="white-space"),
        pytest.param("", [], id="empty"),
        pytest.param("---\n***", [], id="rules"),
    ],
)
def test_a_draft_becomes_plain_sentences(written: str, expected: list[str]) -> None:
    assert list(sentences(Draft(written))) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("Kim met Putin. They tal", ["Kim met Putin."], id="half-a-sentence"),
        pytest.param("Kim met Putin. They talked.", ["Kim met Putin.", "They talked."], id="just-whole"),
        pytest.param("Kim met Pu", ["Kim met Pu"], id="nothing-else"),
    ],
)
def test_a_sentence_without_its_end_is_dropped(written: str, expected: list[str]) -> None:
    assert list(sentences(Draft(written, finished=False))) == expected


@given(st.text(), st.booleans())
def test_any_draft_becomes_single_lines_each_once(written: str, finished: bool) -> None:  # noqa: FBT001
    found = sentences(Draft(written, finished=finished))
    assert all(text == " ".join(text.split()) != "" for text in found)
    assert len({text.casefold() for text in found}) == len(found)


@pytest.mark.parametrize(
    ("limit", "english", "indonesian", "count"),
    [
        pytest.param(Limit(1, "sentences"), "1 sentence", "1 kalimat", 1, id="one"),
        pytest.param(Limit(3, "sentences"), "3 sentences", "3 kalimat", 3, id="three"),
        pytest.param(Limit(20, "percent"), "2 sentences", "2 kalimat", 2, id="percent"),
        pytest.param(Limit(80, "words"), "at most 80 words", "paling banyak 80 kata", 4, id="words"),
        pytest.param(Limit(5, "words"), "at most 5 words", "paling banyak 5 kata", 1, id="few-words"),
    ],
)
def test_the_limit_in_words(limit: Limit, english: str, indonesian: str, count: int) -> None:
    most = limit.sentences(10)
    assert values(limit, most, "en") == {"length": english, "sentences": count, "part": 1, "parts": 1}
    assert values(limit, most, "id")["length"] == indonesian


def test_the_fingerprint_is_the_engine_s_the_prompt_s_and_the_filter_s() -> None:
    made = [
        engine("", prompt=prompt, only_faithful=faithful)[0].fingerprint
        for prompt in (None, "brief", "bullets")
        for faithful in (False, True)
    ]
    assert len(set(made)) == len(made)
    assert made[0] == engine("other")[0].fingerprint


def test_the_fingerprint_is_the_server_s_too() -> None:
    made = {
        summarizer("openai:qwen", encoder=BagOfWords(), base_url=url).fingerprint
        for url in (None, "http://localhost:1/v1", "http://localhost:2/v1")
    }
    assert len(made) == 3


def test_the_digest_changes_with_any_byte_of_the_weights_and_knows_the_hub_s_cache(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    blob = tmp_path / "blobs" / ("a" * 64)
    blob.write_bytes(b"weights")
    folder = tmp_path / "model"
    folder.mkdir()
    path = folder / "model.safetensors"
    found = []
    for content in (b"weights", b"WEIGHTS"):  # of one size
        path.write_bytes(content)
        found.append(digest(folder))
    (folder / "config.json").write_text("{}")
    found.append(digest(folder))
    for name in "ab":
        path.unlink()
        blob = blob.rename(blob.with_name(name * 64))
        path.symlink_to(blob)
        found.append(digest(folder))
    assert len(set(found)) == len(found)
    (folder / "last-used").touch()
    assert digest(folder) == found[-1]


def test_new_weights_of_the_extractive_summarizer_or_the_encoder_are_another_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    encoder = CT2Encoder(weights.embedded("encoder"), threads=1)
    read = Manifest.read
    made = []
    for name in ("", "summarizer", "encoder"):

        def newer(folder: Path, name: str = name, **options: str) -> Manifest:
            manifest = read(folder, **options)
            return replace(manifest, version="new") if folder.name == name else manifest

        with monkeypatch.context() as patch:
            patch.setattr(Manifest, "read", newer)
            made.append(ExtractiveSummarizer(RememberingEncoder(encoder)).fingerprint)
    assert len(set(made)) == 3


@pytest.mark.parametrize(
    ("name", "options", "hint"),
    [
        pytest.param("bart", {}, "seq2seq:MODEL", id="unknown"),
        pytest.param("", {}, "extractive", id="empty"),
        pytest.param("extractive:x", {}, "extractive", id="extractive-with-a-model"),
        pytest.param("chat", {}, "chat:MODEL", id="no-model"),
        pytest.param("openai:", {}, "openai:MODEL", id="empty-model"),
        pytest.param("extractive", {"prompt": "brief"}, "chat:MODEL and openai:MODEL", id="prompt-extractive"),
        pytest.param("seq2seq:x", {"prompt": "brief"}, "chat:MODEL and openai:MODEL", id="prompt-seq2seq"),
        pytest.param("chat:x", {"base_url": "http://localhost"}, "openai:MODEL", id="address-chat"),
        pytest.param("openai:x", {"base_url": "localhost"}, "http://localhost:11434/v1", id="address"),
    ],
)
def test_a_name_or_a_combination_that_means_nothing_is_refused(name: str, options: dict[str, str], hint: str) -> None:
    prompt = prompts.find(options["prompt"], None) if "prompt" in options else None
    with pytest.raises(UsageError) as caught:
        summarizer(
            name,
            encoder=BagOfWords(),
            prompt=prompt,
            base_url=options.get("base_url"),
        )
    assert hint in caught.value.hint


def test_a_model_that_is_not_on_disk_is_said_by_the_factory(tmp_path: Path) -> None:
    for kind in ("seq2seq", "chat"):
        with pytest.raises(ModelError, match="no model folder"):
            summarizer(f"{kind}:{tmp_path}/none", encoder=BagOfWords())


def test_without_the_hub_s_library_a_name_of_the_hub_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(ModelError) as caught:
        summarizer("chat:org/model", encoder=BagOfWords())
    assert "transum[hub]" in caught.value.hint


def test_the_factory_makes_a_summarizer_for_a_server_without_asking_it() -> None:
    indonesian = prompts.find("indonesian", None)
    for prompt in (None, indonesian):
        assert summarizer("openai:qwen2.5", encoder=BagOfWords(), prompt=prompt, faithful=True)


@pytest.mark.parametrize(
    "module", ["summaries.prompts", "summaries.abstractive", "summaries.parts", "summaries.sentences"]
)
def test_the_worked_examples_hold(module: str) -> None:
    failures, examples = doctest.testmod(importlib.import_module(f"transum.{module}"))
    assert (failures, bool(examples)) == (0, True)
