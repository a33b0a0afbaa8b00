"""What somebody types on a rating page or from a sheet, read: an answer, how sure, why."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engage.maturity.domain.consensus import Said
from engage.maturity.domain.kinds import Confidence
from engage.maturity.domain.model import Indicator
from engage.maturity.models_panel import Rating

REASON_MOST = 2000
"""Characters of a reason."""
CANNOT_JUDGE, NOT_APPLICABLE = "cannot-judge", "not-applicable"


class Problem(StrEnum):
    """What keeps an answer from being taken."""

    UNKNOWN = "unknown"
    """An answer that was not offered."""
    WHY_NOT = "why-not"
    """It does not apply, and the reason is missing."""
    TOO_LONG = "too-long"
    STRANGE = "strange"
    """A character that no database keeps."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, as it came."""

    answer: str = ""
    confidence: str = ""
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.answer or self.confidence or self.reason)


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed, what it says, and what is wrong with it by field."""

    typed: Typed
    said: Said
    problems: Mapping[str, Problem]

    @property
    def is_whole(self) -> bool:
        """Whether it counts when it is handed in."""
        return not self.problems and (self.said.level is not None or bool(self.typed.answer))


def answers(indicator: Indicator) -> tuple[str, ...]:
    """What can be answered: the levels, "I cannot judge", and where the indicator allows it "does not apply"."""
    levels = tuple(str(level) for level in range(len(indicator.levels)))
    return (*levels, CANNOT_JUDGE, *((NOT_APPLICABLE,) if indicator.not_applicable else ()))


def read(form: Mapping[str, str], indicator: Indicator, *, prefix: str = "") -> Read:
    """Read the fields `answer`, `confidence` and `reason` about one indicator.

    :param prefix: before the names of the fields, where a page asks of several indicators
    """

    def field(name: str) -> str:
        return form.get(prefix + name, "").replace("\r\n", "\n").strip()

    typed = Typed(field("answer"), field("confidence"), field("reason"))
    problems: dict[str, Problem] = {}
    if typed.answer and typed.answer not in answers(indicator):
        problems["answer"] = Problem.UNKNOWN
    if typed.confidence and typed.confidence not in set(Confidence):
        problems["confidence"] = Problem.UNKNOWN
    if "\0" in typed.reason:
        problems["reason"] = Problem.STRANGE
    elif len(typed.reason) > REASON_MOST:
        problems["reason"] = Problem.TOO_LONG
    elif typed.answer == NOT_APPLICABLE and not typed.reason:
        problems["reason"] = Problem.WHY_NOT
    return Read(typed, _said(typed, problems), problems)


def _said(typed: Typed, problems: Mapping[str, Problem]) -> Said:
    answer = "" if "answer" in problems else typed.answer
    sure = None if "confidence" in problems or not typed.confidence else Confidence(typed.confidence)
    level = int(answer) if answer.isdecimal() else None
    return Said(level, answer == CANNOT_JUDGE, answer == NOT_APPLICABLE, sure)


def typed_before(rating: Rating | None) -> Typed:
    """What a page shows of a rating that is kept."""
    if rating is None:
        return Typed()
    if rating.cannot_judge:
        answer = CANNOT_JUDGE
    elif rating.not_applicable:
        answer = NOT_APPLICABLE
    else:
        answer = "" if rating.level is None else str(rating.level)
    return Typed(answer, rating.confidence, rating.reason)


def counts(rating: Rating | None) -> bool:
    """Whether a rating that is kept is an answer: one that does not apply needs its reason."""
    if rating is None:
        return False
    if rating.not_applicable:
        return bool(rating.reason)
    return rating.cannot_judge or rating.level is not None
