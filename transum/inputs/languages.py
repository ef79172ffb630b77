"""What files say of the language of their words: ``id`` and ``en`` as Word, OpenDocument and EPUB write them."""

from typing import Final

_REGIONS: Final = {"id": "ID", "en": "US"}


def with_region(language: str) -> str:
    """A language as Word wants it, with the country whose spelling it is.

    >>> with_region("en"), with_region("jv")
    ('en-US', 'jv')
    """
    region = region_of(language)
    return f"{language}-{region}" if region else language


def region_of(language: str) -> str:
    """The country whose spelling of a language is meant; "" where nobody says.

    >>> region_of("id")
    'ID'
    """
    return _REGIONS.get(language, "")


def is_of(said: str, language: str) -> bool:
    """Whether what a file says of its words is a language, in whatever country.

    >>> is_of("id-ID", "id"), is_of("idn", "id")
    (True, False)
    """
    return said.replace("_", "-").lower().split("-")[0] == language.lower()
