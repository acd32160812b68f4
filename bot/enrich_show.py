"""What ``kol-advisor roster enrich`` shows on a screen."""

from collections.abc import Sequence

from rich.console import Console

from bot.roster_show import show_rows
from data.enrich import Enrichment, NotFound


def show_enrichment(
    reports: Sequence[Enrichment], added: Sequence[str], lost: Sequence[NotFound], console: Console
) -> None:
    """What each source changed and did not find, at most a screenful of a kind, and what its quota was used for."""
    if added:
        console.print(f"In the roster: {', '.join(added)}", markup=False)
    show_rows("No channel", ("link", ""), [(one.channel, one.reason) for one in lost], tuple, console)
    for report in reports:
        changed = [
            (one.channel, one.name, change.field, change.old or "(unknown)", change.new or "(unknown)")
            for one in report.changed
            for change in one.changes
            if not change.field.endswith(("_as_of", "_source"))
        ]
        header = ("channel", "name", "field", "old", "new")
        show_rows(f"{report.source}: changed", header, changed, tuple, console)
        missing = [(one.channel, one.reason) for one in report.not_found]
        show_rows(f"{report.source}: not found", ("channel", "why"), missing, tuple, console)
        console.print(_line(report), style="bold", markup=False)
        if report.stopped:
            console.print(f"Stopped: {report.stopped}.", markup=False)
        if report.dry_run:
            console.print("Dry run: the roster is as it was.", markup=False)


def _line(report: Enrichment) -> str:
    counts = {
        "changed": len(report.changed),
        "unchanged": len(report.unchanged),
        "not found": len(report.not_found),
        "still fresh": report.fresh,
        "left": report.left,
    }
    told = (
        ", ".join(f"{n:,} {name}" for name, n in counts.items())
        if any(counts.values())
        else "no creator of yours"
    )
    return f"{report.source}: {told}; {report.used:,} of {report.limit:,} units used"
