"""Money as integer minor units and an ISO 4217 code. JSON shows major units: NT$1,280 is 1280.

Major units in JSON because people read and write it; minor units inside because sums must be exact.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_serializer,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]
MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0}  # ISO 4217; every other currency we meet has 2
LARGEST_MINOR = (
    10**15
)  # ten trillion major units: more is a slip of the keyboard, and floats stay exact below it

Number = int | float


def minor_digits(currency: str) -> int:
    """Decimal places of a currency's minor unit (0 for JPY, 2 for TWD)."""
    return MINOR_DIGITS.get(currency, 2)


def to_minor(amount: Decimal | int | float | str, currency: str) -> int:
    """Major units to whole minor units, halves up. Floats are read by their shortest decimal form."""
    exact = amount if isinstance(amount, Decimal) else Decimal(str(amount))
    if not exact.is_finite() or abs(exact) > LARGEST_MINOR:
        raise ValueError(f"an amount must be a number of at most {LARGEST_MINOR:,}, not {amount}")
    return int((exact * 10 ** minor_digits(currency)).quantize(Decimal(1), ROUND_HALF_UP))


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units to an exact decimal of major units."""
    return Decimal(minor).scaleb(-minor_digits(currency))


def as_number(amount: Decimal) -> Number:
    """The JSON number of an amount: an integer where it is whole."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _money_schema(names: list[str], nullable: set[str]) -> JsonSchemaValue:
    number = {"type": "number", "minimum": 0, "description": "in major units of the currency"}
    fields: dict[str, Any] = {
        n: {"anyOf": [number, {"type": "null"}]} if n in nullable else number for n in names
    }
    fields["currency"] = {"type": "string", "pattern": "^[A-Z]{3}$", "description": "ISO 4217 code"}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _read_minor(value: Any, wanted: dict[str, str]) -> Any:
    """Turn JSON's major units into the minor units the model holds. ``wanted`` maps JSON name to field."""
    if not isinstance(value, dict) or not wanted.keys() & value.keys():
        return value
    currency = value.get("currency")
    if not isinstance(currency, str):
        raise ValueError("an amount needs a currency, as an ISO 4217 code such as TWD")
    known = {"currency", *wanted}
    if extra := value.keys() - known:
        raise ValueError(f"unexpected {sorted(extra)} beside an amount; expected {sorted(known)}")
    read: dict[str, Any] = {"currency": currency}
    for name, field in wanted.items():
        amount = value.get(name)
        read[field] = None if amount is None else to_minor(amount, currency)
    return read


class Money(BaseModel):
    """One amount of one currency."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minor: int = Field(ge=0, le=LARGEST_MINOR)
    currency: Currency

    @classmethod
    def of(cls, amount: Decimal | int | float | str, currency: str) -> Self:
        """From major units: ``Money.of(1280, "TWD")``."""
        return cls(minor=to_minor(amount, currency), currency=currency)

    @property
    def amount(self) -> Decimal:
        """Major units, exact."""
        return to_major(self.minor, self.currency)

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        return _read_minor(value, {"amount": "minor"})

    @model_serializer
    def _to_json(self) -> dict[str, Any]:
        return {"amount": as_number(self.amount), "currency": self.currency}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _money_schema(["amount"], set())


class MoneyRange(BaseModel):
    """A range of amounts of one currency. ``high`` None means no upper end was given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low_minor: int = Field(ge=0, le=LARGEST_MINOR)
    high_minor: int | None = Field(ge=0, le=LARGEST_MINOR)
    currency: Currency

    @classmethod
    def of(
        cls, low: Decimal | int | float | str, high: Decimal | int | float | str | None, currency: str
    ) -> Self:
        """From major units: ``MoneyRange.of(3000, 5000, "TWD")``."""
        top = None if high is None else to_minor(high, currency)
        return cls(low_minor=to_minor(low, currency), high_minor=top, currency=currency)

    @property
    def low(self) -> Decimal:
        """Lower end in major units."""
        return to_major(self.low_minor, self.currency)

    @property
    def high(self) -> Decimal | None:
        """Upper end in major units, None when open."""
        return None if self.high_minor is None else to_major(self.high_minor, self.currency)

    @property
    def mid_minor(self) -> int:
        """The middle in minor units, halves up; the lower end when the range is open."""
        return self.low_minor if self.high_minor is None else (self.low_minor + self.high_minor + 1) // 2

    @property
    def cap_minor(self) -> int:
        """What may be spent when this is a budget: the upper end, or the lower one when it is open."""
        return self.low_minor if self.high_minor is None else self.high_minor

    @model_validator(mode="before")
    @classmethod
    def _from_json(cls, value: Any) -> Any:
        return _read_minor(value, {"low": "low_minor", "high": "high_minor"})

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.high_minor is not None and self.high_minor < self.low_minor:
            raise ValueError(f"the range ends ({self.high}) below where it starts ({self.low})")
        return self

    @model_serializer
    def _to_json(self) -> dict[str, Any]:
        high = None if self.high is None else as_number(self.high)
        return {"low": as_number(self.low), "high": high, "currency": self.currency}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return _money_schema(["low", "high"], {"high"})


__all__ = ["Currency", "Money", "MoneyRange", "Number", "as_number", "minor_digits", "to_major", "to_minor"]
