"""Forms of the workshop and the mirror: what was typed, read."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask_babel import gettext

from engage.maturity.domain.model import Indicator
from engage.maturity.domain.workshop import CANNOT_JUDGE, NOT_APPLICABLE
from engage.web.desk.forms import Sent

MOST_PAPERS = 100
"""Votes on paper for one answer."""
LONGEST = 180
"""Days that a mirror can take answers."""
MINORITY_MOST = 2000
"""Characters of the view of those who disagree."""


def paper_fields(indicator: Indicator) -> tuple[str, ...]:
    """The answers that can stand on paper."""
    levels = tuple(str(level) for level in range(len(indicator.levels)))
    return (*levels, CANNOT_JUDGE, *((NOT_APPLICABLE,) if indicator.not_applicable else ()))


def read_papers(sent: Sent, names: Sequence[str]) -> Mapping[str, int]:
    """Votes on paper by answer; an empty field is none."""
    return {name: sent.read_number(f"papers:{name}", most=MOST_PAPERS) or 0 for name in names}


def read_minority(sent: Sent) -> str:
    return sent.read_text(
        "minority", most=MINORITY_MOST, needed=gettext("Write in a sentence or two what those say who disagree.")
    )


def read_last_day(sent: Sent, today: date) -> date | None:
    """The last day on which a mirror takes answers: from today on, half a year at most."""
    day = sent.read_day("until", needed=gettext("Enter the last day on which people can answer."))
    if day is not None and not today <= day <= today + timedelta(days=LONGEST):
        sent.refuse("until", gettext("Enter a day from today on, at most %(days)d days from now.", days=LONGEST))
        return None
    return day
