"""Who comes back and who is new: as people said it themselves. Nobody's identity is kept to know it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from engage.instruments.domain.definition import DECLINED, Item
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import feedback, scope
from engage.portal.measures.scope import Span, share
from engage.surveys.models import Survey

if TYPE_CHECKING:
    from engage.hubs.models import Hub

BEFORE, YES, NO = "took_part_before", "yes", "no"
"""The standard item of surveys that asks for it, and its answers; whoever is not sure says so."""


def returned(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M17: return and renewal, of surveys and feedback on events that ask it, from 20 answers on."""
    own, span = scope.with_parts(session, hub.id), Span(since, until)
    counted, rows = Counter[str](), list[Counted]()
    for survey, item in _that_ask(session, own, span).items():
        given = scope.answers_to(session, survey.id, item.name, since, until)
        counted.update({code: number for code, number in given.items() if code != DECLINED})
        if given:
            rows.append(scope.row_of_survey(survey, survey.activity.starts_on))
    if counted.total() < feedback.SHOWN_FROM:
        return Figures({})
    return Figures(
        {
            "repeat_share": share(counted[YES], counted.total()),
            "new_share": share(counted[NO], counted.total()),
        },
        rows,
    )


def _that_ask(session: Session, own: frozenset[int], span: Span) -> Mapping[Survey, Item]:
    """Surveys of the hubs, and what asks for feedback on their events, that may be shown and have the question."""
    fielded = [each for each in scope.fielded(session, own, span) if each.activity.hub_id in own]
    after = feedback.surveys_of(session, scope.held(session, own, span))
    known = {each.id: each for each in (*fielded, *after)}
    answers = feedback.answers(session, list(known.values()))
    found = {}
    for survey_id, instrument in scope.instruments(session, list(known.values())).items():
        item = next((each for each in instrument.items if _asks(each)), None)
        survey = known[survey_id]
        if item is not None and answers.get(survey_id, 0) >= survey.shown_from:
            found[survey] = item
    return found


def _asks(item: Item) -> bool:
    codes = {option.code for option in item.options}
    return item.concept == BEFORE and {YES, NO} <= codes
