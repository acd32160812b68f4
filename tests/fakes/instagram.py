"""Instagram's business discovery over the Graph API, in the shapes of its documentation.

Strict where the Graph is: the token, the account it belongs to, the grammar of ``fields``. Simpler: usage headers
only where a test sets them, cursors are numbers, no media but posts.
"""

import re
from collections.abc import Mapping
from typing import Any

TOKEN = "EAAfake-token-of-a-test"
ACCOUNT = "17841405309211844"
_FIELDS = re.compile(
    r"business_discovery\.username\((?P<name>[\w.]+)\)\{(?P<user>[a-z_,]*?),?"
    r"media(?:\.after\((?P<after>\d+)\))?\.limit\((?P<limit>\d+)\)\{(?P<media>[a-z_,]+)\}\}"
)


class InstagramApi:
    """Professional accounts with their posts; every other name is not found, personal accounts too."""

    def __init__(self, page: int = 25) -> None:
        self.page = page
        self.users: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, list[dict[str, Any]]] = {}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.failures: list[tuple[int, Any, Mapping[str, str]]] = []

    def user(self, username: str, followers: int = 1000, name: str = "", biography: str = "") -> str:
        """A business or creator account."""
        self.users[username] = {
            "username": username, "name": name or username, "biography": biography, "followers_count": followers,
        }  # fmt: skip
        self.posts[username] = []
        return username

    def post(self, username: str, caption: str, at: str, likes: int | None = 10, comments: int = 1) -> None:
        """A post, newest first; the count is left out where its owner hides likes."""
        post = {
            "id": f"17{len(self.posts[username])}",
            "caption": caption,
            "timestamp": at,
            "comments_count": comments,
        }
        self.posts[username].append(post | ({"like_count": likes} if likes is not None else {}))

    def handle(self, path: str, params: Mapping[str, str]) -> tuple[int, Any, Mapping[str, str]]:
        """Answer a request."""
        self.calls.append((path, {name: value for name, value in params.items() if name != "access_token"}))
        if self.failures:
            return self.failures.pop(0)
        if params.get("access_token") != TOKEN:
            return error(400, 190, "Invalid OAuth access token - Cannot parse access token")
        if path != ACCOUNT:
            return error(400, 100, f"Unsupported get request. Object with ID '{path}' does not exist", 33)
        found = _FIELDS.fullmatch(params.get("fields", ""))
        if found is None:
            return error(400, 2500, "Syntax error in the field expansion")
        if found["name"] not in self.users:
            return error(400, 110, "Invalid user id", 2207013)
        return 200, {"business_discovery": self._shown(found), "id": ACCOUNT}, {}

    def _shown(self, found: re.Match[str]) -> dict[str, Any]:
        name, start = found["name"], int(found["after"] or 0)
        user = self.users[name] | {"media_count": len(self.posts[name])}
        shown = {field: user[field] for field in found["user"].split(",") if field}
        size = min(self.page, int(found["limit"]))
        page = self.posts[name][start : start + size]
        fields = {"id", *found["media"].split(",")}
        media: dict[str, Any] = {"data": [{k: v for k, v in post.items() if k in fields} for post in page]}
        if start + size < len(self.posts[name]):
            media["paging"] = {"cursors": {"after": str(start + size)}}
        return shown | {"media": media, "id": "17841401441775531"}


def error(
    status: int, code: int, message: str, subcode: int | None = None, **more: Any
) -> tuple[int, Any, Mapping[str, str]]:
    """An error as the Graph API words it."""
    body = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbC123", **more}
    return status, {"error": body | ({"error_subcode": subcode} if subcode else {})}, {}
