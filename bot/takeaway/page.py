"""One page for the boss, as PDF or picture: the answer, the plan, where the money goes, why these."""

import json
from datetime import UTC, date, datetime, time
from importlib.resources import files
from typing import Any, Literal

import typst

from bot.screens import words
from bot.screens.legible import legible
from bot.screens.rows import clip
from bot.stage import listed
from bot.takeaway.fonts import families, installed
from bot.takeaway.wording import answer, brief_line, fiction, figures
from bot.texts import Texts
from knowledge.answer import Advice, Pick
from knowledge.currency import convert_range
from knowledge.offers import cost_of

MOST = 7  # creators that one page has room for
STEPS = 4
PIXELS_PER_INCH = 150  # A4's width in 1,240 pixels: sharp on a phone, under Telegram's limits

Kind = Literal["pdf", "png"]


def draw(advice: Advice, texts: Texts, today: date, kind: Kind) -> bytes:
    """The page. Raises fonts.NoFont where this system has no font for what it says."""
    shown = json.dumps(_legible(content(advice, texts, today, kind)), ensure_ascii=False)
    made = datetime.combine(today, time(), UTC)
    inputs = {"data": shown}
    return typst.compile(
        template(),
        format=kind,
        ppi=PIXELS_PER_INCH,
        font_paths=installed()[0],
        sys_inputs=inputs,
        timestamp=made,
    )


def _legible(said: Any) -> Any:
    """The same with every text in it made safe to stand on a page."""
    if isinstance(said, dict):
        return {key: _legible(value) for key, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [_legible(value) for value in said]
    return legible(said) if isinstance(said, str) else said


def template() -> bytes:
    """The source of the page, which holds no words but these of its own."""
    return files("bot").joinpath("takeaway", "page.typ").read_bytes()


def content(advice: Advice, texts: Texts, today: date, kind: Kind) -> dict[str, Any]:
    """Everything on the page, as JSON for the template."""
    said = {
        "title": texts("take.title"),
        "brief": brief_line(advice, texts),
        "date": texts.day(today),
        "demo": fiction(listed(advice), texts),
        "answer": answer(advice, texts),
        "columns": [texts(f"take.column.{name}") for name in ("number", "name", "platform", "fee", "fit")],
        "plan": [_row(n, pick, texts) for n, pick in enumerate(advice.creators[:MOST], 1)],
        "more": texts("take.more", n=len(advice.creators) - MOST) if len(advice.creators) > MOST else "",
        "split": _split(advice, texts),
        "fits": [_fit(pick, texts) for pick in advice.creators[:MOST]],
        "factors": [texts.label("factor", f.name) for f in advice.creators[0].factors]
        if advice.creators
        else [],
        "figures": figures(advice, texts),
        "steps": [step.text or texts.reason(step) for step in advice.next_steps[:STEPS]],
        "law": next((d.text or texts(d.text_key) for d in advice.disclosure), ""),
        "foot": texts("take.foot"),
        "headings": {name: texts(f"take.heading.{name}") for name in HEADINGS},
    }
    fonts = families(json.dumps(said, ensure_ascii=False))
    locale = {"lang": texts.locale.language, "region": texts.locale.territory}
    return said | locale | {"fonts": fonts, "is_picture": kind == "png"}


HEADINGS = ("plan", "split", "fit", "figures", "steps")


def _row(number: int, pick: Pick, texts: Texts) -> dict[str, str]:
    offer, unknown = pick.offer, texts("unknown")
    return {
        "number": str(number),
        "name": clip(pick.name, 40),
        "why": texts("take.semicolon").join(r.text or texts.reason(r) for r in pick.reasons[:2]),
        "platform": words.platform(texts, pick.platform),
        "followers": unknown if pick.followers is None else texts("size.short", followers=pick.followers),
        "fee": texts.money(offer.fee.range) if offer else unknown,
        "format": f"{texts.label('format', offer.format)} · {texts.label('basis', offer.fee.basis)}"
        if offer
        else "",
        "fit": texts.number(round(pick.fit)),
    }


def _split(advice: Advice, texts: Texts) -> list[dict[str, Any]]:
    """What each creator takes of the budget at the middle of their fee, and what is left."""
    plan = advice.plan
    if plan.remainder is None or plan.budget is None or not advice.creators:
        return []
    currency = plan.remainder.currency
    cap = convert_range(plan.budget, currency).cap_minor
    costs = [(pick, cost_of(pick.offer.fee, currency)) for pick in advice.creators if pick.offer]
    parts = [
        {
            "share": cost / cap,
            "rest": False,
            "words": texts("take.part", name=clip(pick.name, 24), spent_share=cost / cap),
        }
        for pick, cost in costs
        if cost
    ]
    left = plan.remainder.minor / cap
    return [*parts, {"share": left, "rest": True, "words": texts("take.left", left_share=left)}]


def _fit(pick: Pick, texts: Texts) -> dict[str, Any]:
    return {
        "name": clip(pick.name, 22),
        "fit": texts.number(round(pick.fit)),
        "parts": [factor.contribution for factor in pick.factors],
    }
