"""Negations that were lost, or that nobody uttered."""

import re
from collections.abc import Iterable
from functools import cache

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.negatives import said_in_one_word
from transum.lexicon import words

_SOURCE = re.compile(
    r"\b(?:tidak(?:lah|kah)?|bukan(?:lah|kah|nya)?|belum(?:lah)?|tak|takkan|tanpa|jangan(?:lah)?|enggak|nggak|gak|tiada"
    r"|tidaknya|mustahil)\b",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|yet to|unable|disagree[sd]?|dissatisf\w+"
    r"|un(?:known|changed|likely|willing|aware))\b|n['’]t\b",
    re.IGNORECASE,
)
# Words that deny by what they mean, or by their first or last syllable.
_LOOSE = re.compile(
    r"\b(?:fail\w*|lack\w*|refus\w*|den(?:y|ied|ies|ying)|reject\w*|yet|hardly|barely|scarcely|rarely|seldom|few(?:er)?"
    r"|little|less|rather|instead|except|unless|prevent\w*|avoid\w*|absence|absent|missing|exclu\w+|unable|beyond|below|free|exempt\w*|skip\w*|fine"
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


@cache
def _idioms() -> re.Pattern[str]:
    longest_first = sorted(words("negation-idioms"), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


# "tak terkalahkan" and "tidak diinginkan" are one word in English: unbeaten, unwanted.
_IN_ONE_WORD = re.compile(r"\b(?:tidak|tak)\s(?:ter|di)[^\W\d_]{3,}", re.IGNORECASE)
_UN = re.compile(
    r"\b(?:un(?!der|it|ion|iv|iq)[a-z]{2,}(?:ed|en|n|able|ible|ing)|(?:in|im|ir|il)[a-z]{3,}(?:able|ible))\b",
    re.IGNORECASE,
)


# What only the translation denies counts where it says so outright, and nothing in the original comes near a denial.
_OUTRIGHT = re.compile(r"\b(?:not(?! only)|never|cannot)\b|n['’]t\b", re.IGNORECASE)
_NEAR_DENIAL = re.compile(
    r"\b(?:\w*(?:gagal|enggan|tolak|nolak|larang|kecuali|kurang|jarang|sulit|bebas|hilang|lepas|batal|absen|henti|hindar"
    r"|cegah|bantah|abai|lupa|luput|selain|hampir|mungkin|ragu|sebelum|nihil|kosong|tanpa|lawan|tentang|anti|non|minim"
    r"|alih-alih|bukan|sangkal|pungkir|putus|mati|pernah|tertutup|terhadap|ketimbang|daripada|kalau|jika|apabila)\w*"
    r"|baru (?:akan|bisa|dapat|boleh|mulai)|paling (?:cepat|lambat|lama))\b",
    re.IGNORECASE,
)


# Denials turned round: "bukan A, melainkan B" is "not A but B", and "bukan tidak mungkin" is "possible".
_NOT_BUT = re.compile(
    r"\bbukan(?:lah|nya)?\b(?!\s(?:hanya|saja|cuma|sekadar|semata|melulu)).{1,80}?\bmelainkan\b", re.IGNORECASE
)
_NOT_ONLY = re.compile(r"\bnot (?:only|just|merely|simply)\b", re.IGNORECASE)
_POSSIBLE = re.compile(r"\bbukan (?:tidak|tak) mungkin\b", re.IGNORECASE)
_IMPOSSIBLE = re.compile(r"(?<!\bnot )(?<!n['’]t )\b(?:impossible|not possible)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:hanya|saja|cuma|sekadar|semata|melulu)\b", re.IGNORECASE)


# "Tidak lebih dari 3" is no more than three, or at most.
_NO_MORE = re.compile(
    r"\b(?:tidak|tak) (?P<which>lebih|kurang) dari(?:pada)?\b(?= (?:Rp|US|\d|se|dua|tiga|empat|lima))", re.IGNORECASE
)
_MORE = {
    "lebih": re.compile(r"(?<!\bno )(?<!\bnot )(?<!n['’]t )\b(?:more than|over|exceed\w*)\b", re.IGNORECASE),
    "kurang": re.compile(r"(?<!\bno )(?<!\bnot )(?<!n['’]t )\b(?:less than|fewer than|under|at most)\b", re.IGNORECASE),
}


def _turned_round(source: str, target: str) -> Finding | None:
    not_but, not_only = _NOT_BUT.search(source), _NOT_ONLY.search(target)
    if not_but and not_only and not _ONLY.search(source):
        ours, theirs, said = not_but, not_only, "“bukan … melainkan” (not … but)"
    elif (possible := _POSSIBLE.search(source)) and (impossible := _IMPOSSIBLE.search(target)):
        ours, theirs, said = possible, impossible, f"“{possible[0]}” (possible)"
    elif (limit := _NO_MORE.search(source)) and (beyond := _MORE[limit["which"].lower()].search(target)):
        if _STRICT.search(target):
            return None
        ours, theirs, said = limit, beyond, f"“{limit[0]}”"
    else:
        return None
    message = f"{said} became “{theirs[0]}” in the translation"
    return Finding(Kind.NEGATION, Level.ERROR, ours[0], theirs[0], message, ours.span(), theirs.span())


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind negation: the original denies something and the translation doesn't, or the other way round."""
    source, target = pair.source, pair.target
    turned = _turned_round(source, target)
    if turned:
        yield turned
        return
    blanked = _idioms().sub(lambda idiom: " " * len(idiom[0]), source)  # as long as it was: places stay what they are
    denials = list(_SOURCE.finditer(blanked))
    strict = [match[0] for match in _STRICT.finditer(target)]
    if denials and not strict and len(_IN_ONE_WORD.findall(blanked)) == len(denials) <= len(_UN.findall(target)):
        return
    if denials and not strict:
        lost = next((denial for denial in denials if not said_in_one_word(blanked, denial.span(), target)), None)
        if lost is None:
            return
        level = Level.WARNING if _LOOSE.search(target) else Level.ERROR
        message = f"the negation “{lost[0]}” may be lost in the translation"
        yield Finding(Kind.NEGATION, level, lost[0], "", message, lost.span())
    elif not denials and (added := _OUTRIGHT.search(target)) and not _SOURCE.search(source):
        if not _NEAR_DENIAL.search(source):
            message = f"the translation denies (“{added[0]}”) what the original doesn't"
            yield Finding(Kind.NEGATION, Level.WARNING, "", added[0], message, target_span=added.span())
    elif len(denials) > len(strict) + 1:
        message = f"the original denies {len(denials)} times, the translation {len(strict)}"
        yield Finding(Kind.NEGATION, Level.INFO, denials[-1][0], "", message, denials[-1].span())
