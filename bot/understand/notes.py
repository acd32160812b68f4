"""The notes taken while a message is read: what was said, with which words, and which words are used up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.understand.figures import Figure
from bot.understand.folding import Expression, Folded
from bot.understand.model import Change, Context
from knowledge.models import Brief

USED = "\x00"
HIDDEN = "\x01"


@dataclass
class Notes:
    """Readers write here, each for its own fields. ``free`` is the folded text with used words blanked."""

    folded: Folded
    brief: Brief
    context: Context
    figures: tuple[Figure, ...]
    values: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    free: str = ""
    creator_words: bool = False  # some word for creators stands in the message

    def __post_init__(self) -> None:
        self.free = self.free or self.folded.text

    @property
    def text(self) -> str:
        return self.folded.text

    def take(self, start: int, end: int) -> None:
        """Use words up, so that no other reader takes them for something else."""
        self.free = self.free[:start] + USED * (end - start) + self.free[end:]

    def hide(self, start: int, end: int) -> None:
        """Take words out of the message altogether: they ask or command and describe nothing."""
        self.free = self.free[:start] + HIDDEN * (end - start) + self.free[end:]
        self.figures = tuple(f for f in self.figures if f.end <= start or f.start >= end)

    def finditer(self, expression: Expression) -> Iterator[re.Match[str]]:
        """Matches in the words that are still free."""
        return expression.finditer(self.free)

    def say(
        self, name: str, value: Any, start: int, end: int, *, assumed: bool = False, note: str | None = None
    ) -> None:
        """Note a field's value with its words. Saying a field again in one message corrects it."""
        words = self.folded.words(start, end)
        self.values[name] = value
        self.changes[name] = Change(field=name, words=words, assumed=assumed, note=note)

    def value(self, name: str) -> Any:
        """The value said in this message, or else the brief's."""
        if name in self.values:
            return self.values[name]
        holder: Any = self.brief.audience if name.startswith("audience.") else self.brief
        return getattr(holder, name.removeprefix("audience."), None)

    def is_hidden(self, place: int) -> bool:
        return self.free[place] == HIDDEN

    def revised(self) -> Brief:
        """The brief with everything noted in it."""
        audience = {
            k.removeprefix("audience."): v for k, v in self.values.items() if k.startswith("audience.")
        }
        if "age" in audience:
            audience["age_low"], audience["age_high"] = audience.pop("age")
        own = {name: value for name, value in self.values.items() if "." not in name}
        if audience:
            own["audience"] = self.brief.audience.model_copy(update=audience)
        return self.brief.model_copy(update=own) if own else self.brief
