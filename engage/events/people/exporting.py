"""Who registered, as a file: one row a person. Columns stand in docs/how-to/people-of-an-event.

What people need to take part is not in it: that has readers and a retention date of its own.
"""

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import IO, Any

from sqlalchemy.orm import Session

from engage.core.spreadsheets import guarded, unguarded
from engage.events import queries, queries_people
from engage.events.domain.filters import Filters
from engage.events.domain.questions import of_health
from engage.events.models import Event, Site
from engage.events.models_people import Attendee, Registration
from engage.hubs import queries as hubs
from engage.i18n.text import LocalizedText
from engage.instruments.document import from_document
from engage.instruments.domain.answer_columns import Column, columns_of
from engage.instruments.domain.translating import tidy

BYTE_ORDER_MARK = "\ufeff"
LONGEST_CELL = 32_000
"""Characters; Excel takes 32,767."""

Value = str | int | float | bool | date | datetime | None

META = (
    "_registration", "_person", "_status", "_role", "_name", "_companion_of", "_site", "_channel", "_language",
    "_email", "_phone", "_group", "_born_on", "_country", "_hub", "_organised", "_organisation", "_photos", "_ticket",
    "_registered_at", "_address_confirmed", "_answer_by", "_ended_at", "_reason", "_rank", "_stratum", "_drawn",
    "_still_coming", "_guardian", "_guardian_contact", "_looks_like", "_came_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose rows are made while they are read."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Value, ...]]


def rows(session: Session, event: Event, sites: Collection[Site], filters: Filters | None = None) -> Sheet:
    """One row a person, in the order of registrations.

    :param sites: those whose people the reader may see (`queries.sites_seen`)
    """
    answers = _answer_columns(session, event)
    return Sheet((*META, *(name for name, _ in answers)), _rows(session, event, sites, filters, answers))


_Write = Callable[[Mapping[str, Any]], Value]


def _answer_columns(session: Session, event: Event) -> list[tuple[str, _Write]]:
    """Items of every version that somebody answered, the newest first; the same name twice is one column.

    Answers about health are not among them: they are for those who have that duty.
    """
    found: dict[str, _Write] = {}
    for version in queries_people.versions(session, event):
        instrument = from_document(version.document)
        health = of_health(instrument)
        for section in instrument.sections:
            if section.repeat is not None:
                found.setdefault(section.repeat.name, _entries(section.repeat.name))
                continue
            for item in section.items:
                for column in () if item in health else columns_of(item):
                    found.setdefault(column.name, _plain(column))
    return list(found.items())


def _plain(column: Column) -> _Write:
    def write(answers: Mapping[str, Any]) -> Value:
        value = column.value(answers)
        return unguarded(value) if isinstance(value, str) else value

    return write


def _entries(name: str) -> _Write:
    """Of a list: all its entries, as JSON."""
    return lambda answers: json.dumps(answers[name], ensure_ascii=False) if answers.get(name) else None


def _rows(
    session: Session,
    event: Event,
    sites: Collection[Site],
    filters: Filters | None,
    answers: Sequence[tuple[str, _Write]],
) -> Iterator[tuple[Value, ...]]:
    texts = queries.texts(session, event)
    names = {site.id: _name(texts.get(f"site:{site.id}:name"), event.source_language) or str(site.id) for site in sites}
    slugs = {hub.id: hub.slug for hub in hubs.every(session)}
    of = queries_people.quotas(session, event.id)
    statement = queries_people.registrations(event.id, list(names), filters, of)
    for batch in queries_people.in_batches(session, statement):
        ids = [registration.id for registration in batch]
        came = queries_people.days_there(session, ids)
        doubles = queries_people.numbers_of(session, {each.double_of_id for each in batch if each.double_of_id})
        for registration in batch:
            common = _of_registration(registration, names, doubles)
            for person in registration.attendees:
                said = common | _of_person(person, slugs, came.get(person.id, ()))
                yield (*(said[name] for name in META), *(write(person.answers) for _, write in answers))


def _name(text: LocalizedText | None, language: str) -> str:
    return text.pick(language)[0] if text else ""


def _of_registration(found: Registration, sites: Mapping[int, str], doubles: Mapping[int, int]) -> dict[str, Value]:
    return {
        "_registration": found.number,
        "_status": found.status.value,
        "_site": sites[found.site_id],
        "_channel": found.channel.value,
        "_language": found.language,
        "_email": found.email,
        "_phone": found.phone,
        "_group": found.group_name,
        "_registered_at": found.created_at,
        "_address_confirmed": bool(found.email) and found.confirm_by is None,
        "_answer_by": found.answer_by,
        "_ended_at": found.ended_at,
        "_reason": found.reason,
        "_rank": found.rank,
        "_stratum": found.stratum,
        "_drawn": found.drawn,
        "_still_coming": found.still_coming_at is not None,
        "_guardian": found.guardian_name,
        "_guardian_contact": found.guardian_contact,
        "_looks_like": doubles.get(found.double_of_id or 0),
    }


def _of_person(person: Attendee, hubs: Mapping[int, str], came: Sequence[date]) -> dict[str, Value]:
    return {
        "_person": person.position + 1,
        "_role": person.role.value,
        "_name": person.name,
        "_companion_of": None if person.companion_of is None else person.companion_of + 1,
        "_born_on": person.born_on,
        "_country": person.country,
        "_hub": hubs.get(person.hub_id or 0, ""),
        "_organised": person.organised,
        "_organisation": person.organisation,
        "_photos": person.photos,
        "_ticket": person.ticket,
        "_came_on": " ".join(day.isoformat() for day in came),
    }


# -- files


def to_csv(sheet: Sheet, *, byte_order_mark: bool = False) -> Iterator[bytes]:
    """UTF-8, comma-separated, line ends CR LF (RFC 4180); no cell begins like a formula. In pieces.

    :param byte_order_mark: for Excel, which takes the file for another encoding without one
    """
    yield ((BYTE_ORDER_MARK if byte_order_mark else "") + _lines([sheet.columns])).encode()
    for row in sheet.rows:
        yield _lines([[_plainly(value) for value in row]]).encode(errors="replace")


def _lines(rows: Sequence[Sequence[Value]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _plainly(value: Value) -> Value:
    match value:
        case bool():
            return int(value)
        case str():
            return guarded(value)
        case datetime():
            return _utc(value).isoformat(timespec="seconds") + "Z"
        case date():
            return value.isoformat()
    return value


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None)


def to_xlsx(sheet: Sheet, file: IO[bytes]) -> None:
    """One sheet with typed cells: numbers, days and moments (UTC) as such; every text is a text, also after `=`."""
    from openpyxl import Workbook  # brings numpy with it: loaded where a file is wanted
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet("Registrations")
    page.freeze_panes = "A2"
    heads = [WriteOnlyCell(page, name) for name in sheet.columns]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
    book.save(file)


def _cell(page: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime):
        return _utc(value).replace(microsecond=0)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, tidy(value)[:LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"
    return cell


def to_json(sheet: Sheet) -> str:
    """A list of objects; moments in UTC."""
    found = [dict(zip(sheet.columns, map(_as_json, row), strict=True)) for row in sheet.rows]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _as_json(value: Value) -> Value:
    return value if isinstance(value, bool | str) else _plainly(value)
