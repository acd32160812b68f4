"""A JSON interface over HTTP: kept answers, counted units, retries of what may be retried, no key in any message."""

import logging
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from weakref import finalize

import httpx
import stamina
from pydantic import SecretStr

from data.connectors.answers import Answer, Answers
from data.connectors.connector import SourceError, Spent

TIMEOUT = httpx.Timeout(20.0, connect=10.0)
ATTEMPTS = 4
LONGEST_WAIT = 60.0  # seconds that a server may ask us to wait
LARGEST = 8 * 2**20  # bytes of an answer; fifty videos take a tenth of one
_SECRET = re.compile(r"\b(key|access_token)=[^&\s\"']+", re.IGNORECASE)


class Terms(NamedTuple):
    """How often a source may be asked: units in a period, and how old an answer may be to be used again."""

    quota: int
    period: Callable[[datetime], str]
    max_age: timedelta = timedelta(days=7)


class Refusal(SourceError):
    """An answer that is an error: its HTTP status, and the body's own words where it has any."""

    def __init__(self, status: int, body: Any, retry_after: float | None = None) -> None:
        self.status, self.body, self.retry_after = status, body if isinstance(body, dict) else {}, retry_after
        error = self.body.get("error")
        self.error: Mapping[str, Any] = error if isinstance(error, dict) else {}
        message = str(self.error.get("message", "no reason given"))
        super().__init__(f"HTTP {status}: {redacted(message)[:300]}")


class Unreachable(SourceError):
    """No answer came, or none that can be read."""


class Api:
    """Requests to one source. ``secret`` is the name and value of the parameter that carries the key.

    ``transient`` says of a refusal whether it may be tried again; answers of the 500s and 429 always may.
    """

    def __init__(
        self,
        base_url: str,
        secret: tuple[str, SecretStr],
        answers: Answers,
        terms: Terms,
        transient: Callable[[Refusal], bool] = lambda refusal: False,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.base_url, self.secret = base_url.rstrip("/"), secret
        self.answers, self.terms, self.transient, self.now = answers, terms, transient, now
        self.client = httpx.Client(timeout=TIMEOUT, follow_redirects=False)
        finalize(self, self.client.close)
        answers.forget(now() - terms.max_age)
        for name in ("httpx", "httpcore"):  # they log whole addresses, and those carry the key
            logging.getLogger(name).addFilter(_redact)

    @property
    def spent(self) -> Spent:
        """What is used of the quota now."""
        return self.answers.spent(self.terms.period(self.now()), self.terms.quota)

    def get(self, path: str, params: Mapping[str, str], cost: int = 1) -> Answer:
        """The JSON object at a path, from what is kept where it is young enough.

        OutOfQuota before the limit would be passed; Refusal and Unreachable when all attempts are used.
        """
        if kept := self.answers.get(path, params, self.now() - self.terms.max_age):
            return kept
        for attempt in stamina.retry_context(
            on=self._again, attempts=ATTEMPTS, timeout=120.0, wait_initial=0.5
        ):
            with attempt:
                answer = Answer(self._ask(path, params, cost), self.now())
        self.answers.keep(path, params, answer)
        return answer

    def keep(self, path: str, params: Mapping[str, str], data: Any) -> None:
        """Keep what a refusal means as if it had been answered."""
        self.answers.keep(path, params, Answer(data, self.now()))

    def _ask(self, path: str, params: Mapping[str, str], cost: int) -> Any:
        """One attempt. A failed one costs too, so each is counted."""
        self.answers.spend(self.terms.period(self.now()), cost, self.terms.quota)
        name, secret = self.secret[0], self.secret[1].get_secret_value()
        whole = {**params, name: secret}
        try:
            with self.client.stream("GET", f"{self.base_url}/{path}", params=whole) as response:
                content = _bounded(response)
                status, headers = response.status_code, response.headers
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            # The library's own message may hold the address, and with it the key.
            raise Unreachable(f"no answer ({type(problem).__name__})") from None
        # Some servers repeat the address in what they say.
        return _read(status, headers, content.replace(secret.encode(), b"***"))

    def _again(self, problem: Exception) -> bool | float:
        if isinstance(problem, Unreachable):
            return True
        if not isinstance(problem, Refusal):
            return False
        if problem.status >= 500 or problem.status == 429 or self.transient(problem):
            return True if problem.retry_after is None else min(problem.retry_after, LONGEST_WAIT)
        return False


def _bounded(response: httpx.Response) -> bytes:
    content = b""
    for piece in response.iter_bytes():
        content += piece
        if len(content) > LARGEST:
            raise SourceError(f"an answer of more than {LARGEST:,} bytes: is the base URL right?")
    return content


def _read(status: int, headers: httpx.Headers, content: bytes) -> Any:
    try:
        body = httpx.Response(status, content=content).json()
    except ValueError:
        body = None
    if status != 200:
        seconds = headers.get("retry-after", "")
        raise Refusal(status, body, float(seconds) if seconds.isdigit() else None)
    if not isinstance(body, dict):
        raise Unreachable("an answer that is no JSON object: is the base URL right?")
    return body


def redacted(text: str) -> str:
    """A text without the values of keys and tokens in addresses."""
    return _SECRET.sub(r"\1=…", text)


def _redact(record: logging.LogRecord) -> bool:
    record.msg, record.args = redacted(record.getMessage()), ()
    return True
