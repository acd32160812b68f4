"""What stands on the stage while a seller speaks: the creators listed, in the order of their numbers."""

from typing import TYPE_CHECKING, NamedTuple

from bot.conversation import Listed
from knowledge.answer import Advice, Pick
from knowledge.models import Reason

if TYPE_CHECKING:  # it brings the solver, which the first prompt need not wait for
    from knowledge.relax import RunnerUp


class Choices(NamedTuple):
    """Other plans for a brief, and what giving way a little would bring.

    ``widenings`` lift a condition each; ``entries`` name the fee at which an alternative would join the plan.
    """

    runner_ups: "tuple[RunnerUp, ...]"
    gains: tuple[Reason, ...]
    widenings: tuple[Reason, ...] = ()
    entries: tuple[Reason, ...] = ()


LISTED = 20  # creators that can be pointed at by number


def listed(advice: Advice) -> tuple[Pick, ...]:
    """The plan, then the alternatives: the order that numbers on screen count in."""
    return (*advice.creators, *advice.alternatives)[:LISTED]


def as_listed(advice: Advice) -> tuple[Listed, ...]:
    """The same, as the dialogue needs them."""
    return tuple(
        Listed(p.id, p.name, p.followers, n < len(advice.creators)) for n, p in enumerate(listed(advice))
    )
