"""Deep links: what is read, and what is no link of ours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import Kind, Payload, deep_link, parse_payload
from data.tokens import digest_of, new_token


@pytest.mark.parametrize("kind", Kind)
def test_a_payload_reads_back(kind: Kind) -> None:
    payload = Payload(kind, new_token())
    assert parse_payload(str(payload)) == payload
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(payload)), "Bot API: what a start parameter may hold"


@pytest.mark.parametrize(
    "text", ["", "i", "hello", "x" + "A" * 22, "i" + "A" * 21, "i" + "A" * 23, "i" + "A" * 21 + "!"]
)
def test_what_is_no_payload(text: str) -> None:
    assert parse_payload(text) is None


@given(st.text(max_size=80))
def test_whatever_stands_behind_start(text: str) -> None:
    payload = parse_payload(text)
    assert payload is None or str(payload) == text


def test_a_link_opens_the_bot() -> None:
    assert (
        deep_link("kol_bot", Payload(Kind.INVITATION, "A" * 22)) == f"https://t.me/kol_bot?start=i{'A' * 22}"
    )


def test_tokens_are_many_and_kept_as_digests() -> None:
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert all(len(token) == 22 for token in tokens), "128 bits in base64url"
    assert (
        digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )  # FIPS 180-2, B.1
