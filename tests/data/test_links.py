"""Links of every kind, read as platform and handle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.links import HOSTS, looks_like_link, plain_handle, read_link, url_of
from knowledge.models import Platform

UC = "UC5mnBodB73bR88fLXHSfzYA"


@pytest.mark.parametrize(
    ("link", "platform", "handle"),
    [
        ("https://www.youtube.com/@mei", "youtube", "mei"),
        ("https://www.youtube.com/@mei/videos?view=0", "youtube", "mei"),
        ("youtube.com/c/Mei/", "youtube", "Mei"),
        ("m.youtube.com/user/Mei?x=1#top", "youtube", "Mei"),
        (f"http://youtube.com/channel/{UC}", "youtube", UC),
        ("https://www.youtube.com/kepowob", "youtube", "kepowob"),
        ("HTTPS://WWW.YOUTUBE.COM/@Mei", "youtube", "Mei"),
        ("https://www.youtube.com/c/AniaKub%C3%B3w/featured", "youtube", "AniaKubów"),
        ("https://www.youtube.com/@%E5%B0%8F%E7%BE%8E", "youtube", "小美"),
        ("https://www.instagram.com/mei.cooks/?igsh=abc", "instagram", "mei.cooks"),
        ("instagram.com/mei.cooks/reels/", "instagram", "mei.cooks"),
        ("https://zh-tw.facebook.com/mei", "facebook", "mei"),
        ("https://www.facebook.com/profile.php?id=100012&sk=about", "facebook", "100012"),
        ("facebook.com/pages/Mei-Cooks/12345", "facebook", "12345"),
        ("facebook.com/people/Mei/12345/", "facebook", "12345"),
        ("fb.com/mei", "facebook", "mei"),
        ("https://www.tiktok.com/@mei.x?lang=zh-Hant", "tiktok", "mei.x"),
        ("https://www.tiktok.com/@mei/video/72", "tiktok", "mei"),
        ("threads.net/@mei", "threads", "mei"),
        ("https://www.threads.com/@mei/post/C1", "threads", "mei"),
        ("https://www.xiaohongshu.com/user/profile/5ff0e6?xsec=1", "xiaohongshu", "5ff0e6"),
        ("https://x.com/jack", "x", "jack"),
        ("mobile.twitter.com/jack/status/20", "x", "jack"),
        ("twitch.tv/mei", "twitch", "mei"),
        ("https://mei.pixnet.net/blog/post/1", "blog", "mei.pixnet.net"),
        ("https://medium.com/@mei/story", "blog", "medium.com/@mei"),
        ("https://vocus.cc/user/@mei", "blog", "vocus.cc/@mei"),
        ("https://podcasts.apple.com/tw/podcast/name/id1488295306", "podcast", "id1488295306"),
        ("https://open.spotify.com/show/4rOo?si=1", "podcast", "4rOo"),
        ("https://line.me/R/ti/p/@mei", "line", "mei"),
        ("https://www.dcard.tw/@mei", "dcard", "mei"),
    ],
)
def test_a_channel_is_told_by_its_link(link: str, platform: str, handle: str) -> None:
    read = read_link(link)
    assert (read.platform, read.handle) == (platform, handle)
    assert looks_like_link(read.url)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.youtube.com/watch?v=abc",
        "https://youtu.be/abc",
        "youtube.com/shorts/abc",
        "https://www.youtube.com/",
        "youtube.com/channel/",
        "instagram.com/p/abc",
        "https://www.instagram.com/reel/abc/",
        "facebook.com/groups/123",
        "facebook.com/share/abc",
        "facebook.com/profile.php",
        "https://vm.tiktok.com/ZM1/",
        "https://x.com/i/lists/1",
        "dcard.tw/f/makeup",
        "medium.com/tag/food",
        "https://www.xiaohongshu.com/explore/66",
    ],
)
def test_a_link_to_one_piece_names_no_channel(link: str) -> None:
    assert read_link(link).platform is not None
    assert read_link(link).handle is None


@pytest.mark.parametrize(
    "link", ["https://example.com/mei", "linktr.ee/mei", "https://[bad", "notyoutube.com/@mei", "mei"]
)
def test_an_unknown_site_has_no_platform(link: str) -> None:
    assert read_link(link).platform is None


def test_a_blog_of_its_own_needs_the_row_to_say_so() -> None:
    read = read_link("https://www.mei.example/2026/11/soup", Platform.BLOG)
    assert (read.platform, read.handle) == (Platform.BLOG, "mei.example")
    assert read_link("https://linktr.ee/mei", Platform.YOUTUBE).handle is None


def test_a_link_gets_a_scheme_and_keeps_the_rest() -> None:
    assert read_link(" youtube.com/@mei?a=1 ").url == "https://youtube.com/@mei?a=1"
    assert read_link("//youtube.com/@mei").url == "https://youtube.com/@mei"
    assert read_link("http://youtube.com/@mei").url == "http://youtube.com/@mei"


@pytest.mark.parametrize(
    ("text", "handle"),
    [
        ("@mei", "mei"),
        (" ＠mei ", "mei"),
        ("@@mei/", "mei"),
        ("mei\u200b", "mei"),
        ("e\u0301", "é"),
        ("@", ""),
        ("a@b", "a@b"),
    ],
)
def test_a_handle_has_one_spelling(text: str, handle: str) -> None:
    assert plain_handle(text) == handle


@given(st.text())
def test_a_plain_handle_is_plain_already(text: str) -> None:
    assert plain_handle(plain_handle(text)) == plain_handle(text)


@given(st.text(max_size=60) | st.text("htps:/@.?=&#%[]youtube.comx", max_size=40).map("https://".__add__))
def test_any_text_can_be_asked_about(text: str) -> None:
    read = read_link(text)
    assert read.handle is None or (read.platform and read.handle == plain_handle(read.handle))
    looks_like_link(text)


@pytest.mark.parametrize("text", ["mei", "mei.cooks", "mei.example.com", "@mei", "medium.com/@mei", "a/b"])
def test_handles_are_not_taken_for_links(text: str) -> None:
    assert not looks_like_link(text)


@pytest.mark.parametrize("platform", [p for p in Platform if url_of(p, "mei")])
def test_the_link_made_from_a_handle_leads_back_to_it(platform: Platform) -> None:
    for handle in ("mei", "Mei.x_1", UC, "1000123"):
        link = url_of(platform, handle)
        assert link is not None
        assert read_link(link)[1:] == (platform, handle)


def test_no_link_is_made_up_where_a_handle_does_not_tell() -> None:
    assert {p for p in Platform if not url_of(p, "mei")} == {
        Platform.BLOG,
        Platform.PODCAST,
        Platform.LINE,
        Platform.DCARD,
    }


@given(
    st.sampled_from(["https://", "https://www.", "http://", "https://m.", "HTTPS://", ""]),
    st.sampled_from([*HOSTS, "example.com", "youtu.be", "a.pixnet.net"]),
    st.text("@aZ09._-/?#%&=", max_size=6)
    | st.sampled_from(["watch", "c", "Channel", "profile.php", "p", "user", "@", "..", "@mei/"]),
)
def test_the_short_way_finds_what_the_long_way_finds(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}{host}/{path}"
    # A blank before it is not written so, and takes the long way.
    assert read_link(url)._replace(url="") == read_link(f" {url}")._replace(url="")
