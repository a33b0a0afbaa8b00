"""Words of the digest for teams: how far people agree, and what they said besides a level."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from engage.maturity.domain.consensus import Tally
from engage.maturity.domain.kinds import LevelState

STATES: Mapping[LevelState, Any] = {
    LevelState.GIVEN: lazy_gettext("given"),
    LevelState.AGREED: lazy_gettext("agreed"),
    LevelState.NEAR: lazy_gettext("near"),
    LevelState.SPLIT: lazy_gettext("split"),
    LevelState.REVOTED: lazy_gettext("settled by a re-vote"),
    LevelState.UNCERTAIN: lazy_gettext("uncertain"),
}
STATE_TAGS: Mapping[LevelState, str] = {
    LevelState.AGREED: "success",
    LevelState.NEAR: "success",
    LevelState.SPLIT: "warning",
    LevelState.REVOTED: "success",
    LevelState.UNCERTAIN: "warning",
}
MEANINGS: Mapping[LevelState, Any] = {
    LevelState.SPLIT: lazy_gettext("A third of the people or more stand far from the others, or nobody could judge."),
    LevelState.NEAR: lazy_gettext("People are close enough. The lower of the middle levels holds."),
    LevelState.AGREED: lazy_gettext("Everybody who could judge said the same."),
    LevelState.REVOTED: lazy_gettext("People came together after talking."),
    LevelState.UNCERTAIN: lazy_gettext(
        "People stayed apart after the re-votes. The lower of the middle levels holds, and the others are printed."
    ),
}
ORDER = (LevelState.SPLIT, LevelState.UNCERTAIN, LevelState.NEAR, LevelState.AGREED, LevelState.REVOTED)


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


def people(count: int) -> str:
    return ngettext("%(num)s person", "%(num)s people", count)
