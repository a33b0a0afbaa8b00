"""Use cases around sheets: typed once, typed again by somebody else, decided, stored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.core.refusal import Refusal
from engage.instruments.document import from_document
from engage.instruments.domain.editions import national
from engage.instruments.domain.journey import Raw
from engage.instruments.models import InstrumentVersion
from engage.privacy import service as privacy
from engage.surveys import fielding, quotas
from engage.surveys.domain.paper import Difference, Outcome, decided, differences, outcome
from engage.surveys.domain.quotas import matching
from engage.surveys.models import Survey
from engage.surveys.models_paper import Mode, PaperSheet


class SamePerson(Refusal):
    """The second entry is only worth something when another person makes it."""

    code = "same_person"


class OtherForm(Refusal):
    """The sheet was begun in another language, country or mode; the figures say in which."""

    code = "other_form"


class Undecided(Refusal):
    """The entries differ in what nobody has decided."""

    code = "undecided"


class NoSuchSheet(Refusal):
    code = "no_such_sheet"


def waiting(session: Session, survey: Survey) -> Sequence[PaperSheet]:
    """Sheets that are no responses yet, by number."""
    return session.scalars(
        select(PaperSheet).where(PaperSheet.survey_id == survey.id).order_by(PaperSheet.number)
    ).all()


def find(session: Session, survey: Survey, number: str) -> PaperSheet | None:
    return session.scalar(
        select(PaperSheet).where(PaperSheet.survey_id == survey.id, PaperSheet.number == number).with_for_update()
    )


def sheet(session: Session, survey: Survey, sheet_id: int) -> PaperSheet:
    """A sheet, held until the transaction ends: two who decide at once make one response.

    :raises NoSuchSheet: when it is not there, or has become a response
    """
    wanted = select(PaperSheet).where(PaperSheet.id == sheet_id, PaperSheet.survey_id == survey.id)
    found = session.scalar(wanted.with_for_update())
    if found is None:
        raise NoSuchSheet
    return found


def enter(
    session: Session,
    survey: Survey,
    version: InstrumentVersion,
    typed: Raw,
    *,
    number: str,
    mode: Mode,
    language: str,
    country: str,
    by: int,
    now: datetime,
) -> PaperSheet:
    """Keep what one person typed from a sheet: its first entry, or the second of another person.

    What has answers does not change any more: the editor makes a new version after it.

    :raises SamePerson: when the same person comes again
    :raises OtherForm: when the first entry was in another language, country or mode
    """
    session.execute(select(Survey.id).where(Survey.id == survey.id).with_for_update())  # one sheet at a time
    found = find(session, survey, number)
    kept = {key: list(value) if isinstance(value, tuple) else value for key, value in typed.items()}
    if found is None:
        version.published_at = version.published_at or now
        found = PaperSheet(
            survey_id=survey.id,
            version_id=version.id,
            number=number,
            mode=mode,
            language=language,
            country=country,
            day=now.date(),
            first=kept,
            first_by=by,
        )
        session.add(found)
    else:
        require_other_person(found, by)
        if (found.mode, found.language, found.country) != (mode, language, country):
            raise OtherForm(found.mode, found.language, found.country)
        found.second, found.second_by = kept, by
    session.flush()
    return found


def require_other_person(found: PaperSheet, by: int) -> None:
    """:raises SamePerson: when this person made the first entry"""
    if found.first_by == by:
        raise SamePerson


def differing(found: PaperSheet) -> tuple[Difference, ...]:
    """What the two entries do not agree on; nothing as long as there is one."""
    return differences(raw(found.first), raw(found.second)) if found.second is not None else ()


def raw(kept: Mapping[str, Any]) -> Raw:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}


def store(
    session: Session, survey: Survey, found: PaperSheet, choices: Mapping[str, str], *, statement: str, now: datetime
) -> Outcome:
    """Make a response of a sheet that was typed twice, and delete the sheet.

    :param choices: by key of a difference: "first", "second" or "none"
    :param statement: the words on health data that a tick agreed to, in the sheet's language
    :raises Undecided: when a second entry or a decision is missing
    """
    if found.second is None:
        raise Undecided
    try:
        typed = decided(raw(found.first), raw(found.second), choices)
    except KeyError as missing:
        raise Undecided(*missing.args) from None
    version = session.get_one(InstrumentVersion, found.version_id)
    instrument = national(from_document(version.document), found.country)
    made = outcome(instrument, typed, now=now, language=found.language)
    response_id = random_id()
    row = {
        "id": response_id,
        "version_id": version.id,
        "language": found.language,
        "channel": found.mode.value,
        "country": found.country,
        "day": now.date(),
        "answers": made.answers,
    }
    fielding.add_responses(session, survey, [row])
    quotas.count(session, survey.id, matching(instrument.quotas, made.answers))
    if made.consent:
        digest = privacy.keep_text(session, statement, found.language)
        privacy.record(
            session,
            purpose=privacy.SPECIAL_CATEGORY,
            subject="response",
            subject_id=response_id,
            digest=digest,
            day=now.date(),
        )
    session.delete(found)
    session.flush()
    return made


def drop(session: Session, found: PaperSheet) -> None:
    """Delete what was typed of a sheet."""
    session.delete(found)
    session.flush()
