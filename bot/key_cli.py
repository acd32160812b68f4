"""``kol-advisor key …``: the keys that what is kept is sealed with."""

import typer

from bot.app import Home, open_home
from data.databases import all_opened, close_log, database_files
from data.keys import KeyProblem, new_key
from data.rotation import count_sealed, seal_again, settle
from data.seal import Seal, WrongKey

key = typer.Typer(
    help="The keys that personal data are sealed with: where they are, a new one, away with old ones.",
    no_args_is_help=True,
)


@key.command()
def show() -> None:
    """Tell where the keys come from, how many there are, and how much is sealed with the first one. No key is printed."""
    home = open_home()
    keys = home.seal.keys
    total, others = _counted(home, Seal(keys[:1]))
    where = home.keyring.file if home.keyring.is_file else "KOL_SECRET_KEY"
    typer.echo(f"{len(keys)} keys in {where}")
    typer.echo(f"{total:,} values are sealed, {total - others:,} of them with the first key")
    if others:
        typer.echo("Run kol-advisor key rotate to seal them all with the first key.")


@key.command()
def new() -> None:
    """Print a new key, to be kept as KOL_SECRET_KEY or in a key file. Changes nothing."""
    typer.echo(new_key())


@key.command()
def rotate() -> None:
    """Seal everything with a new key; old keys stay, to open older backups, until key drop.

    Stop the bot first. Interrupted, it goes on where it was when run again. With KOL_SECRET_KEY, put the new key
    before the old one there, and run this.
    """
    home = open_home()
    keys = home.seal.keys
    home.store.close()
    for path in database_files(home.options.home):
        close_log(path)  # raises InUse: whoever has it open would go on with the old keys
    seal, total = Seal(_next_keys(home, keys)), 0
    with all_opened(home.options.home) as stores:
        for store in stores:
            total += seal_again(store, seal)
            settle(store)
    typer.echo(f"{total:,} values are sealed with the first of {len(seal.keys)} keys now.")
    typer.echo("Older backups need the older keys. To do away with both: kol-advisor key drop")


@key.command()
def drop() -> None:
    """Remove all keys but the first, once nothing here needs them. Older backups can be read by nobody then."""
    home = open_home()
    ring, first = home.keyring, home.seal.keys[:1]
    if not ring.is_file:
        raise KeyProblem("the keys are in KOL_SECRET_KEY: leave only the first one there")
    _, others = _counted(home, Seal(first))
    if others:
        raise WrongKey(
            f"{others:,} values need an older key. Run kol-advisor key rotate first; nothing was changed."
        )
    ring.write(first)
    typer.echo(f"1 key in {ring.file}. Backups made before it can no longer be opened: delete them.")


def _counted(home: Home, seal: Seal) -> tuple[int, int]:
    """Sealed values of all databases, and those that ``seal`` does not open."""
    with all_opened(home.options.home) as stores:
        counts = [count_sealed(store, seal) for store in stores]
    return sum(total for total, _ in counts), sum(others for _, others in counts)


def _next_keys(home: Home, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The keys with a new one in front, written down before anything is sealed with it.

    A rotation that was interrupted goes on with the one it had.
    """
    _, unfinished = _counted(home, Seal(keys[:1]))
    if unfinished:
        return keys
    if not home.keyring.is_file:
        raise KeyProblem(
            "everything is sealed with the first key of KOL_SECRET_KEY already. "
            "Put a new one before it (kol-advisor key new prints one) and run this again."
        )
    home.keyring.write([new_key(), *keys])
    return home.keyring.read()
