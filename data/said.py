"""What one row of a table says about a creator."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from data.report import Notice
from knowledge.models import Basis, Format, Platform
from knowledge.money import MoneyRange


class Origin(NamedTuple):
    """Date and source of a figure. What the row does not state is a default, which alone changes nothing."""

    as_of: date | None
    source: str | None
    as_of_stated: bool = False
    source_stated: bool = False


class SaidFee(NamedTuple):
    """The ``slot``-th fee of a format; 1 is the first."""

    format: Format
    slot: int
    money: MoneyRange
    basis: Basis
    basis_stated: bool
    origin: Origin


NOWHERE = Origin(None, None)


@dataclass
class Said:
    """What a row says, and only that: an empty cell says nothing, so no value here is None.

    ``creator``, ``channel`` and ``audience`` are fields of the models of these names. ``origin`` is where those of
    the first two come from, but for fields with one of their own in ``origins``.
    """

    row: int
    creator_id: str | None = None
    platform: Platform | None = None
    handle: str | None = None
    creator: dict[str, Any] = field(default_factory=dict)
    channel: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, tuple[float, Origin]] = field(default_factory=dict)
    fees: list[SaidFee] = field(default_factory=list)
    audience: dict[str, Any] = field(default_factory=dict)
    audience_origin: Origin | None = None
    origin: Origin = NOWHERE
    origins: dict[str, Origin] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def origin_of(self, name: str) -> Origin:
        """Where a field of the creator or channel comes from."""
        return self.origins.get(name, self.origin)

    @cached_property
    def key(self) -> str:
        """The channel's key as ``Channel.key`` has it; '' for a row about a creator without a channel.

        Not to be asked for before platform and handle are known: it is made once.
        """
        return f"{self.platform}:{self.handle.casefold()}" if self.platform and self.handle else ""
