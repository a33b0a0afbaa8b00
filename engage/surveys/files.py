"""Files of respondents: kept encrypted beside a draft, moved to the response when it is sent.

They go with what they belong to: a draft that is stopped or expires, a response that is taken back.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from engage.instruments.domain.answer_columns import outside_name
from engage.instruments.domain.journey import Raw
from engage.instruments.domain.uploaded import from_raw
from engage.surveys import queries
from engage.surveys.domain.secret import Keys, Unreadable, seal_bytes, unseal_bytes
from engage.surveys.file_models import DraftFile, ResponseFile
from engage.surveys.models import Response


def _context(held: Keys, file_id: str) -> bytes:
    return held.draft_id + bytes.fromhex(file_id)


def keep(
    session: Session,
    held: Keys,
    before: Raw,
    changes: Raw,
    contents: Mapping[str, bytes],
    *,
    removed: Collection[str] = (),
) -> None:
    """Store the files that `changes` name, and delete those that they replace or that lie under `removed` keys.

    Call it after the draft was saved, in the same transaction.

    :param before: raw answers as they were
    :param contents: by id
    """
    gone = [old for key in (*changes, *removed) if (old := _id(before.get(key))) and old != _id(changes.get(key))]
    if gone:
        where = (DraftFile.id.in_(gone), DraftFile.draft_id == held.draft_id)
        session.execute(delete(DraftFile).where(*where).execution_options(synchronize_session=False))
    for value in changes.values():
        file_id = _id(value)
        if file_id and file_id in contents:
            sealed = seal_bytes(contents[file_id], held.file_key, _context(held, file_id))
            session.execute(insert(DraftFile).values(id=file_id, draft_id=held.draft_id, sealed=sealed))


def _id(value: object) -> str:
    found = from_raw(value) if isinstance(value, str) else None
    return found.id if found else ""


def answers_with_files(answers: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(item, answer) of every file among answers, those of entries of a list included."""
    for key, value in answers.items():
        if isinstance(value, dict) and "file" in value:
            yield key, value
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for entry in value:
                yield from answers_with_files(entry)


def take_out(session: Session, held: Keys, ids: Collection[str]) -> dict[str, bytes]:
    """The content of files of a draft, by id; one that is not there or cannot be read is left out."""
    rows = session.execute(
        select(DraftFile.id, DraftFile.sealed).where(DraftFile.id.in_(ids), DraftFile.draft_id == held.draft_id)
    ).all()
    found: dict[str, bytes] = {}
    for file_id, sealed in rows:
        try:
            found[file_id] = unseal_bytes(sealed, held.file_key, _context(held, file_id))
        except Unreadable:
            continue
    return found


def attach(session: Session, response_id: int, answers: Mapping[str, Any], contents: Mapping[str, bytes]) -> None:
    """Put the files of a draft beside its response."""
    for item, answer in answers_with_files(answers):
        if answer["file"] in contents:
            session.execute(
                insert(ResponseFile).values(
                    id=answer["file"],
                    response_id=response_id,
                    item=item,
                    name=answer["name"],
                    type=answer["type"],
                    size=answer["bytes"],
                    content=contents[answer["file"]],
                )
            )


# -- of responses, for hub teams


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file beside a response; nothing of it says whose, or when it came."""

    id: str
    name: str
    type: str
    size: int

    @property
    def called(self) -> str:
        """As it is downloaded, and as exports name it."""
        return outside_name(self.id, self.name)


_COLUMNS = (ResponseFile.id, ResponseFile.name, ResponseFile.type, ResponseFile.size)


def _of(survey_id: int, seen: Collection[str] | None, *columns: Any) -> Select[Any]:
    found = select(*columns).join(Response, ResponseFile.response_id == Response.id)
    found = found.where(Response.survey_id == survey_id, queries.in_use())
    return found if seen is None else found.where(Response.country.in_(seen))


def of_item(session: Session, survey_id: int, item: str, seen: Collection[str] | None = None) -> list[SentFile]:
    """The files that answer an item, in the order of their random numbers.

    :param seen: only of responses to these countries' editions
    """
    statement = _of(survey_id, seen, *_COLUMNS).where(ResponseFile.item == item).order_by(ResponseFile.id)
    return [SentFile(*row) for row in session.execute(statement)]


def one(
    session: Session, survey_id: int, file_id: str, seen: Collection[str] | None = None
) -> tuple[SentFile, bytes] | None:
    """A file with its content."""
    statement = _of(survey_id, seen, *_COLUMNS, ResponseFile.content).where(ResponseFile.id == file_id)
    row = session.execute(statement).first()
    return (SentFile(*row[:4]), row[4]) if row else None
