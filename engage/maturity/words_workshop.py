"""Words of the room: on the projector, and on the phones of the panel."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from engage.maturity.domain.consensus import Tally
from engage.maturity.domain.kinds import LevelState
from engage.maturity.domain.workshop import CANNOT_JUDGE, NOT_APPLICABLE

ANSWERS: Mapping[str, Any] = {
    CANNOT_JUDGE: lazy_gettext("I cannot judge this"),
    NOT_APPLICABLE: lazy_gettext("This does not apply to this hub"),
}
RESULTS: Mapping[LevelState, Any] = {
    LevelState.AGREED: lazy_gettext("Everybody who could judge said the same."),
    LevelState.NEAR: lazy_gettext("People are close enough: the lower of the middle levels holds."),
    LevelState.REVOTED: lazy_gettext("The room has come together."),
    LevelState.SPLIT: lazy_gettext("The room is still apart. Talk on; there is another vote."),
    LevelState.UNCERTAIN: lazy_gettext(
        "The room stays apart. The lower of the middle levels holds, and the other view is printed beside it."
    ),
}


def which_vote(vote: int) -> str:
    """What a vote is called."""
    return gettext("Second and last vote") if vote > 1 else gettext("First vote after talking")


def spread(tally: Tally, names: Mapping[int, str]) -> str:
    """Who said what, in words: what a picture of it says to those who do not see it."""
    parts = [
        gettext("%(level)s: %(people)s", level=names[level], people=people(count))
        for level, count in tally.levels.items()
    ]
    if tally.cannot_judge:
        parts.append(gettext("cannot judge: %(people)s", people=people(tally.cannot_judge)))
    if tally.not_applicable:
        parts.append(gettext("does not apply: %(people)s", people=people(tally.not_applicable)))
    return "; ".join(parts) or gettext("Fewer than three people answered this, so it is not shown what they said.")


def others(tally: Tally) -> str:
    """What stands beside a picture of levels: who gave none. Empty where everybody did."""
    return spread(Tally({}, tally.cannot_judge, tally.not_applicable), {}) if tally.people > tally.given else ""


def people(count: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", count)
