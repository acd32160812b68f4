"""Are a call's parameters what the Bot API documents? Names, required ones and types, from bot_api.json.

bot_api.json holds the methods this project calls. Simpler than Telegram: a parameter that is an object of a
type not listed there is refused, since nothing of ours sends one.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_API = json.loads(Path(__file__).with_name("bot_api.json").read_text("utf-8"))
METHODS: Mapping[str, Mapping[str, str]] = _API["methods"]
TYPES: Mapping[str, Mapping[str, str]] = _API["types"]
SCALARS = {"Integer": int, "String": str, "Boolean": bool}


class Refused(Exception):
    """A call that Telegram would not carry out: error code, description and parameters of the answer."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Malformed(Refused):
    """A call that is wrong in itself, whatever the state of the chats: always a violation."""

    def __init__(self, description: str) -> None:
        super().__init__(400, f"Bad Request: {description}")


# python-telegram-bot adds its default parse mode to every edit; Telegram ignores what it does not know.
TOLERATED = {"editMessageReplyMarkup": {"parse_mode"}}


def decode(method: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The parameters of a call from the fields of a form, by their documented types."""
    documented = METHODS.get(method, {})
    return {name: _decoded(value, documented.get(name, "String")) for name, value in form.items()}


def _decoded(value: str, types: str) -> Any:
    """Text stays text, unless a number is welcome and it is one; everything else is JSON."""
    wanted = types.rstrip("*").split("|")
    if "String" in wanted and not ("Integer" in wanted and value.lstrip("-").isdecimal()):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def check(method: str, params: Mapping[str, Any]) -> None:
    """Raise Refused unless the parameters are documented for the method."""
    if method not in METHODS:
        raise Refused(404, "Not Found: method not found")
    ignored = TOLERATED.get(method, set())
    _fields(method, METHODS[method], {k: v for k, v in params.items() if k not in ignored})


def _fields(what: str, documented: Mapping[str, str], given: Mapping[str, Any]) -> None:
    if unknown := given.keys() - documented.keys():
        raise Malformed(f"{what} has no {', '.join(sorted(unknown))}")
    for name, types in documented.items():
        if name not in given:
            if types.endswith("*"):
                raise Malformed(f"{what} needs {name}")
        elif not any(_is(given[name], wanted) for wanted in types.rstrip("*").split("|")):
            raise Malformed(f"{what}.{name} is no {types.rstrip('*')}: {given[name]!r}")


def _is(value: Any, wanted: str) -> bool:
    """Whether a value is of a documented type. Raises Refused for an object with wrong fields."""
    if wanted.startswith("Array of "):
        return isinstance(value, list) and all(_is(item, wanted.removeprefix("Array of ")) for item in value)
    if wanted in SCALARS:
        return type(value) is SCALARS[wanted]
    if wanted == "BotCommandScope" and isinstance(value, dict):
        name = "BotCommandScope" + "".join(p.title() for p in str(value.get("type")).split("_"))
        return name in TYPES and _is(value, name)
    if wanted not in TYPES or not isinstance(value, dict):
        return False
    _fields(wanted, TYPES[wanted], value)
    return True
