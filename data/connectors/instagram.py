"""Instagram Graph API, business discovery: professional accounts by name, with their newest posts.

It is asked on behalf of one's own professional account (KOL_INSTAGRAM_ACCOUNT, its Instagram user id). Personal,
age-gated and deleted accounts all answer alike: code 110, subcode 2207013. Shapes: developers.facebook.com/docs/
instagram-platform, read 2026-11-22.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from data.connectors import pieces
from data.connectors.answers import Answer, Answers, hour_of
from data.connectors.api import Api, Refusal, Terms
from data.connectors.connector import Absent, OutOfQuota, Result, Snapshot, SourceError, Spent
from data.connectors.description import compose, language_of
from data.connectors.pieces import Piece
from data.links import read_link, url_of
from data.store import Store
from knowledge.models import Channel, Platform

BASE_URL = "https://graph.facebook.com/v25.0"
QUOTA = 200  # calls an hour, Meta's limit for one user of an app
RECENT = 25  # posts
MOST_PAGES = 3
MEDIA = "caption,like_count,comments_count,timestamp,media_type"
USER = "username,name,biography,followers_count,media_count"
NOT_THERE = (2207013, 2207006)  # subcodes
TOO_MANY = (4, 17, 32, 613, 80002)  # codes
TRANSIENT = (1, 2)
_USERNAME = re.compile(
    r"[A-Za-z0-9._]{1,30}"
)  # it becomes part of an expression, so nothing else may stand in it
_CURSOR = re.compile(r"[A-Za-z0-9_=\-]{1,500}")


class Instagram:
    """A Connector for professional accounts on Instagram."""

    name, platform = "instagram", Platform.INSTAGRAM

    def __init__(
        self,
        db: Store,
        token: SecretStr,
        account: str,
        base_url: str = BASE_URL,
        quota: int = QUOTA,
        max_age: timedelta = timedelta(days=7),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.account = account
        terms = Terms(quota, hour_of, max_age)
        self.api = Api(base_url, ("access_token", token), Answers(db, self.name), terms, _is_transient, now)

    @property
    def spent(self) -> Spent:
        return self.api.spent

    def look_up(self, channels: Sequence[Channel]) -> Iterator[Result]:
        """One call for each account, more where its posts come in pages."""
        for channel in channels:
            yield self._snapshot(channel)

    def find(self, link: str) -> Channel | None:
        """Only by an account's own link: a post's does not tell whose it is."""
        read = read_link(link)
        if read.platform is not Platform.INSTAGRAM or not read.handle or not _USERNAME.fullmatch(read.handle):
            return None
        try:
            self._discover(read.handle, "")
        except _NotThere:
            return None
        return Channel(platform=read.platform, handle=read.handle, url=url_of(read.platform, read.handle))

    def _snapshot(self, channel: Channel) -> Result:
        if not _USERNAME.fullmatch(channel.handle):
            return Absent(channel.key, "no name that an Instagram account can have")
        try:
            user, at, posts, whole = self._read(channel.handle)
        except _NotThere:
            return Absent(
                channel.key, "no professional account of this name: personal, age-gated, renamed or deleted"
            )
        followers = pieces.count(user.get("followers_count"))
        texts = [piece.text for piece in posts]
        return Snapshot(
            key=channel.key,
            as_of=at.date(),
            source=self.name,
            name=str(user["name"]) if user.get("name") else None,
            followers=followers,
            engagement=pieces.engagement(posts, followers, at),
            posts_per_month=pieces.posts_per_month(posts, at, whole),
            last_post=pieces.last_post(posts),
            language="zh" if language_of(texts) == "zh" else None,
            content=compose(user.get("biography"), (), texts, captions=True),
        )

    def _read(self, username: str) -> tuple[Mapping[str, Any], datetime, list[Piece], bool]:
        """The account, when it was read, its newest posts, and whether these are all."""
        answer = self._discover(username, "")
        user = _user(answer)
        page, found = user.get("media"), list(_posts(user.get("media")))
        pages = 1
        while (after := _after(page)) and len(found) < RECENT and pages < MOST_PAGES:
            page = _user(self._discover(username, after)).get("media")
            found += _posts(page)
            pages += 1
        posts = sorted(found, key=lambda piece: piece.at, reverse=True)[:RECENT]
        return user, answer.asked_at, posts, len(found) <= RECENT and not after

    def _discover(self, username: str, after: str) -> Answer:
        media = f"media{f'.after({after})' if after else ''}.limit({RECENT}){{{MEDIA}}}"
        fields = f"business_discovery.username({username}){{{media if after else f'{USER},{media}'}}}"
        params = {"fields": fields}
        try:
            answer = self.api.get(self.account, params)
        except Refusal as refusal:
            named = _named(refusal)
            if isinstance(
                named, _NotThere
            ):  # not to be asked again either, or such accounts would eat the quota
                self.api.keep(self.account, params, {"not_there": True})
            raise named from None
        if answer.data.get("not_there"):
            raise _NotThere("not there when it was asked for last")
        return answer


class _NotThere(SourceError):
    """No account that business discovery shows."""


def _named(refusal: Refusal) -> SourceError:
    code, subcode = refusal.error.get("code"), refusal.error.get("error_subcode")
    if subcode in NOT_THERE or code == 110:
        return _NotThere(str(refusal))
    if code in TOO_MANY or refusal.status == 429:
        return OutOfQuota(f"Instagram says that there were too many calls (code {code})")
    if refusal.status >= 500 or code in TRANSIENT:
        return refusal
    return SourceError(
        f"Instagram refuses KOL_INSTAGRAM_TOKEN, KOL_INSTAGRAM_ACCOUNT or the request: {refusal}"
    )


def _is_transient(refusal: Refusal) -> bool:
    return refusal.error.get("code") in TRANSIENT or refusal.error.get("is_transient") is True


def _user(answer: Answer) -> Mapping[str, Any]:
    user = answer.data.get("business_discovery")
    if not isinstance(user, dict):
        raise SourceError(
            "Instagram answered without business_discovery: is KOL_INSTAGRAM_ACCOUNT an Instagram user id?"
        )
    return user


def _posts(page: object) -> Iterator[Piece]:
    data = page.get("data") if isinstance(page, dict) else None
    for item in data if isinstance(data, list) else ():
        if at := pieces.moment(item.get("timestamp")):
            likes, comments = (pieces.count(item.get(name)) for name in ("like_count", "comments_count"))
            yield Piece(at, str(item.get("caption") or ""), None, likes, comments)


def _after(page: object) -> str | None:
    paging = page.get("paging") if isinstance(page, dict) else None
    cursors = paging.get("cursors") if isinstance(paging, dict) else None
    after = cursors.get("after") if isinstance(cursors, dict) else None
    return after if isinstance(after, str) and _CURSOR.fullmatch(after) else None
