"""The Milvus server that the settings name, and whether all is well with it."""

import hashlib
import socket
from typing import TYPE_CHECKING

from bot.settings import Settings, SettingsProblem

if TYPE_CHECKING:
    from bot.app import Home
    from bot.milvus_claim import Claim
    from data.seal import Seal
    from retrieval.encoder import Encoder
    from retrieval.milvus import MilvusIndex
    from retrieval.milvus_client import Access

LOCAL = "faiss"


def is_remote(options: Settings) -> bool:
    """Whether the common roster is on a Milvus server; teams' own are on this machine in any case."""
    return options.index != LOCAL


def open_index(options: Settings, encoder: "Encoder", seal: "Seal", create: bool = False) -> "MilvusIndex":
    """The index that the settings name. Raises MilvusProblem with what to do, WrongKey for sealed data."""
    from retrieval.milvus import connect
    from retrieval.milvus_rows import Sealing

    return connect(
        access_of(options),
        encoder,
        options.index_collection,
        Sealing(seal.close, seal.open),
        options.index_kind,
        create,
        options.index_shards,
    )


def verdict(options: Settings, channels: int) -> tuple[bool, str]:
    """Whether advice can be given from the server, and what an operator should know about it."""
    where = f"{access_of(options).shown}, collection {options.index_collection}"
    if not channels:
        return False, f"{where} is empty. Run: kol-advisor index load"
    return True, f"{channels:,} channels on {where}"


def access_of(options: Settings) -> "Access":
    """How the server is reached. Raises SettingsProblem where the settings name none."""
    from retrieval.milvus_client import Access

    if not is_remote(options):
        raise SettingsProblem(
            "KOL_INDEX is faiss: the index is on this machine. Set it to a Milvus server, such as http://milvus:19530"
        )
    secrets = (options.index_password, options.index_token)
    password, token = (secret.get_secret_value() if secret else "" for secret in secrets)
    return Access(
        options.index,
        options.index_user,
        password,
        token,
        options.index_database,
        options.index_ca,
        options.index_cert,
        options.index_key,
    )


def followed(home: "Home") -> int:
    """Send what was changed in the common roster since it was loaded; say how many creators."""
    from retrieval.milvus import MilvusIndex
    from retrieval.milvus_follow import follow_on

    index = home.advisor.index
    return follow_on(index, home.roster) if isinstance(index, MilvusIndex) else 0


def claims_of(home: "Home") -> "list[Claim]":
    """What a bot on a Milvus roster has to hold beside its lease: none on another machine may serve it meanwhile."""
    from bot.milvus_claim import Claim
    from data.inbox import mark_of
    from retrieval.milvus import MilvusIndex

    token, index = home.options.telegram_token, home.advisor.index
    if token is None or not isinstance(index, MilvusIndex):
        return []
    folder = hashlib.blake2b(f"{socket.gethostname()}:{home.options.home.resolve()}".encode(), digest_size=8)
    return [Claim(index, mark_of(token.get_secret_value().strip()), folder.hexdigest())]
