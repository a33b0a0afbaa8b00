"""What results keep of persons besides responses: copies that are counted from, what was made of written answers."""

from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, event, false, select
from sqlalchemy.orm import Session

from engage.privacy.finding import mentions
from engage.privacy.registry import Basis, Keeps, Sought, Whose, keeps
from engage.results import queries
from engage.results.models import TextCoding, TextWork
from engage.results.snapshots import place
from engage.surveys.models import Response
from engage.surveys.personal_data import covered, responses_of, restrict


def install(app: Flask, data_dir: Path) -> None:
    """Say it to the registry."""
    keeps(app, snapshot_files(data_dir), WRITTEN)


def snapshot_files(data_dir: Path) -> Keeps:
    """An erasure deletes the files in which somebody was: until the worker has made them again without that person,
    results are counted from the database."""

    def find(session: Session, _sought: Sought) -> int:
        return len(_affected(session, data_dir))

    def erase(session: Session, _sought: Sought) -> int:
        event.listen(session, "before_commit", partial(_delete_files, data_dir), once=True)
        return 0  # responses are counted where they are kept

    return Keeps(
        "snapshot files",
        what=lambda _: _("Copies of responses as columns, from which results are counted"),
        whose=Whose.CITIZENS,
        why=lambda _: _("So that results of large surveys are there at once"),
        basis=Basis.CONSENT,
        how_long=lambda _: _("As long as the responses; what is deleted there leaves the copies within minutes"),
        find=find,
        export=lambda _session, _sought: [],  # copies of responses, which are exported from where they are kept
        erase=erase,
    )


def _delete_files(data_dir: Path, session: Session) -> None:
    """Once all has been erased, in whatever order: who is gone from a file is known only then."""
    affected = _affected(session, data_dir)
    if affected:
        from engage.results.snapshots import segments  # columns are loaded where there are some

        for path in affected:
            segments.delete(path)


def _affected(session: Session, data_dir: Path) -> list[Path]:
    """The files that hold what is deleted already."""
    found = []
    for survey_id in queries.surveys_with_gone(session):
        gone = queries.gone(session, survey_id)
        files = [each.file for each in queries.segments(session, survey_id) if each.number in gone]
        found += [path for file in files if (path := place.path(data_dir, survey_id, file)).exists()]
    return found


# -- written answers


def _works(session: Session, sought: Sought) -> list[TextWork]:
    """What was made of the answers of a person, or mentions an address."""
    ids = [each.id for each in responses_of(session, sought)]
    said = false() if sought.code else mentions(sought.address, TextWork.redacted, TextWork.translation, TextWork.quote)
    own = TextWork.response_id.in_(ids) | said
    statement = select(TextWork).join(Response, Response.id == TextWork.response_id)
    return list(session.scalars(statement.where(own, covered(session, sought, Response))))


def _codings(session: Session, sought: Sought) -> list[TextCoding]:
    ids = [each.id for each in responses_of(session, sought)]
    return list(session.scalars(select(TextCoding).where(TextCoding.response_id.in_(ids)).order_by(TextCoding.id)))


def _find_written(session: Session, sought: Sought) -> int:
    return len(_works(session, sought)) + len(_codings(session, sought))


def _export_written(session: Session, sought: Sought) -> list[dict[str, Any]]:
    """By answer; who coded it is not the person's to know."""
    works = [
        {
            "question": each.item,
            "redacted": each.redacted,
            "translation": each.translation,
            "quote": each.quote,
            "released": each.released_on.isoformat() if each.released_on else None,
        }
        for each in _works(session, sought)
    ]
    return [*works, *({"question": each.item, "codes": each.codes} for each in _codings(session, sought))]


def _erase_written(session: Session, sought: Sought) -> int:
    """Before the responses, with which it would go too."""
    works, codings = _works(session, sought), _codings(session, sought)
    for work in works:
        session.delete(work)
    session.execute(delete(TextCoding).where(TextCoding.id.in_([each.id for each in codings])))
    return len(works) + len(codings)


def _restrict_written(session: Session, sought: Sought, request_id: int) -> int:
    """With the responses it was made of: what is not used is neither read, coded nor quoted."""
    works, codings = _works(session, sought), _codings(session, sought)
    ids = {each.response_id for each in works} | {each.response_id for each in codings}
    of = select(Response).where(Response.id.in_(ids))
    restrict(session, session.scalars(of), request_id)
    return len(works) + len(codings)


WRITTEN = Keeps(
    "text_work",
    what=lambda _: _("What was made of written answers: without names, translated, with codes, as a quote"),
    whose=Whose.CITIZENS,
    why=lambda _: _("So that teams understand what people wrote without reading who wrote it"),
    basis=Basis.CONSENT,
    how_long=lambda _: _("As long as the response; a quote in a published edition until that is taken back"),
    tables=("text_work", "text_coding"),
    find=_find_written,
    export=_export_written,
    erase=_erase_written,
    restrict=_restrict_written,
)
