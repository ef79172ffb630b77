"""Units of measure and currencies in Indonesian and English, by one canonical name each."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from transum.facts.tokens import Language


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: what it measures, and how many of the base unit it is.

    >>> UNITS["km"].dimension, UNITS["km"].size
    ('length', Fraction(1000, 1))
    """

    name: str
    dimension: str
    size: Fraction


def _units() -> dict[str, Unit]:
    rows = """
        mm length 0.001; cm length 0.01; m length 1; km length 1000
        inch length 0.0254; ft length 0.3048; yd length 0.9144; mi length 1609.344; nmi length 1852
        mg mass 0.000001; g mass 0.001; kg mass 1; quintal mass 100; t mass 1000; lb mass 0.45359237; oz mass 0.0283495
        m2 area 1; km2 area 1000000; ha area 10000; acre area 4046.86; mi2 area 2589988; ft2 area 0.092903
        l volume 1; ml volume 0.001; m3 volume 1000; gal volume 3.785; barrel volume 158.99
        km/h speed 1; mph speed 1.609344; kt speed 1.852; m/s speed 3.6
        °C temperature 1; °F temperature 1
        kW power 1000; MW power 1000000; GW power 1000000000; W power 1; hp power 745.7
        KB data 1; MB data 1000; GB data 1000000; TB data 1000000000
        s time 1; min time 60; h time 3600; day time 86400; week time 604800; month time 2629800; year time 31557600
        % share 1; Hz frequency 1; kHz frequency 1000; MHz frequency 1000000; GHz frequency 1000000000
    """
    parsed = [row.split() for line in rows.splitlines() for row in line.split(";") if row.strip()]
    return {name: Unit(name, dimension, Fraction(size)) for name, dimension, size in parsed}


UNITS = _units()
# Times of life are often said otherwise ("dua pekan" = "a fortnight"), so only these dimensions are held to the letter.
HARD_DIMENSIONS = frozenset({"length", "mass", "area", "volume", "speed", "temperature", "data", "power", "frequency"})

_WORDS: dict[Language, str] = {
    "id": """
        mm: mm milimeter | cm: cm sentimeter centimeter senti | m: m meter | km: km kilometer kilo
        inch: inci inchi inch | ft: kaki ft | yd: yard | mi: mil | nmi: mil-laut
        mg: mg miligram | g: g gram gr | kg: kg kilogram kilo | quintal: kuintal kwintal | t: ton | lb: pon lbs lb
        oz: ons oz | ha: ha hektar hektare | acre: acre ekar are | l: liter ltr l | ml: ml mililiter | gal: galon
        barrel: barel | kt: knot knots | W: watt | kW: kw kilowatt | MW: mw megawatt | GW: gw gigawatt
        hp: hp tenaga-kuda | KB: kb | MB: mb | GB: gb | TB: tb | s: detik | min: menit | h: jam | day: hari
        week: minggu pekan | month: bulan | year: tahun | %: persen prosen % | Hz: hz hertz | kHz: khz | MHz: mhz
        GHz: ghz""",
    "en": """
        mm: mm millimeter millimeters millimetre millimetres | cm: cm centimeter centimeters centimetre centimetres
        m: m meter meters metre metres | km: km kms kilometer kilometers kilometre kilometres
        inch: in inch inches | ft: ft foot feet | yd: yd yard yards | mi: mi mile miles
        mg: mg milligram milligrams | g: g gram grams gr | kg: kg kgs kilogram kilograms kilo kilos
        quintal: quintal quintals | t: ton tons tonne tonnes | lb: lb lbs pound pounds | oz: oz ounce ounces
        ha: ha hectare hectares | acre: acre acres | l: l liter liters litre litres
        ml: ml milliliter milliliters millilitre | gal: gallon gallons gal | barrel: barrel barrels bbl
        kt: knot knots kt kts | mph: mph | km/h: kph kmh | W: watt watts | kW: kw kilowatt kilowatts
        MW: mw megawatt megawatts | GW: gw gigawatt gigawatts | hp: hp horsepower
        KB: kb | MB: mb | GB: gb | TB: tb | s: second seconds | min: minute minutes | h: hour hours | day: day days
        week: week weeks | month: month months | year: year years
        %: percent % pct | Hz: hz hertz | kHz: khz | MHz: mhz | GHz: ghz""",
}


def _lexicon(rows: str) -> dict[str, str]:
    entries = [row.split(":") for line in rows.splitlines() for row in line.split("|") if row.strip()]
    return {word: name.strip() for name, words in entries for word in words.split()}


UNIT_WORDS: dict[Language, dict[str, str]] = {language: _lexicon(rows) for language, rows in _WORDS.items()}


def _powers_in_indonesian() -> Iterator[tuple[str, str, str]]:
    for unit, words in (("m", "m meter"), ("km", "km kilometer kilo"), ("mi", "mil"), ("ft", "kaki")):
        yield from ((word, power, f"{unit}2") for word in words.split() for power in ("persegi", "²"))
    yield from ((word, power, "m3") for word in ("m", "meter") for power in ("kubik", "³"))


def _powers_in_english() -> Iterator[tuple[str, str, str]]:
    for unit in ("m", "km", "mi", "ft"):
        names = [name for name, known in UNIT_WORDS["en"].items() if known == unit]
        yield from ((name, power, f"{unit}2") for name in names for power in ("square", "sq"))
    yield from ((name, "cubic", "m3") for name, known in UNIT_WORDS["en"].items() if known == "m")


_AN_HOUR = (("per", "jam"), ("/", "jam"), ("per", "hour"), ("an", "hour"), ("/", "hour"), ("/", "h"), ("/", "hr"))
_DEGREES = ("°", "º", "derajat", "degree", "degrees")
# Units of several words; degrees of no scale are none ("90 derajat").
UNIT_PHRASES: dict[tuple[str, ...], str] = {
    ("per", "cent"): "%",
    **{(word, *hour): "mph" for word in ("mil", "mile", "miles", "mi") for hour in _AN_HOUR},
    **{(word, *hour): "km/h" for word in ("km", "kilometer", "kilometers", "kilometres") for hour in _AN_HOUR},
    **{(word, scale): "°C" for word in _DEGREES for scale in ("c", "celsius", "celcius")},
    **{(word, scale): "°F" for word in _DEGREES for scale in ("f", "fahrenheit")},
    **dict.fromkeys(((word,) for word in _DEGREES), ""),
    **{(word, power): unit for word, power, unit in _powers_in_indonesian()},
    **{(power, word): unit for word, power, unit in _powers_in_english()},
    ("m²",): "m2", ("km²",): "km2", ("m³",): "m3",
}  # fmt: skip

# Signs and codes before or behind an amount, in either language; "dollar" alone is the American one.
CURRENCY_SIGNS = {
    "rp": "IDR", "idr": "IDR", "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP",
    "gbp": "GBP", "¥": "JPY", "jpy": "JPY", "s$": "SGD", "sgd": "SGD", "a$": "AUD", "aud": "AUD", "au$": "AUD",
    "rm": "MYR", "myr": "MYR", "₩": "KRW", "₹": "INR", "฿": "THB", "cny": "CNY", "₽": "RUB", "nt$": "TWD", "hk$": "HKD",
    "c$": "CAD",
}  # fmt: skip
CURRENCY_WORDS = {
    "rupiah": "IDR", "rupiahs": "IDR", "dolar": "USD", "dollar": "USD", "dollars": "USD", "euro": "EUR",
    "euros": "EUR", "poundsterling": "GBP", "yen": "JPY", "ringgit": "MYR", "yuan": "CNY", "renminbi": "CNY",
    "baht": "THB", "won": "KRW", "rubel": "RUB", "ruble": "RUB", "rubles": "RUB", "rouble": "RUB", "roubles": "RUB",
    "rupee": "INR", "rupees": "INR", "peso": "PHP", "pesos": "PHP", "dinar": "DIN", "dinars": "DIN", "riyal": "SAR",
    "riyals": "SAR", "real": "BRL",
}  # fmt: skip
# What follows or precedes "dolar"/"dollars" makes it another one.
DOLLAR_OF = {
    "singapura": "SGD", "singapore": "SGD", "australia": "AUD", "australian": "AUD", "kanada": "CAD",
    "canadian": "CAD", "hongkong": "HKD", "taiwan": "TWD", "as": "USD", "us": "USD",
}  # fmt: skip
