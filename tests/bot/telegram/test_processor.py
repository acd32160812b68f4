"""Updates in order for one person, in parallel across people."""

import asyncio
from typing import Any

from telegram import Chat, Message, Update, User

from bot.telegram.processor import InOrder, Key, key_of, thread_of
from data.inbox import Acting, acting

NOW: Any = None


def update(
    number: int, user: int = 1, chat: int = 1, thread: int | None = None, topic: bool = False
) -> Update:
    sender = User(user, "a", is_bot=False)
    message = Message(
        number,
        NOW,
        Chat(chat, "private"),
        from_user=sender,
        message_thread_id=thread,
        is_topic_message=topic or None,
    )
    return Update(number, message=message)


def test_the_line_is_chat_topic_and_person() -> None:
    assert key_of(update(1, user=2, chat=3)) == Key(3, 0, 2)
    assert key_of(update(1, user=2, chat=3, thread=4, topic=True)) == Key(3, 4, 2)


def test_a_reply_thread_is_no_topic() -> None:
    assert thread_of(update(1, thread=4).message) == 0
    assert thread_of(None) == 0


async def done(processor: InOrder, updates: list[Update], seconds: list[float]) -> list[str]:
    """What began and ended, in order."""
    story: list[str] = []

    async def work(number: int, wait: float) -> None:
        story.append(f"{number} begins")
        await asyncio.sleep(wait)
        story.append(f"{number} ends")

    async with asyncio.TaskGroup() as tasks:
        for one, wait in zip(updates, seconds, strict=True):
            tasks.create_task(processor.process_update(one, work(one.update_id, wait)))
    return story


async def test_one_person_is_served_in_order() -> None:
    story = await done(InOrder(), [update(1), update(2), update(3)], [0.02, 0.0, 0.01])
    assert story == ["1 begins", "1 ends", "2 begins", "2 ends", "3 begins", "3 ends"]


async def test_people_do_not_wait_for_each_other() -> None:
    story = await done(InOrder(), [update(1, user=1), update(2, user=2)], [0.02, 0.0])
    assert story == ["1 begins", "2 begins", "2 ends", "1 ends"]


async def test_at_most_so_many_at_once() -> None:
    story = await done(InOrder(at_once=1), [update(1, user=1), update(2, user=2)], [0.02, 0.0])
    assert story == ["1 begins", "1 ends", "2 begins", "2 ends"]


async def test_an_impatient_person_takes_one_slot_only() -> None:
    impatient = [update(n, user=1) for n in range(1, 6)]
    story = await done(InOrder(at_once=2), [*impatient, update(9, user=2)], [0.02] * 5 + [0.0])
    assert story[:3] == ["1 begins", "9 begins", "9 ends"]


async def test_nobody_is_remembered_when_served() -> None:
    processor = InOrder()
    await done(processor, [update(n, user=n % 3) for n in range(9)], [0.0] * 9)
    assert processor._lines == {}


async def test_a_fault_does_not_block_the_line() -> None:
    processor = InOrder()

    async def fails() -> None:
        raise ValueError

    first = asyncio.create_task(processor.process_update(update(1), fails()))
    await asyncio.gather(first, return_exceptions=True)
    assert await done(processor, [update(2)], [0.0]) == ["2 begins", "2 ends"]


async def test_updates_that_wait_are_served_by_number_whenever_they_came() -> None:
    # Telegram's webhook calls overtake each other.
    story = await done(InOrder(), [update(1), update(4), update(2), update(3)], [0.02, 0, 0, 0])
    assert [step for step in story if "begins" in step] == ["1 begins", "2 begins", "3 begins", "4 begins"]


async def test_over_the_backlog_people_are_turned_away_and_told() -> None:
    processor, away, finished = InOrder(backlog=3), list[int](), list[int]()

    async def turn_away(one: Update) -> None:
        away.append(one.update_id)

    processor.turn_away, processor.finished = turn_away, finished.append
    story = await done(processor, [update(n) for n in range(1, 8)], [0.01] * 7)
    assert away == [5, 6, 7] and "4 ends" in story and "5 begins" not in story
    assert sorted(finished) == [1, 2, 3, 4, 5, 6, 7] and processor._lines == {}


async def test_what_an_earlier_process_accepted_is_never_turned_away() -> None:
    # 70 updates of one person, reopened after a restart: 39 of them were told that too many wait.
    processor, away, finished = InOrder(backlog=3), list[int](), list[int]()

    async def turn_away(one: Update) -> None:
        away.append(one.update_id)

    processor.turn_away, processor.finished = turn_away, finished.append
    processor.owed |= set(range(1, 9))
    story = await done(processor, [update(n) for n in range(1, 12)], [0.001] * 11)
    assert [step for step in story if "begins" in step] == [f"{n} begins" for n in range(1, 9)]
    assert away == [9, 10, 11] and sorted(finished) == list(range(1, 12)) and processor.owed == set()


async def test_one_persons_backlog_turns_nobody_else_away() -> None:
    processor, away = InOrder(backlog=1), list[int]()

    async def turn_away(one: Update) -> None:
        away.append(one.update_id)

    processor.turn_away = turn_away
    updates = [*(update(n, user=1) for n in range(1, 5)), update(9, user=2)]
    assert "9 ends" in await done(processor, updates, [0.01] * 5) and away == [3, 4]


async def test_stopping_finishes_what_is_in_work_and_leaves_the_rest() -> None:
    processor, finished, story = InOrder(), list[int](), list[str]()
    processor.finished = finished.append

    async def work(number: int) -> None:
        story.append(f"{number} begins")
        await asyncio.sleep(0.02)

    tasks = [asyncio.create_task(processor.process_update(update(n), work(n))) for n in (1, 2, 3)]
    await asyncio.sleep(0.005)
    await processor.stop(1.0)
    await asyncio.gather(*tasks)
    assert story == ["1 begins"] and finished == [1]


async def test_what_takes_too_long_to_stop_is_cut_short_and_not_finished() -> None:
    processor, finished = InOrder(), list[int]()
    processor.finished = finished.append
    task = asyncio.create_task(processor.process_update(update(1), asyncio.sleep(60)))
    await asyncio.sleep(0)
    await processor.stop(0.01)
    await asyncio.gather(task, return_exceptions=True)
    assert task.cancelled() and finished == [] and processor._lines == {}


async def test_what_is_written_knows_its_update() -> None:
    processor, seen = InOrder(), list[Acting | None]()
    processor.again.add(2)

    async def work() -> None:
        seen.append(acting.get())

    for number in (1, 2, 3):
        await asyncio.create_task(processor.process_update(update(number), work()))
    assert seen == [Acting(1), Acting(2, again=True), Acting(3)] and acting.get() is None
