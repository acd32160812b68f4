"""``kol-advisor retain`` and ``forget``: what goes by itself, and what a person asked an operator to remove."""

import typer

from bot.app import Home, open_home


def retain() -> None:
    """Remove briefs that nobody touched for KOL_RETENTION_DAYS. The running bot does it by itself every hour."""
    home = open_home()
    removed = retained(home)
    counts = ", ".join(f"{count:,} {table}" for table, count in removed.items()) or "nothing"
    typer.echo(f"Removed what is older than {home.options.retention_days} days: {counts}")


def forget(user: int) -> None:
    """Remove a person by Telegram user id, as /forget does, and say what a search of every table finds then."""
    done = open_home().privacy.forget(user)
    counts = ", ".join(f"{count:,} {table}" for table, count in done.removed.items()) or "nothing"
    typer.echo(f"Removed: {counts}")
    if done.left:
        typer.echo(f"Still found in {', '.join(sorted(done.left))}", err=True)
        raise typer.Exit(1)
    typer.echo(f"Searched {done.searched} tables: nothing is left")


def retained(home: Home) -> dict[str, int]:
    """Remove what is older than the settings say, and count it by table. Blocks: for a worker thread."""
    return home.privacy.retain(home.options.retention_days)
