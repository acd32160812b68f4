"""What moves a platform up or down, with the reason it would make."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from knowledge.models import Reason
from knowledge.sources import because


class Force(NamedTuple):
    """How far something moves a platform, below 0 against it, and the reason it makes. ``loud`` is told first."""

    size: float
    code: str
    sources: tuple[str, ...]
    values: Mapping[str, Any]
    loud: bool = False

    @property
    def reason(self) -> Reason:
        """In words that can be shown. Most forces are never told, so it is made when asked for."""
        return because(self.code, *self.sources, **self.values)


def force(size: float, code: str, *sources: str, **values: Any) -> Force:
    """A force that is not loud."""
    return Force(size, code, sources, values)
