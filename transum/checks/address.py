"""Are addresses, @handles, #hashtags, file paths and identifiers of the original in the translation, to the letter?"""

from collections.abc import Iterable

from transum.checks.pair import Pair, shortened
from transum.document import Finding, Kind, Level
from transum.facts.addresses import Address, counterparts, lost_addresses, strange_addresses


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind address: one for each that was altered or left out.

    >>> next(iter(run(Pair("Lihat kpu.go.id/hasil.", "See kpu.go.id/day.")))).message
    'the address “kpu.go.id/hasil” became “kpu.go.id/day”'
    """
    lost = lost_addresses(pair.source, pair.target)
    if not lost:
        return
    became = dict(counterparts(lost, strange_addresses(pair.source, pair.target)))
    for address in lost:
        yield _finding(address, became.get(address))


def _finding(lost: Address, other: Address | None) -> Finding:
    said = f"the {lost.sort} “{shortened(lost.text)}” "
    return Finding(
        Kind.ADDRESS,
        Level.ERROR,
        lost.text,
        other.text if other else "",
        said + (f"became “{shortened(other.text)}”" if other else "is missing in the translation"),
        (lost.start, lost.end),
        (other.start, other.end) if other else None,
    )
