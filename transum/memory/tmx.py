"""TMX 1.4, the format in which translation tools exchange their memories.

Written and read here rather than by a library: what there is either is under the GPL or wants a newer Python. Reading
goes through defusedxml, so that a file that expands to gigabytes or names other files is refused.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from transum._version import __version__
from transum.errors import InputError
from transum.memory.units import Unit

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = {"in": "id", "ind": "id", "eng": "en"}  # Java's for Indonesian, and those of ISO 639-2
_HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="transum" creationtoolversion="{version}" segtype="sentence" o-tmf="transum" adminlang="en" srclang="id" datatype="plaintext"{date}/>
  <body>
"""  # noqa: E501 - one element a line
_FOOTER = "  </body>\n</tmx>\n"


def write(units: Iterable[Unit], at: datetime | None = None) -> Iterator[str]:
    """The lines of a TMX file, made one unit at a time; ``at`` is the time of writing that the header names.

    A unit by a model names it in a ``prop`` of the type ``x-transum-model``, so that a person's work can be told
    from it. Characters that XML can't hold are left out.

    >>> print("".join(write([Unit("Satu & dua.", "One & two.")])).splitlines()[6].strip())
    <tuv xml:lang="id"><seg>Satu &amp; dua.</seg></tuv>
    """
    date = f' creationdate="{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"' if at else ""
    yield _HEADER.format(version=__version__, date=date)
    for unit in units:
        prop = f'      <prop type="x-transum-model">{_escape(unit.origin)}</prop>\n' if unit.origin else ""
        yield (
            f"    <tu>\n{prop}"
            f'      <tuv xml:lang="id"><seg>{_escape(unit.source)}</seg></tuv>\n'
            f'      <tuv xml:lang="en"><seg>{_escape(unit.target)}</seg></tuv>\n'
            "    </tu>\n"
        )
    yield _FOOTER


def read(path: Path, skipped: Counter[str] | None = None) -> Iterator[Unit]:
    """The units of a TMX file that have Indonesian and English, one at a time, in bounded memory.

    Language codes may have a region (``en-GB``) and either case; of several variants in a language the first counts.
    Inline elements lose their codes (``bpt``, ``ept``, ``ph``, ``it``, ``ut``) and keep their text (``hi``). What has
    not both languages is left out, and counted by the languages that it has in ``skipped``. Raises
    ``InputError`` for a file that can't be read, isn't TMX, or defines entities.
    """
    try:
        events = iterparse(path, events=("start", "end"))
        _, root = next(events)
        if root.tag != "tmx":
            raise InputError(
                f"{path} is not a TMX file: its root is <{root.tag}>", hint="Give a file that ends in .tmx."
            )
        body = root
        for event, element in events:
            if event == "start" and element.tag == "body":
                body = element
            elif event == "end" and element.tag == "tu":
                yield from _unit(element, skipped)
                body.clear()
    except DefusedXmlException as exc:
        raise InputError(f"{path} is refused: it defines entities", hint="Export it again without a DTD.") from exc
    except (ET.ParseError, ValueError, LookupError) as exc:
        raise InputError(f"{path} is not well-formed XML: {exc}", hint="Export it again from its own tool.") from exc
    except OSError as exc:
        raise InputError(f"{path} can't be read: {exc.strerror}", hint="Check the name and the permissions.") from exc


def _unit(element: ET.Element, skipped: Counter[str] | None) -> Iterator[Unit]:
    texts: dict[str, str] = {}
    for variant in element.iter("tuv"):
        code = (variant.get(_LANGUAGE) or variant.get("lang") or "").lower().split("-")[0].split("_")[0]
        language = _CODES.get(code, code)
        segment = variant.find("seg")
        if segment is not None:
            texts.setdefault(language, "".join(_text(segment)).strip())
    origin = next((prop.text or "" for prop in element.iter("prop") if prop.get("type") == "x-transum-model"), "")
    if texts.get("id") and texts.get("en"):
        yield Unit(texts["id"], texts["en"], origin)
    elif skipped is not None:
        skipped["+".join(sorted(name for name, text in texts.items() if name and text)) or "no text"] += 1


def _text(element: ET.Element) -> Iterator[str]:
    waiting: list[ET.Element | str | None] = [element]  # a stack: a file may nest as deep as it likes
    while waiting:
        one = waiting.pop()
        if not isinstance(one, ET.Element):
            yield one or ""
            continue
        inside = [(child if child.tag in {"hi", "sub"} else None, child.tail) for child in one]
        waiting += [*reversed([*chain.from_iterable(inside)]), one.text]


def _escape(text: str) -> str:
    return escape("".join(character for character in text if _allowed(character)))


def _allowed(character: str) -> bool:
    """Whether XML 1.0 has this character (section 2.2 of its specification)."""
    code = ord(character)
    return character in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000
