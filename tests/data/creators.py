"""Random creators for property tests: whatever a roster takes, in every field."""

import string
from datetime import date

from babel import Locale
from hypothesis import strategies as st

from data.links import plain_handle
from knowledge.models import (
    Basis,
    Channel,
    ChannelAudience,
    Creator,
    Fee,
    Figure,
    Format,
    Platform,
    Price,
)
from knowledge.money import MoneyRange

REGIONS = sorted(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())
LANGUAGES = ["zh-TW", "zh-Hant", "zh", "en", "en-US", "ja", "nan", "yue", "ko"]
# Texts that spreadsheets, csv modules and our own notation could each take for something else.
AWKWARD = [
    "=1+1",
    "+886 912",
    "-",
    "N/A",
    "無",
    "'",
    "''=x",
    "@x",
    " a ",
    "a,b",
    'say "hi"',
    "a\r\nb",
    "[1]",
    "\t",
    "＝1",
]
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(min_size=1, max_size=12),
    st.text("'=-+@ ,;|\"\n小美a0%", min_size=1, max_size=6),
).filter(lambda text: text.isprintable() or "\n" in text or "\t" in text)
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))
maybe_days, maybe_texts = st.none() | days, st.none() | st.just("") | texts
handles = st.text(string.ascii_letters + string.digits + "._-小美", min_size=1, max_size=8).filter(
    lambda text: plain_handle(text) == text
)
counts = st.integers(0, 10**9).map(float) | st.floats(0, 1e12)
shares = st.floats(0, 1)
figures = st.builds(Figure, value=counts, as_of=maybe_days, source=maybe_texts)
rates = st.builds(Figure, value=shares, as_of=maybe_days, source=maybe_texts)


@st.composite
def prices(draw: st.DrawFn) -> Price:
    low, more = draw(st.integers(0, 10**9)), draw(st.integers(0, 10**6))
    currency = draw(st.sampled_from(["TWD", "USD", "JPY", "HKD", "CLE"]))
    money = MoneyRange(low_minor=low, high_minor=low + more, currency=currency)
    return Price.from_range(money, draw(st.sampled_from(Basis)), draw(maybe_days), draw(maybe_texts))


@st.composite
def fees(draw: st.DrawFn) -> tuple[Fee, ...]:
    """In the order of the formats, as the columns of a file have them."""
    drawn = draw(st.lists(st.sampled_from(Format), max_size=4))
    return tuple(
        Fee(format=format_, price=draw(prices())) for format_ in sorted(drawn, key=list(Format).index)
    )


@st.composite
def audiences(draw: st.DrawFn) -> ChannelAudience:
    low, high = sorted([draw(st.integers(0, 120)), draw(st.integers(0, 120))])
    return ChannelAudience(
        age_low=draw(st.sampled_from([None, low])),
        age_high=draw(st.sampled_from([None, high])),
        female_share=draw(st.none() | shares),
        regions=tuple(draw(st.lists(st.sampled_from(REGIONS), max_size=3))),
        as_of=draw(maybe_days),
        source=draw(maybe_texts),
    )


def channels(platform: Platform, handle: str) -> st.SearchStrategy[Channel]:
    return st.builds(
        Channel,
        platform=st.just(platform),
        handle=st.just(handle),
        url=maybe_texts,
        category=maybe_texts,
        content=maybe_texts,
        language=st.none() | st.sampled_from(LANGUAGES),
        followers=st.none() | figures,
        avg_views=st.none() | figures,
        engagement=st.none() | rates,
        posts_per_month=st.none() | figures,
        last_post=maybe_days,
        audience=st.just(ChannelAudience()) | audiences(),
        fees=fees(),
        past_collaborations=st.lists(texts, max_size=3).map(tuple),
    )


@st.composite
def rosters(draw: st.DrawFn) -> list[Creator]:
    """Creators by id, with no channel in common."""
    accounts = st.tuples(st.sampled_from(Platform), handles)
    keys = draw(st.lists(accounts, max_size=5, unique_by=lambda key: f"{key[0]}:{key[1].casefold()}"))
    ids = draw(st.lists(texts, min_size=len(keys), max_size=len(keys) + 1, unique=True))
    owned: dict[str, list[Channel]] = {creator_id: [] for creator_id in ids}
    for platform, handle in keys:
        owned[draw(st.sampled_from(ids))].append(draw(channels(platform, handle)))
    return [draw(creators_with(creator_id, tuple(owned[creator_id]))) for creator_id in sorted(ids)]


def creators_with(creator_id: str, owned: tuple[Channel, ...]) -> st.SearchStrategy[Creator]:
    return st.builds(
        Creator,
        id=st.just(creator_id),
        name=texts,
        region=st.none() | st.sampled_from(REGIONS),
        contact=maybe_texts,
        notes=maybe_texts,
        demo=st.booleans(),
        channels=st.just(owned),
    )
