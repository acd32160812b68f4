"""Which channel a row is about: platform and handle from their columns, else from the link."""

import re

from data import codes, notation
from data.cells import Cells
from data.columns import How
from data.content import is_handle
from data.links import Link, links_in, looks_like_link, plain_handle, read_link
from data.notation import Unreadable
from data.provenance import WHOLE
from data.said import Said
from knowledge.models import Platform

# What a row may say about a creator who has no channel.
CHANNELLESS = {
    WHOLE,
    "creator_id",
    "name",
    "region",
    "contact",
    "notes",
    "demo",
    "as_of",
    "source",
    "currency",
    "fee_basis",
}
YOUTUBE_ID = re.compile(r"UC[A-Za-z0-9_-]{22}")  # no other platform has names like it
LINK_MISMATCH = "the link is one of {}, the row says {}"


def read_account(cells: Cells, said: Said) -> None:
    """Fill platform, handle and url, or note why the row could not be found again."""
    said.creator_id = cells.text("creator_id")
    platform = cells.platform or cells.parsed("platform", codes.read_platform)
    link = _link(cells, platform)
    handle = _handle(cells)
    if handle and looks_like_link(handle):
        link, handle = link or read_link(handle, platform), None
    if cells.problems:
        return
    if link:
        said.channel["url"] = link.url
        _check_agreement(cells, platform, link, handle)
    said.platform = platform or (link.platform if link else None)
    said.handle = handle or (link.handle if link else None)
    if said.platform is None and said.handle and YOUTUBE_ID.fullmatch(said.handle):
        said.platform = Platform.YOUTUBE
    if not cells.problems and not said.key:
        _check_channelless(cells, said, link)


def _link(cells: Cells, platform: Platform | None) -> Link | None:
    found = cells.first("url")
    if found is None:
        return None
    literal = notation.unguard(found[1], plain_url)
    if literal is None or (
        literal == plain_url(found[1]) and (len(literal.split()) > 1 or len(links_in(found[1])) > 1)
    ):
        cells.refuse(Unreadable("more than one link", "write a row for each channel"), *found)
        return None
    return read_link(literal, platform)._replace(url=literal)


def plain_url(cell: str) -> str | None:
    """A link as it is kept: with a scheme, without outer blanks."""
    return read_link(cell).url if cell.strip() else None


def handle_cell(cell: str) -> str | None:
    """A cell of the handle column as it is kept, None when it says nothing."""
    return None if notation.is_unknown(cell) else plain_handle(cell) or None


def _handle(cells: Cells) -> str | None:
    found = cells.first("handle")
    if found and found[0].how is How.BARE and not is_handle(found[1]):
        cells.refuse(Unreadable("no link and no handle", "put the channel's link or its @handle"), *found)
        return None
    literal = notation.unguard(found[1], handle_cell) if found else None
    return plain_handle(literal) or None if literal else None


def _check_agreement(cells: Cells, platform: Platform | None, link: Link, handle: str | None) -> None:
    if platform is None or link.platform in (None, platform):
        return
    found = cells.first("url") or cells.all("handle")[0]
    mismatch = LINK_MISMATCH.format(link.platform, platform)
    if handle:
        cells.notice(mismatch, *found)
    else:
        cells.refuse(Unreadable(mismatch, "correct the link or the platform"), *found)


def _check_channelless(cells: Cells, said: Said, link: Link | None) -> None:
    if said.creator_id and not cells.fields - CHANNELLESS:
        return
    found = cells.first("url") or cells.first("handle") or (None, None)
    cells.refuse(_what_is_missing(said, link), *found)


def _what_is_missing(said: Said, link: Link | None) -> Unreadable:
    if said.handle or (link and link.platform is None):
        return Unreadable("no platform, and the link tells none", f"add a platform: {', '.join(Platform)}")
    if link:
        return Unreadable(
            "the link names no channel but a video, a post or the site", "put the channel's own link"
        )
    return Unreadable(
        "no handle and no link: a channel is found again by platform and handle, a name alone may be several",
        "add a column url or handle (and platform)",
    )
