"""What the bot does beside answering, as far as it concerns the memory of what people said."""

from bot.app import Home
from bot.housekeeping import Others, jobs_of
from data.conversations import Place
from data.store import connect
from tests.conftest import home_at

MEI = Place(7001, 0, 7001)


def remembered(home: Home) -> int:
    """How many answers the common advisor has in memory."""
    return len(home.common.made()._answers)


def test_what_another_process_removes_leaves_our_memory_too(home: Home) -> None:
    others = Others(home)
    home.chat.say(MEI, "手工皂 280 預算3萬", "zh-TW")
    others.heed()
    assert remembered(home) == 1, "our own commits are no reason"
    elsewhere = home_at(home.options.home)
    assert elsewhere.privacy.forget(MEI.user).left == {}
    elsewhere.store.close()
    assert remembered(home) == 1
    others.heed()
    assert remembered(home) == 0
    home.chat.say(MEI, "手工皂 280 預算3萬", "zh-TW")
    others.heed()
    assert remembered(home) == 1, "heeded once"


def test_what_was_written_before_the_first_look_is_heeded(home: Home) -> None:
    others = Others(home)
    home.chat.say(MEI, "手工皂 280 預算3萬", "zh-TW")
    store = connect(home.store.path)
    with store.atomic():
        store.execute("delete from briefs")
    store.close()
    others.heed()
    assert remembered(home) == 0


def test_every_job_can_be_done(home: Home) -> None:
    jobs = {job.name: job for job in jobs_of(home)}
    assert jobs.keys() == {"retain", "backup", "memory", "others"}
    for job in jobs.values():
        job.work()
