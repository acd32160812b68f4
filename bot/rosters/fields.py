"""What a column or a field is called, and the fields a person can choose from."""

from bot.texts import Texts
from data.intake import FIELDS
from knowledge.models import Format, Platform

PARTS = {"as_of": "column.part.as_of", "source": "column.part.source", "basis": "column.part.basis"}
# What columns are corrected to, the likeliest first; every other field can be written.
CHOICES = (
    "name", "platform", "handle", "url", "followers", "avg_views", "engagement", "category", "content", "fee",
    *(f"fee_{format_}" for format_ in ("post", "reel", "story", "short", "unboxing", "review", "livestream")),
    "region", "language", "contact", "notes", "last_post", "posts_per_month", "past_collaborations", "creator_id",
    "as_of", "source", "currency", "audience_age", "audience_female_share", "ignore",
)  # fmt: skip


def label(texts: Texts, title: str) -> str:
    """A field as it is called in the reader's language: ``instagram followers`` is IG and 粉絲數."""
    platform, _, field = title.rpartition(" ")
    shown = _field(texts, field)
    if platform in set(Platform):
        return texts("column.of_platform", platform=platform, column=shown)
    return shown


def _field(texts: Texts, field: str) -> str:
    if (named := texts.label("column", field)) != field:
        return named
    for part, key in PARTS.items():
        if field.endswith(f"_{part}"):
            return texts(key, column=_field(texts, field.removesuffix(f"_{part}")))
    base, _, slot = field.rpartition("_")
    if slot.isdigit():
        return texts("column.slot", column=_field(texts, base), slot=slot)
    if field.startswith("fee_") and field.removeprefix("fee_") in set(Format):
        return texts("column.fee_for", format=field.removeprefix("fee_"))
    return field


def meant(texts: Texts, words: str) -> str | None:
    """The field that a person's words name in either language; None where they name none of ours."""
    wanted = words.strip().casefold()
    for field in FIELDS:
        if wanted in (field, label(texts, field).casefold()):
            return field
    return None
