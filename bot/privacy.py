"""/privacy and /forget: what is kept and why, a copy of it, and an end to it."""

import json
import math
from datetime import UTC, datetime
from typing import NamedTuple

from bot.screens.screen import Button, Screen, Tap, bold, esc
from bot.settings import Settings
from bot.sides import Aside, Ask
from bot.taps import UnknownTap
from bot.texts import Texts
from bot.turn import File, Turn
from data.privacy import Forgotten, Privacy

AREA = "~privacy"
EXPORT = "kol-advisor-data.json"
HOURS_A_DAY = 24


class Policy(NamedTuple):
    """What an operator decided: days a brief is kept, days a backup is (None without scheduled ones), whom to write to."""

    brief_days: int
    backup_days: int | None
    operator: str | None


def policy_of(options: Settings) -> Policy:
    """What the settings promise: the age of the oldest backup that stays, in whole days."""
    hours = options.backup_hours * options.backup_keep
    days = math.ceil(hours / HOURS_A_DAY) if options.backup_dir else None
    return Policy(options.retention_days, days, options.operator)


class PrivacySide(Aside):
    """What a person may know and ask of their own data. Elsewhere than in private it only informs."""

    area = AREA
    commands = frozenset({"privacy", "forget"})

    def __init__(self, privacy: Privacy, policy: Policy) -> None:
        self.privacy, self.policy = privacy, policy

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        if not ask.is_private:
            return Turn.aside(ask.language, self._told(Texts(ask.language), is_private=False))
        if name == "forget":
            return Turn.aside(ask.language, _confirm(Texts(ask.language)))
        return Turn.aside(ask.language, self._told(Texts(ask.language), is_private=True))

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        """In a group no such button is shown, so a tap there is forged."""
        texts = Texts(ask.language)
        if not ask.is_private:
            raise UnknownTap("privacy buttons are for private chats")
        match slot:
            case "export":
                return self._export(ask, texts)
            case "forget":
                return Turn.aside(ask.language, _confirm(texts))
            case "confirm":
                return self._forget(ask, texts)
            case "keep":
                return Turn.aside(
                    ask.language, self._told(texts, is_private=True), toast=texts("forget.kept")
                )
        raise UnknownTap(f"no privacy button sets {slot!r}")

    def _told(self, texts: Texts, is_private: bool) -> Screen:
        """What is kept, why, how long, how it is guarded, and who answers for it."""
        lines = [bold(texts("privacy.title"))]
        lines += [esc(texts(f"privacy.{part}")) for part in ("what", "why")]
        lines.append(esc(texts("privacy.long", days=self.policy.brief_days)))
        lines += [esc(texts("privacy.safe")), esc(_backups(texts, self.policy)), esc(self._contact(texts))]
        if is_private:
            return Screen("\n\n".join(lines), _buttons(texts, "export", "forget"))
        return Screen("\n\n".join([*lines, esc(texts("privacy.in_private"))]))

    def _contact(self, texts: Texts) -> str:
        if self.policy.operator:
            return texts("privacy.operator", operator=self.policy.operator)
        return texts("privacy.operator_unknown")

    def _export(self, ask: Ask, texts: Texts) -> Turn:
        """All of a person's data as one JSON file."""
        kept = self.privacy.export(ask.place.user)
        whole = {"user_id": ask.place.user, "made": datetime.now(UTC).isoformat(timespec="seconds"), **kept}
        content = json.dumps(whole, ensure_ascii=False, indent=2).encode()
        caption = texts(
            "privacy.exported", kinds=_kinds(texts, {name: len(rows) for name, rows in kept.items()})
        )
        return Turn.aside(ask.language, Screen(esc(caption)), files=(File(EXPORT, content, caption),))

    def _forget(self, ask: Ask, texts: Texts) -> Turn:
        done = self.privacy.forget(ask.place.user)
        lines = [bold(texts("forget.done")), *map(esc, _proof(texts, done))]
        lines += [esc(_backups(texts, self.policy)), esc(texts("forget.messages"))]
        return Turn.aside(ask.language, Screen("\n\n".join(lines)))


def _confirm(texts: Texts) -> Screen:
    """The safe answer stands first."""
    text = f"{bold(texts('forget.ask'))}\n\n{esc(texts('forget.what'))}"
    return Screen(text, _buttons(texts, "keep", "confirm"))


def _buttons(texts: Texts, *slots: str) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(texts(f"button.privacy.{slot}"), Tap(AREA, slot)),) for slot in slots)


def _backups(texts: Texts, policy: Policy) -> str:
    if policy.backup_days is None:
        return texts("privacy.no_backups")
    return texts("privacy.backups", days=policy.backup_days)


def _proof(texts: Texts, done: Forgotten) -> list[str]:
    """What was removed, and what a search of every table found afterwards."""
    lines = [texts("forget.removed", kinds=_kinds(texts, done.removed))]
    if done.left:
        return [*lines, texts("forget.left", places=texts.join(sorted(done.left)))]
    return [*lines, texts("forget.proved", n=done.searched)]


def _kinds(texts: Texts, counts: dict[str, int]) -> str:
    named = [texts("kept.some", kind=texts(f"kept.{table}"), n=n) for table, n in counts.items() if n]
    return texts.join(named) if named else texts("kept.nothing")
