"""A creator with what a row says put in. What the row does not say stays as it was."""

from typing import Any, TypeVar

from data.said import Origin, Said, SaidFee
from knowledge.models import Channel, ChannelAudience, Creator, Fee, Figure, Frozen, Price

M = TypeVar("M", bound=Frozen)


def merged(creator: Creator | None, creator_id: str, said: Said) -> Creator:
    """The creator after the row; a new one is called by the row's name, else its creator id or handle."""
    if creator is None:
        name = said.creator_id or said.handle or creator_id
        person = {"id": creator_id, "name": name} | said.creator
        channels = (merged_channel(None, said),) if said.key else ()
        return Creator.model_validate({**person, "channels": channels})
    if not said.key:
        return updated(creator, said.creator)
    stored = next((channel for channel in creator.channels if channel.key == said.key), None)
    channel = merged_channel(stored, said)
    others = [channel if old.key == said.key else old for old in creator.channels]
    return updated(creator, said.creator | {"channels": tuple(others if stored else [*others, channel])})


def merged_channel(stored: Channel | None, said: Said) -> Channel:
    """The channel after the row. Platform and handle keep their stored spelling."""
    figures = {
        name: _figure(getattr(stored, name) if stored else None, *read) for name, read in said.figures.items()
    }
    fees = stored.fees if stored else ()
    for fee in said.fees:
        fees = _with_fee(fees, fee)
    audience = _audience(stored.audience if stored else ChannelAudience(), said)
    values = said.channel | figures | {"fees": fees, "audience": audience}
    if stored is None:
        return Channel.model_validate({"platform": said.platform, "handle": said.handle, **values})
    return updated(stored, values)


def updated(model: M, values: dict[str, Any]) -> M:
    """A checked copy with some fields replaced."""
    return type(model).model_validate({**dict(model), **values})


def _provenance(old: Figure | Price | ChannelAudience | None, same: bool, origin: Origin) -> dict[str, Any]:
    """A default date or source does not change a value that is the same as before: only a statement does."""
    if old is None or not same:
        return {"as_of": origin.as_of, "source": origin.source}
    return {
        "as_of": origin.as_of if origin.as_of_stated else old.as_of,
        "source": origin.source if origin.source_stated else old.source,
    }


def _figure(old: Figure | None, value: float, origin: Origin) -> Figure:
    return Figure(value=value, **_provenance(old, old is not None and old.value == value, origin))


def _audience(old: ChannelAudience, said: Said) -> ChannelAudience:
    if said.audience_origin is None:
        return old
    same = all(getattr(old, name) == value for name, value in said.audience.items())
    known = None if old == ChannelAudience() else old
    return updated(old, said.audience | _provenance(known, same, said.audience_origin))


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
    return Price.from_range(said.money, basis, **_provenance(old, same, said.origin))
