"""Platform and handle of a channel from its link, and the link from them."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, quote, unquote, urlsplit

from knowledge.models import Platform

HOSTS: dict[str, Platform] = {
    "youtube.com": Platform.YOUTUBE,
    "youtu.be": Platform.YOUTUBE,
    "instagram.com": Platform.INSTAGRAM,
    "facebook.com": Platform.FACEBOOK,
    "fb.com": Platform.FACEBOOK,
    "tiktok.com": Platform.TIKTOK,
    "threads.net": Platform.THREADS,
    "threads.com": Platform.THREADS,
    "xiaohongshu.com": Platform.XIAOHONGSHU,
    "twitch.tv": Platform.TWITCH,
    "twitter.com": Platform.X,
    "x.com": Platform.X,
    "line.me": Platform.LINE,
    "dcard.tw": Platform.DCARD,
    "podcasts.apple.com": Platform.PODCAST,
    "open.spotify.com": Platform.PODCAST,
    "open.firstory.me": Platform.PODCAST,
    "player.soundon.fm": Platform.PODCAST,
    "podcast.kkbox.com": Platform.PODCAST,
}
# On the first kind a blog is a host of its own, on the second a path that begins with @.
BLOG_HOSTS = ("pixnet.net", "blogspot.com", "wordpress.com", "substack.com", "tumblr.com")
BLOG_SITES = ("medium.com", "vocus.cc", "matters.town", "matters.news")
# A link to one piece names no channel; the piece's own id must not become a handle.
PIECES = {
    Platform.YOUTUBE: {"watch", "shorts", "playlist", "embed", "live", "feed", "results", "hashtag"},
    Platform.INSTAGRAM: {"p", "reel", "reels", "stories", "explore", "tv"},
    Platform.FACEBOOK: {
        "watch",
        "reel",
        "groups",
        "photo",
        "photo.php",
        "story.php",
        "share",
        "events",
        "hashtag",
    },
    Platform.TIKTOK: {"t", "tag", "music", "discover", "video"},
    Platform.THREADS: {"t", "search"},
    Platform.XIAOHONGSHU: {"explore", "discovery", "search_result"},
    Platform.TWITCH: {"videos", "directory", "clip"},
    Platform.X: {"i", "search", "hashtag", "home", "explore"},
    Platform.DCARD: {"f", "topics", "search"},
}
# Where the handle is the part after one of these instead of the first part of the path.
PREFIXES = {
    Platform.YOUTUBE: {"c", "user", "channel"},
    Platform.FACEBOOK: {"pages", "pg", "people", "p"},
    Platform.XIAOHONGSHU: {"user"},
}
# Where the handle is the last part of the path: podcast directories, and LINE's line.me/R/ti/p/@x.
LAST_PART = {Platform.PODCAST, Platform.LINE}
PATTERNS = {
    Platform.YOUTUBE: "https://www.youtube.com/@{}",
    Platform.INSTAGRAM: "https://www.instagram.com/{}",
    Platform.FACEBOOK: "https://www.facebook.com/{}",
    Platform.TIKTOK: "https://www.tiktok.com/@{}",
    Platform.THREADS: "https://www.threads.com/@{}",
    Platform.XIAOHONGSHU: "https://www.xiaohongshu.com/user/profile/{}",
    Platform.TWITCH: "https://www.twitch.tv/{}",
    Platform.X: "https://x.com/{}",
}
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?=[/?#]|$)", re.IGNORECASE)
_PLAIN = re.compile(r"https://(?:www\.)?(?!youtu\.be)([a-z]+\.[a-z]+)/(@?[A-Za-z0-9._-]+)/?")
_BETWEEN = re.compile(r"[\s、,;；|，]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))


class Link(NamedTuple):
    """What a link tells. ``platform`` None: an unknown site; ``handle`` None: it names no channel."""

    url: str
    platform: Platform | None
    handle: str | None


def plain_handle(text: str) -> str:
    """A handle as it is kept: composed Unicode, without @, outer blanks, slashes and invisible characters."""
    handle = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("＠", "@")
    while handle != (handle := handle.strip().lstrip("@").strip("/")):
        pass
    return handle


def looks_like_link(text: str) -> bool:
    """Whether it has a scheme, or begins with the host of a platform we know."""
    if _SCHEME.match(text):
        return True
    host = _HOST.match(text)
    return host is not None and "/" in text and _platform(_bare_host(host[0])) not in (None, Platform.BLOG)


def links_in(cell: str) -> list[str]:
    """The links of a cell that holds nothing else, split where people part them; one link stays whole."""
    parts = [part for part in _BETWEEN.split(cell.strip()) if part]
    return parts if len(parts) > 1 and all(map(looks_like_link, parts)) else [cell.strip()]


def read_link(text: str, platform: Platform | None = None) -> Link:
    """Read a link with or without scheme, www., m., query or trailing slash.

    :param platform: what the row says; decides for sites that belong to no platform, such as a blog's own.
    """
    return _read_link(text, platform if platform in (Platform.BLOG, Platform.PODCAST) else None)


@lru_cache(maxsize=4096)  # an import asks several times about the link of a row
def _read_link(text: str, platform: Platform | None) -> Link:
    plain = _PLAIN.fullmatch(text)  # as nearly all are written; the rest costs four times as much
    if plain and (found := _of_plain(text, plain)):
        return found
    url = text.strip().translate(_INVISIBLE)
    url = url if _SCHEME.match(url) else f"https://{url.lstrip('/')}"
    try:
        parts = urlsplit(url)
        host = _bare_host(parts.hostname or "")
    except ValueError:  # such as an unclosed bracket of an IPv6 address
        return Link(url, None, None)
    of_site = _platform(host)
    path = [unquote(part) for part in parts.path.split("/") if part]
    if of_site in (None, Platform.BLOG):
        own = of_site or platform
        return Link(url, own, _own_site(host, path) if own in (Platform.BLOG, Platform.PODCAST) else None)
    handle = _handle(of_site, host, path, parts.query)
    return Link(url, of_site, (plain_handle(handle) or None) if handle else None)


def _of_plain(text: str, plain: re.Match[str]) -> Link | None:
    """What the slow way finds for the host and one part of a channel's own page; None where that is another link."""
    of_site, part = HOSTS.get(plain[1]), plain[2]
    known = (
        of_site
        and of_site not in LAST_PART
        and part.casefold() not in {*PREFIXES.get(of_site, ()), "profile.php"}
    )
    handle = plain_handle(part) if known else ""
    if of_site is None or not handle or part.casefold() in PIECES.get(of_site, ()):
        return None
    return Link(text, of_site, handle)


def url_of(platform: Platform, handle: str) -> str | None:
    """The channel's page, None on platforms whose links cannot be told from a handle."""
    if platform is Platform.YOUTUBE and re.fullmatch(r"UC[\w-]{22}", handle):
        return f"https://www.youtube.com/channel/{handle}"
    if platform is Platform.FACEBOOK and handle.isdecimal():
        return f"https://www.facebook.com/profile.php?id={handle}"
    pattern = PATTERNS.get(platform)
    return pattern.format(quote(handle)) if pattern else None


def _bare_host(host: str) -> str:
    return host.casefold().removeprefix("www.")


def _platform(host: str) -> Platform | None:
    parents = [host.split(".", n)[-1] for n in range(host.count(".") + 1)]
    if known := next((HOSTS[parent] for parent in parents if parent in HOSTS), None):
        return known
    return Platform.BLOG if any(parent in (*BLOG_HOSTS, *BLOG_SITES) for parent in parents) else None


def _own_site(host: str, path: list[str]) -> str | None:
    """A blog is its host; on a shared site the author's part of the path belongs to it."""
    if host in BLOG_SITES:
        author = next((part for part in path if part.startswith("@")), None)
        return f"{host}/{author}" if author else None
    return host if "." in host and host not in BLOG_HOSTS else None


def _handle(platform: Platform, host: str, path: list[str], query: str) -> str | None:
    if not path or host.startswith(("vm.", "vt.", "clips.", "youtu.be")):  # these name a piece
        return None
    if platform is Platform.FACEBOOK and path[0] == "profile.php":
        return parse_qs(query).get("id", [None])[0]
    if platform in LAST_PART:
        return path[-1].lstrip("~") if len(path) > 1 else None
    if at := next((part for part in path[:2] if part.startswith("@")), None):
        return at
    first = path[0].casefold()
    if first in PREFIXES.get(platform, ()):
        named = path[1:] if platform is not Platform.XIAOHONGSHU else path[2:]
        return (named[-1] if platform is Platform.FACEBOOK else named[0]) if named else None
    return None if first in PIECES.get(platform, ()) else path[0]
