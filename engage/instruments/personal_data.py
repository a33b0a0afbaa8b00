"""What questionnaires and their translations keep of the people who work on them."""

from collections.abc import Sequence
from typing import Any

from flask import Flask
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from engage.accounts.models import Person
from engage.instruments.models import InstrumentEdit, InstrumentVersion
from engage.instruments.translating.models import Assignment, TakenOver, TextComment, TextDeed
from engage.privacy.finding import mentions, rid
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps


def install(app: Flask) -> None:
    """Say it to the registry."""
    keeps(app, WORK, DOCUMENTS)


def _everywhere(sought: Sought) -> bool:
    """A questionnaire does not know its hub: what was done on it is found by the network office."""
    return bool(sought.address) and sought.hubs is None


def _person(sought: Sought) -> Any:
    return select(Person.id).where(Person.email == sought.address)


def _work(session: Session, sought: Sought) -> list[Any]:
    if not _everywhere(sought):
        return []
    found: list[Any] = []
    for table, column in (
        (InstrumentEdit, InstrumentEdit.by),
        (TextDeed, TextDeed.by_id),
        (Assignment, Assignment.person_id),
        (TextComment, TextComment.by_id),
        (TakenOver, TakenOver.by_id),
    ):
        own: ColumnElement[bool] = column.in_(_person(sought))
        if table is TextComment:
            own = or_(own, mentions(sought.address, TextComment.words))
        if table is TakenOver:
            own = or_(own, mentions(sought.address, TakenOver.by_name, TakenOver.reason))
        found += session.scalars(select(table).where(own))
    return found


def _export_work(session: Session, sought: Sought) -> list[dict[str, Any]]:
    rows = []
    for each in _work(session, sought):
        row = {"what": each.__tablename__, "questionnaire": each.instrument_id}
        for name in ("language", "words", "reason", "at", "given_at"):
            value = getattr(each, name, None)
            if value:
                row[name] = value if isinstance(value, str) else value.isoformat()
        rows.append(row)
    return rows


def _erase_work(session: Session, sought: Sought) -> int:
    """The work stays, and loses its author: edits and translations belong to the questionnaire."""
    found = _work(session, sought)
    for each in found:
        match each:
            case InstrumentEdit():
                each.by = None
            case TextDeed() | TextComment() | TakenOver():
                each.by_id = None
            case Assignment():
                session.delete(each)
    rid([each for each in found if isinstance(each, TextComment)], sought.address, "words")
    rid([each for each in found if isinstance(each, TakenOver)], sought.address, "by_name", "reason")
    session.flush()
    return len(found)


WORK = Keeps(
    "questionnaire work",
    what=lambda _: _("Who changed a question, translated or approved a text, commented, or was asked to translate"),
    whose=Whose.TEAMS,
    why=lambda _: _("So that the team can see who did what, and undo it"),
    basis=Basis.INTEREST,
    how_long=lambda _: _("As long as the questionnaire is kept"),
    tables=(
        "instrument_edit",
        "text_deed",
        "texts_taken_over",
        "translation_assignment",
        "text_comment",
        "interface_text",
    ),
    find=lambda session, sought: len(_work(session, sought)),
    export=_export_work,
    erase=_erase_work,
)


def _documents(session: Session, sought: Sought) -> Sequence[int]:
    if not _everywhere(sought):
        return ()
    return session.scalars(
        select(InstrumentVersion.id).where(mentions(sought.address, InstrumentVersion.document))
    ).all()


DOCUMENTS = Keeps(
    "instrument_version",
    what=lambda _: _("The contact that a questionnaire names, where it is a person"),
    whose=Whose.CONTACTS,
    why=lambda _: _("So that people who answer can ask somebody"),
    basis=Basis.TASK,
    how_long=lambda _: _("As long as the questionnaire is kept"),
    goes_to=lambda _: _("Everybody: it stands on the survey's pages"),
    find=lambda session, sought: len(_documents(session, sought)),
    export=lambda session, sought: [{"version": number} for number in _documents(session, sought)],
    stays=lambda _: _(
        "What citizens were shown does not change. Change the contact in the editor and publish the survey again."
    ),
)
