"""``kol-advisor roster show``: one creator with all that is known, each value with its date and source."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

from data.exporter import fee_column
from data.find import Listed, search
from data.notation import write_list, write_number, write_rate
from data.provenance import OF_CHANNEL, OF_CREATOR, UNKNOWN, Known, known
from data.roster import Roster
from data.rows import METRICS
from knowledge.models import Channel, Creator, Figure, Price


class NoSuchCreator(LookupError):
    """Nobody, or more than one, is meant."""


class Value(NamedTuple):
    """A field with what is known of it, as an export writes it."""

    field: str
    value: str
    origin: Known


def creator_called(roster: Roster, name: str) -> Creator:
    """The creator with this id, platform:handle or name. NoSuchCreator names those who come near."""
    found = roster.creator(name) or roster.get(name)
    if found:
        return found
    near = search(roster, name)
    same = [one for one in near if one.name.casefold() == name.strip().casefold()]
    if len(chosen := same or near) == 1 and (only := roster.creator(chosen[0].id)):
        return only
    raise NoSuchCreator(_told(name, chosen))


def _told(name: str, near: Sequence[Listed]) -> str:
    if not near:
        return f"nobody in the roster is called {name!r}: expected a creator id, platform:handle or a name"
    named = ", ".join(f"{one.name} ({one.id})" for one in near[:5]) + (" …" if len(near) > 5 else "")
    return f"{len(near)} creators come near {name!r}: {named}. Say one by the id in parentheses"


def show_creator(one: Creator, console: Console) -> None:
    """A table of the creator's own values, and one of each channel's."""
    _show(f"{one.name} ({one.id}){', demo: fiction' if one.demo else ''}", _words(one, OF_CREATOR), console)
    for channel in one.channels:
        _show(channel.key, channel_values(channel), console)


def _show(title: str, values: Iterator[Value], console: Console) -> None:
    console.print(Text(title, style="bold"))
    table = Table("field", "value", "as of", "source", box=None, pad_edge=False)
    for field, value, (as_of, source) in values:
        table.add_row(*map(Text, (field, value, as_of.isoformat() if as_of else "", source or "")))
    console.print(table)


def channel_values(channel: Channel) -> Iterator[Value]:
    """All that is known of a channel, words first, then figures, audience and fees."""
    yield from _words(channel, OF_CHANNEL)
    for metric in METRICS:
        figure: Figure | None = getattr(channel, metric)
        if figure:
            write = write_rate if metric == "engagement" else write_number
            yield Value(metric, write(figure.value), Known(figure.as_of, figure.source))
    audience, origin = channel.audience, Known(channel.audience.as_of, channel.audience.source)
    for end in ("age_low", "age_high"):
        if (age := getattr(audience, end)) is not None:
            yield Value(f"audience_{end}", str(age), origin)
    if audience.female_share is not None:
        yield Value("audience_female_share", write_rate(audience.female_share), origin)
    if audience.regions:
        yield Value("audience_regions", write_list(audience.regions), origin)
    for fee in channel.fees:
        price = fee.price
        yield Value(fee_column(fee.format, 1), _asked(price), Known(price.as_of, price.source))


def _asked(price: Price) -> str:
    ends = [write_number(end) for end in dict.fromkeys((price.low, price.high))]
    return f"{price.currency} {'-'.join(ends)} ({price.basis})"


def _words(one: Creator | Channel, fields: Sequence[str]) -> Iterator[Value]:
    origins = known(one)
    for field in fields:
        value = getattr(one, field)
        if value:
            shown = write_list(value) if isinstance(value, tuple) else str(value)
            yield Value(field, shown, origins.get(field, UNKNOWN))
