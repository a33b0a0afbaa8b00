"""Use cases of a respondent: start, save, go on, submit, take back.

The caller owns the transaction. Nothing here knows who the respondent is: only the secret they hold.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engage.core.ids import random_id
from engage.db import alone
from engage.db.straight import Straight, insert_straight
from engage.instruments.document import from_document
from engage.instruments.domain.checks import Answers, Problem, final_answers
from engage.instruments.domain.definition import Quota
from engage.instruments.domain.journey import Journey, Raw
from engage.instruments.domain.questionnaire import Questionnaire
from engage.privacy import service as privacy
from engage.surveys import files, models, participation, queries, quotas
from engage.surveys.domain.draft import TEST, Draft, NoDraft, NotAccepting, NotComplete, NothingToWithdraw, Overtaken
from engage.surveys.domain.quotas import matching
from engage.surveys.domain.secret import Keys, Unreadable, keys, receipt_hash, seal, unseal
from engage.surveys.domain.status import Availability
from engage.surveys.models_reach import GoneFromSegment
from engage.surveys.queries import Fielded, StoredDraft


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft as its respondent sees it."""

    keys: Keys
    version_id: int
    section: str
    language: str
    channel: str
    country: str
    sealed: bytes
    """As it was read: what it is saved over."""
    content: Draft

    def journey(self, questionnaire: Questionnaire, *, now: datetime, language: str) -> Journey:
        circumstances = self.content.circumstances(now=now, seed=self.keys.seed, language=language)
        return Journey(questionnaire, self.content.raw, circumstances)


def require_open(session: Session, survey: Fielded, now: datetime) -> None:
    """:raises NotAccepting: with the availability as its argument"""
    found = queries.state(session, survey, now)
    if found is not Availability.OPEN:
        raise NotAccepting(found)


def start(
    session: Session,
    survey: Fielded,
    secret: bytes,
    *,
    first_section: str,
    language: str,
    channel: str,
    device: str,
    pulse: bool,
    consent: tuple[str, str] | None,
    now: datetime,
    country: str = "",
    invitation: int | None = None,
) -> OpenDraft:
    """Make an empty draft. `consent` is the statement agreed to and its language.

    Outside of a transaction it is on disk when this returns.

    :param invitation: of the participant whose invitation it is begun with
    :raises NotAccepting: when the survey is not open
    """
    require_open(session, survey, now)
    agreed = None
    if consent:
        agreed = (privacy.keep_text(session, *consent).hex(), consent[1])
    held = keys(secret)
    content = Draft(started_at=now, consent=agreed, pulse=pulse, invitation=invitation)
    sealed = seal(content.to_content(), held.draft_key, _context(held, survey.version_id))
    alone.changed(
        session,
        _BEGIN,
        id=held.draft_id,
        survey_id=survey.id,
        version_id=survey.version_id,
        language=language,
        channel=channel,
        device=device,
        country=country,
        section=first_section,
        day=now.date(),
        sealed=sealed,
    )
    return OpenDraft(held, survey.version_id, first_section, language, channel, country, sealed, content)


def _context(held: Keys, version_id: int) -> bytes:
    return held.draft_id + version_id.to_bytes(8)


def find(session: Session, survey: Fielded, secret: bytes, *, lock: bool = False) -> OpenDraft:
    """The draft that this secret opens.

    :raises NoDraft: when there is none, or it cannot be read
    """
    return opened(queries.draft(session, survey.id, keys(secret).draft_id, lock=lock), secret)


def opened(row: StoredDraft | None, secret: bytes) -> OpenDraft:
    """What lies in a stored draft.

    :raises NoDraft: when there is none, or it cannot be read
    """
    if row is None:
        raise NoDraft
    held = keys(secret)
    try:
        content = unseal(row.sealed, held.draft_key, _context(held, row.version_id))
    except Unreadable:
        raise NoDraft from None
    return OpenDraft(
        held,
        row.version_id,
        row.section,
        row.language,
        row.channel,
        row.country,
        row.sealed,
        Draft.from_content(content),
    )


_drafts = cast(Table, models.Draft.__table__)
_BEGIN = insert_straight(_drafts, {})
_AS_READ = (_drafts.c.id == bindparam("draft_id"), _drafts.c.sealed == bindparam("as_read"))
_SAVE = Straight(
    update(_drafts)
    .where(*_AS_READ)
    .values({name: bindparam(f"new_{name}") for name in ("sealed", "section", "language", "day")})
)
_END = Straight(delete(_drafts).where(*_AS_READ))
_STORE = insert_straight(cast(Table, models.Response.__table__), {"weight": None, "segment": None})
_counts = cast(Table, models.FieldworkCount.__table__)


def _counting(statement: Any) -> Any:
    """:param statement: an insert of the dialect; who came before is counted on"""
    once_more = {"count": _counts.c["count"] + statement.excluded["count"]}
    return statement.on_conflict_do_update(index_elements=_counts.primary_key.columns, set_=once_more)


_COUNT = Straight(
    _counting(sqlite.insert(_counts)),
    instead={"postgresql": _counting(postgresql.insert(_counts))},
)


def save(
    session: Session,
    draft: OpenDraft,
    changes: Raw,
    *,
    section: str,
    language: str,
    now: datetime,
    consent: bool = True,
    removed: Collection[str] = (),
) -> OpenDraft:
    """Merge what one page sent into the draft; keys in `removed` are forgotten.

    Outside of a transaction it is one by itself, and on disk when this returns.

    `consent=False` withdraws the agreement to special-category questions.

    :raises Overtaken: when the draft is no longer as it was read, so that no answer of another tab is lost; after
        `find(…, lock=True)` in the same transaction it never is
    """
    content = draft.content.merged(changes, removed)
    if not consent:
        content = replace(content, consent=None)
    held = draft.keys
    sealed = seal(content.to_content(), held.draft_key, _context(held, draft.version_id))
    changed = alone.changed(
        session,
        _SAVE,
        draft_id=held.draft_id,
        as_read=draft.sealed,
        new_sealed=sealed,
        new_section=section,
        new_language=language,
        new_day=now.date(),
    )
    if not changed:
        raise Overtaken
    return OpenDraft(held, draft.version_id, section, language, draft.channel, draft.country, sealed, content)


def complete(draft: OpenDraft, questionnaire: Questionnaire, *, language: str, now: datetime) -> Answers:
    """The typed answers on the path of a draft.

    :raises NotComplete: with the sections where something is missing or wrong
    """
    answers, problems = final_answers(draft.journey(questionnaire, now=now, language=language))
    if problems:
        raise NotComplete(sections_of(questionnaire, problems))
    return answers


def store(
    session: Session,
    survey: Fielded,
    draft: OpenDraft,
    answers: Answers,
    *,
    language: str,
    now: datetime,
    limits: Iterable[Quota] = (),
) -> None:
    """Turn a draft into a response; a tester's ends without one.

    :param limits: the quotas of the instrument; the response takes a place in each of its groups
    :raises QuotaFull: when one of them has no place left
    :raises Overtaken: when the draft is no longer as it was read, or became a response already
    :raises AlreadyAnswered: when its invitation was used
    """
    contents = _files(session, draft, answers)
    if not _END.changed(session.connection(), draft_id=draft.keys.draft_id, as_read=draft.sealed):
        raise Overtaken
    if draft.channel == TEST:
        return
    if draft.content.invitation is not None:
        participation.mark(session, draft.content.invitation, now=now)
    quotas.take(session, survey.id, matching(limits, answers))
    response_id = _insert(session, survey, draft, answers, language=language, now=now)
    if contents:
        files.attach(session, response_id, answers, contents)


def _files(session: Session, draft: OpenDraft, answers: Answers) -> dict[str, bytes]:
    """The files that the answers name, before the draft goes and they with it."""
    ids = [answer["file"] for _, answer in files.answers_with_files(answers)]
    return files.take_out(session, draft.keys, ids) if ids else {}


def _insert(
    session: Session, survey: Fielded, draft: OpenDraft, answers: Answers, *, language: str, now: datetime
) -> int:
    response_id, day = random_id(), now.date()
    _STORE.changed(
        session.connection(),
        id=response_id,
        survey_id=survey.id,
        version_id=draft.version_id,
        language=language,
        channel=draft.channel,
        country=draft.country,
        day=day,
        seconds=draft.content.seconds(now),
        answers=answers,
        receipt_hash=draft.keys.receipt_hash,
    )
    if draft.content.consent:
        digest = bytes.fromhex(draft.content.consent[0])
        privacy.record(
            session,
            purpose=privacy.SPECIAL_CATEGORY,
            subject="response",
            subject_id=response_id,
            digest=digest,
            day=day,
        )
    count(session, survey.id, day=day, language=language, section="", outcome="submitted")
    return response_id


def sections_of(questionnaire: Questionnaire, problems: Iterable[Problem]) -> tuple[str, ...]:
    found = (questionnaire.section_for(problem.key) for problem in problems)
    return tuple(dict.fromkeys(section.slug for section in found if section))


def count(
    session: Session, survey_id: int, *, day: date, language: str, section: str, outcome: str, number: int = 1
) -> None:
    """Fold an ending into the counters."""
    _COUNT.changed(
        session.connection(),
        survey_id=survey_id,
        day=day,
        language=language,
        section=section,
        outcome=outcome,
        count=number,
    )


def stop(session: Session, survey: Fielded, secret: bytes, *, now: datetime) -> None:
    """Delete what was written so far. What is not there is deleted already."""
    try:
        draft = find(session, survey, secret, lock=True)
    except NoDraft:
        return
    session.execute(delete(models.Draft).where(models.Draft.id == draft.keys.draft_id))
    if draft.channel != TEST:
        count(session, survey.id, day=now.date(), language=draft.language, section=draft.section, outcome="deleted")


def screen_out(session: Session, draft: OpenDraft) -> None:
    """Delete the draft of somebody whose group is full: nothing they wrote is kept, and nobody has stopped."""
    session.execute(delete(models.Draft).where(models.Draft.id == draft.keys.draft_id))


def withdraw(session: Session, survey: Fielded, receipt: bytes) -> None:
    """Delete a response for good.

    :raises NothingToWithdraw: when no response has this receipt
    """
    found = queries.response_by_receipt(session, survey.id, receipt_hash(receipt))
    if found is None:
        raise NothingToWithdraw
    if not remove(session, survey.id, found):
        raise NothingToWithdraw  # the other press of the button was faster, and gave the places back


def remove(session: Session, survey_id: int, found: Any) -> bool:
    """Delete a response with its files and its consent, and give its places in quotas back; False when it is gone.

    Where a segment of the snapshot holds it, it is said to be gone from there in the same transaction.

    :param found: id, version_id and answers
    """
    statement = delete(models.Response).where(models.Response.id == found.id)
    gone = session.connection().execute(statement.returning(models.Response.segment)).first()
    if gone is None:
        return False
    if gone.segment is not None:
        session.execute(insert(GoneFromSegment).values(survey_id=survey_id, segment=gone.segment, response_id=found.id))
    if quotas.in_use(session, survey_id):
        version = queries.version(session, found.version_id)
        given = from_document(version.document).quotas if version else ()
        quotas.give_back(session, survey_id, matching(given, found.answers))
    privacy.erase(session, subject="response", subject_id=found.id)
    return True


def expire_drafts(session: Session, *, before: date) -> int:
    """Fold drafts that nobody came back to into the counters, and delete them."""
    table = models.Draft
    old = queries.drafts_before(session, before)
    for survey_id, day, language, section, number in old:
        count(session, survey_id, day=day, language=language, section=section, outcome="left", number=number)
    session.execute(delete(table).where(table.day < before))
    return sum(row[-1] for row in old)
