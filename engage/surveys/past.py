"""Taking in responses that were collected elsewhere."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.instruments.document import from_document
from engage.surveys import fielding
from engage.surveys.domain.past_responses import PastResponses, read_entries, read_past_responses
from engage.surveys.models import Survey


class NoSuchList(Refusal):
    """The instrument has no list of this name."""

    code = "no_such_list"


class NotText(Refusal):
    """The file is not a table in UTF-8."""

    code = "not_text"


def import_file(
    session: Session, survey: Survey, file: Path, *, today: date, entries: Mapping[str, Path] | None = None
) -> dict[str, Any]:
    """Store every usable row, and report what was not; all or nothing.

    :param entries: by name of a list, the file of its entries, keyed by `_response`
    :raises NothingToPublish: when the survey has no version
    :raises NoSuchList: when there is no list of one of these names
    :raises NotText: when a file is not UTF-8
    """
    version = fielding.answered_version(session, survey, now=utcnow())
    instrument = from_document(version.document)
    for name in entries or {}:
        if instrument.repeat_of(name) is None:
            raise NoSuchList(name)
    found = _read(file, lambda stream: read_past_responses(stream, instrument))
    inside = {
        name: _read(path, lambda stream, name=name: read_entries(stream, instrument, name, found))  # type: ignore[misc]
        for name, path in (entries or {}).items()
    }
    rows = [
        {
            "version_id": version.id,
            "language": response.language or instrument.source_language,
            "channel": response.channel or "import",
            "day": response.day or today,
            "answers": dict(response.answers),
            "weight": response.weight,
        }
        for response in found.responses
        if response.answers
    ]
    imported = fielding.add_responses(session, survey, rows)
    return {
        "survey": survey.slug,
        "imported": imported,
        **_report(found),
        "without_day": sum(response.day is None for response in found.responses),
        "without_entries": sum(response.lacks for response in found.responses),
        "lists": {name: {"entries": len(each.responses), **_report(each)} for name, each in inside.items()},
    }


def _read(file: Path, read: Callable[[TextIO], PastResponses]) -> PastResponses:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return read(stream)
    except UnicodeDecodeError as error:
        raise NotText(f"{file.name} is not UTF-8 (byte {error.start}). Save it as CSV UTF-8.") from None


def _report(found: PastResponses) -> dict[str, Any]:
    """What was taken over and what was not, for people and machines."""
    return {
        "values": found.matched,
        "skipped_columns": found.skipped_columns,
        "columns_by_label": found.columns_by_label,
        "rejected_rows": [{"line": row.line, "code": row.code} for row in found.rejected_rows],
        "unmatched": {column: dict(values) for column, values in found.unmatched.items()},
    }
