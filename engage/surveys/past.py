"""Taking in responses that were collected elsewhere."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.instruments.document import from_document
from engage.surveys import fielding
from engage.surveys.domain.past_responses import read_past_responses
from engage.surveys.models import Survey


class NotText(Refusal):
    """The file is not a table in UTF-8."""

    code = "not_text"


def import_file(session: Session, survey: Survey, file: Path, *, today: date) -> dict[str, Any]:
    """Store every usable row, and report what was not; all or nothing.

    :raises NothingToPublish: when the survey has no version
    :raises NotText: when the file is not UTF-8
    """
    version = fielding.answered_version(session, survey, now=utcnow())
    instrument = from_document(version.document)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            found = read_past_responses(stream, instrument)
    except UnicodeDecodeError as error:
        raise NotText(f"{file.name} is not UTF-8 (byte {error.start}). Save it as CSV UTF-8.") from None
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
    ]
    imported = fielding.add_responses(session, survey, rows)
    return {
        "survey": survey.slug,
        "imported": imported,
        "values": found.matched,
        "skipped_columns": found.skipped_columns,
        "columns_by_label": found.columns_by_label,
        "rejected_rows": [{"line": row.line, "code": row.code} for row in found.rejected_rows],
        "unmatched": {column: dict(values) for column, values in found.unmatched.items()},
        "without_day": sum(response.day is None for response in found.responses),
    }
