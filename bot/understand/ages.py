"""Whom the campaign should reach: their ages, before their digits are taken for amounts."""

import re

from bot.understand.audience import CREATOR_NEXT, GENDER
from bot.understand.figures import Bound, Figure, Kind
from bot.understand.folding import pattern
from bot.understand.notes import Notes

# Named groups with ages that need no guess: Taiwan's undergraduates start at 18 and take four years; the
# generations are Pew's birth years (1981-1996, 1997-2012) at the ages of 2026.
_GROUPS: tuple[tuple[str, tuple[int | None, int | None]], ...] = (
    (
        r"大學生|大專生|女大生|男大生|女大學生|‹(?:college|university|uni) (?:students?|kids|girls"
        r"|guys)›|undergrads?›|undergraduates?›",
        (18, 22),
    ),
    (r"高中生|‹high school(?:ers| students?)?›", (15, 18)),
    (r"國中生|國高中生|‹(?:junior high|middle school)(?:ers| students?)?›", (12, 18)),
    (r"z\s?世代|‹gen[- ]?z(?:ers?|s)?›|‹generation z›|‹zoomers?›", (14, 29)),
    (r"千禧世代|y\s?世代|‹millennials?›|‹millenials?›|‹gen[- ]?y›", (30, 45)),
    (r"x\s?世代|‹gen[- ]?x(?:ers)?›", (46, 61)),
    (
        r"銀髮族?|樂齡|長輩|老人家|年長者|‹seniors?(?= citizens|›)(?!\s(?:manager|developer))"
        r"|‹elderly›|‹retirees›",
        (60, None),
    ),
    (r"青少年|‹teen(?:s|agers?)›", (13, 19)),
)


_GROUP = [(pattern(expression), ages) for expression, ages in _GROUPS]


_DECADES = pattern(
    r"‹(?:in their |early |late |mid )?(?P<n>[2-7]0)(?:'?s|-somethings?)›(?!\s?(?:music|style"
    r"|vibe))|‹(?:in their )?(?P<w>twenties|thirties|forties|fifties|sixties)›"
    r"|(?P<h>[二三四五六])十(?:多|幾|來)歲|(?P<d>[2-6]0)(?:多|幾|來)歲"
    r"|(?P<g>[二三四五六2-6][0十])(?:世代|代)(?!理|言|工|購)"
)


_WORD_DECADES = {
    "twenties": 20,
    "thirties": 30,
    "forties": 40,
    "fifties": 50,
    "sixties": 60,
    "二": 20,
    "三": 30,
    "四": 40,
    "五": 50,
    "六": 60,
}


_BARE_AGES = pattern(
    r"‹(?:aged?|ages|age group|age range|between the ages of|年齡|年紀|年齡層|歲數)(?:大概|大約|約"
    r"|落在|在|是|介於|range|of|:|：|\s|between|from)*(?P<low>\d{1,2})\s?(?:-|~|到|至|to"
    r"|and)\s?(?P<high>\d{1,2})›"
    r"|(?:年齡層?|年紀|歲數|受眾|客群|ta)(?:大概|大約|約|落在|在|是|介於|:|："
    r"|\s)*(?P<low2>\d{1,2})\s?(?:-|~|到"
    r"|至)\s?(?P<high2>\d{1,2})(?![\d萬千百k元]|,\d)"
    r"|(?<![\d$.])(?<!\d,)(?P<low3>[1-6]\d)\s?[-~]\s?(?P<high3>[2-7]\d)\s?(?:的)?\s?(?=女"
    r"|男|媽|爸|上班|學生|族群|的?(?:小資|主婦|客|消費)|women|men|female|male"
    r"|mom|mum|girl|guy|ladies|f›|m›|year)"
)


_AGES_BEHIND = pattern(
    r"‹[a-z]{4,}s,?\s(?P<low0>[1-6]\d)\s?-\s?(?P<high0>[2-7]\d)(?=[.;,!]?(?:\s|$))(?!\s?(?:k›"
    r"|usd|ntd|twd|dollars))|"
    r"‹(?:wom[ae]n|m[ae]n|females?|males?|girls|guys|moms|mums|mothers|dads|ladies|parents|brides"
    r"|people|adults|students|consumers|customers)›,?\s(?:aged?\s|of\s|between\s"
    r"|around\s)?\(?(?P<low>\d{1,2})\s?(?:-|~|to|and)\s?(?P<high>\d{1,2})›(?!\s?[k%])"
    r"|(?:女性|女生|男性|男生|媽媽|爸爸|學生|上班族|族群|家長|父母|爸媽|主婦"
    r"|新娘|消費者|民眾|男女都有|男女皆可"
    r"|男女)[,，:：\s(]{0,2}(?P<low2>\d{1,2})\s?[-~到至]\s?(?P<high2>\d{1,2})(?![\d萬千百k元]|,\d)"
)


_AGE_LIMIT = pattern(
    r"‹(?:over|above|aged over|older than|under|below|younger than)\s(?P<n>[1-7]\d)s?›(?!\s?[,k萬%]"
    r"|\s(?:usd|dollars|creators|influencers))|‹(?P<plus>[1-7]\d)\+(?=\s|$|,)"
)


_PRODUCT_AGE = pattern(
    r"\s?(?:的)?(?:麥芽|威士忌|whisky|whiskey|scotch|老店|品牌|公司|小孩|寶寶|孩子|幼兒|兒童"
    r"|以上適用|適用|dog|cat|child|kid|son|daughter|baby|brand|company|whisk)"
)


_OF_ONE = pattern(
    r"(?:今年|我(?!們)(?:兒子|女兒|小孩|家|媽|爸|先生|太太|老婆|老公|弟|妹|哥|姊)?[^,，。]{0,4}"
    r"|‹(?:i'm|i am|is|was|turned|he's|she's|it's)\s(?:about |almost |only )?)$"
)


def read(notes: Notes) -> None:
    for figure in notes.figures:
        before = notes.text[max(0, figure.start - 14) : figure.start]
        if (
            figure.kind is Kind.AGE
            and not _OF_ONE.search(before)
            and not _PRODUCT_AGE.match(notes.text, figure.spoken[1])
            and not notes.is_hidden(figure.start)
        ):
            _say_age(notes, *_of_figure(notes.text, figure), *figure.spoken)
            return
    for reader in (_bare_ages, _decades, _age_limit, _named_group):
        if reader(notes):
            return


def _of_figure(text: str, figure: Figure) -> tuple[int | None, int | None]:
    low, high = int(figure.low), int(figure.high)
    if figure.is_range:
        return low, high
    if figure.bound is Bound.MOST:
        return None, high
    return (low, None) if figure.bound is Bound.LEAST else (low, high)


def _say_age(
    notes: Notes, low: int | None, high: int | None, start: int, end: int, note: str | None = None
) -> None:
    if (low or 0) <= 120 and (high or 0) <= 120:
        notes.say("audience.age", (low, high), start, end, assumed=note is not None, note=note)
        notes.take(start, end)


def _bare_ages(notes: Notes) -> bool:
    for expression in (_BARE_AGES, _AGES_BEHIND):
        match = expression.search(notes.free)
        numbers = [int(n) for name, n in match.groupdict().items() if n] if match else []
        if match and numbers[0] < numbers[1]:
            start = min(match.start(name) for name, n in match.groupdict().items() if n)
            _say_age(notes, numbers[0], numbers[1], start, match.end())
            return True
    return False


def _decades(notes: Notes) -> bool:
    found = list(_DECADES.finditer(notes.free))
    starts = [_decade(match) for match in found]
    if starts:
        _say_age(notes, min(starts), max(starts) + 9, found[0].start(), found[-1].end())
    return bool(starts)


def _decade(match: re.Match[str]) -> int:
    if match["w"] or match["h"]:
        return _WORD_DECADES[match["w"] or match["h"]]
    digits = match["n"] or match["d"] or match["g"]
    return _WORD_DECADES[digits[0]] if digits[0] in _WORD_DECADES else int(digits[0]) * 10


def _age_limit(notes: Notes) -> bool:
    match = _AGE_LIMIT.search(notes.free)
    if not match or notes.text[: match.start()].rstrip().endswith(("anyone", "nobody", "no one")):
        return False
    number = int(match["n"] or match["plus"])
    under = match[0].startswith(("under", "below", "younger"))
    _say_age(notes, None if under else number, number if under else None, match.start(), match.end())
    return True


def _named_group(notes: Notes) -> bool:
    for expression, (low, high) in _GROUP:
        match = expression.search(notes.free)
        if match and not CREATOR_NEXT.match(notes.text, match.end()):
            notes.say("audience.age", (low, high), match.start(), match.end(), assumed=True, note="group")
            if not GENDER.search(match[0]):
                notes.take(match.start(), match.end())
            return True
    return False
