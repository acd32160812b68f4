"""What became of a row, in the words of the report."""

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from itertools import zip_longest

from pydantic import ValidationError

from data import rows
from data.exporter import WORDS_ORIGINS, creator_cells
from data.report import AddedRow, Change, ChangedRow, Problem, RefusedRow, UnchangedRow
from data.said import Said
from knowledge.models import Creator

Outcome = AddedRow | ChangedRow | UnchangedRow | RefusedRow


def outcome_of(before: Creator | None, after: Creator, whole: Sequence[Said]) -> Outcome:
    """What a row did: it added a creator or a channel, changed something, or nothing."""
    row, keys = whole[0].row, [said.key for said in whole if said.key] or [after.id]
    stored = {channel.key for channel in before.channels} if before else set()
    if before is None or (whole[0].key and not stored & set(keys)):
        return AddedRow(row=row, key=keys[0], name=after.name, also=tuple(keys[1:]))
    if before == after:
        return UnchangedRow(row=row, key=keys[0])
    return ChangedRow(row=row, key=keys[0], name=after.name, changes=changes(before, after))


def changes(before: Creator, after: Creator) -> tuple[Change, ...]:
    """The cells that an export would now write otherwise, and the channels it would write besides."""
    told: list[Change] = []
    for old, new in zip_longest(creator_cells(before), creator_cells(after)):
        if old is None or ("handle" in new and "handle" not in old):
            told.append(Change(field="channel", old="", new=f"{new['platform']}:{new['handle']}"))
            continue
        names = [name for name in {**old, **new} if old.get(name, "") != new.get(name, "")]
        differing = [name for name in names if name not in WORDS_ORIGINS or _word(name) not in names]
        told += [Change(field=name, old=old.get(name, ""), new=new.get(name, "")) for name in differing]
    return tuple(dict.fromkeys(told))  # a creator's own fields stand in the cells of each channel


def _word(column: str) -> str:
    """The field whose date or source a column holds. Where the word itself is another, they go without saying."""
    return column.removesuffix("_as_of").removesuffix("_source")


def repeated(key: str, first: int) -> Problem:
    """A channel stands in the table twice."""
    reason = f"{key} already stands in row {first} of this file"
    return Problem(column=None, value=key, reason=reason, suggestion="keep one of the rows")


def taken(whole: Sequence[Said], owners: Dict[str, str], creator_id: str, owner: str) -> Problem:
    """A channel of the row belongs to somebody else than the row says."""
    key = next(said.key for said in whole if owners.get(said.key) == owner)
    if whole[0].creator_id is None:
        reason = (
            f"{key} belongs to creator {owner!r} in the roster, other channels of the row to {creator_id!r}"
        )
        suggestion = (
            f"if they are one: kol-advisor roster merge {creator_id} {owner}; else make two rows of it"
        )
        return Problem(column=None, value=key, reason=reason, suggestion=suggestion)
    reason = f"{key} belongs to creator {owner!r} in the roster, the row says {creator_id!r}"
    suggestion = f"write {owner!r} as the creator, or leave that cell empty"
    return Problem(column=None, value=creator_id, reason=reason, suggestion=suggestion)


def problems_of(problem: ValidationError | rows.Unstorable) -> list[Problem]:
    """What the models or the roster do not take."""
    if isinstance(problem, rows.Unstorable):
        return [Problem(column=None, value=None, reason=str(problem), suggestion="correct it")]
    return [
        Problem(
            column=".".join(map(str, error["loc"])) or None,
            value=str(error["input"])[:100],
            reason=error["msg"],
            suggestion="correct it, or leave the cell empty",
        )
        for error in problem.errors()
    ]
