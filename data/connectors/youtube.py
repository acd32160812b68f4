"""YouTube Data API v3: a channel by id, handle, user name, custom address or video, and its newest uploads.

Every list call costs 1 unit whatever it brings, so ids go 50 to a request; search.list (100 units) is never used.
A channel costs about 2.5 units: itself (a fiftieth where its id is known), its uploads, half a request of videos.
Shapes: developers.google.com/youtube/v3/docs, read 2026-11-22.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import SecretStr

from data import codes
from data.bulk import batches
from data.connectors import pieces
from data.connectors.answers import Answers, day_of_pacific
from data.connectors.api import Api, Refusal, Terms
from data.connectors.connector import Absent, OutOfQuota, Result, Snapshot, SourceError, Spent
from data.connectors.description import compose, language_of
from data.connectors.pieces import Piece
from data.links import plain_handle, read_link
from data.notation import Unreadable
from data.store import Store
from knowledge.models import Channel, Platform

BASE_URL = "https://www.googleapis.com/youtube/v3"
QUOTA = 10_000  # units a day, Google's default
IDS = 50  # that one request takes
RECENT = 25  # uploads that the medians are made of
CHANNEL_PARTS = "snippet,statistics,contentDetails,topicDetails,status"
VIDEO_PARTS = "snippet,statistics"
OUT_OF_QUOTA = ("quotaExceeded", "dailyLimitExceeded")
SLOW_DOWN = ("rateLimitExceeded", "userRateLimitExceeded")
_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")
_VIDEO = re.compile(r"[A-Za-z0-9_-]{11}")


class YouTube:
    """A Connector for channels on YouTube."""

    name, platform = "youtube", Platform.YOUTUBE

    def __init__(
        self,
        db: Store,
        key: SecretStr,
        base_url: str = BASE_URL,
        quota: int = QUOTA,
        max_age: timedelta = timedelta(days=7),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        terms = Terms(quota, day_of_pacific, max_age)
        self.now = now
        self.api = Api(base_url, ("key", key), Answers(db, self.name), terms, _slow_down, now)

    @property
    def spent(self) -> Spent:
        return self.api.spent

    def look_up(self, channels: Sequence[Channel]) -> Iterator[Result]:
        """Fifty channels at a time; each result as soon as its videos are there."""
        for some in batches(channels, IDS):
            found = dict(self._channels(some))
            yield from (
                Absent(c.key, "no such channel: deleted, renamed or mistyped")
                for c in some
                if c.key not in found
            )
            yield from self._with_videos(found)

    def find(self, link: str) -> Channel | None:
        """Of a video's link the channel that published it."""
        if video := video_of(link):
            items = self._list("videos", part="snippet", id=video)
            ids = [str(_at(item, "snippet").get("channelId", "")) for item, _ in items]
            items = self._list("channels", part=CHANNEL_PARTS, id=ids[0]) if ids else []
        else:
            read = read_link(link)
            if read.platform is not Platform.YOUTUBE or read.handle is None:
                return None
            items = [
                item
                for _, item in self._channels(
                    [Channel(platform=read.platform, handle=read.handle, url=read.url)]
                )
            ]
        for item, _ in items:
            custom = plain_handle(str(_at(item, "snippet").get("customUrl", "")))
            return Channel(
                platform=Platform.YOUTUBE,
                handle=custom or item["id"],
                url=f"https://www.youtube.com/channel/{item['id']}",
            )
        return None

    def _channels(self, channels: Sequence[Channel]) -> Iterator[tuple[str, tuple[Any, datetime]]]:
        """Each channel's key and item with the time of the answer, ids together and the others one by one."""
        ids = {channel.key: id_ for channel in channels if (id_ := channel_id(channel))}
        asked = ",".join(dict.fromkeys(ids.values()))
        listed = self._list("channels", part=CHANNEL_PARTS, id=asked, maxResults=str(IDS)) if ids else []
        items = {str(item.get("id")): (item, at) for item, at in listed}
        for channel in channels:
            found = items.get(ids[channel.key]) if channel.key in ids else self._by_name(channel)
            if found:
                yield channel.key, found

    def _by_name(self, channel: Channel) -> tuple[Any, datetime] | None:
        """By handle; a custom address has no lookup of its own, and is a handle or a user name nearly always."""
        user = "/user/" in (channel.url or "")
        ways = ("forUsername", "forHandle") if user else ("forHandle", "forUsername")
        for way in ways if user or "/c/" in (channel.url or "") else ways[:1]:
            for item in self._list("channels", part=CHANNEL_PARTS, **{way: channel.handle}):
                return item
        return None

    def _with_videos(self, found: Mapping[str, tuple[Any, datetime]]) -> Iterator[Result]:
        """Snapshots in the order of the channels, as videos come in fifty by fifty."""
        videos: dict[str, Any] = {}
        waiting: list[tuple[str, list[str], bool]] = []
        asked: list[str] = []
        for key, (item, _) in found.items():
            ids, whole = self._uploads(item)
            waiting.append((key, ids, whole))
            asked += ids
            while len(asked) >= IDS:
                videos |= self._videos(asked[:IDS])
                asked = asked[IDS:]
            while waiting and not set(waiting[0][1]) & set(asked):
                key, ids, whole = waiting.pop(0)
                yield self._snapshot(key, *found[key], [videos[v] for v in ids if v in videos], whole)
        if asked:
            videos |= self._videos(asked)
        for key, ids, whole in waiting:
            yield self._snapshot(key, *found[key], [videos[v] for v in ids if v in videos], whole)

    def _uploads(self, item: Any) -> tuple[list[str], bool]:
        """Ids of the newest uploads, and whether these are all; none for a channel without any."""
        playlist = _at(item, "contentDetails", "relatedPlaylists").get("uploads")
        ids: list[str] = []
        token: str | None = ""
        while playlist and token is not None and len(ids) < RECENT:
            params = {"part": "contentDetails", "playlistId": str(playlist), "maxResults": str(RECENT)}
            try:
                answer = self._get("playlistItems", params | ({"pageToken": token} if token else {}))
            except Refusal as refusal:
                if refusal.status == 404:  # as the API answers for a channel that never uploaded
                    return [], True
                raise
            ids += [
                str(_at(entry, "contentDetails").get("videoId", "")) for entry in answer.data.get("items", [])
            ]
            token = answer.data.get("nextPageToken")
        return [video for video in dict.fromkeys(ids) if video][:RECENT], token is None

    def _videos(self, ids: Sequence[str]) -> dict[str, Any]:
        return {
            str(item.get("id")): item for item, _ in self._list("videos", part=VIDEO_PARTS, id=",".join(ids))
        }

    def _snapshot(self, key: str, item: Any, at: datetime, videos: Sequence[Any], whole: bool) -> Snapshot:
        snippet, statistics = _at(item, "snippet"), _at(item, "statistics")
        hidden = statistics.get("hiddenSubscriberCount") is True
        followers = None if hidden else pieces.count(statistics.get("subscriberCount"))
        made = [piece for piece in map(_piece, videos) if piece]
        made.sort(key=lambda piece: piece.at, reverse=True)
        topics = topics_of(item)
        return Snapshot(
            key=key,
            as_of=at.date(),
            source=self.name,
            name=str(snippet["title"]) if snippet.get("title") else None,
            followers=followers,
            views=pieces.median_views(made, at),
            engagement=pieces.engagement(made, followers, at),
            posts_per_month=pieces.posts_per_month(made, at, whole),
            last_post=pieces.last_post(made),
            language=_language(snippet, videos, made),
            region=_region(snippet.get("country")),
            topic=topics[0] if topics else None,
            content=compose(
                snippet.get("description"), topics, [piece.text for piece in made], _tags(videos)
            ),
        )

    def _list(self, path: str, **params: str) -> list[tuple[Any, datetime]]:
        answer = self._get(path, params)
        return [(item, answer.asked_at) for item in answer.data.get("items", []) if isinstance(item, dict)]

    def _get(self, path: str, params: Mapping[str, str]) -> Any:
        try:
            return self.api.get(path, params)
        except Refusal as refusal:
            reasons = _reasons(refusal)
            if reasons & {*OUT_OF_QUOTA, *SLOW_DOWN}:
                raise OutOfQuota(
                    f"YouTube says that the quota is used up ({', '.join(sorted(reasons))})"
                ) from None
            if refusal.status in (400, 401, 403):
                raise SourceError(f"YouTube refuses KOL_YOUTUBE_KEY or the request: {refusal}") from None
            raise


def channel_id(channel: Channel) -> str | None:
    """The id UC… of a channel, by its handle or its link."""
    found = _ID.fullmatch(channel.handle) or _ID.search(channel.url or "")
    return found[0] if found else None


def video_of(link: str) -> str | None:
    """The id of a video from its link: watch?v=, youtu.be/, /shorts/, /live/, /embed/."""
    url = link if "//" in link else f"https://{link}"
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("music.")
    path = [unquote(part) for part in parts.path.split("/") if part]
    found: str | None = None
    if host == "youtu.be" and path:
        found = path[0]
    elif host in ("youtube.com", "youtube-nocookie.com") and path:
        of_path = path[1] if path[0] in ("shorts", "live", "embed", "v") and len(path) > 1 else None
        found = parse_qs(parts.query).get("v", [""])[0] if path[0] == "watch" else of_path
    return found if found and _VIDEO.fullmatch(found) else None


def topics_of(item: Any) -> tuple[str, ...]:
    """The channel's topics: the last part of their Wikipedia addresses, without what stands in brackets."""
    found = _at(item, "topicDetails").get("topicCategories") or []
    names = [unquote(str(url).rsplit("/", 1)[-1]).replace("_", " ") for url in found]
    return tuple(dict.fromkeys(re.sub(r"\s*\(.*\)$", "", name) for name in names if name))


def _piece(video: Any) -> Piece | None:
    """A published video; None for one that is only announced, or without a date."""
    snippet, statistics = _at(video, "snippet"), _at(video, "statistics")
    at = pieces.moment(snippet.get("publishedAt"))
    if at is None or snippet.get("liveBroadcastContent") == "upcoming":
        return None
    counts = (pieces.count(statistics.get(name)) for name in ("viewCount", "likeCount", "commentCount"))
    return Piece(at, str(snippet.get("title", "")), *counts)


def _language(snippet: Mapping[str, Any], videos: Sequence[Any], made: Sequence[Piece]) -> str | None:
    """What the channel says, else what most of its videos say, else the script of its titles where that is Chinese."""
    of_videos = Counter(
        str(said) for video in videos if (said := _at(video, "snippet").get("defaultAudioLanguage"))
    )
    said = snippet.get("defaultLanguage") or next((tag for tag, _ in of_videos.most_common(1)), None)
    try:
        return codes.read_language(str(said)) if said else _script(made)
    except Unreadable:
        return _script(made)


def _script(made: Sequence[Piece]) -> str | None:
    return "zh" if language_of([piece.text for piece in made]) == "zh" else None


def _region(code: object) -> str | None:
    text = str(code or "")
    return text if re.fullmatch("[A-Z]{2}", text) else None


def _tags(videos: Sequence[Any]) -> list[str]:
    return [str(tag) for video in videos for tag in dict.fromkeys(_at(video, "snippet").get("tags") or [])]


def _at(item: Any, *path: str) -> Mapping[str, Any]:
    """The object at a path, an empty one where there is none."""
    for name in path:
        item = item.get(name) if isinstance(item, dict) else None
    return item if isinstance(item, dict) else {}


def _reasons(refusal: Refusal) -> set[str]:
    errors = refusal.error.get("errors")
    return (
        {str(error.get("reason")) for error in errors if isinstance(error, dict)}
        if isinstance(errors, list)
        else set()
    )


def _slow_down(refusal: Refusal) -> bool:
    return bool(_reasons(refusal) & set(SLOW_DOWN))
