"""Nobody crosses a team's border: random people bring random commands, buttons, tags, ids, tokens and briefs.

Everything about a team bears a word of its own: its name, its people, its creators, their handles and notes. Wherever
that word appears, the reader must belong to the team, or sit in the group it is bound to; and a team's roster changes
only under the hands of somebody who may change it.
"""

import os
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import pytest

from bot.app import Home
from bot.authority import Act, may
from bot.conversation import tag_of
from bot.links import Kind, Payload
from bot.pins import Pinning
from bot.screens.screen import Tap
from bot.sides import Ask
from bot.taps import UnknownTap
from bot.turn import File, Turn
from data.conversations import Place
from data.invitations import InvitationStore
from data.teams import Role, Seat
from data.tokens import new_token
from tests.bot.rosters.talk import BOT, table
from tests.conftest import home_at

WORDS = ("QUOKKA", "NARWHAL", "AXOLOTL")
ROLES = (
    {1: Role.OWNER, 2: Role.EDITOR, 3: Role.MEMBER},
    {4: Role.OWNER, 3: Role.EDITOR, 5: Role.MEMBER},
    {6: Role.OWNER, 2: Role.MEMBER},
)
PEOPLE = (1, 2, 3, 4, 5, 6, 7, 9)  # 7 belongs nowhere, 9 runs the installation
GROUPS = {-1: 0, -2: 1, -3: None}  # the team each is bound to
ADMINS = {(-1, 1), (-2, 4), (-3, 7), (-2, 7)}
ENDS = {
    "delete2",
    "drop2",
    "hand2",
    "leave2",
    "unbind",
    "merge",
    "undo2",
    "rm2",
    "bind",
}  # would end the play
STEPS = 150  # deeds for each seed; BORDER_SEEDS=100 looks for more


class World(NamedTuple):
    """A home with three teams, and every button that anybody has seen so far."""

    home: Home
    teams: list[str]
    taps: list[Tap]
    payloads: list[str]


def _list(word: str) -> bytes:
    rows = [
        f"{word} 創作者{n} | https://www.instagram.com/{word.lower()}{n} | {n}萬 | 手工皂 {word} | {word}@example.com"
        for n in range(1, 4)
    ]
    return table("名稱 | 連結 | 粉絲數 | 內容描述 | 聯絡", *rows)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    home = home_at(tmp_path_factory.mktemp("borders") / "home")
    home.access.operators = frozenset({9})
    world = World(home, [], [], [])
    for word, roles in zip(WORDS, ROLES, strict=True):
        team = home.teams.create(f"{word} 隊", next(iter(roles)), f"{word} 1")
        world.teams.append(team.id)
        for user, role in roles.items():
            if role is not Role.OWNER:
                home.teams.join(team.id, user, f"{word} {user}", role)
        owner = ask(world, next(iter(roles)))
        home.teams.sit(owner.place.chat, Seat(team.id))
        _see(world, owner, home.chat.file(owner, File(f"{word}.csv", _list(word))))
        confirm = next(tap for tap in reversed(world.taps) if tap.slot == "go")
        _see(world, owner, home.chat.tap_beside(owner, confirm))
        _see(
            world, owner, home.chat.file(owner, File(f"{word}2.csv", _list(word) + f"\n{word} 9,x".encode()))
        )
    for group, number in GROUPS.items():
        if number is not None:
            home.teams.sit(group, Seat(world.teams[number]))
    for user in PEOPLE:
        for line in ("team", "roster"):
            _see(world, ask(world, user), home.chat.beside(ask(world, user), line, ""))
    yield world
    home.shelf.close()
    home.store.close()


def ask(world: World, user: int, chat: int | None = None, language: str = "zh-TW") -> Ask:
    place = Place(user if chat is None else chat, 0, user)
    return Ask(place, language, f"person {user}", chat is None, (chat, user) in ADMINS, bot=BOT)


def _see(world: World, who: Ask, turn: Turn | None) -> str:
    """Everything that comes to somebody; its buttons are known from then on."""
    if turn is None:
        return ""
    shown = [turn.toast or ""]
    for screen in turn.screens:
        shown.append(screen.plain)
        for button in (button for row in screen.buttons for button in row):
            shown += [button.label, button.copy or "", button.url or ""]
            if button.tap and button.tap.brief_id.startswith("~") and button.tap not in world.taps[-400:]:
                world.taps.append(button.tap)
            if "start=" in (button.copy or ""):
                world.payloads.append((button.copy or "").partition("start=")[2])
    shown += [f"{file.name} {file.caption} {file.content.decode('utf-8', 'ignore')}" for file in turn.files]
    return "\n".join(shown)


def _may_see(world: World, who: Ask, number: int) -> bool:
    team, place = world.teams[number], who.place
    if place.is_group:
        seat = world.home.teams.seat(place.chat)
        return seat is not None and seat.team == team
    return world.home.teams.role(team, place.user) is not None


def _versions(world: World) -> list[int]:
    versions = []
    for team in world.teams:
        with world.home.shelf.lent(team) as kept:
            versions.append(kept.roster.version)
    return versions


def _may_change(world: World, who: Ask, number: int) -> bool:
    standing = world.home.access.standing(who, world.teams[number])
    return may(standing, Act.CHANGE) or may(standing, Act.IMPORT)


def _done(world: World, who: Ask, deed: str, dice: Random) -> str:
    chat = world.home.chat
    match deed:
        case "command":
            line = dice.choice(["team", "roster", "import", "shares", "share"])
            argument = dice.choice(["", "QUOKK", "NARWHA", "AXOLOT", "創作者", "quokk1", *world.teams])
            return _see(world, who, chat.beside(who, line, argument if line == "roster" else ""))
        case "words":
            words = dice.choice(["創作者1", "怪欄 = 備註", "https://x.com/somebody", "1.3萬", "清空"])
            return _see(world, who, chat.words_beside(who, words))
        case "brief":
            return _see(world, who, chat.say(who.place, dice.choice(_BRIEFS), None))
        case "start":
            forged = [str(Payload(kind, new_token())) for kind in Kind]
            return _see(world, who, chat.link_beside(who, dice.choice([*world.payloads, *forged])))
        case _:
            return _tapped(world, who, dice)


_BRIEFS = [
    "我賣手工皂 280 預算3萬",
    "handmade soap, NT$280, budget 30k",
    "換一批",
    "為什麼推薦第二個？",
    "compare 1 and 2",
]


def _tapped(world: World, who: Ask, dice: Random) -> str:
    """A button that somebody saw, as it is or with another team's id, tag or token put in."""
    tap = dice.choice(world.taps)
    if dice.random() < 0.5:
        parts = tap.value.split(".")
        others = dice.choice(world.taps).value.split(".")
        place = dice.randrange(len(parts))
        parts[place] = dice.choice([*world.teams, "-", "nowhere1", *others])
        tap = tap._replace(value=".".join(parts))
    if tap.slot in ENDS:
        return ""
    try:
        return _see(world, who, world.home.chat.tap_beside(who, tap))
    except (UnknownTap, LookupError):
        return ""


def _step(world: World, dice: Random) -> None:
    """One random deed of one random person somewhere, and what may come of it."""
    user, chat = dice.choice(PEOPLE), dice.choice([None, None, *GROUPS])
    who = ask(world, user, chat, dice.choice(["zh-TW", "en"]))
    allowed = [_may_change(world, who, number) for number in range(len(WORDS))]
    before = _versions(world)
    deeds = ["tap"] * 12 + ["command"] * 5 + ["words"] * 2 + ["start"] * 3 + ["brief"]
    shown = _done(world, who, dice.choice(deeds), dice)
    for number, word in enumerate(WORDS):
        if word.casefold() in shown.casefold():
            assert _may_see(world, who, number), f"{user} in {chat} sees {word}:\n{shown}"
    changed = [a != b for a, b in zip(before, _versions(world), strict=True)]
    assert not any(change and not may_ for change, may_ in zip(changed, allowed, strict=True))


@pytest.mark.parametrize("seed", range(int(os.environ.get("BORDER_SEEDS", "3"))))
def test_nobody_crosses_a_border(world: World, seed: int) -> None:
    dice = Random(seed)
    for _ in range(STEPS):
        _step(world, dice)


@pytest.mark.parametrize("ending", sorted(ENDS - {"bind"}))
def test_what_ends_something_is_refused_to_everybody_else(world: World, ending: str) -> None:
    """The deeds that the random play leaves out, by all who may not, with every argument it has seen."""
    before = (_versions(world), [world.home.teams.members(team) for team in world.teams])
    rests = {tap.value.partition(".")[2] for tap in world.taps}
    rests |= {str(user) for user in PEOPLE}
    area = "~team" if ending in {"delete2", "drop2", "hand2", "leave2", "unbind"} else "~roster"
    needed = {"~roster": Act.CHANGE, "~team": Act.LEAVE if ending == "leave2" else Act.ADMINISTER}[area]
    for user in PEOPLE:
        for chat in (None, *GROUPS):
            who = ask(world, user, chat)
            for team in world.teams:
                if may(world.home.access.standing(who, team), needed):
                    continue
                for rest in sorted(rests)[:40]:
                    turn = world.home.chat.tap_beside(who, Tap(area, ending, f"{team}.{rest}"))
                    assert turn.toast and not turn.screens and not turn.files
    assert before == (_versions(world), [world.home.teams.members(team) for team in world.teams])


def test_a_stranger_is_told_the_same_of_what_is_and_what_is_not(world: World) -> None:
    stranger = ask(world, 7)
    told = {
        (world.home.chat.tap_beside(stranger, tap._replace(value=tap.value.replace(team, key))).toast)
        for team in world.teams
        for tap in world.taps
        if team in tap.value and tap.slot not in {"sit", "bind", "join"}
        for key in (team, "nowhere1")
    }
    assert len(told) == 1


def test_guessed_tokens_open_nothing(world: World) -> None:
    invitations = InvitationStore(world.home.teams)
    invitations.invite(world.teams[0], Role.MEMBER, 1, uses=50)
    opened = [invitations.look(new_token()) for _ in range(500)]
    assert opened == [None] * 500


@pytest.mark.parametrize(("user", "is_member"), [(1, True), (7, False)])
def test_what_was_pinned_takes_nobody_out_of_a_teams_roster(world: World, user: int, is_member: bool) -> None:
    """A brief asked in a team's group goes home with its asker; the creators starred and voted up there do not."""
    chat, who = world.home.chat, ask(world, user, -40 - user)
    world.home.teams.sit(who.place.chat, Seat(world.teams[0]))
    if is_member:
        world.home.teams.sit(user, Seat(world.teams[0]))
    turn = chat.say(who.place, _BRIEFS[0], None)
    assert turn.advice
    keys = [pick.id for pick in turn.advice.creators]
    assert keys and all(WORDS[0].lower() in key for key in keys)
    chat.tap(who.place, Tap(turn.brief_id, "star", f"+{tag_of(keys[0])}"))
    chat.poll.votes.cast(turn.brief_id, keys[-1], 3, 1, "t")
    chat.store.place_card(turn.brief_id, 40)
    pinning = chat.sides["~pin"]
    assert isinstance(pinning, Pinning) and pinning.pinned(who.place.chat, 40)
    chat.left(who.place.chat)
    alone = ask(world, user)
    shown = _see(world, alone, chat.beside(alone, "shortlist", ""))
    shown += _see(world, alone, chat.tap_beside(alone, Tap("~pin", "open", turn.brief_id)))
    assert "手工皂" in shown
    assert (WORDS[0].casefold() in shown.casefold()) is is_member
    stranger = ask(world, 6)
    with pytest.raises(LookupError):
        chat.tap_beside(stranger, Tap("~pin", "open", turn.brief_id))
