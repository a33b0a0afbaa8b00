"""What was said, for those allowed to see it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editions import with_national_items
from engage.instruments.domain.merging import Merged, Variable, merged
from engage.results.domain import texts
from engage.results.domain.fieldwork import Fieldwork, fieldwork
from engage.results.domain.filters import CannotFilter, CannotSplit, FilterRefusal, UnknownItem, UnknownValue, Where
from engage.results.domain.tables import Results, results
from engage.results.domain.tally import Response
from engage.results.domain.texts import FreeText
from engage.results.export import ExportRow, export_id
from engage.results.export import response_files as response_files_csv
from engage.surveys import fielding, queries
from engage.surveys.models import Survey
from engage.surveys.sight import Seen

if TYPE_CHECKING:
    from engage.instruments.writers.xlsform import Written


@dataclass(frozen=True, slots=True)
class Tables:
    """Results with the instrument they are read by: all versions that were in the field, merged."""

    instrument: Instrument
    version: int
    """The number of the newest of them."""
    results: Results
    variables: Mapping[str, Variable]
    """What is asked under which name in which versions."""


def merged_of(session: Session, survey: Survey) -> tuple[Merged, int]:
    """The versions that were in the field as one instrument, and the number of the newest.

    :raises NothingToPublish: when the survey has no version
    """
    versions = queries.read_versions(session, survey.instrument_id)
    if not versions:
        raise fielding.NothingToPublish
    return merged([(each.number, from_document(each.document)) for each in versions]), versions[-1].number


def instrument_of(session: Session, survey: Survey) -> tuple[Instrument, int]:
    """What results are read by, without the rest of `merged_of`.

    :raises NothingToPublish: when the survey has no version
    """
    found, version = merged_of(session, survey)
    return found.instrument, version


def _responses(session: Session, survey: Survey, seen: Seen, read: Merged) -> Iterator[Response]:
    for stored in queries.stored_responses(session, survey.id, seen):
        yield read.answers(stored.version, stored.answers), stored.day, stored.language, stored.version


def tables(session: Session, survey: Survey, *, where: Where = (), by: str | None = None, seen: Seen = None) -> Tables:
    """The tables of what was said.

    :param seen: only responses to these countries' editions
    :raises FilterRefusal: when a filter does not fit the instrument
    """
    read, version = merged_of(session, survey)
    instrument = with_national_items(read.instrument, seen)
    found = results(instrument, _responses(session, survey, seen, read), where=where, by=by)
    return Tables(instrument, version, found, read.variables)


def progress(session: Session, survey: Survey, *, counted: bool = True) -> Fieldwork:
    """Starts, completions and drop-off, from the counters and the drafts under way.

    :param counted: False for somebody who sees some countries only: the counters tell none apart
    """
    instrument, _ = instrument_of(session, survey)
    return fieldwork(
        queries.fieldwork(session, survey.id) if counted else [], [section.slug for section in instrument.sections]
    )


def free_texts(session: Session, survey: Survey, key: str, *, where: Where = (), seen: Seen = None) -> list[FreeText]:
    """:raises NoFreeText: when the key holds none"""
    read, _ = merged_of(session, survey)
    return texts.free_texts(read.instrument, _responses(session, survey, seen, read), key, where=where)


def free_text_keys(instrument: Instrument) -> tuple[str, ...]:
    """Where free texts are kept."""
    return texts.free_text_keys(instrument)


def response_file(
    session: Session,
    survey: Survey,
    *,
    salt: bytes,
    byte_order_mark: bool = False,
    with_texts: bool = True,
    seen: Seen = None,
) -> Iterator[bytes]:
    """The response CSV, in pieces.

    :param with_texts: False leaves out the columns of what people wrote and of items marked personal
    """
    files = response_files(
        session, survey, salt=salt, byte_order_mark=byte_order_mark, with_texts=with_texts, seen=seen
    )
    return (piece for name, piece in files if not name)


def response_files(
    session: Session,
    survey: Survey,
    *,
    salt: bytes,
    byte_order_mark: bool = False,
    with_texts: bool = True,
    seen: Seen = None,
    told: Callable[[int], None] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """The response CSV and those of lists, in pieces, each with the name of its list ("" for the first).

    :param told: called after each response with how many there were so far
    """
    read, _ = merged_of(session, survey)
    instrument = with_national_items(read.instrument, seen)
    without = frozenset() if with_texts else personal_keys(instrument)
    rows = _export_rows(session, survey, seen, read)
    return response_files_csv(
        instrument,
        rows if told is None else _telling(rows, told),
        salt=salt,
        byte_order_mark=byte_order_mark,
        without=without,
    )


def _telling(rows: Iterator[ExportRow], told: Callable[[int], None]) -> Iterator[ExportRow]:
    for number, row in enumerate(rows, 1):
        yield row
        told(number)


def _export_rows(session: Session, survey: Survey, seen: Seen, read: Merged) -> Iterator[ExportRow]:
    for stored in queries.stored_responses(session, survey.id, seen):
        yield ExportRow(
            id=stored.id,
            answers=read.answers(stored.version, stored.answers),
            day=stored.day,
            language=stored.language,
            version=stored.version,
            channel=stored.channel,
            weight=stored.weight,
            country=stored.country,
        )


def list_names(session: Session, survey: Survey) -> tuple[str, ...]:
    """The lists of entries that have files of their own.

    :raises NothingToPublish: when the survey has no version
    """
    instrument, _ = instrument_of(session, survey)
    return tuple(section.repeat.name for section in instrument.sections if section.repeat)


def responses_json(session: Session, survey: Survey, *, salt: bytes) -> Iterator[bytes]:
    """The responses as a JSON list, in pieces: answers by key, entries of lists nested as they are kept."""
    read, _ = merged_of(session, survey)
    begin = "["
    for row in _export_rows(session, survey, None, read):
        document = {
            "_response": export_id(row.id, salt),
            "_version": row.version,
            "_language": row.language,
            "_submitted_on": row.day.isoformat(),
            "_channel": row.channel,
            "_weight": row.weight,
            "answers": dict(row.answers),
        }
        yield f"{begin}\n{json.dumps(document, ensure_ascii=False)}".encode()
        begin = ","
    yield b"[]\n" if begin == "[" else b"\n]\n"


def file_keys(instrument: Instrument) -> tuple[str, ...]:
    """Where files are kept that people sent."""
    return texts.file_keys(instrument)


def personal_keys(instrument: Instrument) -> frozenset[str]:
    """What may say who somebody is: free texts, the words beside "other", files' names, and items marked so."""
    marked = (key for item in instrument.items if item.personal for key in item.keys)
    return frozenset((*texts.free_text_keys(instrument), *texts.file_keys(instrument), *marked))


def instrument_file(session: Session, survey: Survey) -> Iterator[bytes]:
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise fielding.NothingToPublish
    yield json.dumps(version.document, ensure_ascii=False, indent=1).encode()


def instrument_as_xlsform(session: Session, survey: Survey) -> "Written":
    """The newest version as an .xlsx file, and what the file does not say of it.

    :raises fielding.NothingToPublish: when there is no version
    """
    version = queries.newest_version(session, survey.instrument_id)
    if version is None:
        raise fielding.NothingToPublish
    from engage.instruments.writers import xlsform  # spreadsheets are loaded where one is wanted

    return xlsform.write(from_document(version.document))


def filter_reason(refusal: FilterRefusal) -> str:
    """For the command line; pages have their own words."""
    match refusal:
        case UnknownItem():
            return f"There is no item {refusal.item!r} to filter or split by."
        case UnknownValue():
            return f"{refusal.value!r} is not one of the answers to {refusal.item!r}."
        case CannotFilter():
            return f"{refusal.item!r} cannot be filtered by: it has no codes, numbers or dates."
        case CannotSplit():
            return f"{refusal.item!r} cannot split a table: it has no codes."
    return refusal.code
