"""Keeping a collection up to a roster that changes: after the first load only what changed is sent."""

import json
from functools import partial
from itertools import islice

from retrieval.milvus import BATCH, MilvusIndex
from retrieval.milvus_load import Loaded, OnStep, load, patient, written
from retrieval.milvus_load import Source as Whole
from retrieval.source import Source

FOLLOWED = "follows"  # the note with the state of the roster that the collection is up to


def follow(index: MilvusIndex, roster: Source, again: bool = False, on_step: OnStep | None = None) -> Loaded:
    """Bring a collection up to a roster: whom it changed since the last time, or all where that is not known.

    Whom the roster removed is removed here too, except in a load of all: nobody knows then who came from it and who
    from elsewhere.

    :param again: load all of it, from the beginning.
    """
    state = roster.state()
    ids = None if again else _changed(index, roster)
    if ids is None:
        if state[2]:
            index.delete_demo()
        done = load(index, Whole(f"roster {state}", roster.each_in_use), again, on_step)
    else:
        done = _sent(index, roster, ids, on_step)
    patient(index, partial(index.collection.keep_note, FOLLOWED, json.dumps(state)))
    return done


def follow_on(index: MilvusIndex, roster: Source) -> int:
    """Send what a roster changed, if this collection followed it before; say how many creators were sent.

    For a bot that looks now and then: it never begins a load, nor puts demo creators where others are.
    """
    state = json.dumps(roster.state())
    if index.collection.note(FOLLOWED) == state or _changed(index, roster) is None:
        return 0
    return follow(index, roster).creators


def _changed(index: MilvusIndex, roster: Source) -> list[str] | None:
    """Who was saved or removed since the collection was up to this roster; None where that is not known."""
    text = index.collection.note(FOLLOWED)
    if text is None:
        return None
    version, stamp, own = json.loads(text)
    return roster.changed_since(version, stamp) if own == roster.state()[2] else None


def _sent(index: MilvusIndex, roster: Source, ids: list[str], on_step: OnStep | None) -> Loaded:
    """Write creators with these ids, and remove those whom the roster has no more."""
    done, own, rest = Loaded(), roster.state()[2], iter(ids)
    while some := list(islice(rest, BATCH)):
        creators = [creator for creator in roster.find(ids=some) if creator.demo != own]
        gone = set(some) - {creator.id for creator in creators}
        if gone:  # first, since a channel may have gone from one of them to another
            patient(index, partial(index.delete, gone))
        if creators:
            done = done.with_(*written(index, creators))
        if on_step:
            on_step(done.creators)
    return done
