"""Forms of sheets, reasons and hands of a room: what was typed, read."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext

from engage.maturity.domain.model import Indicator
from engage.maturity.queries_reasons import Reason
from engage.maturity.rating import reading, room
from engage.maturity.rating.reading import REASON_MOST, Problem
from engage.maturity.rating.room import MOST_VOTES
from engage.maturity.rating.translating import Read
from engage.web.desk.forms import Filled, Sent

MOST_PEOPLE = 500
"""Hands that a room can raise for one level."""


def read_sheet(sent: Sent, indicators: Iterable[Indicator]) -> Mapping[str, reading.Read]:
    """What stands on a sheet, by indicator; what is wrong is said at its field."""
    found = {}
    for each in indicators:
        read = reading.read(sent.text, each, prefix=f"{each.id}:")
        for name, problem in read.problems.items():
            sent.refuse(f"{each.id}:{name}", _sentence(problem))
        found[each.id] = read
    return found


def _sentence(problem: Problem) -> str:
    if problem is Problem.WHY_NOT:
        return gettext("The sheet says that it does not apply: type why. If it does not say, choose nothing.")
    if problem is Problem.TOO_LONG:
        return gettext("This is too long. Use at most %(max)d characters.", max=REASON_MOST)
    if problem is Problem.STRANGE:
        return gettext("There is a character in it that cannot be kept. Type it again.")
    return gettext("Choose one of these.")


def begun_reasons(reasons: Sequence[Reason]) -> Filled:
    """The page of reasons as it opens: what is to be shown is the original, until somebody has put it otherwise."""
    text = {}
    for each in reasons:
        text[f"{each.key}:shown"] = each.shown or ("" if each.left_out else each.original)
        text[f"{each.key}:left-out"] = each.left_out
    return Filled(text)


def read_reasons(sent: Sent, reasons: Sequence[Reason]) -> Mapping[str, Read]:
    """What is to be shown of each reason, or why it is not."""
    found = {}
    for each in reasons:
        shown = sent.read_text(f"{each.key}:shown", most=REASON_MOST)
        left_out = sent.read_text(f"{each.key}:left-out")
        if not shown and not left_out:
            sent.refuse(
                f"{each.key}:shown",
                gettext("Put it into the working language, or say below why it is left out."),
            )
        found[each.key] = Read(shown, left_out)
    return found


def hands(levels: int, indicator: Indicator) -> tuple[str, ...]:
    """The fields of a show of hands."""
    other = (room.CANNOT_JUDGE, *((room.NOT_APPLICABLE,) if indicator.not_applicable else ()))
    return (*(str(level) for level in range(levels)), *other)


def read_room(sent: Sent, names: Sequence[str]) -> tuple[Mapping[str, int], int, str]:
    """Hands by answer, which vote it was, and the view of those who disagree."""
    counts = {name: sent.read_number(f"hands:{name}", most=MOST_PEOPLE) or 0 for name in names}
    if not sent.wrong and not any(counts.values()):
        sent.refuse(f"hands:{names[0]}", gettext("Enter how many people raised their hand, for one answer at least."))
    vote = sent.read_one("vote", [str(each) for each in range(1, MOST_VOTES + 1)], other="1")
    return counts, int(vote), sent.read_text("minority", most=REASON_MOST)
