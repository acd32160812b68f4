"""A creator with what a row says put in. What the row does not say stays as it was."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from data.provenance import Known, said_again, when_said
from data.said import Origin, Said, SaidFee
from knowledge.models import Channel, ChannelAudience, Creator, Fee, Figure, Frozen, Price

M = TypeVar("M", bound=Frozen)
P = TypeVar("P", Creator, Channel)
NOTHING: Mapping[str, Any] = {}


def merged(creator: Creator | None, creator_id: str, said: Said) -> Creator:
    """The creator after the row; a new one is called by the row's name, else its creator id or handle."""
    if creator is None:
        name = said.creator_id or said.handle or creator_id
        person = {"name": name} | said.creator
        channels = (merged_channel(None, said),) if said.key else ()
        provenance = when_said(None, person, said.origin_of)
        return Creator.model_validate(
            {"id": creator_id, **person, "channels": channels, "provenance": provenance}
        )
    if not said.key:
        return updated_from(creator, said.creator, said.origin_of)
    stored = next((channel for channel in creator.channels if channel.key == said.key), None)
    channel = merged_channel(stored, said)
    others = [channel if old.key == said.key else old for old in creator.channels]
    whole = tuple(others if stored else [*others, channel])
    return updated_from(creator, said.creator, said.origin_of, {"channels": whole})


def merged_channel(stored: Channel | None, said: Said) -> Channel:
    """The channel after the row. Platform and handle keep their stored spelling."""
    figures = {
        name: _figure(getattr(stored, name) if stored else None, *read) for name, read in said.figures.items()
    }
    fees = stored.fees if stored else ()
    for fee in said.fees:
        fees = _with_fee(fees, fee)
    audience = _audience(stored.audience if stored else ChannelAudience(), said)
    values = {**figures, "fees": fees, "audience": audience}
    if stored is None:
        words = {"handle": said.handle, **said.channel}
        provenance = when_said(None, words, said.origin_of)
        return Channel.model_validate(
            {"platform": said.platform, **words, **values, "provenance": provenance}
        )
    return updated_from(stored, said.channel, said.origin_of, values)


def updated(model: M, values: Mapping[str, Any]) -> M:
    """A checked copy with some fields replaced."""
    return type(model).model_validate({**dict(model), **values})


def updated_from(
    model: P,
    values: Mapping[str, Any],
    origin_of: Callable[[str], Origin],
    others: Mapping[str, Any] = NOTHING,
) -> P:
    """The same for fields of a creator or channel that come from somewhere; ``others`` say it themselves."""
    return updated(model, {**others, **values, "provenance": when_said(model, values, origin_of)})


def _provenance(old: Figure | Price | ChannelAudience | None, same: bool, origin: Origin) -> Known:
    return said_again(Known(old.as_of, old.source) if old else None, same, origin)


def _figure(old: Figure | None, value: float, origin: Origin) -> Figure:
    as_of, source = _provenance(old, old is not None and old.value == value, origin)
    return Figure(value=value, as_of=as_of, source=source)


def _audience(old: ChannelAudience, said: Said) -> ChannelAudience:
    if said.audience_origin is None:
        return old
    same = all(getattr(old, name) == value for name, value in said.audience.items())
    known = None if old == ChannelAudience() else old
    return updated(old, said.audience | _provenance(known, same, said.audience_origin)._asdict())


def _with_fee(fees: tuple[Fee, ...], said: SaidFee) -> tuple[Fee, ...]:
    """Replace the fee of this format and slot, or add it behind the fees of its format."""
    places = [place for place, fee in enumerate(fees) if fee.format is said.format]
    if len(places) < said.slot:
        place = places[-1] + 1 if places else len(fees)
        return (*fees[:place], Fee(format=said.format, price=_price(None, said)), *fees[place:])
    place = places[said.slot - 1]
    return (*fees[:place], Fee(format=said.format, price=_price(fees[place].price, said)), *fees[place + 1 :])


def _price(old: Price | None, said: SaidFee) -> Price:
    same = old is not None and old.range == said.money
    basis = old.basis if old and same and not said.basis_stated else said.basis
    return Price.from_range(said.money, basis, *_provenance(old, same, said.origin))
