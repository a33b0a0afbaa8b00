"""What a registration form asks of whom: as the event says, for the purpose it is filled in for. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engage.events.domain.kinds import Ask, Asked, AttendeeRole, NeedKind

NEED_ASKS = {
    Ask.ACCESS: NeedKind.ACCESS,
    Ask.DIET: NeedKind.DIET,
    Ask.INTERPRETATION: NeedKind.INTERPRETATION,
    Ask.TRAVEL: NeedKind.TRAVEL,
}
_QUOTA_ASKS = {"country": Ask.COUNTRY, "hub": Ask.HUB, "organised": Ask.ORGANISED}


class Purpose(StrEnum):
    """Who fills the form in, for what."""

    WEB = "web"
    """By oneself."""
    TEAM = "team"
    """An organiser, for somebody who called or sent a paper slip."""
    TEAM_CHANGE = "team_change"
    """An organiser, of what is registered: without what people need, which is for those who have that duty."""
    CHANGE = "change"
    """By oneself, of what is registered."""
    HAND_OVER = "hand_over"
    """What is asked of the one person who comes instead."""


@dataclass(frozen=True)
class Rules:
    """What one event asks."""

    purpose: Purpose
    sites: tuple[int, ...]
    roles: tuple[AttendeeRole, ...]
    most: int
    """Persons of one registration."""
    asks: Mapping[Ask, Asked]
    each: frozenset[Ask]
    """Asked of every citizen of a party; the others are as the first one says."""
    hubs: frozenset[int] = frozenset()
    adult_age: int = 18
    first_day: date = date.max
    languages: tuple[str, ...] = ()
    """Offered first to those who say what they speak."""
    invited: bool = False
    """Only with an invitation."""

    def asked(self, ask: Ask) -> Asked:
        return self.asks.get(ask, Asked.NO)

    def wants(self, ask: Ask) -> bool:
        return self.asked(ask) is not Asked.NO

    def needs(self, ask: Ask) -> bool:
        return self.asked(ask) is Asked.REQUIRED

    def asks_person(self, ask: Ask, person: int) -> bool:
        return self.wants(ask) and (person == 1 or ask in self.each)

    def roles_of(self, person: int) -> tuple[AttendeeRole, ...]:
        """What somebody may come as; a companion is never the first."""
        return tuple(role for role in self.roles if person > 1 or role is not AttendeeRole.COMPANION)

    @property
    def needs_asked(self) -> tuple[Ask, ...]:
        return tuple(ask for ask in NEED_ASKS if self.wants(ask))


def asks_of(purpose: Purpose, asks: Mapping[str, str], keys: Sequence[str]) -> dict[Ask, Asked]:
    """What is asked: as the event says, and what its quotas count, which nobody can leave out.

    :param keys: of the quotas
    """
    found = {Ask(name): Asked(value) for name, value in asks.items() if name in set(Ask) and value in set(Asked)}
    found |= {_QUOTA_ASKS[key]: Asked.REQUIRED for key in keys if key in _QUOTA_ASKS}
    if purpose in (Purpose.CHANGE, Purpose.TEAM_CHANGE, Purpose.HAND_OVER):
        found.pop(Ask.FOLLOW_UP, None)
    if purpose is Purpose.TEAM_CHANGE:
        found = {ask: asked for ask, asked in found.items() if ask not in NEED_ASKS}
    if purpose is Purpose.HAND_OVER:
        found.pop(Ask.PHONE, None)
    return found


def each_of(keys: Sequence[str]) -> frozenset[Ask]:
    """What every citizen of a party is asked: age and country, and what quotas count."""
    return frozenset({Ask.BIRTH_DATE, Ask.COUNTRY, *(_QUOTA_ASKS[key] for key in keys if key in _QUOTA_ASKS)})


def is_minor(born: date | None, rules: Rules) -> bool:
    """Younger than the age on the first day of the event."""
    if born is None:
        return False
    day = rules.first_day
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years < rules.adult_age
