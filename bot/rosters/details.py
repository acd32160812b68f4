"""What a creator's page tells besides figures and fees: the rest of a channel, and where each word comes from."""

from collections.abc import Iterator

from bot.rosters.fields import label
from bot.screens.pane import Pane, visible
from bot.screens.screen import esc
from bot.texts import Texts
from data.provenance import Known
from knowledge.models import Channel, ChannelAudience, Creator, Figure, Price

MOST = 8  # sources told of one creator
LONGEST = 200  # characters of a list


def origin_lines(pane: Pane, one: Creator) -> list[str]:
    """The sources under their title; nothing where none is known. Of several channels each field names its own."""
    found: dict[Known, list[str]] = {}
    for origin, field in _fields(one):
        found.setdefault(origin, []).append(label(pane.texts, field))
    if not found:
        return []
    lines = [
        pane.line(
            "roster.origin", told=told(pane.texts, origin), fields=pane.texts.join(list(dict.fromkeys(names)))
        )
        for origin, names in list(found.items())[:MOST]
    ]
    more = [pane.line("import.more", n=len(found) - MOST)] if len(found) > MOST else []
    return ["", pane.line("roster.origins"), *lines, *more]


def _fields(one: Creator) -> Iterator[tuple[Known, str]]:
    """Each field with where it is from, as ``fields.label`` takes it: before it the platform, of several."""
    for part in one.provenance:
        yield from ((Known(part.as_of, part.source), field) for field in part.fields)
    for channel in one.channels:
        prefix = f"{channel.platform} " if len(one.channels) > 1 else ""
        for part in channel.provenance:
            yield from ((Known(part.as_of, part.source), prefix + field) for field in part.fields)


def told(texts: Texts, origin: Known) -> str:
    """A date and a source as people read them, the platforms' interfaces by their names; "" where neither is known."""
    named = " + ".join(texts.label("source", part) for part in (origin.source or "").split(" + "))
    day = origin.as_of.isoformat() if origin.as_of else ""
    return " ".join(part for part in (day, visible(named, 60)) if part)


def dated(texts: Texts, value: Figure | Price | ChannelAudience) -> str:
    """The date and source that a value says itself, in parentheses behind it."""
    shown = told(texts, Known(value.as_of, value.source))
    return texts("roster.dated", told=shown) if shown else ""


def channel_lines(pane: Pane, channel: Channel) -> list[str]:
    """Language, last post, audience and brands, those that are known."""
    texts = pane.texts
    words = {
        "language": texts.label("language", channel.language) if channel.language else "",
        "last_post": channel.last_post.isoformat() if channel.last_post else "",
        "past_collaborations": texts.join(list(channel.past_collaborations)),
        "audience": _audience(texts, channel),
    }
    return [
        esc(texts("labelled", label=label(texts, field), words=visible(text, LONGEST)))
        for field, text in words.items()
        if text
    ]


def _audience(texts: Texts, channel: Channel) -> str:
    audience = channel.audience
    ages = (audience.age_low, audience.age_high)
    parts = [
        "–".join("" if age is None else str(age) for age in ages) if ages != (None, None) else "",
        f"{label(texts, 'audience_female_share')} {texts.percent(audience.female_share)}"
        if audience.female_share is not None
        else "",
        *(texts.label("region", region) for region in audience.regions),
    ]
    shown = texts.join([part for part in parts if part])
    return shown + dated(texts, audience) if shown else ""
