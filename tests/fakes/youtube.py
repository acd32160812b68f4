"""YouTube Data API v3 as far as channels, uploads and videos go, in the shapes of its documentation.

Strict where YouTube is: unknown parameters, several filters, more than 50 ids, a wrong key. Simpler: no etags, no
thumbnails, ``fields`` is not supported; a playlist's pages are as small as ``page`` says.
"""

from collections.abc import Mapping
from typing import Any

KEY = "AIzaFAKE-key-of-a-test-000000000000000"
FILTERS = {
    "channels": ("id", "forHandle", "forUsername"),
    "videos": ("id",),
    "playlistItems": ("playlistId",),
}
KNOWN = {"part", "key", "maxResults", "pageToken"}


def uc(name: str) -> str:
    """The id of a channel, made from a name."""
    return "UC" + name.ljust(22, "x")[:22]


class YouTubeApi:
    """Channels with their videos. ``calls`` is every request that came, without its key."""

    def __init__(self, quota: int = 10_000, page: int = 50) -> None:
        self.quota, self.page, self.used = quota, page, 0
        self.channels: dict[str, dict[str, Any]] = {}
        self.names: dict[tuple[str, str], str] = {}  # (filter, name) -> id
        self.videos: dict[str, dict[str, Any]] = {}
        self.uploads: dict[str, list[str]] = {}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.failures: list[tuple[int, Any, Mapping[str, str]]] = []  # answered first, one a request

    def channel(self, id_: str, handle: str = "", subscribers: int | None = 1000, **snippet: Any) -> str:
        """A channel; ``subscribers`` None hides them, as its owner may."""
        statistics: dict[str, Any] = {
            "viewCount": "123456",
            "videoCount": "10",
            "hiddenSubscriberCount": subscribers is None,
        }
        # What YouTube sends for a hidden count is a zero that counts nothing.
        statistics["subscriberCount"] = str(subscribers or 0)
        topics = snippet.pop("topics", None)
        custom = {"customUrl": f"@{handle.casefold()}"} if handle else {}
        self.channels[id_] = {
            "kind": "youtube#channel",
            "id": id_,
            "snippet": {
                "title": handle or id_,
                "description": "",
                "publishedAt": "2015-01-01T00:00:00Z",
                **custom,
                **snippet,
            },
            "statistics": statistics,
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": "UU" + id_[2:]}},
            "status": {"privacyStatus": "public", "isLinked": True},
        }
        if topics:
            self.channels[id_]["topicDetails"] = {
                "topicCategories": [f"https://en.wikipedia.org/wiki/{t}" for t in topics]
            }
        if handle:
            self.names["forHandle", handle.casefold()] = id_
        self.uploads.setdefault("UU" + id_[2:], [])
        return id_

    def video(
        self, channel: str, title: str, at: str, views: int | None = 100, likes: int | None = 10,
        comments: int | None = 1, **snippet: Any,
    ) -> str:  # fmt: skip
        """A video, newest first as uploads are; None hides the likes or switches the comments off."""
        id_ = f"vid{len(self.videos):08d}"
        counts = {"viewCount": views, "likeCount": likes, "commentCount": comments, "favoriteCount": 0}
        self.videos[id_] = {
            "kind": "youtube#video",
            "id": id_,
            "snippet": {
                "channelId": channel,
                "title": title,
                "publishedAt": at,
                "liveBroadcastContent": "none",
                **snippet,
            },
            "statistics": {name: str(value) for name, value in counts.items() if value is not None},
        }
        self.uploads["UU" + channel[2:]].append(id_)
        return id_

    def delete(self, channel: str) -> None:
        """Terminated: its id brings no item, its playlist 404."""
        del self.channels[channel]
        self.uploads.pop("UU" + channel[2:], None)

    def handle(self, path: str, params: Mapping[str, str]) -> tuple[int, Any, Mapping[str, str]]:
        """Answer a request and count its unit; a failed one costs too."""
        self.calls.append((path, {name: value for name, value in params.items() if name != "key"}))
        self.used += 1
        if self.failures:
            return self.failures.pop(0)
        if params.get("key") != KEY:
            return error(400, "badRequest", "API key not valid. Please pass a valid API key.")
        if self.used > self.quota:
            message = 'You have exceeded your <a href="/youtube/v3/getting-started#quota">quota</a>.'
            return error(403, "quotaExceeded", message, "youtube.quota")
        filters = [name for name in FILTERS.get(path, ()) if name in params]
        if (
            path not in FILTERS
            or len(filters) != 1
            or set(params) - KNOWN - set(filters)
            or "part" not in params
        ):
            return error(400, "invalidParameter", f"no way to call {path} with {sorted(params)}")
        if len(params.get("id", "").split(",")) > 50:
            return error(400, "invalidFilters", "more than 50 ids")
        answer: tuple[int, Any, Mapping[str, str]] = getattr(self, f"_{path}")(filters[0], params)
        return answer

    def _channels(self, by: str, params: Mapping[str, str]) -> tuple[int, Any, Mapping[str, str]]:
        asked = (
            params[by].split(",")
            if by == "id"
            else [self.names.get((by, params[by].casefold().lstrip("@")), "")]
        )
        found = [self.channels[id_] for id_ in asked if id_ in self.channels]
        shown = [
            {name: part for name, part in item.items() if name in ("kind", "id", *params["part"].split(","))}
            for item in found
        ]
        body: dict[str, Any] = {
            "kind": "youtube#channelListResponse",
            "pageInfo": {"totalResults": len(shown), "resultsPerPage": 5},
        }
        return 200, body | ({"items": shown} if shown else {}), {}  # no list at all where nothing is found

    def _videos(self, by: str, params: Mapping[str, str]) -> tuple[int, Any, Mapping[str, str]]:
        items = [self.videos[id_] for id_ in params[by].split(",") if id_ in self.videos]
        return 200, {"kind": "youtube#videoListResponse", "items": items}, {}

    def _playlistItems(self, by: str, params: Mapping[str, str]) -> tuple[int, Any, Mapping[str, str]]:
        ids = self.uploads.get(params[by])
        if ids is None:
            return error(404, "playlistNotFound", "The playlist cannot be found.", "youtube.playlistItem")
        start, size = int(params.get("pageToken") or 0), min(self.page, int(params.get("maxResults", 5)))
        items = [
            {"kind": "youtube#playlistItem", "contentDetails": {"videoId": id_}}
            for id_ in ids[start : start + size]
        ]
        more = {"nextPageToken": str(start + size)} if start + size < len(ids) else {}
        return 200, {"kind": "youtube#playlistItemListResponse", "items": items, **more}, {}


def error(
    status: int, reason: str, message: str, domain: str = "global"
) -> tuple[int, Any, Mapping[str, str]]:
    """An error as Google's interfaces word it."""
    one = {"message": message, "domain": domain, "reason": reason}
    return status, {"error": {"code": status, "message": message, "errors": [one]}}, {}
