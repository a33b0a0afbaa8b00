"""How far a recommendation is and the part that citizens had, in words for everybody."""

from flask_babel import lazy_gettext as _l

from engage.outcomes.domain.kinds import CitizensRole, RestKind
from engage.outcomes.showing.standing import Standing

STANDINGS = {
    Standing.OVERDUE: _l("Answer overdue"),
    Standing.OPEN: _l("Waiting for an answer"),
    Standing.ACCEPTED: _l("Accepted"),
    Standing.IN_PART: _l("Accepted in part"),
    Standing.DECLINED: _l("Declined"),
    Standing.DONE: _l("Done"),
}
ROLES = {
    CitizensRole.INFORMED: _l("Citizens were told what was decided."),
    CitizensRole.CONSULTED: _l("Citizens were asked, and their answers were looked at before the decision."),
    CitizensRole.INVOLVED: _l(
        "Citizens worked on it all along, and the decision says what was done with their wishes."
    ),
    CitizensRole.SHARED: _l("Citizens and the body decided together."),
    CitizensRole.DELEGATED: _l("Citizens decided, and the body carries it out."),
}
RESTS = {
    RestKind.RESULTS: _l("Results of a survey"),
    RestKind.TABLE: _l("Answers to a question"),
    RestKind.QUOTE: _l("In somebody’s words"),
    RestKind.REPORT: _l("Report of an event"),
    RestKind.LINK: _l("Elsewhere"),
}
