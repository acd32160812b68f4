"""The case tables: how a line is written, what it expects, and how near an understanding comes to it.

Run this file to print the score: ``python tests/bot/understand/table.py [dev|held|voices]``.
"""

import hashlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[3]))

from bot.understand import Context, Shown, Understanding, understand
from knowledge.models import Audience, Brief, FollowerRange, Gender, Goal, Platform, PriceTier
from knowledge.money import Money, MoneyRange
from knowledge.products import ProductMatch, products

HERE = Path(__file__).parent
SHOWN = (
    Shown(key="youtube:mina", name="Mina 米娜"),
    Shown(key="instagram:akai", name="阿凱愛露營"),
    Shown(key="facebook:lin", name="林媽媽廚房"),
)
HELD_OUT_OF = 3  # every third case, by the hash of its words, was kept back until the end


@dataclass(frozen=True)
class Case:
    words: str
    given: str
    expected: dict[str, str]
    line: str

    @property
    def held_out(self) -> bool:
        return int(hashlib.sha1(self.line.encode()).hexdigest(), 16) % HELD_OUT_OF == 0


def read_cases(*names: str) -> list[Case]:
    """Cases of the named tables, in file order."""
    lines = [line for name in names for line in (HERE / name).read_text("utf-8").splitlines()]
    return [_case(line) for line in lines if "=>" in line and not line.startswith("#")]


def _case(line: str) -> Case:
    words, expected = (part.strip() for part in line.rsplit("=>", 1))
    given = ""
    if match := re.match(r"\[([^\]]*)\]\s*", words):
        given, words = match[1], words[match.end() :]
    return Case(words.replace("\\n", "\n"), given, _pairs(expected), line)


def _pairs(text: str) -> dict[str, str]:
    return {
        k.strip(): v.strip() for k, _, v in (part.partition("=") for part in text.split(";")) if k.strip()
    }


@cache
def _names() -> dict[str, str]:
    """Every name and synonym of the taxonomy, longest first."""
    named = {
        n.lower(): t.id for t in products().values() for n in (t.zh, t.en, *t.zh_synonyms, *t.en_synonyms)
    }
    return dict(sorted(named.items(), key=lambda pair: -len(pair[0])))


def classify(phrase: str) -> ProductMatch | None:
    """A plain stand-in for the encoder: a phrase that is, or ends in, a name of the taxonomy."""
    wanted = phrase.lower().strip()
    for name, type_id in _names().items():
        if wanted == name or wanted.rstrip("s") == name.rstrip("s"):
            return ProductMatch(type=products()[type_id], confidence=1.0, exact=True)
    for name, type_id in _names().items():
        if (
            len(name) >= 2
            and wanted.endswith(name)
            and (not name.isascii() or f" {wanted}".endswith(f" {name}"))
        ):
            return ProductMatch(type=products()[type_id], confidence=0.8, exact=False)
    return None


def context_and_brief(given: str) -> tuple[Context, Brief]:
    """What stood before: ``asked=``, ``advice``, and fields of the brief."""
    pairs = _pairs(given)
    told = {k: v for k, v in pairs.items() if k not in {"asked", "advice"}}
    advice = "advice" in pairs
    context = Context(
        asked=pairs.get("asked"), has_advice=advice, shown=SHOWN if advice else (), classify=classify
    )
    return context, Brief.model_validate(_brief_values(told))


def _brief_values(told: dict[str, str]) -> dict[str, Any]:
    audience = {}
    values: dict[str, Any] = {}
    for name, written in told.items():
        value = value_of(name, written)
        if name == "age":
            audience["age_low"], audience["age_high"] = value
        elif name in {"gender", "regions", "languages"}:
            audience[name] = value
        else:
            values[_FIELD.get(name, name)] = value
    return values | ({"audience": Audience.model_validate(audience)} if audience else {})


_FIELD = {"price": "unit_price", "tier": "price_tier", "without": "excluded_platforms", "new": "new_product"}


def value_of(name: str, written: str) -> Any:
    """The value that a table cell stands for."""
    if name == "price":
        amount, currency = _money(written)
        return Money.of(amount, currency)
    if name == "budget":
        return _budget(written)
    if name in {"age", "followers"}:
        ends = written.split("..") if ".." in written else [written, written]
        low, high = (int(end) if end else None for end in ends)
        return (low, high) if name == "age" else FollowerRange(low=low, high=high)
    readers: dict[str, Callable[[str], Any]] = {
        "creators": int,
        "new": "yes".__eq__,
        "goal": Goal,
        "tier": PriceTier,
        "gender": Gender,
        "platforms": _platforms,
        "without": _platforms,
        "regions": lambda w: tuple(w.split(",")),
        "languages": lambda w: tuple(w.split(",")),
        "exclusions": lambda w: tuple(w.split("|")),
    }
    return readers.get(name, str)(written)


def _platforms(written: str) -> tuple[Platform, ...]:
    return tuple(Platform(p) for p in written.split(","))


def _money(written: str) -> tuple[str, str]:
    match = re.fullmatch(r"([\d.]+)([A-Z]{3})?", written)
    assert match, written
    return match[1], match[2] or "TWD"


def _budget(written: str) -> MoneyRange:
    currency = re.search(r"[A-Z]{3}$", written)
    amount = written.removesuffix(currency[0]) if currency else written
    low, high = amount.split("..") if ".." in amount else (amount, amount)
    return MoneyRange.of(low or 0, high or None, currency[0] if currency else "TWD")


def got(understanding: Understanding) -> dict[str, Any]:
    """What an understanding holds, under the names of the table. A tier read off the price is left out."""
    brief = understanding.brief
    empty = Brief.model_validate({})
    held: dict[str, Any] = {}
    for name in (
        "product",
        "price",
        "tier",
        "budget",
        "goal",
        "platforms",
        "without",
        "followers",
        "creators",
        "style",
        "exclusions",
        "new",
    ):
        value = getattr(brief, _FIELD.get(name, name))
        if value != getattr(empty, _FIELD.get(name, name)):
            held[name] = value
    if (brief.audience.age_low, brief.audience.age_high) != (None, None):
        held["age"] = (brief.audience.age_low, brief.audience.age_high)
    held |= {n: v for n in ("gender", "regions", "languages") if (v := getattr(brief.audience, n))}
    for change in understanding.changes:
        if change.note == "unknown":
            held["open"] = change.field
        if change.note == "from_price":
            held["tier?"] = held.pop("tier")
    if understanding.action:
        held["action"] = _action(understanding.action)
    if understanding.problems:
        held["problem"] = understanding.problems[0].key.rsplit(".", 1)[-1]
    return held


def _action(action: Any) -> str:
    which = getattr(action, "which", None)
    if action.kind == "fair_quote":
        return f"fair_quote:{int(action.money.low)}"
    if action.kind == "trade_question":
        return f"topic:{action.topic}"
    if action.kind == "drop_limit":
        return f"drop_limit:{action.field}" if action.field else "drop_limit"
    numbers = [w.number for w in which] if isinstance(which, tuple) else [which.number] if which else []
    said = ",".join(str(n) for n in numbers if n)
    return f"{action.kind}:{said}" if said else action.kind


@dataclass(frozen=True)
class Score:
    """Fields right, fields expected, and one line per difference (missing, wrong or invented)."""

    right: int
    expected: int
    differences: tuple[str, ...]


def score(case: Case) -> Score:
    """Compare field by field; a field that nobody said counts as a difference."""
    context, brief = context_and_brief(case.given)
    held = got(understand(case.words, brief, context))
    before = {"product", "price", "budget", "platforms", "without", "followers", "exclusions"} & set(
        _pairs(case.given)
    )
    right, expected, differences = 0, 0, []
    derived = held.pop("tier?", None)
    for name, written in case.expected.items():
        if written == "?":
            held.pop(name, None)
            continue
        expected += 1
        found = held.pop(name, derived if name == "tier" else None)
        if same(name, written, found):
            right += 1
        else:
            differences.append(f"{name}: expected {written}, found {show(found)}")
    for name in before - set(case.expected):
        if held.get(name) == value_of(name, _pairs(case.given)[name]):
            held.pop(name)
    differences += [f"{name}: invented {show(value)}" for name, value in held.items()]
    return Score(right, expected, tuple(differences))


def same(name: str, written: str, found: Any) -> bool:
    if found is None:
        return False
    if name in {"open", "action", "problem"}:
        return str(found) == written
    wanted = value_of(name, written)
    if name == "style":
        return _bare(wanted) in _bare(found) and len(_bare(found)) <= len(_bare(wanted)) + 3
    if name == "exclusions":
        return len(wanted) == len(found) and all(
            _bare(w) == _bare(f) for w, f in zip(wanted, found, strict=True)
        )
    if name == "product":
        return _bare(wanted) == _bare(found)
    if name in {"platforms", "without", "regions", "languages"}:
        return set(wanted) == set(found)
    return bool(wanted == found)


def _bare(words: str) -> str:
    return words.lower().strip().removesuffix("的")


def show(value: Any) -> str:
    if isinstance(value, MoneyRange | Money | FollowerRange):
        return value.model_dump_json()
    return str(value)


def report(cases: list[Case], *, verbose: bool) -> tuple[float, float]:
    """Print and return the share of fields and of whole cases that are right."""
    right = expected = whole = 0
    for case in cases:
        result = score(case)
        right, expected = right + result.right, expected + result.expected
        whole += not result.differences
        if result.differences and verbose:
            print(case.line, *result.differences, sep="\n    ")
    print(
        f"{len(cases)} cases: fields {right}/{expected} = {right / expected:.1%}, whole {whole / len(cases):.1%}"
    )
    return right / expected, whole / len(cases)


TABLES = ("cases_money.txt", "cases_fields.txt", "cases_whole.txt")

if __name__ == "__main__":
    which = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if which in {"dev", "held"}:
        chosen = [case for case in read_cases(*TABLES) if case.held_out == (which == "held")]
    else:
        chosen = read_cases(f"cases_{which}.txt")
    report(chosen, verbose="-q" not in sys.argv)
