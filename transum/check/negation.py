"""Negations that were lost, or that nobody uttered."""

import re
from collections.abc import Iterable

from transum.document import Finding, Kind, Level

_SOURCE = re.compile(
    r"\b(?:tidak(?:lah|kah)?|bukan(?:lah|kah|nya)?|belum(?:lah)?|tak|takkan|tanpa|jangan(?:lah)?|enggak|nggak|gak|tiada"
    r"|tidaknya|mustahil)\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without)\b|n['’]t\b", re.IGNORECASE
)
# Words that deny by what they mean, or by their first or last syllable.
_LOOSE = re.compile(
    r"\b(?:fail\w*|lack\w*|refus\w*|den(?:y|ied|ies|ying)|reject\w*|yet|hardly|barely|scarcely|rarely|seldom|few(?:er)?"
    r"|little|less|rather|instead|except|unless|prevent\w*|avoid\w*|absence|absent|missing|exclu\w+|unable|beyond|free"
    r"|prohibit\w*|forb[ai]d\w*|ban(?:ned|s)?|declin\w*|devoid|offline|whether|mistak\w*|still|oppos\w*|stop\w*"
    r"|un(?!der|ti[le]|ion|i[tvqf]|cle\b)\w{3,}|non-?\w{3,}|il(?:legal|legible|literate|logical|legitimate)\w*"
    r"|im(?:moral|mobile|possib|polite|perfect|patien|practical|probab|proper|mature|measur|parti)\w*"
    r"|ir(?:regular|responsi|relevan|rational|respective|reversib)\w*"
    r"|in(?:visib|evitab|experienc|frequen|formal|complet|correct|adequat|accura|dependen|direct|effectiv|sufficien|valid"
    r"|sane|abilit|activ|secur|toleran|justic|equalit|appropriat|capab|consisten|definit|finit|convenien|efficien|eligib"
    r"|expensiv|flexib|voluntar|significan|humane|soluble|curable|considerate|conclusive|comprehens)\w*"
    r"|dis(?:agre|allow|appear|approv|belie|comfort|connect|continu|courag|honest|like|loyal|obe|order|own|qualif|regard"
    r"|respect|satisf|trust|advantage|abled|turb)\w*|mis(?:under|trust)\w*|\w+less(?:ly)?|\w+-free)\b",
    re.IGNORECASE,
)
# Source phrases whose negation English drops: "tidak hanya … tetapi juga", "mau tidak mau", "bukan main", "tidak lain".
_IDIOMS = re.compile(
    r"\b(?:mau tidak mau|mau tak mau|tak lama|tidak lama|tidak lain|tak lain|tidak jarang|bukan main|atau tidak(?:nya)?"
    r"|tidak sedikit|setidak-?tidaknya|tidak hanya|bukan hanya|bukan saja|tidak saja|tak hanya|tak sekadar"
    r"|belum lama|tak henti|tiada henti|tidak asing|tidak jauh|tak jauh|tak terduga|tidak biasa|tidak terlalu"
    r"|tidak langsung|tak terbatas|tidak terbatas|apakah|tidak sama|tidak kurang|tidak lebih)\b",
    re.IGNORECASE,
)


def check_negation(source: str, target: str) -> Iterable[Finding]:
    """A finding where the source denies something and the target doesn't, or the other way round."""
    denials = [match[0] for match in _SOURCE.finditer(_IDIOMS.sub(" ", source))]
    strict = [match[0] for match in _STRICT.finditer(target)]
    if denials and not strict:
        level = Level.WARNING if _LOOSE.search(target) else Level.ERROR
        yield Finding(
            Kind.NEGATION, level, denials[0], "", f"the negation “{denials[0]}” may be lost in the translation"
        )
    elif len(denials) > len(strict) + 1:
        message = f"the original denies {len(denials)} times, the translation {len(strict)}"
        yield Finding(Kind.NEGATION, Level.INFO, denials[-1], "", message)
