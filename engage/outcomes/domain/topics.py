"""Topics and questions of citizens: what may become of one, how long its words stay, how long it waits.

Pure rules. Nothing here knows who proposed anything: nobody does.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from engage.core.refusal import Refusal
from engage.outcomes.domain.kinds import TopicKind, TopicState

LONGEST_WORDS = 1_000
"""Characters of a proposal."""
LONGEST_TITLE = 200
LONGEST_TEXT = 2_000
LONGEST_ANSWER = 4_000
WORDS_DAYS = 90
"""The words as they came are deleted so many days after they came, looked at or not."""
WORDS_DAYS_DECIDED = 14
"""And so many days after somebody decided, if that is sooner: time to mend a slip."""
NOT_SHOWN_DAYS = 365
"""What is not shown is deleted with its page so many days after it came."""
ANSWER_WORKING_DAYS = 10
"""By when questions should be answered."""
_WEEK, _WORKING = 7, 5


class WhyNot(StrEnum):
    """Why a proposal is not shown, in general: nothing of its words."""

    PEOPLE = "people"
    """It names or describes people who could be recognised."""
    HURTS = "hurts"
    """It insults or threatens."""
    ELSEWHERE = "elsewhere"
    """It is nothing that the hub can deal with."""
    THERE = "there"
    """The same is on the list already."""
    UNCLEAR = "unclear"
    ADVERTISING = "advertising"
    NOT_LOOKED_AT = "not_looked_at"
    """Nobody looked at it before its words had to be deleted. No team chooses this."""


CHOSEN = tuple(why for why in WhyNot if why is not WhyNot.NOT_LOOKED_AT)
"""What a team chooses from."""


class Lack(StrEnum):
    """What keeps a proposal from being sent."""

    KIND = "kind"
    WORDS = "words"
    TOO_LONG = "too_long"
    CHARACTER = "character"


def lacks(kind: str, words: str) -> Mapping[str, Lack]:
    """What is wrong with a proposal, by the field of its form; nothing: it can be sent."""
    found = {} if kind in set(TopicKind) else {"kind": Lack.KIND}
    if not words.strip():
        found["words"] = Lack.WORDS
    elif "\0" in words:
        found["words"] = Lack.CHARACTER
    elif len(words) > LONGEST_WORDS:
        found["words"] = Lack.TOO_LONG
    return found


class Deed(StrEnum):
    """What a team does with a proposal."""

    SHOW = "show"
    NOT_SHOW = "not_show"
    TAKE_UP = "take_up"
    LEAVE = "leave"
    """What dealt with it deals with it no more."""
    ANSWER = "answer"
    TAKE_BACK = "take_back"
    """The answer."""


class NotNow(Refusal):
    """This cannot be done with a proposal that stands where it stands."""

    code = "topic_not_now"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a proposal stands."""

    looked_at: bool = False
    visible: bool = False
    taken_up: bool = False
    answered: bool = False

    @property
    def state(self) -> TopicState:
        """What stands farthest: an answered one that was also taken up is answered."""
        if not self.looked_at:
            return TopicState.WAITING
        if not self.visible:
            return TopicState.NOT_SHOWN
        if self.answered:
            return TopicState.ANSWERED
        return TopicState.TAKEN_UP if self.taken_up else TopicState.SHOWN


_CHANGES: Mapping[Deed, Mapping[str, bool]] = {
    Deed.SHOW: {"looked_at": True, "visible": True},
    Deed.NOT_SHOW: {"looked_at": True, "visible": False},
    Deed.TAKE_UP: {"taken_up": True},
    Deed.LEAVE: {"taken_up": False},
    Deed.ANSWER: {"answered": True},
    Deed.TAKE_BACK: {"answered": False},
}


def may(standing: Standing, deed: Deed) -> bool:
    """Whether it can be done now. Everything but showing comes after showing; shown is shown once."""
    if deed is Deed.SHOW:
        return not standing.visible
    if deed is Deed.NOT_SHOW:
        return standing.visible or not standing.looked_at
    if deed is Deed.LEAVE:
        return standing.visible and standing.taken_up
    if deed is Deed.TAKE_BACK:
        return standing.visible and standing.answered
    return standing.visible


def after(standing: Standing, deed: Deed) -> Standing:
    """Where it stands then. What took it up and what was answered outlast a time in which it is not shown.

    :raises NotNow: where it cannot be done
    """
    if not may(standing, deed):
        raise NotNow
    return replace(standing, **_CHANGES[deed])


def words_until(proposed_on: date, decided_on: date | None = None) -> date:
    """The last day on which the words as they came are kept."""
    latest = proposed_on + timedelta(days=WORDS_DAYS)
    return latest if decided_on is None else min(latest, decided_on + timedelta(days=WORDS_DAYS_DECIDED))


def working_days(since: date, until: date) -> int:
    """Working days from one day to another: Mondays to Fridays after the first, up to and with the second.

    Public holidays count as working days: they differ by country and region.

    :returns: 0 where the second day is the first or comes before it
    """
    if until <= since:
        return 0
    weeks, rest = divmod((until - since).days, _WEEK)
    weekday = since.weekday()
    return weeks * _WORKING + sum((weekday + day) % _WEEK < _WORKING for day in range(1, rest + 1))


def is_late(proposed_on: date, today: date) -> bool:
    """Whether a question that is not answered should be."""
    return working_days(proposed_on, today) > ANSWER_WORKING_DAYS
