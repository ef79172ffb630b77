"""ZIP containers (docx, odt, epub), opened only after their table of contents promises to be harmless."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from transum.errors import InputError
from transum.inputs.failures import reading

if TYPE_CHECKING:
    from lxml.etree import _Element

# What honest files stay far below. ``zipfile`` never gives more bytes of a member than the table promises.
_MOST_MEMBERS: Final = 10_000
_LARGEST: Final = 256 << 20  # bytes of all members together
_LARGEST_XML: Final = 24 << 20  # bytes of a member that is read as a tree, which takes about ten times as much memory
_RATIO: Final = 200  # XML shrinks to a twentieth; a bomb to a thousandth
_ANY_RATIO: Final = 1 << 20  # bytes that may be empty padding
_ENCRYPTED: Final = 0x1


@contextmanager
def opened(data: bytes, name: str, what: str) -> Iterator[ZipFile]:
    """The archive; raises ``InputError`` where it is damaged, a bomb, or protected, also for what is raised inside."""
    with reading(name, what), ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        total = sum(member.file_size for member in members)
        if len(members) > _MOST_MEMBERS:
            raise InputError(
                f"{name} holds {len(members):,} files, far more than an article: it is not opened",
                hint="Open and save it again without its pictures, or as text.",
            )
        if total > max(_ANY_RATIO, min(_LARGEST, _RATIO * len(data))):
            raise InputError(
                f"{name} would unpack to {total:,} bytes, far more than an article: it is not opened",
                hint="Open and save it again without its pictures, or as text.",
            )
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise InputError(f"{name} is protected with a password", hint="Save it without the password.")
        yield archive


def members(data: bytes, name: str) -> frozenset[str]:
    """The names in an archive; raises ``InputError`` as ``opened`` does."""
    with opened(data, name, "a ZIP container") as archive:
        return frozenset(archive.namelist())


def tree(archive: ZipFile, member: str) -> "_Element":
    """The XML of a member: no entity is expanded, nothing outside is loaded, and nesting is bounded (by libxml2).

    Raises ``KeyError`` where there is no such member, and what lxml raises: for the ``reading`` around it.
    """
    from lxml import etree

    data = bounded(archive, member)
    if b"<!ENTITY" in data:
        raise InputError("the file declares entities, which no article does", hint="Open and save it again.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def bounded(archive: ZipFile, member: str) -> bytes:
    """The bytes of a member that is going to be a tree in memory."""
    if archive.getinfo(member).file_size > _LARGEST_XML:
        raise InputError(f"{member} in it is larger than {_LARGEST_XML:,} bytes", hint="Divide the file.")
    return archive.read(member)
