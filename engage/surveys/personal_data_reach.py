"""What is kept of people who are invited by name, who want to hear what came of it, or who may be asked again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, false, select, true
from sqlalchemy.orm import Session

from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose
from engage.surveys import queries, sight
from engage.surveys.inviting import keeping, lists
from engage.surveys.models import Survey
from engage.surveys.models_reach import ImportedList, PanelMember, Participant, SurveyFollowUp
from engage.surveys.staying import news, panel

INVITED_DAYS = 90


def _of_surveys(session: Session, sought: Sought, model: Any) -> ColumnElement[bool]:
    """Rows of the surveys that the request may look into, of all their countries."""
    if sought.hubs is None:
        return true()
    seen = [
        survey.id
        for survey in sight.visible(session, queries.all_surveys(session), sought.hubs)
        if sight.countries_seen(session, survey, sought.hubs) is None
    ]
    inside: ColumnElement[bool] = model.survey_id.in_(seen)
    return inside


# -- people who were invited


def _participants(session: Session, sought: Sought) -> ColumnElement[bool]:
    if sought.code:
        return false()
    own = mentions(sought.address, Participant.email, Participant.name, Participant.address)
    return own & _of_surveys(session, sought, Participant)


def _old_participants(session: Session, now: datetime) -> int:
    """Some time after the end of a survey: names and addresses go first, then the rows with the survey."""
    ended = select(Survey.id).where(Survey.closes_at < now - timedelta(days=INVITED_DAYS))
    named = Participant.email.is_not(None) | (Participant.name != "")
    return lists.take_off(session, Participant.survey_id.in_(ended), named)


PARTICIPANTS = Keeps(
    "participant",
    what=lambda _: _(
        "Who was invited to a survey by name: mail address, or name and postal address, the language, and that an "
        "answer came, without its time and apart from all answers"
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that people can be invited and reminded, and each answers once"),
    basis=Basis.TASK,
    how_long=lambda _: _(
        "%(days)s days after the survey has closed, or until the team takes it off", days=INVITED_DAYS
    ),
    goes_to=lambda _: _("Who prints and posts letters, where the hub has letters posted"),
    delete_due=_old_participants,
    find=lambda session, sought: len(
        session.scalars(select(Participant.id).where(_participants(session, sought))).all()
    ),
    export=lambda session, sought: [
        {
            "survey": session.get_one(Survey, each.survey_id).slug,
            "mail": each.email or "",
            "name": each.name,
            "address": each.address,
            "language": each.language,
            "country": each.country,
            "invited": str(each.invited_on or ""),
            "stopped": each.stopped,
            "answered": "is shown to nobody but the person, by the link of the invitation",
        }
        for each in session.scalars(select(Participant).where(_participants(session, sought)))
    ],
    erase=lambda session, sought: lists.take_off(session, _participants(session, sought)),
)


# -- lists that were taken in


def _lists(session: Session, sought: Sought) -> Sequence[ImportedList]:
    if sought.code:
        return ()
    named = mentions(sought.address, ImportedList.by, ImportedList.source, ImportedList.columns)
    return session.scalars(select(ImportedList).where(named, _of_surveys(session, sought, ImportedList))).all()


LISTS = Keeps(
    "imported_list",
    what=lambda _: _("Who of the team took in a list of addresses, where it comes from, and how many there were"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that it can be shown why the addresses may be used"),
    basis=Basis.DUTY,
    how_long=lambda _: _("As long as the survey is kept"),
    find=lambda session, sought: len(_lists(session, sought)),
    export=lambda session, sought: [
        {"at": each.at.isoformat(), "by": each.by, "source": each.source, "taken": each.taken}
        for each in _lists(session, sought)
    ],
    erase=lambda session, sought: rid(_lists(session, sought), sought.address, "by", "source"),
)


def list_files(data_dir: Path) -> Keeps:
    return Keeps(
        "contact lists",
        what=lambda _: _("Lists of addresses between being looked at and being taken in, encrypted"),
        whose=Whose.CITIZENS,
        why=lambda _: _("So that a list is looked at before it is taken in"),
        basis=Basis.TASK,
        how_long=lambda _: _("One day; only the page of who brought it can open it"),
        files_due=lambda now: keeping.due(data_dir, now),
    )


# -- people who want to hear, or may be asked again


def _followers(session: Session, sought: Sought) -> Sequence[SurveyFollowUp]:
    if sought.code:
        return ()
    own = (SurveyFollowUp.email == sought.address, _of_surveys(session, sought, SurveyFollowUp))
    return session.scalars(select(SurveyFollowUp).where(*own)).all()


def _delete_all(session: Session, rows: Sequence[Any]) -> int:
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


FOLLOW_UPS = Keeps(
    "survey_follow_up",
    what=lambda _: _("The mail addresses of people who want to hear what came of a survey, and their language"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that they hear it"),
    basis=Basis.CONSENT,
    how_long=lambda _: _(
        "Until they were told, %(days)s days at most; a week where the address was not confirmed", days=news.KEPT_DAYS
    ),
    delete_due=lambda session, now: news.delete_due(session, now.date()),
    find=lambda session, sought: len(_followers(session, sought)),
    export=lambda session, sought: [
        {
            "survey": session.get_one(Survey, each.survey_id).slug,
            "mail": each.email,
            "language": each.language,
            "until": each.keep_until.isoformat(),
        }
        for each in _followers(session, sought)
    ],
    erase=lambda session, sought: _delete_all(session, _followers(session, sought)),
)


def _members(session: Session, sought: Sought) -> Sequence[PanelMember]:
    if sought.code:
        return ()
    found = session.scalars(select(PanelMember).where(PanelMember.email == sought.address))
    return [each for each in found if sought.covers(each.hub_id)]


PANEL = Keeps(
    "panel_member",
    what=lambda _: _("The mail addresses of people who agreed that a hub asks them again, and their language"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that they can be invited to further surveys"),
    basis=Basis.CONSENT,
    how_long=lambda _: _("Until the person leaves; a week where the address was not confirmed"),
    delete_due=lambda session, now: panel.delete_due(session, now.date()),
    find=lambda session, sought: len(_members(session, sought)),
    export=lambda session, sought: [
        {"mail": each.email, "language": each.language, "agreed": each.agreed_on.isoformat()}
        for each in _members(session, sought)
    ],
    erase=lambda session, sought: _delete_all(session, _members(session, sought)),
)
