"""An advice in words: every reason gets its text in one language. The rest stays as it is."""

from typing import TypeVar

from bot.texts import Texts
from knowledge.answer import Advice, Disclosure, FormatAdvice, Pick, PlatformAdvice, RoleAdvice, RouteAdvice
from knowledge.models import Reason

Reasoned = TypeVar("Reasoned", RoleAdvice, RouteAdvice, PlatformAdvice, FormatAdvice)


def in_words(advice: Advice, texts: Texts) -> Advice:
    """The same advice with ``text`` filled in everywhere."""
    return advice.model_copy(
        update={
            "role": _reasoned(advice.role, texts),
            "route": _reasoned(advice.route, texts),
            "platforms": tuple(_reasoned(platform, texts) for platform in advice.platforms),
            "formats": tuple(_reasoned(format, texts) for format in advice.formats),
            "creators": tuple(_pick(pick, texts) for pick in advice.creators),
            "alternatives": tuple(_pick(pick, texts) for pick in advice.alternatives),
            "disclosure": tuple(_disclosed(rule, texts) for rule in advice.disclosure),
            "next_steps": _said(advice.next_steps, texts),
            "notes": _said(advice.notes, texts),
        }
    )


def _reasoned(part: Reasoned, texts: Texts) -> Reasoned:
    return part.model_copy(update={"reasons": _said(part.reasons, texts)})


def _pick(pick: Pick, texts: Texts) -> Pick:
    said = {name: _said(getattr(pick, name), texts) for name in ("reasons", "flags", "against")}
    return pick.model_copy(update=said)


def _disclosed(rule: Disclosure, texts: Texts) -> Disclosure:
    return rule.model_copy(update={"text": texts(rule.text_key)})


def _said(reasons: tuple[Reason, ...], texts: Texts) -> tuple[Reason, ...]:
    return tuple(reason.model_copy(update={"text": texts.reason(reason)}) for reason in reasons)
