"""Metrics of surveys."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.events.editing import listed
from engage.events.models import Event
from engage.events.models_people import Registration
from engage.events.personal_data_registrations import DAYS
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.translations import progress
from engage.maturity.measuring import Counted, Figures
from engage.portal.measures import scope
from engage.portal.measures.scope import Span, share
from engage.surveys.models import FieldworkCount, Response, Survey

if TYPE_CHECKING:
    from engage.hubs.models import Hub

ENOUGH = 30
"""Valid answers from which a survey counts, and questionnaires from which a language has a rate of its own."""
YEAR = timedelta(days=365)


def closed(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M01: citizen surveys closed."""
    own = scope.with_parts(session, hub.id)
    days = {
        each: scope.closed_on(each, until)
        for each in scope.fielded(session, own, Span(since, until))
        if scope.closed_on(each, until) is not None
    }
    answers = scope.answered(session, list(days), own, until)
    enough = [each for each in days if answers[each.id] >= ENOUGH]
    recent = [each for each in enough if (days[each] or since) > until - YEAR]
    asked = scope.instruments(session, enough)
    linked = [each for each in recent if _names_decision(asked[each.id])]
    return Figures(
        {
            "closed": len(recent) if days else None,
            "answers": sum(answers[each.id] for each in recent) if days else None,
            "repeated_items": _repeated([asked[each.id] for each in enough]) if days else None,
            "linked_share": share(len(linked), len(recent)),
        },
        [scope.row_of_survey(each, day, counts=each in recent) for each, day in days.items()],
    )


def _names_decision(instrument: Instrument) -> bool:
    """Whether the first page says to which decision the results go."""
    return bool(instrument.about and instrument.about.decision)


def _repeated(asked: Sequence[Instrument]) -> int:
    """Questions that stand in at least two questionnaires in the same words."""
    each = (
        {(item.name, item.type, item.label.source) for item in instrument.items if item.is_question}
        for instrument in asked
    )
    return sum(number > 1 for number in Counter(question for one in each for question in one).values())


def languages(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M03: language completeness."""
    own = scope.with_parts(session, hub.id)
    found = scope.fielded(session, own, Span(since, until))
    if not found:
        return Figures({})
    whole = {survey: _whole(instrument) for survey, instrument in scope.instruments(session, found).items()}
    official = [tag for tag in hub.languages if all(scope.serves(tag, each) for each in whole.values())]
    further = set.intersection(*(set(each) for each in whole.values()))
    known = {tag.split("-")[0] for tag in hub.languages}
    beside = {tag.split("-")[0] for tag in further} - known
    return Figures(
        {
            "surveys": len(found),
            "official_share": share(len(official), len(hub.languages)),
            "further": len(beside),
        },
        [
            scope.row_of_survey(
                each, each.activity.starts_on, counts=all(scope.serves(tag, whole[each.id]) for tag in hub.languages)
            )
            for each in found
        ],
    )


def _whole(instrument: Instrument) -> list[str]:
    """The languages in which every text is there, and reviewed at least."""
    done = ((tag, progress(instrument, tag)) for tag in instrument.languages)
    return [tag for tag, each in done if not (each.missing or each.draft or each.stale)]


def completion(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M05: completion rate. Questionnaires that are still open are neither."""
    own = scope.with_parts(session, hub.id)
    found = scope.fielded(session, own, Span(since, until))
    ids = [each.id for each in found if each.activity.hub_id in own]
    counted = (
        select(
            FieldworkCount.survey_id, FieldworkCount.language, FieldworkCount.outcome, func.sum(FieldworkCount.count)
        )
        .where(FieldworkCount.survey_id.in_(ids), FieldworkCount.day.between(since, until))
        .group_by(FieldworkCount.survey_id, FieldworkCount.language, FieldworkCount.outcome)
    )
    rows = session.execute(counted).all() if ids else []
    known = {survey for survey, *_ in rows}
    if not known:
        return Figures({})
    begun, sent = _rate(rows)
    by_language = [_rate(each for each in rows if each[1] == tag) for tag in {row[1] for row in rows}]
    rates = [share(done, of) for of, done in by_language if of >= ENOUGH]
    return Figures(
        {
            "surveys": len(known),
            "started": begun,
            "completion": share(sent, begun),
            "lowest_language": min((rate for rate in rates if rate is not None), default=None),
        },
        [
            scope.row_of_survey(each, each.activity.starts_on, counts=each.id in known)
            for each in found
            if each.activity.hub_id in own
        ],
    )


def _rate(rows: Iterable[tuple[int, str, str, int]]) -> tuple[int, int]:
    """(begun and ended, sent)."""
    counted: Counter[str] = Counter()
    for _, _, outcome, number in rows:
        counted[outcome] += int(number)
    return counted.total(), counted["submitted"]


def consent(session: Session, hub: "Hub", since: date, until: date) -> Figures:
    """M18: consent and retention."""
    own = scope.with_parts(session, hub.id)
    found = scope.fielded(session, own, Span(since, until))
    asked = scope.instruments(session, found)
    sound = [each for each in found if each.keep_until is not None and _says_why(asked[each.id])]
    overdue = _overdue_surveys(session, found, until)
    events = _overdue_events(session, own, until)
    if not found and not events:
        return Figures({})
    rows: list[Counted] = [
        scope.row_of_survey(each, each.keep_until, counts=each in sound and each not in overdue) for each in found
    ]
    rows += [scope.row_of_event(each, counts=False) for each in events]
    return Figures(
        {"surveys": len(found), "share": share(len(sound), len(found)), "overdue": len(overdue) + len(events)}, rows
    )


def _says_why(instrument: Instrument) -> bool:
    """Whether its published version holds what people agree to: the consent where special categories of data are
    asked, else what the survey is for."""
    if instrument.has_special_category:
        return instrument.consent is not None
    return instrument.consent is not None or bool(instrument.about and instrument.about.purpose)


def _overdue_surveys(session: Session, found: Sequence[Survey], today: date) -> list[Survey]:
    late = [each for each in found if each.keep_until is not None and each.keep_until < today]
    kept = select(Response.survey_id).where(Response.survey_id.in_([each.id for each in late])).distinct()
    there = set(session.scalars(kept)) if late else set()
    return [each for each in late if each.id in there]


def _overdue_events(session: Session, own: frozenset[int], today: date) -> Sequence[Event]:
    """Events whose registrations should be gone. Retention runs every day: a day of grace."""
    yesterday = today - timedelta(days=1)
    kept = select(Registration.event_id).distinct()
    found = session.scalars(listed.owned(own).where(Event.id.in_(kept))).unique()
    return [each for each in found if (each.keep_until or scope.last_day(each) + timedelta(days=DAYS)) < yesterday]
