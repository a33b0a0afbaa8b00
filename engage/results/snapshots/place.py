"""Where the segments of a database lie."""

from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

FOLDER = "snapshots"
_OPTION = "engage_data_dir"


def keep(engine: Engine, data_dir: Path) -> None:
    """Segments of what is in this database lie under this folder."""
    engine.update_execution_options(**{_OPTION: str(data_dir)})


def of(session: Session) -> Path | None:
    """The folder; None where nobody said one: everything is then read from the database."""
    found = session.get_bind().get_execution_options().get(_OPTION)
    return Path(found) if found else None


def path(data_dir: Path, survey_id: int, file: str) -> Path:
    return data_dir / FOLDER / str(survey_id) / file
