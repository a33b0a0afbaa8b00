"""What the pages of a profile say, for the console."""

from flask_babel import gettext

from engage.maturity import words_report
from engage.maturity.seeing.profile import IndicatorRow, Profile, Standing


def basis(seen: Profile) -> str:
    """What figures rest on, under a picture."""
    rated = seen.result.panel.handed_in
    match seen.standing:
        case Standing.FIRST_LOOK:
            return gettext("A first look by the team: no assessment. Levels from 0 to %(top)s.", top=seen.model.top)
        case Standing.DRAFT:
            return gettext(
                "Draft, not signed yet. Ratings of %(rated)s people; levels from 0 to %(top)s.",
                rated=rated,
                top=seen.model.top,
            )
    return gettext("Ratings of %(rated)s people; levels from 0 to %(top)s.", rated=rated, top=seen.model.top)


def target(row: IndicatorRow) -> str:
    """The goal of an indicator and what is missing to it."""
    if row.target is None:
        return gettext("no goal is set")
    if not row.gap:
        return gettext("%(target)s: reached", target=row.target)
    return gettext("%(target)s: %(gap)s to go", target=row.target, gap=words_report.number(row.gap))
