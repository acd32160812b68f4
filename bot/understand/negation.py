"""What the seller does not want: excluded platforms, and exclusions in their own words."""

import re

from bot.understand import platforms
from bot.understand.amount_words import CREATOR
from bot.understand.folding import pattern
from bot.understand.notes import HIDDEN, USED, Notes

_CUE = pattern(
    r"(?:千萬)?(?:請)?(?:不要再?找?|不想要?找?|不找|別再?找|別用|別(?!人|墅|緻|針|家|出|的)|勿"
    r"|拒絕|避開|避免|排除|不接受|不喜歡|不考慮|討厭|禁止|謝絕|不需要|唔要|唔好|唔想要?|不希望"
    r"|不走|不碰|不做(?!作|工)|不上|不投|不收|不愛|不用|最好不是|不能(?=是|有|太|跟|和|像)"
    r"|不可以?(?=是|有|太|跟|和|像)|不得|不是那種|不太想要|不想看到|不應該)"
    r"(?:再)?(?:給我)?(?:用|是|找|推薦?|介紹|放|安排|在|搞|做|看起來|走)?(?:給我)?(?:那種|那些"
    r"|這些|任何|太?像)?\s?"
    r"|‹(?:(?:we |i )?(?:don't|do not|dont|doesn't|wouldn't|would not|won't) (?:want|like|need"
    r"|work with|use|do)(?: any| to use| to work with| to see| the| someone| anyone)?|please no"
    r"|no more|no|not too|not the|not into|not looking for|not interested in|not"
    r"|without(?: any)?|avoid(?:ing)?|except(?: for)?|excluding|exclude|never|hate|skip"
    r"|anything but|nothing|other than|stay away from|nobody|no one|anyone but"
    r"|rather not)\s(?:on\s|use\s|any\s|a\s)?"
)
_HARMLESS = pattern(
    r"(?:不要|別|不用|不能|不需要|不想|不可|唔好|唔使)(?:\s?(?:緊|問|鬧|吵|煩|傳|講|這樣|擔心"
    r"|客氣|急|騙|生氣|忘|錯過|再說|說了|太多錢|花太多|浪費|超過|高過|低於|少於|管|限|太久|很久"
    r"|等|了|謝|啦|吧|理我|找了|我說|告訴|介意|寫|亂))"
    r"|‹(?:no|not|never|nothing)\s(?:idea|clue|sure|problem|rush|preference|preferences|limit"
    r"|limits|need|matter|yet|decided|thanks|thank|worries|budget|only|more than|less than"
    r"|a lot|much|that|really|know|specific|particular|bad|longer|over|above|exceeding|fewer"
    r"|enough|too (?:expensive|pricey|costly)|very|many|many|doubt|way|good|now|ok|fair|sales"
    r"|one knows|mind|important|so|it|this|him|her|them|special|pressure|\d)"
    r"|不要(?:那麼|太|這麼)?(?:貴|花)"
)
_END = pattern(
    r"也?(?=不要|不想|別找|不找)|[,，。;；!！?？、|\n\r"
    + USED
    + HIDDEN
    + r"]|\s/\s|但是?|可是|不過|只要|(?<!想)要(?!求|價)(?=找|有|會|做|的是)|而是|而要|我們|預算"
    r"|最好|因為|請(?!客|款)|然後|另外|其他都|都可以|想找|希望"
    r"|\s(?:but|just|only|because|since|so|we|i|i'm|we're|budget|please|although|prefer|looking"
    r"|need|instead|thanks|also|and (?:budget|we|i|no|not|please|about|around|only|must"
    r"|should))\s"
    r"|(?<=[\u4e00-\u9fff])\s|\s(?=[\u4e00-\u9fff])|\.(?:\s|$)|\s-\s|\("
)
_SPLIT = pattern(r"\s(?:or|nor|and)\s(?:any\s|no\s)?|或者?是?|(?<=[\u4e00-\u9fff])、")
_TAIL = pattern(
    rf"(?:的?(?:{CREATOR}|人|那種)|的|那種|之類|喔|啦|哦|唷|呢|耶|啊|了|吧|please|pls|thanks"
    rf"|at all)$"
)
_POLITE = pattern(r",?\s(?:please|pls|thanks|at all)$")
_EMPTY = pattern(
    rf"^(?:{CREATOR}|的|上|on|the|any|\s|people|stuff|content|posts?|videos?|平台|這些|那些|上面|們"
    rf"|給我|我|也?沒關係|也?沒差|也?可以|也?行|也?ok|就好|了|喔|啦|哦|謝謝|please)*$"
)
_MOST_EXCLUSIONS = 20


def read(notes: Notes) -> None:
    """Note exclusions and excluded platforms, and use their words up."""
    place, found = 0, []
    while match := _CUE.search(notes.free, place):
        place = match.end()
        if _HARMLESS.match(notes.free, match.start()):
            continue
        end = _scope_end(notes, match.end())
        found += _within(notes, match.end(), end)
        notes.take(match.start(), max(end, match.end()))
        place = max(end, match.end())
    _note(notes, found)


def _scope_end(notes: Notes, start: int) -> int:
    """Where the negation ends. A list of platforms may hold spaces and commas that would end it early."""
    _, place = platforms.run_of(notes, start)
    end = _END.search(notes.free, max(place, start))
    return min(end.start() if end else len(notes.free), start + 60)


def _within(notes: Notes, start: int, end: int) -> list[tuple[str, int, int]]:
    named, place = platforms.run_of(notes, start)
    rest = notes.free[place:end]
    platforms.exclude(notes, named)
    if named and _EMPTY.match(rest.strip()):
        return []
    if named:
        place += len(rest) - len(re.sub(r"^\s*(?:or|and|或|跟|和|、)\s*", "", rest))
    return _phrases(notes, place, end)


def _phrases(notes: Notes, start: int, end: int) -> list[tuple[str, int, int]]:
    found, place = [], start
    for match in [*_SPLIT.finditer(notes.free, start, end), None]:
        stop = match.start() if match else end
        if words := _clean(notes, place, stop):
            found.append(words)
        place = match.end() if match else end
    return found


def _clean(notes: Notes, start: int, end: int) -> tuple[str, int, int] | None:
    while start < end and (notes.free[start].isspace() or notes.free[start] in USED + HIDDEN):
        start += 1
    while end > start and (notes.free[end - 1].isspace() or notes.free[end - 1] in USED + HIDDEN):
        end -= 1
    phrase = notes.free[start:end]
    if end - start > 200 or len(phrase.strip(" .的")) < 2 or _EMPTY.match(phrase):
        return None
    tail = _TAIL.search(phrase) if re.search("[\u4e00-\u9fff]", phrase) else _POLITE.search(phrase)
    if tail and (len(phrase) - len(tail[0]) >= 2) and (tail[0] != "的" or len(phrase) <= 5):
        end -= len(tail[0])
    return notes.folded.words(start, end), start, end


def _note(notes: Notes, found: list[tuple[str, int, int]]) -> None:
    held = (notes.brief.product or "").casefold()
    found = [said for said in found if said[0].casefold() != held]  # it's matcha, not coffee: a correction
    if not found:
        return
    words = tuple(dict.fromkeys((*notes.brief.exclusions, *(phrase for phrase, _, _ in found))))
    notes.say("exclusions", words[:_MOST_EXCLUSIONS], found[0][1], found[-1][2])
