"""People whose group is full: told so as soon as their answers say it, and nothing of them is kept."""

from flask import make_response
from flask.typing import ResponseReturnValue

from engage.db.engine import begin_writing
from engage.db.session import db
from engage.instruments.domain.checks import final_answers
from engage.instruments.domain.definition import Quota
from engage.instruments.domain.journey import Journey
from engage.surveys import answering, pages, quotas
from engage.surveys.domain.quotas import QuotaFull, matching
from engage.surveys.views.respondent import Respondent, Visit, forget, use_interface


def full(here: Visit, who: Respondent, journey: Journey) -> Quota | None:
    """The quota that has no place left for somebody with these answers."""
    limits = who.edition.instrument.quotas
    if not limits or here.survey.trial:
        return None
    answers, _ = final_answers(journey)
    try:
        quotas.require_place(db.session(), here.survey.id, matching(limits, answers))
    except QuotaFull as refusal:
        return refusal.quota
    return None


def screened_out(here: Visit, who: Respondent, quota: Quota) -> ResponseReturnValue:
    """Thank, say why, and leave nothing behind."""
    db.session.rollback()
    begin_writing(db.session())
    answering.screen_out(db.session(), who.draft)
    db.session.commit()
    use_interface(here)
    response = make_response(pages.page("full.html", who.edition, here.lang, message=quota.message))
    response.headers["Cache-Control"] = "no-store"
    return forget(response, here.survey.slug)
