"""A ZIP container with some of its members replaced, in the order and the way of packing that it had."""

import io
from collections.abc import Mapping
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_TYPE: Final = "mimetype"  # of OpenDocument and EPUB: first and not compressed, so that it stands at a known place


def repacked(archive: ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive with the members of ``changed`` in the place of its own; times and permissions stay."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for member in sorted(archive.infolist(), key=lambda member: member.filename != _TYPE):
            data = changed.get(member.filename)
            written.writestr(_head(member), archive.read(member) if data is None else data)
    return file.getvalue()


def _head(member: ZipInfo) -> ZipInfo:
    head = ZipInfo(member.filename, member.date_time)
    head.external_attr, head.create_system = member.external_attr, member.create_system
    head.compress_type = ZIP_STORED if member.filename == _TYPE else member.compress_type
    return head
