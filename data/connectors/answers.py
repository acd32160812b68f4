"""What sources answered, kept so that nothing is asked twice, and how much of their quota is spent."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlite_utils import Database, Migrations

from data.connectors.connector import OutOfQuota, Spent
from data.store import Store

migrations = Migrations("connectors")  # append only: never edit one that has shipped


@migrations()
def m001_answers(db: Database) -> None:
    """Answers by a digest of the request, without its key; units by source and day or hour."""
    db.table("source_answers").create(
        {"request": str, "source": str, "answer": str, "asked_at": str},
        pk="request",
        not_null={"source", "answer", "asked_at"},
        strict=True,
    )
    db.table("source_quota").create(
        {"source": str, "period": str, "used": int}, pk=("source", "period"), not_null={"used"}, strict=True
    )


class Answer(NamedTuple):
    """A JSON object, and when it was given."""

    data: Any
    asked_at: datetime


class Answers:
    """The kept answers and the quota of one source. Every call is one committed transaction."""

    def __init__(self, db: Store, source: str) -> None:
        self.db, self.source = db, source
        db.migrate(migrations)

    def get(self, path: str, params: Mapping[str, str], since: datetime) -> Answer | None:
        """The answer to a request where it is not older than ``since``."""
        with self.db.snapshot():
            row = self.db.execute(
                "SELECT answer, asked_at FROM source_answers WHERE request = ?", [self._request(path, params)]
            ).fetchone()
        if row is None or (asked_at := datetime.fromisoformat(row[1])) < since:
            return None
        return Answer(json.loads(row[0]), asked_at)

    def keep(self, path: str, params: Mapping[str, str], answer: Answer) -> None:
        """Keep an answer in the place of an older one."""
        text = json.dumps(answer.data, ensure_ascii=False)
        row = [self._request(path, params), self.source, text, answer.asked_at.isoformat()]
        with self.db.atomic():
            self.db.execute("INSERT OR REPLACE INTO source_answers VALUES (?, ?, ?, ?)", row)

    def forget(self, before: datetime) -> None:
        """Drop answers that are too old to be used again."""
        with self.db.atomic():
            self.db.execute(
                "DELETE FROM source_answers WHERE source = ? AND asked_at < ?",
                [self.source, before.isoformat()],
            )

    def spent(self, period: str, limit: int) -> Spent:
        """Units used in a period."""
        with self.db.snapshot():
            row = self.db.execute(
                "SELECT used FROM source_quota WHERE source = ? AND period = ?", [self.source, period]
            ).fetchone()
        return Spent(row[0] if row else 0, limit)

    def spend(self, period: str, units: int, limit: int) -> None:
        """Count units before they are used. OutOfQuota where they would go over the limit, and none is counted."""
        with self.db.atomic():
            used = self.spent(period, limit).used
            if used + units > limit:
                raise OutOfQuota(f"the quota of {limit:,} units for {period} is used up ({used:,})")
            self.db.execute(
                "INSERT INTO source_quota VALUES (?, ?, ?) "
                "ON CONFLICT (source, period) DO UPDATE SET used = used + excluded.used",
                [self.source, period, units],
            )

    def _request(self, path: str, params: Mapping[str, str]) -> str:
        whole = json.dumps([self.source, path, sorted(params.items())])
        return blake2b(whole.encode(), digest_size=16).hexdigest()


def day_of_pacific(now: datetime) -> str:
    """Google counts days by Pacific time. Winter time all year: in summer a quota comes back an hour late here."""
    return f"{(now - timedelta(hours=8)).date()} (Pacific time)"


def hour_of(now: datetime) -> str:
    """Meta counts by the hour."""
    return f"{now:%Y-%m-%d %H}:00 UTC"
