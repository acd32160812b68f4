"""JSON and JSON Lines as sheets: an object is a row, its keys are the header."""

import json
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from data.exporter import collapsed, creator_cells
from data.notation import write_list, write_number
from data.sheet import Row, Sheet, UnreadableFile, check_height, check_width
from knowledge.models import Creator

SHAPE = 'Expected a list of objects such as [{"name": "…", "url": "…", "followers": 12000}], or one a line.'
MOST_VALUES = 5_000_000
DEEPEST = 4  # levels of objects inside an object that become columns


def looks_like_json(text: str, suffix: str) -> bool:
    """Whether a text is JSON by its name, or by its beginning where the name says nothing else."""
    if suffix in (".json", ".jsonl", ".ndjson"):
        return True
    return suffix not in (".csv", ".tsv", ".tab") and text.lstrip("\ufeff \r\n\t").startswith(("[{", "{"))


def read_json(encoding: str, text: str, name: str) -> Sheet:
    """One row for each object; objects inside become columns ("instagram": {"handle": …} is "instagram handle").

    Creators in the shape of ``kol-advisor schema creator`` give a row for each channel. Rows are numbered by
    item, in JSON Lines by line.
    """
    if text.count(",") + text.count("{") + text.count("[") > MOST_VALUES:  # each takes a hundred bytes
        raise UnreadableFile(
            f"{name} has more than {MOST_VALUES:,} values, at most these are read. Split it."
        )
    items = list(_items(text.removeprefix("\ufeff"), name))
    check_height(len(items), name)
    if items and all(isinstance(item, list) for _, item in items):
        lists: list[Row] = [(number, [_cell(value) for value in item]) for number, item in items]
        for number, cells in lists:
            check_width(len(cells), number, name)
        return Sheet(None, lists, 0, encoding, "json")
    objects = [(number, cells) for number, item in items for cells in _rows(number, item, name)]
    header = list(dict.fromkeys(key for _, cells in objects for key in cells))
    check_width(len(header), 1, name)
    rows: list[Row] = [(number, [cells.get(key, "") for key in header]) for number, cells in objects]
    return Sheet(None, [(0, header), *rows] if header else [], 0, encoding, "json")


def _items(text: str, name: str) -> Iterator[tuple[int, Any]]:
    whole = _parsed(text)
    if whole is None:
        yield from _lines(text, name)
        return
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list) and _objects(value)]
        whole = lists[0] if len(lists) == 1 and "channels" not in whole else [whole]
    if not isinstance(whole, list):
        raise UnreadableFile(f"{name} is JSON, but no list of objects. {SHAPE}")
    yield from enumerate(whole, 1)


def _objects(value: list[Any]) -> bool:
    return bool(value) and all(isinstance(item, dict) for item in value)


def _lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            item = _parsed(line)
            if item is None:
                raise UnreadableFile(f"{name}: line {number} is not JSON: {line.strip()[:60]!r}. {SHAPE}")
            yield number, item


def _parsed(text: str) -> Any:
    """The value, None for what is not JSON. Numbers stay as they are written."""
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):  # a million brackets are deeper than Python goes
        return None


def _rows(number: int, item: Any, name: str) -> Iterator[dict[str, str]]:
    if not isinstance(item, dict):
        raise UnreadableFile(f"{name}: item {number} is {str(item)[:40]!r}, no object. {SHAPE}")
    channels = item.get("channels")
    if not isinstance(channels, list) or not _objects(channels):
        yield _flat(item)
        return
    try:
        creator = Creator.model_validate_json(json.dumps(item))
    except (ValidationError, ValueError):
        person = _flat({key: value for key, value in item.items() if key != "channels"})
        yield from (person | _flat(channel) for channel in channels)
    else:
        yield from map(collapsed, creator_cells(creator))


def _flat(item: dict[str, Any], above: str = "", depth: int = 0) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, value in item.items():
        path = _whole(f"{above} {key}".strip())
        if isinstance(value, dict) and depth < DEEPEST:
            cells |= _flat(value, path, depth + 1)
        else:
            cells[path] = _cell(value)
    return cells


def _cell(value: Any) -> str:
    return _whole(_written(value))


def _whole(text: str) -> str:
    """The text without halves of characters, which JSON can spell ("\\ud83d") and nothing can store."""
    return text.encode("utf-8", "replace").decode()


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return write_number(value)
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return write_list(tuple(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
