"""Who sits on a panel, as far as rules ask: what people are, and never what they are called."""

from collections.abc import Iterable
from dataclasses import dataclass

from engage.core.refusal import Refusal

SMALLEST, LARGEST = 6, 12
"""Of a panel, as the protocol has it."""
MOST = 60
"""Members that a panel can have at all."""
DECIDING = 3
"""People who decide in a room at least, where so many have rated."""


class HandedIn(Refusal):
    """Who has handed in has taken part; nothing of it is taken back."""

    code = "member_handed_in"


class WhileRating(Refusal):
    """Once people rate, nobody is taken off: it would be tried out who has handed in."""

    code = "member_while_rating"


class OnPanel(Refusal):
    """The mail address is on the panel already."""

    code = "member_on_panel"


class PanelFull(Refusal):
    code = "panel_full"


class NoAddress(Refusal):
    """There is nowhere to write to: they rate on paper."""

    code = "member_no_address"


class MoreThanPanel(Refusal):
    """More people would have voted than sit on the panel."""

    code = "room_more_than_panel"


class TooFewDecide(Refusal):
    """Too few would override what the panel has said."""

    code = "room_too_few"


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody on a panel, as the team enters them."""

    name: str
    email: str | None
    """In lower case; None: rates on paper."""
    language: str
    role: str = ""
    citizen: bool = False
    outside: bool = False
    regional: bool = False
    short_form: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """How a panel is made up."""

    members: int
    citizens: int
    outside: int
    regional: int


def composition(seats: Iterable[tuple[bool, bool, bool]]) -> Composition:
    """Counts what people are: (citizen, from no organisation, from a region or town), each."""
    found = tuple(seats)
    citizens, outside, regional = (sum(map(bool, marks)) for marks in zip(*found, strict=True)) if found else (0, 0, 0)
    return Composition(len(found), citizens, outside, regional)


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people a room can have, and how many have rated."""

    seats: int
    """Members who have not declined."""
    handed_in: int

    @property
    def deciding(self) -> int:
        """How few can decide in the room: half of those who rated, and three of them where there are three."""
        return max(-(-self.handed_in // 2), min(DECIDING, self.handed_in))


def unless_decides(turnout: Turnout, people: int) -> None:
    """Whether a room of so many people can take the place of what the panel has rated.

    :raises MoreThanPanel: when there are more than sit on the panel
    :raises TooFewDecide: when there are too few
    """
    if people > turnout.seats:
        raise MoreThanPanel
    if people < turnout.deciding:
        raise TooFewDecide
