"""One written number to its value: 1,280 · 3.5萬 · 三萬五 · 壹拾伍萬 · 二十幾萬 · 50k · half a million."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from bot.understand.folding import fold

DIGITS = {
    fold(c): n
    for n, cs in enumerate(
        ["零〇", "一壹", "二兩貳", "三叁參", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖"]
    )
    for c in cs
}
UNITS = {
    "十": 10,
    "拾": 10,
    "廿": 20,
    "卅": 30,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "亿": 10**8,
}
SCALES = {
    "k": 10**3,
    "thousand": 10**3,
    "grand": 10**3,
    "w": 10**4,
    "m": 10**6,
    "mil": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "millions": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
VAGUE = "几数多余"  # 幾萬, 數十萬, 五萬多

_ENGLISH = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_ENGLISH |= {
    word: n * 10
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
_ENGLISH |= {"fourty": 40, "a couple of": 2, "a couple": 2, "couple of": 2, "a dozen": 12, "dozen": 12}
_MULTIPLIERS = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "million": 10**6}

ASCII_NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,6}(?!\d)|\d{1,24})(?:\.\d{1,6})?"
_HAN = "".join(DIGITS) + "".join(UNITS)
HAN_NUMBER = rf"(?:[几数](?=[十百千万亿])|[{_HAN}]|半(?=万))[{_HAN}{VAGUE}半]{{0,20}}"
MIXED_NUMBER = (
    rf"{ASCII_NUMBER}(?:[{VAGUE}]?[十拾]"
    rf"|\s?[{VAGUE}]?[百佰千仟万亿])[百佰千仟万亿]?(?:\d{{1,4}}(?:\.\d+)?[十百千万]{{0,2}}(?:\d(?!\d))?"
    rf"|(?<=\s[万千])\s\d(?!\d|[,.]\d|\s?[十百千万個个位名人折成月年天])"
    rf"|[{_HAN}{VAGUE}半]{{0,16}})"
)
_ONES = "|".join(sorted((w for w in _ENGLISH if " " not in w), key=len, reverse=True))
_TIMES = "hundred|thousand|grand|million"
ENGLISH_NUMBER = (
    rf"(?<![a-z])(?:(?:half|quarter) (?:of )?an? (?:million|thousand|grand)"
    rf"|an? quarter (?:of a )?million|(?:(?:an?|a couple of|a couple|couple of|a dozen|{_ONES})"
    rf"[\s-])(?:(?:{_TIMES}|k|{_ONES})(?![a-z])(?:[\s-](?:and )?(?=[a-z]))?){{1,5}}|(?:{_ONES}))(?![a-z])"
)


class Value(NamedTuple):
    """A number, or the range that a vague one covers. ``scaled``: a unit such as 萬 or k was written."""

    low: Decimal
    high: Decimal
    scaled: bool
    scale: int = 1  # of the last unit written, for the near end of a range to share (3到5萬)


@lru_cache(2**10)
def value_of(written: str) -> Value | None:
    """The value of a folded number; None for what is no number after all (一百一千)."""
    compact = written.replace(",", "").replace(" ", "")
    if re.fullmatch(r"\d+(\.\d+)?", compact):
        return _exact(Decimal(compact), False)
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([a-z]+)", compact):
        scale = SCALES.get(match[2])
        return _exact(Decimal(match[1]) * scale, True)._replace(scale=scale) if scale else None
    if written[0].isascii() and written[0].isalpha():
        return _english(written)
    return _chinese(compact)


def _exact(number: Decimal, scaled: bool) -> Value:
    return Value(number, number, scaled)


def _english(written: str) -> Value | None:
    total = section = Decimal(0)
    if part := re.match(r"(?:a )?(half|quarter) ", written):
        return _exact(Decimal(_MULTIPLIERS[written.split()[-1]]) / (2 if part[1] == "half" else 4), True)
    plain = re.sub(r"^(a couple of|a couple|couple of|a dozen)\b", lambda m: str(_ENGLISH[m[0]]), written)
    words = [w for w in re.split(r"[\s-]+", plain) if w not in {"and", ""}]
    for word in words:
        if word in _MULTIPLIERS:
            times = _MULTIPLIERS[word]
            section = (section or Decimal(1)) * times
            if times >= 1000:
                total, section = total + section, Decimal(0)
        elif word not in {"a", "an"}:
            section += Decimal(word) if word.isdigit() else _ENGLISH[word]
    scale = _MULTIPLIERS.get(words[-1], 1)
    return _exact(total + section, any(word in _MULTIPLIERS for word in words))._replace(scale=scale)


def _chinese(written: str) -> Value | None:
    if pair := re.match(rf"([{''.join(DIGITS)}])([{''.join(DIGITS)}])(?=[十百千万]|$)", written):
        return _neighbours(pair[1], pair[2], written[2:])
    tokens = re.findall(r"\d+(?:\.\d+)?|.", written)
    vague = next((n for n, token in enumerate(tokens) if token in VAGUE), None)
    if vague is None:
        exact = _sum(tokens)
        scale = UNITS.get(tokens[-1], 1)
        large = any(UNITS.get(token, 0) >= 100 for token in tokens)
        return None if exact is None else Value(exact, exact, large, scale)
    return _vague(tokens[:vague], tokens[vague + 1 :])


def _neighbours(first: str, second: str, unit: str) -> Value | None:
    """兩三萬, 三五千: from the first to the second."""
    if DIGITS[second] <= DIGITS[first] or DIGITS[first] == 0:
        return None
    ends = [_sum([digit, *unit]) for digit in (first, second)]
    return Value(ends[0], ends[1], bool(unit)) if ends[0] is not None and ends[1] is not None else None


def _vague(known: list[str], unit: list[str]) -> Value | None:
    """二十幾萬 is 200,000 up to, not including, 300,000; 五萬多 up to 60,000; 幾萬 10,000 up to 100,000."""
    base = _sum(known) if known else Decimal(1)
    times = _sum(unit) if unit else Decimal(1)
    if base is None or times is None:
        return None
    step = _last_step(known) if known else Decimal(9)
    return Value(base * times, (base + step) * times - 1, True)


def _last_step(known: list[str]) -> Decimal:
    """The size of the last digit named: 十 in 二十, 萬 in 五萬, 100 in 100."""
    if known[-1] in UNITS:
        return Decimal(10 if known[-1] in "廿卅" else UNITS[known[-1]])
    digits = known[-1].split(".")[0]
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))


def _sum(tokens: list[str]) -> Decimal | None:
    """Positional reading with sections of 萬 and 億; a last bare digit counts in tenths of the unit before."""
    total = section = Decimal(0)
    number: Decimal | None = None
    last = Decimal(1)
    bare = True  # no 零 since the last unit, so a last digit is short for the next unit (三萬五)
    for token in tokens:
        if token in UNITS:
            total, section = _unit(total, section, number, UNITS[token])
            number, last, bare = None, Decimal(UNITS[token]), True
        elif token == "半":
            number, bare = Decimal("0.5") if number is None else number + Decimal("0.5"), False
            section, number = (section + number * last, None) if last > 1 else (section, number)
        elif token in DIGITS and DIGITS[token] == 0:
            bare = False
        elif number is not None or not (token in DIGITS or token.isdecimal() or "." in token):
            return None  # 五多幾: a second vague word
        else:
            number = Decimal(DIGITS[token]) if token in DIGITS else Decimal(token)
    if number is not None:
        short = bare and last > 10 and number < 10 and number == number.to_integral_value()
        section += number * (last / 10 if short else 1)
    return total + section


def _unit(total: Decimal, section: Decimal, number: Decimal | None, unit: int) -> tuple[Decimal, Decimal]:
    if unit < 10**4:
        return total, section + (number if number is not None else 1) * unit
    section += number or 0
    if unit == 10**8:
        return ((total + section) or Decimal(1)) * unit, Decimal(0)
    return total + (section or Decimal(1)) * unit, Decimal(0)
