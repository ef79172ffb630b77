"""What several tests share: small articles made by hand, the real engines, a home of their own."""

import logging
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from transum.document import (
    Article,
    Document,
    Fact,
    FactKind,
    Finding,
    Kind,
    Level,
    ModelInfo,
    Paragraph,
    Role,
    Sentence,
    SentencePair,
    Source,
    Summary,
    SummarySentence,
    Translation,
)
from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.shelf import manifest as weights

# A busy machine is slow, not wrong.
settings.register_profile("transum", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("transum")

REPOSITORY = Path(__file__).parent.parent
SEEDS = sorted((REPOSITORY / "seeds").glob("*.txt"))


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Configuration, memory and shelf of a test are its own, also in the programs that it starts."""
    home = tmp_path_factory.mktemp("home")
    for variable in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(home / variable.lower()))
    monkeypatch.setenv("HOME", str(home))
    for variable in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TRANSUM_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    return home


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """A shell that runs the tests in the background has them ignore Ctrl-C, and every program that they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def own_logging() -> Iterator[None]:
    """The command line sets the logger up; the next test finds it as it was."""
    logger = logging.getLogger("transum")
    level, handlers = logger.level, logger.handlers[:]
    yield
    logger.setLevel(level)
    logger.handlers[:] = handlers


@pytest.fixture(scope="session")
def translator() -> CT2Translator:
    """The embedded translator, with the beam that users get."""
    return CT2Translator(weights.embedded("translator"), name="embedded", version="test", threads=2)


@pytest.fixture(scope="session")
def encoder() -> CT2Encoder:
    """The embedded sentence encoder."""
    return CT2Encoder(weights.embedded("encoder"), threads=2)


def build_translation(*paragraphs: tuple[tuple[str, str], ...]) -> Translation:
    """A translation of paragraphs of ``(source, target)``, as ``segment`` would have laid it out."""
    text, built, pairs = "", [], []
    for paragraph in paragraphs:
        sentences = []
        for source, target in paragraph:
            sentences.append(Sentence(source, len(text), len(text) + len(source)))
            pairs.append(SentencePair(sentences[-1], target, score=-0.5))
            text += source + " "
        text = text[:-1] + "\n\n"
        built.append(Paragraph(tuple(sentences)))
    return Translation(Document(text, tuple(built)), tuple(pairs))


NUMBER = Finding(Kind.NUMBER, Level.ERROR, "12", "13", "“12” is missing in the translation, which has “13”")
INVENTED = Finding(Kind.NAME, Level.ERROR, "", "Putin", "not in the article: Putin")
LENGTH = Finding(Kind.LENGTH, Level.WARNING, "", "", "the translation is much shorter than the original")


@pytest.fixture
def article() -> Article:
    """Two paragraphs, an error, a warning, a summary of two sentences, of which one says what the article doesn't."""
    translation = build_translation(
        (("Banjir merendam 12 rumah.", "Floods hit 13 houses."), ("Warga mengungsi.", "Residents fled.")),
        (("Hujan turun sejak Senin, kata Budi.", "It rained."),),
    )
    pairs = translation.pairs
    judged = (replace(pairs[0], findings=(NUMBER,)), pairs[1], replace(pairs[2], findings=(LENGTH,)))
    return Article(
        Source("banjir.txt", "0" * 64, "utf-8", "id"),
        ModelInfo("embedded", "0", "ctranslate2", 4),
        Translation(translation.document, judged),
        Summary(
            "chat:model",
            (
                SummarySentence("Residents fled.", (2,), "Warga mengungsi."),
                SummarySentence("Putin fled, too.", (2, 3), f"Warga mengungsi. {pairs[2].source.text}", (INVENTED,)),
            ),
        ),
    )


@pytest.fixture
def headlined(article: Article) -> Article:
    """A headline and a sentence."""
    translation = build_translation((("Banjir Lagi", "Floods Again"),), (("Air surut.", "The water fell."),))
    first, second = translation.pairs
    heading = replace(first, source=replace(first.source, role=Role.HEADING))
    summary = Summary("extractive", (SummarySentence("The water fell.", (2,), "Air surut."),))
    return replace(article, translation=replace(translation, pairs=(heading, second)), summary=summary)


@pytest.fixture
def telling(article: Article) -> Article:
    """The same, with all that a view can show: spans, confidences, facts, what a summary leaves out."""
    pairs = article.translation.pairs
    spans = replace(NUMBER, source_span=(16, 18), target_span=(11, 13))
    first = replace(pairs[0], findings=(spans,), confidence=0.41)
    translation = replace(article.translation, pairs=(first, replace(pairs[1], confidence=0.985), pairs[2]))
    shortened = SummarySentence("It has rained since Monday.", (1, 3), "Hujan turun sejak Senin.", (), ((3, 23, 34),))
    facts = (
        Fact(FactKind.PERSON, "Budi", "Budi", (3,)),
        Fact(FactKind.AMOUNT, "12 rumah", "13 houses", (1,)),
        Fact(FactKind.DATE, "Senin", "", (3,)),
    )
    return replace(article, translation=translation, summary=Summary("extractive", (shortened,)), facts=facts)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew``: write the golden files anew; read the differences before they are committed."""
    parser.addoption("--renew", action="store_true", help="write tests/golden anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """``golden(name, text)``: the text is that of ``tests/golden/name``; ``pytest --renew`` writes it."""

    def compare(name: str, text: str) -> None:
        path = REPOSITORY / "tests/golden" / name
        if request.config.getoption("--renew"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{path} differs; if that is right: pytest --renew"

    return compare
