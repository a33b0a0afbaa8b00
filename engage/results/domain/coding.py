"""Codes that two people gave to what others wrote: which hold, how far the two agree, how often each code was given."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.statistics.agreement import nominal_alpha
from engage.statistics.proportions import wilson_interval

CODERS = 2
"""The codings of so many people count."""


@dataclass(frozen=True, slots=True)
class Coding:
    """What one person said of one answer, or what was settled after two had differed."""

    coder: int | None
    """None for somebody whose account is gone, and for what was settled."""
    codes: frozenset[str]
    """Empty: none of the codes fits."""
    settled: bool = False


class State(StrEnum):
    """How far the coding of an answer has come."""

    OPEN = "open"
    ONE = "one"
    SAME = "same"
    DIFFERENT = "different"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Coded:
    """The codings of one answer, those that came first first."""

    codings: tuple[Coding, ...] = ()

    @property
    def counted(self) -> tuple[Coding, ...]:
        """At most two; a third person's, who was quicker than we could say so, changes nothing."""
        return tuple(each for each in self.codings if not each.settled)[:CODERS]

    @property
    def state(self) -> State:
        if any(each.settled for each in self.codings):
            return State.SETTLED
        counted = self.counted
        if len(counted) < CODERS:
            return State.ONE if counted else State.OPEN
        return State.SAME if counted[0].codes == counted[1].codes else State.DIFFERENT

    @property
    def hold(self) -> frozenset[str] | None:
        """The codes that hold; None as long as two have not said the same and nothing is settled."""
        match self.state:
            case State.SETTLED:
                return next(each.codes for each in self.codings if each.settled)
            case State.SAME:
                return self.counted[0].codes
        return None

    def is_for(self, coder: int) -> bool:
        """Whether somebody may still code it: has not, and two others have not."""
        free = len(self.counted) < CODERS and self.state is not State.SETTLED
        return free and all(each.coder != coder for each in self.counted)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two coders agree on a code, or on all."""

    answers: int
    """That two people coded."""
    same: int
    """Of them: both gave the code or both did not; of all codes: both gave exactly the same."""
    alpha: float | None
    """None where it cannot be told from chance: nobody gave the code, or both gave it always."""

    @property
    def percent(self) -> float | None:
        return 100 * self.same / self.answers if self.answers else None


def agreement(coded: Iterable[Coded], codes: Sequence[str]) -> tuple[Agreement, Mapping[str, Agreement]]:
    """For all codes together and for each: Krippendorff's alpha of presence, and agreement in percent.

    Of all together, each answer and code is a unit: what both left out counts as agreement there too, as chance has it.
    What was settled later changes nothing: agreement is of the two before they talked.
    """
    pairs = [(one.codes, two.codes) for one, two in (each.counted for each in coded if len(each.counted) == CODERS)]
    units = {code: [Counter((int(code in one), int(code in two))) for one, two in pairs] for code in codes}
    by_code = {
        code: Agreement(len(pairs), sum(len(unit) == 1 for unit in found), nominal_alpha(found))
        for code, found in units.items()
    }
    pooled = nominal_alpha(unit for found in units.values() for unit in found)
    return Agreement(len(pairs), sum(one == two for one, two in pairs), pooled), by_code


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many answers carry a code."""

    code: str
    """Empty: none fits."""
    count: int
    percent: float | None
    interval: tuple[float, float] | None
    """95 percent, by Wilson, in percent."""


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Codes among the answers whose codes hold."""

    base: int
    counts: tuple[CodeCount, ...]
    different: int
    """Answers that two people coded differently and nobody has settled: in no count."""
    one: int
    """Answers that one person coded so far: in no count, so that nobody sees what they chose."""


def frequencies(coded: Iterable[Coded], codes: Sequence[str]) -> Frequencies:
    """How often each code was given, in the order of the codebook, at the end those that none fits."""
    found = list(coded)
    states = Counter(each.state for each in found)
    held = [each.hold for each in found]
    sets = [each for each in held if each is not None]
    given = Counter(code for each in sets for code in each)
    given[""] = sum(not each for each in sets)
    counts = tuple(_count(code, given[code], len(sets)) for code in (*codes, ""))
    return Frequencies(len(sets), counts, states[State.DIFFERENT], states[State.ONE])


def _count(code: str, count: int, base: int) -> CodeCount:
    if not base:
        return CodeCount(code, 0, None, None)
    low, high = wilson_interval(count, base)
    return CodeCount(code, count, 100 * count / base, (100 * low, 100 * high))
