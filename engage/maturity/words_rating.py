"""Words of a member's own pages: what can be answered, what is wrong, why nothing is taken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, gettext, lazy_gettext, ngettext

from engage.maturity.domain.door import Door
from engage.maturity.domain.kinds import Confidence
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from engage.maturity.rating.reading import CANNOT_JUDGE, NOT_APPLICABLE, REASON_MOST, Problem

ANSWERS: Mapping[str, Any] = {
    CANNOT_JUDGE: lazy_gettext("I cannot judge this"),
    NOT_APPLICABLE: lazy_gettext("This does not apply to this hub"),
}
ANSWER_HINTS: Mapping[str, Any] = {
    CANNOT_JUDGE: lazy_gettext("That is a good answer too. It is counted and lowers nothing."),
    NOT_APPLICABLE: lazy_gettext("Say below why it does not apply."),
}
CONFIDENCE: Mapping[Confidence, Any] = {
    Confidence.LOW: lazy_gettext("Not very sure"),
    Confidence.MEDIUM: lazy_gettext("Quite sure"),
    Confidence.HIGH: lazy_gettext("Very sure"),
}
PROBLEMS: Mapping[Problem, Any] = {
    Problem.UNKNOWN: lazy_gettext("Choose one of the answers on this page."),
    Problem.WHY_NOT: lazy_gettext("Say in a few words why it does not apply."),
    Problem.TOO_LONG: lazy_gettext("This is too long. Use at most %(max)d characters.", max=REASON_MOST),
    Problem.STRANGE: lazy_gettext("There is a character in it that cannot be kept. Type it again."),
}
SHUT: Mapping[Door, Any] = {
    Door.NOT_YET: lazy_gettext("Rating has not begun yet. You get a mail when it begins; this link stays the same."),
    Door.DECLINED: lazy_gettext("You told us that you cannot take part. Write to the hub if that has changed."),
    Door.CLOSED: lazy_gettext("Ratings are closed. Nothing more can be answered or changed."),
    Door.CANCELLED: lazy_gettext("This round was called off. Thank you for your readiness to help."),
    Door.HANDED_IN: lazy_gettext("Your ratings are handed in. They do not change any more. Thank you."),
}


def shut(door: Door, assessment: Assessment) -> str:
    """Why nothing is taken now."""
    if door is Door.OVER and assessment.rating_until is not None:
        return gettext("The last day for rating was %(day)s. Nothing more is taken.", day=day(assessment.rating_until))
    return str(SHUT[door])


def day(value: date) -> str:
    """A date in the reader's format, with its weekday."""
    return str(format_date(value, "full"))


def minutes(questions: int, *, short: bool) -> str:
    """How long it takes, roughly: three minutes a question with five descriptions, two in plain words."""
    about = max(5, round(questions * (2 if short else 3) / 5) * 5)
    return ngettext("about %(num)s minute", "about %(num)s minutes", about)


def questions(count: int) -> str:
    return ngettext("%(num)s question", "%(num)s questions", count)


def form_name(member: Member) -> str:
    if member.short_form:
        return gettext("Short form, in plain words")
    return gettext("All questions, with five descriptions each")
