"""Traits that the seller's own words give, beside those of the product's kind.

An unusual product is mapped to its nearest kin, which may lack what makes it unusual; "patented", "kit to
assemble", "for companies" say it. Words, not meaning: a cue must be plain enough to be certain.
"""

import re
from enum import StrEnum

from knowledge.currency import worth
from knowledge.models import Brief
from knowledge.products import ProductMatch, Trait

# Trait, Chinese words, English words: line by line the same, so that a brief gives the same plan in both.
_CUES: tuple[tuple[Trait, str, str], ...] = (
    (
        Trait.ASSEMBLED,
        "組裝|拼裝|自組|材料包|積木",
        "assemble|assembly|self-assembly|diy kit|building blocks",
    ),
    (Trait.NOVEL, "專利|首創|創新|發明|群眾募資", "patented|first ever|innovative|invention|crowdfunded"),
    (Trait.NOVEL, "升級版|改良|第二代|黑科技", "upgraded|improved|second[ -]generation"),
    (
        Trait.NICHE,
        "客製|訂製|限量|收藏",
        "custom|custom-made|customi[sz]ed|bespoke|limited edition|collectible",
    ),
    (Trait.NICHE, "左撇子|小眾|愛好者", "left-handed|niche|enthusiasts|hobbyists"),
    # People whom general advice does not serve (S2: special target groups).
    (Trait.NICHE, "孕婦|銀髮|身障|視障|聽障|輪椅", "pregnant|seniors|disabled|blind|deaf|wheelchair"),
    (Trait.NICHE, "過敏|糖尿病|清真|素食|純素", "allerg(?:y|ies)|diabetics?|halal|vegan|vegetarian"),
    (Trait.HIGH_END, "高端|頂級|奢華|精品|旗艦", "high-end|top-grade|luxury|flagship"),
    (
        Trait.B2B,
        "企業|批發|商用|工業用|公司用",
        "b2b|enterprise|wholesale|commercial|industrial|for companies",
    ),
    (Trait.FAMILY, "家庭|親子|長輩|銀髮|爸媽", "family|families|elderly|seniors|parents"),
    (Trait.CHILDREN, "兒童|寶寶|嬰兒|幼兒|小孩", "children|kids|baby|infants?|toddlers?"),
    (Trait.GROUP_BUY, "團購|量販|家庭號", "group[ -]buy|bulk|family pack"),
    (Trait.TECHNICAL, "智慧|智能|藍牙|感測|機器人|無人機", "smart|bluetooth|sensor|robots?|drone|ai|app|vr"),
    (
        Trait.TECHNICAL,
        "太陽能|自動|電動|電子|機$|理髮器",
        "solar|automatic|electric|electronic|machine|clippers?",
    ),
    (Trait.SERVICE, "課程|諮詢|租借|到府", "courses?|consulting|rental|home visit"),
)
# Not \b: between a Chinese character and a letter there is none, as in "AI翻譯機".
_PATTERNS = [
    (trait, re.compile(rf"{chinese}|(?<![a-z])(?:{english})(?![a-z])", re.IGNORECASE))
    for trait, chinese, english in _CUES
]
SEEN_SHELVES = frozenset({"fashion", "accessory", "pet"})
FUNCTIONAL = frozenset({Trait.TECHNICAL, Trait.B2B, Trait.MEDICAL, Trait.COMPLEX, Trait.SERVICE})
EVERYDAY = frozenset({Trait.COMMODITY, Trait.IMPULSE, Trait.GROUP_BUY})
FAR_ABOVE, DEAR_TWD = (
    8,
    3_000,
)  # times the price from which the kind counts as premium, and at least this (OWN)
# Made by hand is a niche, but for food, where everybody says it.
_HANDMADE = re.compile(r"手工|手作|(?<![a-z])hand(?:made|crafted)(?![a-z])", re.IGNORECASE)


class Kinship(StrEnum):
    """How a product phrase stands to the kind it was mapped onto."""

    NAMED = "named"  # the phrase is a name of the kind
    TWIST = "twist"  # a name with something of its own: "dog treadmill"
    STRANGER = "stranger"  # no name of the kind is in it: unlike all we know by name


def kinship(brief: Brief, product: ProductMatch | None) -> Kinship:
    """From the words alone, so that a kind kept in the brief counts the same as one just found."""
    phrase = _plain(brief.product or "")
    if product is None or not phrase:
        return Kinship.STRANGER if phrase else Kinship.NAMED
    kind = product.type
    names = {_plain(name) for name in (kind.zh, kind.en, *kind.zh_synonyms, *kind.en_synonyms)}
    if phrase in names:
        return Kinship.NAMED
    return Kinship.TWIST if any(name in phrase for name in names) else Kinship.STRANGER


def _plain(name: str) -> str:
    """Without case, spaces and the English plural."""
    return re.sub(r"\s+", "", name.casefold()).removesuffix("s")


def cued(text: str) -> frozenset[Trait]:
    """Traits that the words of a product phrase name, in Chinese or English."""
    return frozenset(trait for trait, pattern in _PATTERNS if pattern.search(text.strip()))


def traits_of(brief: Brief, product: ProductMatch | None) -> frozenset[Trait]:
    """All that is known of the product: its kind's traits, what its words say, and what its shelf implies."""
    kind = product.type.traits if product else frozenset[Trait]()
    said = kind | cued(brief.product or "")
    if Trait.FOOD not in kind and _HANDMADE.search(brief.product or ""):
        said |= {Trait.NICHE}
    # Clothes, accessories and pets are bought by the eye (S1), unless a function sells them.
    seen = product is not None and product.type.group in SEEN_SHELVES and not said & FUNCTIONAL
    said |= {Trait.VISUAL} if seen else frozenset()
    return (said - EVERYDAY) | {Trait.HIGH_END} if _far_above(brief, product) else said


def _far_above(brief: Brief, product: ProductMatch | None) -> bool:
    """Whether the price is so far above its kind's that it must be something else: a carved Buddha, no incense."""
    price = worth(brief.unit_price, "TWD") if brief.unit_price and product else None
    return (
        price is not None
        and product is not None
        and price.amount >= max(FAR_ABOVE * product.type.bands[1], DEAR_TWD)
    )
