"""What surveys keep of persons, and how it is found, handed over, deleted when its time is over, and erased."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, and_, delete, false, or_, select, true
from sqlalchemy.orm import Session

from engage.privacy.finding import holds, mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps
from engage.surveys import answering, queries, sight
from engage.surveys.domain.secret import RECEIPT_SIZE, Unreadable, from_code, receipt_hash
from engage.surveys.file_models import ResponseFile
from engage.surveys.models import Response, Restriction, Survey
from engage.surveys.models_before_field import Publication, ReleaseCheck, TrialFinding, TrialLink
from engage.surveys.models_paper import PaperSheet


def install(app: Flask, draft_days: int) -> None:
    """Say it to the registry."""
    keeps(app, CONTACTS, RELEASES, TRIALS, SHEETS, drafts(draft_days), RESPONSES)


def drafts(days: int) -> Keeps:
    """:param days: after which a draft that nobody came back to is deleted"""

    def due(session: Session, now: datetime) -> int:
        return answering.expire_drafts(session, before=now.date() - timedelta(days=days))

    return Keeps(
        "draft",
        what=lambda _: _("Answers under way, encrypted: only the person's own device or code opens them"),
        whose=Whose.CITIZENS,
        why=lambda _: _("So that people can stop and go on later"),
        basis=Basis.CONSENT,
        how_long=lambda _: _("%(days)s days after the last change", days=days),
        tables=("draft", "draft_file"),
        delete_due=due,
    )


def covered(session: Session, sought: Sought, table: Any) -> ColumnElement[bool]:
    """The rows of the surveys, or of their countries, that the request may look into."""
    if sought.hubs is None:
        return true()
    parts: list[ColumnElement[bool]] = []
    for survey in sight.visible(session, queries.all_surveys(session), sought.hubs):
        seen = sight.countries_seen(session, survey, sought.hubs)
        own = table.survey_id == survey.id
        if seen is not None:
            own = and_(own, table.country.in_(seen)) if hasattr(table, "country") else false()
        parts.append(own)
    return or_(false(), *parts)


# -- responses


def responses_of(session: Session, sought: Sought) -> Sequence[Response]:
    """The response of a receipt, or those that mention an address, where the request may look."""
    return session.scalars(select(Response).where(_own(session, sought), covered(session, sought, Response))).all()


def _own(session: Session, sought: Sought) -> ColumnElement[bool]:
    """The response of a receipt; or those in whose answers or files an address stands."""
    if sought.code:
        try:
            return Response.receipt_hash == receipt_hash(from_code(sought.code, RECEIPT_SIZE))
        except Unreadable:
            return false()
    inside = mentions(sought.address, ResponseFile.name) | holds(session, ResponseFile.content, sought.address.encode())
    return mentions(sought.address, Response.answers) | Response.id.in_(select(ResponseFile.response_id).where(inside))


def _known_by(sought: Sought) -> list[bytes]:
    try:
        kept = receipt_hash(from_code(sought.code, RECEIPT_SIZE))
    except Unreadable:
        return []
    return [kept, kept.hex().encode()]


def _find_responses(session: Session, sought: Sought) -> int:
    return len(responses_of(session, sought))


def _export_responses(session: Session, sought: Sought) -> list[dict[str, Any]]:
    slugs = {survey.id: survey.slug for survey in queries.all_surveys(session)}
    return [
        {
            "survey": slugs[found.survey_id],
            "day": found.day.isoformat(),
            "language": found.language,
            "how": found.channel,
            "seconds": found.seconds,
            "answers": found.answers,
            "files": list(session.scalars(select(ResponseFile.name).where(ResponseFile.response_id == found.id))),
        }
        for found in responses_of(session, sought)
    ]


def _erase_responses(session: Session, sought: Sought) -> int:
    found = responses_of(session, sought)
    for response in found:
        answering.remove(session, response.survey_id, response)
    return len(found)


def restrict(session: Session, responses: Iterable[Response], request_id: int) -> int:
    """Keep responses out of all use for a request; what was restricted before is this request's now."""
    found = {each.id: each.survey_id for each in responses}
    session.execute(delete(Restriction).where(Restriction.response_id.in_(found)))
    session.add_all(
        Restriction(response_id=response, survey_id=survey, request_id=request_id) for response, survey in found.items()
    )
    session.flush()
    return len(found)


def _restrict_responses(session: Session, sought: Sought, request_id: int) -> int:
    return restrict(session, responses_of(session, sought), request_id)


def _lift_responses(session: Session, request_id: int) -> int:
    lifted = delete(Restriction).where(Restriction.request_id == request_id).returning(Restriction.response_id)
    return len(session.scalars(lifted).all())


def _delete_responses(session: Session, now: datetime) -> int:
    """Responses of surveys whose last day for keeping them is over."""
    columns = (Response.id, Response.survey_id, Response.version_id, Response.answers)
    over = select(*columns).join(Survey, Survey.id == Response.survey_id).where(Survey.keep_until < now.date())
    count = 0
    while found := session.execute(over.limit(_BATCH)).all():
        for each in found:
            count += answering.remove(session, each.survey_id, each)
    return count


_BATCH = 500


RESPONSES = Keeps(
    "response",
    what=lambda _: _(
        "Answers and files that were sent, the language, the day, how long it took in steps of ten seconds, "
        "and the consent to it, word for word"
    ),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that the hub knows what people need and say, and can tell decision makers"),
    basis=Basis.CONSENT,
    how_long=lambda _: _("Until the day that each survey names, or until the person withdraws it"),
    tables=("response", "response_file", "restriction", "consent", "consent_text"),
    delete_due=_delete_responses,
    find=_find_responses,
    export=_export_responses,
    erase=_erase_responses,
    restrict=_restrict_responses,
    lift=_lift_responses,
    needles=_known_by,
)


# -- sheets of paper


def _sheets(session: Session, sought: Sought) -> Sequence[PaperSheet]:
    if sought.code:
        return ()
    own = mentions(sought.address, PaperSheet.first, PaperSheet.second, PaperSheet.number)
    return session.scalars(select(PaperSheet).where(own, covered(session, sought, PaperSheet))).all()


def _erase_sheets(session: Session, sought: Sought) -> int:
    found = _sheets(session, sought)
    for sheet in found:
        session.delete(sheet)
    return len(found)


SHEETS = Keeps(
    "paper_sheet",
    what=lambda _: _("Answers on paper or by telephone while they are typed in, and the number on the sheet"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that people without a computer can take part"),
    basis=Basis.CONSENT,
    how_long=lambda _: _("Until the sheet has been typed in a second time"),
    find=lambda session, sought: len(_sheets(session, sought)),
    export=lambda session, sought: [
        {"number": sheet.number, "day": sheet.day.isoformat(), "first": sheet.first, "second": sheet.second}
        for sheet in _sheets(session, sought)
    ],
    erase=_erase_sheets,
)


# -- trials, releases, contacts: where people of the teams and testers stand by name


def _trials(session: Session, sought: Sought) -> list[TrialLink | TrialFinding]:
    if sought.code:
        return []
    links = select(TrialLink).where(mentions(sought.address, TrialLink.made_by), covered(session, sought, TrialLink))
    said = mentions(
        sought.address, TrialFinding.words, TrialFinding.tester, TrialFinding.answer, TrialFinding.closed_by
    )
    findings = select(TrialFinding).where(said, covered(session, sought, TrialFinding))
    return [*session.scalars(links), *session.scalars(findings)]


def _erase_trials(session: Session, sought: Sought) -> int:
    found = _trials(session, sought)
    links = [each for each in found if isinstance(each, TrialLink)]
    findings = [each for each in found if isinstance(each, TrialFinding)]
    return rid(links, sought.address, "made_by") + rid(
        findings, sought.address, "words", "tester", "answer", "closed_by"
    )


TRIALS = Keeps(
    "trial",
    what=lambda _: _("Comments of testers, with the name they give if they give one, and who made test links"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that questions get better before they are asked"),
    basis=Basis.INTEREST,
    how_long=lambda _: _("As long as the survey is kept"),
    tables=("trial_link", "trial_finding"),
    find=lambda session, sought: len(_trials(session, sought)),
    export=lambda session, sought: [
        {"item": each.item, "words": each.words, "tester": each.tester}
        if isinstance(each, TrialFinding)
        else {"test link": each.language, "made by": each.made_by}
        for each in _trials(session, sought)
    ],
    erase=_erase_trials,
)


def _releases(session: Session, sought: Sought) -> list[ReleaseCheck | Publication]:
    if sought.code:
        return []
    who = mentions(sought.address, ReleaseCheck.asked_by, ReleaseCheck.signed_by)
    checks = select(ReleaseCheck).where(who, covered(session, sought, ReleaseCheck))
    done = select(Publication).where(mentions(sought.address, Publication.by), covered(session, sought, Publication))
    return [*session.scalars(checks), *session.scalars(done)]


RELEASES = Keeps(
    "release",
    what=lambda _: _("Who asked for a release check, who signed it with name and role, and who published a survey"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that it can be shown who answers for what is asked"),
    basis=Basis.DUTY,
    how_long=lambda _: _("As long as the survey is kept"),
    tables=("release_check", "publication"),
    find=lambda session, sought: len(_releases(session, sought)),
    export=lambda session, sought: [
        {"asked by": each.asked_by, "signed by": each.signed_by, "name": each.signed_name, "role": each.signed_role}
        if isinstance(each, ReleaseCheck)
        else {"published by": each.by, "at": each.at.isoformat()}
        for each in _releases(session, sought)
    ],
    stays=lambda _: _("Who approved what was asked of citizens has to be shown later."),
)


def _contacts(session: Session, sought: Sought) -> Sequence[Survey]:
    if sought.code:
        return ()
    named = mentions(sought.address, Survey.contact_email, Survey.contact_name)
    found = session.scalars(select(Survey).where(named)).all()
    return sight.visible(session, found, sought.hubs)


def _erase_contacts(session: Session, sought: Sought) -> int:
    found = _contacts(session, sought)
    for survey in found:
        survey.contact_name, survey.contact_phone, survey.contact_email = "", "", ""
        survey.revision += 1
    return len(found)


CONTACTS = Keeps(
    "survey",
    what=lambda _: _("Name, telephone number and mail address of the person who answers questions about a survey"),
    whose=Whose.CONTACTS,
    why=lambda _: _("So that people can ask somebody"),
    basis=Basis.TASK,
    how_long=lambda _: _("Until the team changes it"),
    goes_to=lambda _: _("Everybody: it stands on the survey's pages"),
    find=lambda session, sought: len(_contacts(session, sought)),
    export=lambda session, sought: [
        {"survey": each.slug, "name": each.contact_name, "phone": each.contact_phone, "mail": each.contact_email}
        for each in _contacts(session, sought)
    ],
    erase=_erase_contacts,
)
