"""What the bot counts about itself, for Prometheus: no words, and no ids of people or chats."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        here = self.registry = CollectorRegistry()
        self.updates = Counter("kol_updates", "Updates taken from Telegram", ["kind"], registry=here)
        self.repeated = Counter("kol_updates_repeated", "Updates that had been taken before", registry=here)
        self.unreadable = Counter("kol_updates_unreadable", "Updates of an unknown shape", registry=here)
        self.turned_away = Counter("kol_turned_away", "Updates over a limit", ["limit"], registry=here)
        self.answer = Histogram(
            "kol_answer_seconds",
            "From taking an update to having dealt with it",
            buckets=SECONDS,
            registry=here,
        )
        self.held = Gauge("kol_updates_held", "Updates being served or waiting", registry=here)
        self.limiter_wait = Histogram(
            "kol_limiter_wait_seconds", "How long calls waited for their turn", buckets=SECONDS, registry=here
        )
        self.floods = Counter("kol_floods", "Calls that Telegram refused with a wait", registry=here)
        self.dropped = Counter("kol_typing_dropped", "Typing not shown to save calls", registry=here)
        self.coalesced = Counter("kol_edits_coalesced", "Edits replaced by a newer one", registry=here)
        self.errors = Counter("kol_errors", "Errors, by what they call for", ["kind"], registry=here)
        self.polled = Gauge("kol_last_poll_seconds", "Unix time of Telegram's last answer", registry=here)

    def text(self) -> bytes:
        """Everything, in Prometheus' text format."""
        return generate_latest(self.registry)


METRICS = Metrics()
