"""What was tried, how often, and what came of it."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """One row. ``wrong`` is what should not have happened; a row without it passed."""

    fault: str
    times: int
    told: str
    wrong: list[str]


def show(outcomes: list[Outcome]) -> str:
    """The table, with what went wrong below it."""
    wide = max(len("fault"), *(len(outcome.fault) for outcome in outcomes))
    lines = [f"{'fault':{wide}}  times  outcome"]
    for outcome in outcomes:
        verdict = outcome.told if not outcome.wrong else f"FAILED: {len(outcome.wrong)} things went wrong"
        lines.append(f"{outcome.fault:{wide}}  {outcome.times:5,}  {verdict}")
    lines += [f"  ! {outcome.fault}: {what}" for outcome in outcomes for what in outcome.wrong[:10]]
    return "\n".join(lines)
