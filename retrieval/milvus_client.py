"""One Milvus server: how it is reached, typed calls, and errors that say what to do."""

import logging
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pymilvus import MilvusClient

PAGE = 1000  # rows read at once
MOST = 16_384  # rows that Milvus returns to one search or query
CONNECT_SECONDS, READ_SECONDS, WRITE_SECONDS, LOAD_SECONDS = 10.0, 30.0, 120.0, 3600.0
_NOT_FOUND, _NOT_LOADED, _NO_RIGHT = {100, 4}, {101, 103}, {1400, 1401, 1800}
_USER = re.compile(r"//.*@")

Row = dict[str, Any]


class MilvusProblem(RuntimeError):
    """Milvus cannot do what was asked. The message names the server and what to do."""


class Unreachable(MilvusProblem):
    """The server did not answer; asking again later may help."""


class Access(NamedTuple):
    """How a server is reached. ``token`` is ``user:password`` or an API key, and wins over both.

    ``authority`` is a file with the certificate to trust, where the system's are not enough; ``certificate``
    and ``key`` are this client's own, for a server that asks for one.
    """

    uri: str
    user: str = ""
    password: str = ""
    token: str = ""
    database: str = ""
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None

    @property
    def shown(self) -> str:
        """The address without user and password, fit for messages."""
        parts = urlsplit(self.uri)
        where = f"{parts.scheme}://{parts.hostname}" + (f":{parts.port}" if parts.port else "")
        return where + (f"/{self.database}" if self.database else parts.path.rstrip("/"))

    def checked(self) -> Self:
        """The same. Raises MilvusProblem for settings that cannot work together."""
        parts = urlsplit(self.uri)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise MilvusProblem(
                f"KOL_INDEX is {_USER.sub('//', self.uri)!r}, expected faiss or an address such as http://milvus:19530"
            )
        files = {"CA": self.authority, "CERT": self.certificate, "KEY": self.key}
        if any(files.values()) and parts.scheme != "https":
            raise MilvusProblem(
                f"KOL_INDEX_{next(name for name in files if files[name])} is set, but KOL_INDEX is no https address"
            )
        if (self.certificate is None) != (self.key is None) or (self.certificate and not self.authority):
            raise MilvusProblem("KOL_INDEX_CERT needs KOL_INDEX_KEY and KOL_INDEX_CA beside it")
        for name, file in files.items():
            if file and not file.is_file():
                raise MilvusProblem(f"KOL_INDEX_{name}: there is no file {file}")
        return self

    def tls(self) -> dict[str, str]:
        """The certificates, in pymilvus's words."""
        if self.certificate and self.key and self.authority:
            names = ("client_pem_path", "client_key_path", "ca_pem_path")
            return dict(zip(names, map(str, (self.certificate, self.key, self.authority)), strict=True))
        return {"server_pem_path": str(self.authority)} if self.authority else {}


class Server:
    """Calls to one server, each within a time limit. May be used from several threads.

    Every read sees what was written before it, by whichever process ("Strong" in Milvus).
    """

    def __init__(self, access: Access) -> None:
        self.access = access.checked()
        with self._named("connect"):
            self.client = _client(access)

    def version(self) -> str:
        """What the server says it is."""
        with self._named("ask its version"):
            return str(self.client.get_server_version(timeout=READ_SECONDS))

    def has(self, collection: str) -> bool:
        with self._named("look for", collection):
            return bool(self.client.has_collection(collection, timeout=READ_SECONDS))

    def make(self, collection: str, schema: Any, indexes: Any, **options: int) -> None:
        """Create a collection with its indexes; what is there already, by whichever process, stays as it is."""
        with self._named("create", collection):
            if not self.client.has_collection(collection, timeout=READ_SECONDS):
                try:
                    self.client.create_collection(
                        collection,
                        schema=schema,
                        consistency_level="Strong",
                        timeout=WRITE_SECONDS,
                        **options,
                    )
                except _milvus_error():
                    if not self.client.has_collection(collection, timeout=READ_SECONDS):
                        raise
            if not self.client.list_indexes(collection):
                # Loading waits for indexes in any case; waiting here takes half a second for each.
                self.client.create_index(collection, indexes, timeout=WRITE_SECONDS, sync=False)

    def load(self, collection: str) -> None:
        """Bring a collection into the memory of the query nodes; returns when it is there."""
        with self._named("load", collection):
            self.client.load_collection(collection, timeout=LOAD_SECONDS)

    def drop(self, collection: str) -> None:
        with self._named("drop", collection):
            self.client.drop_collection(collection, timeout=WRITE_SECONDS)

    def count(self, collection: str, where: str) -> int:
        with self._named("count", collection):
            found = self.client.query(
                collection, filter=where, output_fields=["count(*)"], timeout=READ_SECONDS
            )
        return int(found[0]["count(*)"])

    def rows(self, collection: str, where: str, columns: Sequence[str]) -> Iterator[Row]:
        """The rows for which an expression holds, by primary key, a page at a time."""
        with self._named("read", collection):
            pages = self.client.query_iterator(
                collection,
                batch_size=PAGE,
                filter=where,
                output_fields=list(columns),
                timeout=READ_SECONDS,
            )
        try:
            while page := self._page(collection, pages):
                yield from page
        finally:
            with suppress(Exception):  # whatever closing says, the rows were read
                pages.close()

    def some(self, collection: str, where: str, columns: Sequence[str], most: int = MOST) -> list[Row]:
        """At most ``most`` of the rows for which an expression holds, in one call, in no order."""
        with self._named("read", collection):
            return _plain(
                self.client.query(
                    collection, filter=where, output_fields=list(columns), limit=most, timeout=READ_SECONDS
                )
            )

    def search(
        self,
        collection: str,
        field: str,
        query: Any,
        where: str,
        most: int,
        columns: Sequence[str],
        **params: Any,
    ) -> list[tuple[Row, float]]:
        """The rows of largest inner product with a query among those for which an expression holds."""
        with self._named("search", collection):
            found = self.client.search(
                collection,
                data=[query],
                anns_field=field,
                filter=where,
                limit=most,
                output_fields=list(columns),
                search_params={"metric_type": "IP", "params": params},
                timeout=READ_SECONDS,
            )
        return [(dict(hit["entity"]), float(hit["distance"])) for hit in found[0]]

    def upsert(self, collection: str, rows: Sequence[Row]) -> None:
        with self._named("write", collection):
            self.client.upsert(collection, list(rows), timeout=WRITE_SECONDS)

    def delete(self, collection: str, where: str) -> None:
        with self._named("delete from", collection):
            self.client.delete(collection, filter=where, timeout=WRITE_SECONDS)

    def close(self) -> None:
        self.client.close()

    def _page(self, collection: str, pages: Any) -> list[Row]:
        with self._named("read", collection):
            return _plain(pages.next())

    @contextmanager
    def _named(self, doing: str, what: str = "") -> Generator[None, None, None]:
        """Turn what pymilvus and gRPC raise into a MilvusProblem."""
        import grpc

        try:
            yield
        except _milvus_error() as problem:
            raise _said(self.access, f"{doing} {what}".strip(), problem.code, problem.message) from problem
        except grpc.RpcError as problem:
            raise _said(
                self.access, f"{doing} {what}".strip(), problem.code(), problem.details()
            ) from problem


def _client(access: Access) -> "MilvusClient":
    try:
        from pymilvus import MilvusClient
    except ImportError as problem:
        raise MilvusProblem(
            "KOL_INDEX names a Milvus server, and pymilvus is not installed: pip install 'kol-advisor[milvus]'"
        ) from problem
    # It logs every error with a traceback before raising it; what it raises is told by us.
    logging.getLogger("pymilvus").setLevel(logging.CRITICAL)
    return MilvusClient(
        access.uri,
        user=access.user,
        password=access.password,
        token=access.token,
        db_name=access.database,
        timeout=CONNECT_SECONDS,
        # pymilvus pings an idle connection every ten seconds, for which a plain gRPC server hangs up.
        grpc_options={"grpc.keepalive_permit_without_calls": False},
        **access.tls(),
    )


def _milvus_error() -> type[Any]:
    from pymilvus.exceptions import MilvusException

    found: type[Any] = MilvusException
    return found


def _said(access: Access, doing: str, code: Any, message: str) -> MilvusProblem:
    """The error for a code of Milvus's, or of gRPC's, which are no numbers."""
    text = " ".join(str(message).split())
    name = getattr(code, "name", "")
    if code in _NO_RIGHT or name in ("UNAUTHENTICATED", "PERMISSION_DENIED"):
        return MilvusProblem(
            f"{access.shown} does not let us {doing} ({text}). Check KOL_INDEX_USER and KOL_INDEX_PASSWORD, "
            "or KOL_INDEX_TOKEN"
        )
    if (
        name in ("UNAVAILABLE", "DEADLINE_EXCEEDED")
        or code == 2
        or "etry timeout" in text
        or code in _NOT_LOADED
    ):
        return Unreachable(
            f"{access.shown} did not {doing} in time ({text}). Check that it runs and that KOL_INDEX is its address"
        )
    return MilvusProblem(f"{access.shown} cannot {doing}: {text}")


def _plain(rows: Iterable[Any]) -> list[Row]:
    return [dict(row) for row in rows]
