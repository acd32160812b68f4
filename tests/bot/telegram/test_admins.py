"""Who is an admin: as Telegram says, for a minute, and nobody where it does not say."""

from typing import Any, cast

from telegram import Bot, ChatMemberAdministrator, ChatMemberMember, ChatMemberOwner, User
from telegram.error import BadRequest

from bot.telegram.admins import Admins

ANN, BEN, CAT = (User(id=number, first_name="x", is_bot=False) for number in (1, 2, 3))


class Group:
    """getChatMember for one group: Ann owns it, Ben is an admin, Cat a member; of others it says nothing."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        right = dict.fromkeys(
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
            " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories"
            " can_delete_stories".split(),
            False,
        )
        self.members: dict[int, Any] = {
            1: ChatMemberOwner(user=ANN, is_anonymous=False),
            2: ChatMemberAdministrator(user=BEN, **right),
            3: ChatMemberMember(user=CAT),
        }

    async def get_chat_member(self, chat: int, user: int) -> Any:
        self.asked.append(user)
        if user not in self.members:
            raise BadRequest("Participant_id_invalid")
        return self.members[user]


async def test_who_is_one() -> None:
    group = Group()
    bot, admins = cast(Bot, group), Admins()
    assert [await admins.has(bot, -100, user) for user in (1, 2, 3, 4)] == [True, True, False, False]


async def test_it_is_asked_again_after_a_minute() -> None:
    group, now = Group(), 0.0
    bot, admins = cast(Bot, group), Admins(lambda: now)
    for moment in (0.0, 59.0, 61.0):
        now = moment
        await admins.has(bot, -100, 2)
    assert group.asked == [2, 2]
    group.members[2] = group.members[3]
    now = 200.0
    assert not await admins.has(bot, -100, 2), "an admin no more"


async def test_groups_are_told_apart() -> None:
    group = Group()
    bot, admins = cast(Bot, group), Admins()
    await admins.has(bot, -100, 1)
    await admins.has(bot, -200, 1)
    assert len(group.asked) == 2
