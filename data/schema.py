"""Every set of migrations there is, and whether a database was written by a later version than this."""

from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from sqlite_utils import Database, Migrations

import data
from data.store import NewerSchema

_KEPT_IN = "_sqlite_migrations"


@cache
def sets() -> tuple[Migrations, ...]:
    """The sets of all storage modules: each keeps its own in a module of this package or below it."""
    modules = [import_module(module.name) for module in walk_packages(data.__path__, "data.")]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Migrations)]
    return tuple({some.name: some for some in found}.values())


def steps_of(db: Database) -> dict[str, list[str]]:
    """The steps a database has been through, by set, in order."""
    if _KEPT_IN not in db.table_names():
        return {}
    steps: dict[str, list[str]] = {}
    for name, step in db.execute(f"SELECT migration_set, name FROM {_KEPT_IN} ORDER BY rowid").fetchall():
        steps.setdefault(name, []).append(step)
    return steps


def check_known(steps: dict[str, list[str]], where: str) -> None:
    """Raise NewerSchema where a step is none of ours."""
    fresh = Database(memory=True)
    known = {some.name: {step.name for step in some.pending(fresh)} for some in sets()}
    later = [
        f"{name}.{step}" for name, some in steps.items() for step in some if step not in known.get(name, ())
    ]
    if later:
        raise NewerSchema(
            f"{where} was written by a later version of kol-advisor (it has {', '.join(later)}). "
            "Update kol-advisor and try again; nothing was changed."
        )
