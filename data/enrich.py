"""Channels refreshed from their platforms' own figures: a batch a transaction, so that any end leaves what was done."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from data import rows
from data.bulk import batches
from data.connectors.connector import Absent, Connector, OutOfQuota, Result, Snapshot, SourceError
from data.journal import Entry
from data.merge import updated, updated_from
from data.outcome import changes
from data.provenance import UNKNOWN, Known, both, known, when_said
from data.report import Change
from data.roster import Roster
from data.said import Origin
from knowledge.models import Channel, Creator, Figure, Frozen

BATCH = 50  # channels asked for and saved together
OWN_LINE = (
    "【{}】"  # begins the lines of a description that come from a source, so that the next ones replace them
)
OnStep = Callable[[int, int], None]  # channels done and channels there are
_FIGURES = {
    "followers": "followers",
    "avg_views": "views",
    "engagement": "engagement",
    "posts_per_month": "posts_per_month",
}


class Refreshed(Frozen):
    """A channel with what its source changed, field by field."""

    channel: str
    name: str
    changes: tuple[Change, ...]


class NotFound(Frozen):
    """A channel of which its source says nothing, or nothing that the roster takes, and why."""

    channel: str
    reason: str


class Enrichment(Frozen):
    """What a source did to a roster. ``fresh`` channels were not asked about, ``left`` are to be asked next time.

    ``stopped`` says why it ended early; ``used`` of ``limit`` units of the source's present day or hour are spent.
    """

    source: str
    dry_run: bool
    changed: tuple[Refreshed, ...] = ()
    unchanged: tuple[str, ...] = ()
    not_found: tuple[NotFound, ...] = ()
    fresh: int = 0
    left: int = 0
    stopped: str | None = None
    used: int = 0
    limit: int = 0


def enrich(
    roster: Roster,
    connector: Connector,
    only: Iterable[str] = (),
    dry_run: bool = False,
    max_age: timedelta = timedelta(days=7),
    today: date | None = None,
    on_step: OnStep | None = None,
) -> Enrichment:
    """Ask about one's own channels on the connector's platform, those with the oldest figures first.

    Demo creators are never asked about. A channel whose figures the source gave within ``max_age`` is fresh and not
    asked again, so that a run that was stopped goes on where it ended. ``journal.undo`` takes a run back.

    :param only: creator ids, channel keys or handles; these are asked about whatever their age.
    """
    chosen = {name.casefold().lstrip("@") for name in only}
    day = today or date.today()
    wanted, fresh = _wanted(roster, connector, chosen, day - max_age)
    run = _Run(roster, connector, dry_run, len(wanted), on_step)
    stopped = run.over(wanted)
    used, limit = connector.spent
    return Enrichment(
        source=connector.name, dry_run=dry_run, changed=tuple(run.changed), unchanged=tuple(run.unchanged),
        not_found=tuple(run.not_found), fresh=fresh, left=len(wanted) - run.done, stopped=stopped, used=used, limit=limit,
    )  # fmt: skip


def _wanted(roster: Roster, connector: Connector, chosen: set[str], since: date) -> tuple[list[Channel], int]:
    """The channels to ask about, the oldest figures first, and how many are fresh."""
    found: list[tuple[date, Channel]] = []
    fresh = 0
    for creator in roster.each(own_only=True):
        for channel in creator.channels:
            names = {creator.id.casefold(), channel.key, channel.handle.casefold()}
            if channel.platform is not connector.platform or (chosen and not chosen & names):
                continue
            asked = _asked(channel, connector.name)
            if not chosen and asked and asked > since:
                fresh += 1
            else:
                found.append((asked or date.min, channel))
    return [channel for _, channel in sorted(found, key=lambda pair: (pair[0], pair[1].key))], fresh


def _asked(channel: Channel, source: str) -> date | None:
    """When the source last gave a figure of the channel."""
    figures = [getattr(channel, name) for name in _FIGURES]
    return max((f.as_of for f in figures if f and f.source == source and f.as_of), default=None)


class _Run:
    """Results on their way into the roster."""

    def __init__(
        self, roster: Roster, connector: Connector, dry_run: bool, total: int, on_step: OnStep | None
    ) -> None:
        self.roster, self.connector, self.dry_run = roster, connector, dry_run
        self.total, self.on_step = total, on_step
        self.done = 0
        self.entry: Entry | None = None
        self.changed: list[Refreshed] = []
        self.unchanged: list[str] = []
        self.not_found: list[NotFound] = []

    def over(self, wanted: Sequence[Channel]) -> str | None:
        """Take every batch; why it stopped early, None where it did not."""
        for some in batches(wanted, BATCH):
            results: list[Result] = []
            stopped: str | None = None
            try:
                for result in self.connector.look_up(some):
                    results.append(result)
            except OutOfQuota as problem:
                stopped = f"{problem}. Run it again when the quota is back: it goes on with what is left"
            except SourceError as problem:
                stopped = str(problem)
            self._take(results)
            if stopped:
                return stopped
        return None

    def _take(self, results: Sequence[Result]) -> None:
        snapshots = [result for result in results if isinstance(result, Snapshot)]
        self.not_found += [NotFound(channel=r.key, reason=r.reason) for r in results if isinstance(r, Absent)]
        with self.roster.transaction():
            # Read now, not before the asking: somebody may have changed the roster meanwhile.
            owners = {
                channel.key: creator
                for creator in self.roster.find([s.key for s in snapshots])
                for channel in creator.channels
            }
            before = {creator.id: creator for creator in owners.values()}
            after: dict[str, Creator] = {}
            for snapshot in snapshots:
                if owner := owners.get(snapshot.key):
                    self._put(after.get(owner.id, owner), snapshot, after)
            touched = {id_: creator for id_, creator in after.items() if creator != before[id_]}
            if touched and not self.dry_run:
                self._save(before, touched)
        self.done += len(results)
        if self.on_step:
            self.on_step(self.done, self.total)

    def _put(self, creator: Creator, snapshot: Snapshot, after: dict[str, Creator]) -> None:
        new = refreshed(creator, snapshot)
        try:
            rows.check(new)
        except rows.Unstorable as problem:
            self.not_found.append(NotFound(channel=snapshot.key, reason=str(problem)))
            return
        if new == creator:
            self.unchanged.append(snapshot.key)
        else:
            told = changes(creator, new)
            self.changed.append(Refreshed(channel=snapshot.key, name=new.name, changes=told))
            after[creator.id] = new

    def _save(self, before: dict[str, Creator], touched: dict[str, Creator]) -> None:
        """One entry of the journal for the whole run, so that one undo takes it back."""
        self.entry = self.entry or Entry(self.roster, f"enrich from {self.connector.name}")
        self.entry.replaced((id_, before[id_], creator) for id_, creator in touched.items())
        self.roster.save_all(touched.values(), checked=True)
        self.entry.close()


def refreshed(creator: Creator, snapshot: Snapshot) -> Creator:
    """The creator with what the source says of one channel. Figures of a later day than the source's stay.

    Language, category and region are only filled where they are unknown; of a description only the source's own
    lines are replaced.
    """
    channels = tuple(
        _refreshed(channel, snapshot) if channel.key == snapshot.key else channel
        for channel in creator.channels
    )
    named = (
        creator.name if creator.name.casefold() != _handle(snapshot.key) else snapshot.name or creator.name
    )
    values = {"region": creator.region or snapshot.region, "name": named[:300]}
    origin = Origin(snapshot.as_of, snapshot.source)
    return updated_from(creator, values, lambda field: origin, {"channels": channels})


def _refreshed(channel: Channel, snapshot: Snapshot) -> Channel:
    values: dict[str, object] = {
        "language": channel.language or snapshot.language,
        "category": channel.category or snapshot.topic,
        "content": described(channel.content, snapshot),
    }
    for field, said in _FIGURES.items():
        value, old = getattr(snapshot, said), getattr(channel, field)
        if value is not None and not (old and old.as_of and old.as_of > snapshot.as_of):
            values[field] = Figure(value=value, as_of=snapshot.as_of, source=snapshot.source)
    if snapshot.last_post and not (channel.last_post and channel.last_post > snapshot.last_post):
        values["last_post"] = snapshot.last_post
    return updated_from(channel, values, lambda field: _origin(channel, field, snapshot))


def _origin(channel: Channel, field: str, snapshot: Snapshot) -> Origin:
    """The source, but of a description to which it only added lines: then it is both."""
    own = Known(snapshot.as_of, snapshot.source)
    if field == "content" and _written(channel.content, snapshot):
        before = known(channel).get("content", UNKNOWN)
        if not (before.source or "").endswith(f" + {snapshot.source}"):
            return Origin(*both(before, own))
        return Origin(own.as_of, before.source)
    return Origin(*own)


def described(content: str | None, snapshot: Snapshot) -> str | None:
    """What people wrote, and below it the source's lines in the place of its earlier ones."""
    if not snapshot.content:
        return content
    mark = _mark(snapshot)
    return "\n".join([*_written(content, snapshot), *(f"{mark}{line}" for line in snapshot.content)])


def _written(content: str | None, snapshot: Snapshot) -> list[str]:
    """The lines that are not the source's."""
    mark = _mark(snapshot)
    return [line for line in (content or "").split("\n") if line.strip() and not line.startswith(mark)]


def _mark(snapshot: Snapshot) -> str:
    names = {"youtube": "YouTube", "instagram": "Instagram"}
    return OWN_LINE.format(names.get(snapshot.source, snapshot.source))


def _handle(key: str) -> str:
    return key.partition(":")[2]


def add(
    roster: Roster, connectors: Sequence[Connector], links: Iterable[str]
) -> tuple[list[str], list[NotFound]]:
    """Put the channels of links into the roster where they are not there yet; keys, and links that name none."""
    keys: list[str] = []
    lost: list[NotFound] = []
    for link in links:
        found = next(filter(None, (connector.find(link) for connector in connectors)), None)
        if found:
            keys.append(_known(roster, found) or _added(roster, found, link))
        else:
            asked = " or ".join(connector.name for connector in connectors)
            lost.append(NotFound(channel=link, reason=f"no channel on {asked} is found by this link"))
    return keys, lost


def _known(roster: Roster, channel: Channel) -> str | None:
    """The key under which the roster has the channel: by its handle, or by the id in its link."""
    id_ = (channel.url or "").rsplit("/", 1)[-1]
    for key in (channel.key, f"{channel.platform}:{id_.casefold()}"):
        if roster.get(key):
            return key
    return None


def _added(roster: Roster, channel: Channel, link: str) -> str:
    """Put a channel in of which nothing is known but what the link says."""
    origin = Origin(date.today(), link)
    words = {"handle": channel.handle, "url": channel.url}
    found = updated(channel, {"provenance": when_said(None, words, lambda _: origin)})
    named = when_said(None, {"name": channel.handle}, lambda _: origin)
    with roster.transaction():
        creator = Creator(id=channel.key, name=channel.handle, channels=(found,), provenance=named)
        entry = Entry(roster, f"adding {channel.key}")
        entry.replaced([(creator.id, None, creator)])
        roster.save(creator)
        entry.close()
    return channel.key
