"""How a server is reached, and what is said when it is not."""

import logging
import sys
from pathlib import Path

import pytest

from retrieval.milvus_client import Access, MilvusProblem, Server, Unreachable
from tests.retrieval.milvus_server import free_port


@pytest.mark.parametrize(
    ("access", "says"),
    [
        (Access("milvus"), "KOL_INDEX is 'milvus', expected faiss or an address such as http://milvus:19530"),
        (Access("tcp://me:secret@a:1"), "KOL_INDEX is 'tcp://a:1', expected faiss or an address"),
        (Access("http://"), "expected faiss or an address"),
        (
            Access("http://a:1", authority=Path("ca")),
            "KOL_INDEX_CA is set, but KOL_INDEX is no https address",
        ),
        (Access("https://a", authority=Path("/none/ca")), "KOL_INDEX_CA: there is no file /none/ca"),
        (Access("https://a", certificate=Path("c")), "KOL_INDEX_CERT needs KOL_INDEX_KEY and KOL_INDEX_CA"),
        (
            Access("https://a", certificate=Path("c"), key=Path("k")),
            "KOL_INDEX_CERT needs KOL_INDEX_KEY and KOL_INDEX_CA",
        ),
        (Access("https://a", key=Path("k")), "KOL_INDEX_CERT needs KOL_INDEX_KEY"),
    ],
)
def test_settings_that_cannot_work_are_named(access: Access, says: str) -> None:
    with pytest.raises(MilvusProblem, match=says):
        access.checked()


def test_certificates_are_named_as_the_client_wants_them(tmp_path: Path) -> None:
    ca, own, key = (tmp_path / name for name in ("ca", "cert", "key"))
    for file in (ca, own, key):
        file.touch()
    assert Access("https://a").checked().tls() == {}
    assert Access("https://a", authority=ca).checked().tls() == {"server_pem_path": str(ca)}
    assert Access("https://a", authority=ca, certificate=own, key=key).checked().tls() == {
        "client_pem_path": str(own),
        "client_key_path": str(key),
        "ca_pem_path": str(ca),
    }


@pytest.mark.parametrize(
    ("access", "shown"),
    [
        (Access("http://user:secret@milvus:19530"), "http://milvus:19530"),
        (Access("https://milvus.example/roster/"), "https://milvus.example/roster"),
        (Access("https://milvus.example", database="tw"), "https://milvus.example/tw"),
    ],
)
def test_messages_show_no_password(access: Access, shown: str) -> None:
    assert access.shown == shown


def test_a_server_that_is_not_there_is_told_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    port = free_port()
    with pytest.raises(
        Unreachable, match=rf"http://127.0.0.1:{port} did not connect in time .*KOL_INDEX is its address"
    ):
        Server(Access(f"http://me:secret@127.0.0.1:{port}"))
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_without_the_client_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(MilvusProblem, match=r"pip install 'kol-advisor\[milvus\]'"):
        Server(Access("http://127.0.0.1:1"))


def test_what_the_server_refuses_is_said_in_its_words(milvus: str) -> None:
    server = Server(Access(milvus))
    assert server.version().startswith("milvus")
    with pytest.raises(MilvusProblem, match=r"cannot count nowhere: collection .nowhere. does not exist"):
        server.count("nowhere", "")
    server.close()
