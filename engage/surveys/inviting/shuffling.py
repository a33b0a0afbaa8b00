"""The daily job that takes order and time out of what is kept of persons beside responses.

Two rows that were written by one transaction can be joined for ever by what a database keeps of it: on PostgreSQL by
the hidden number of the transaction and the place in the file, on SQLite by the place inside of a page. So once a day
all rows of participation, of who wants to hear what came of it and of who may be asked again are taken out and written
anew in random order, in one transaction; the day on which somebody answered is forgotten with it. On PostgreSQL the
table is emptied into a new file, so that nothing of the old rows is left in it, and the responses of the days concerned
are written anew too. On SQLite rows lie by random ids, and the log is cut to nothing.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Engine, Table, func, select, text
from sqlalchemy.orm import Session

from engage.db.engine import writing
from engage.surveys.inviting.sending import heed_bounces
from engage.surveys.models import Response, Survey
from engage.surveys.models_reach import PanelMember, Participant, SurveyFollowUp

NAME = "participation-shuffled"
BACK = timedelta(days=1)
_TRIES = 20
_chance = random.SystemRandom()


def run(session: Session, now: datetime) -> int:
    """How many rows of persons there are; nothing is done where nothing has happened, and the number does not tell."""
    with writing(False):
        responses = _responses(session, now)
        session.rollback()
    heed_bounces(session)
    if session.scalar(select(Participant.id).where(Participant.answered_on.is_not(None)).limit(1)):
        _anew(session, cast(Table, Participant.__table__), "answered_on")
    for model in (SurveyFollowUp, PanelMember):
        _anew(session, cast(Table, model.__table__))
    kept = (Participant, SurveyFollowUp, PanelMember)
    count = sum(session.scalar(select(func.count()).select_from(model)) or 0 for model in kept)
    engine = cast(Engine, session.get_bind())
    if engine.dialect.name == "postgresql":
        _responses_anew(session, responses)
        session.commit()
    else:
        session.commit()
        cut_log(engine)
    return count


def _anew(session: Session, table: Table, *forgotten: str) -> None:
    """Write all rows of a small table anew, in random order; columns that are forgotten are empty from then on."""
    if session.get_bind().dialect.name == "postgresql":
        _anew_on_postgresql(session, table, forgotten)
        return
    # Rows as they are stored: nothing of them is understood here, and other writers wait for less than a second.
    names = [column.name for column in table.columns]
    connection = session.connection()
    chosen = ", ".join("NULL" if name in forgotten else name for name in names)
    rows = list(connection.exec_driver_sql(f"SELECT {chosen} FROM {table.name}"))  # noqa: S608 -- our own names
    if rows:
        _chance.shuffle(rows)
        connection.exec_driver_sql(f"DELETE FROM {table.name}")  # noqa: S608 -- as above
        marks = ", ".join("?" for _ in names)
        anew = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 -- as above
        connection.exec_driver_sql(anew, [tuple(row) for row in rows])
        session.expire_all()


def _anew_on_postgresql(session: Session, table: Table, forgotten: Sequence[str]) -> None:
    """The table is emptied into a new file: no old row is left in free space, where it would keep its transaction."""
    names = [column.name for column in table.columns]
    session.execute(text(f"LOCK TABLE {table.name} IN ACCESS EXCLUSIVE MODE"))
    kept, listed = f"{table.name}_shuffled", ", ".join(names)
    types = {name: str(table.c[name].type.compile(session.get_bind().dialect)) for name in forgotten}
    chosen = ", ".join(f"CAST(NULL AS {types[name]}) AS {name}" if name in forgotten else name for name in names)
    session.execute(text(f"CREATE TEMPORARY TABLE {kept} ON COMMIT DROP AS SELECT {chosen} FROM {table.name}"))  # noqa: S608
    session.execute(text(f"TRUNCATE TABLE {table.name}"))
    session.execute(text(f"INSERT INTO {table.name} ({listed}) SELECT {listed} FROM {kept} ORDER BY random()"))  # noqa: S608
    session.expire_all()


# -- responses


def _responses(session: Session, now: datetime) -> Sequence[int]:
    """Responses of the last days in surveys of which somebody was marked, or wants to hear; read before anything is
    locked. Only where hidden columns could tell their order."""
    if session.get_bind().dialect.name != "postgresql":
        return ()
    first = session.scalars(select(Participant.answered_on).where(Participant.answered_on.is_not(None)).distinct())
    since = min([day for day in first if day] + [(now - BACK).date()])
    marked = select(Participant.survey_id).where(Participant.answered_on.is_not(None))
    asked = Survey.id.in_(marked) | Survey.id.in_(select(SurveyFollowUp.survey_id))
    surveys = session.scalars(select(Survey.id).where(asked)).all()
    if not surveys:
        return ()
    found = select(Response.id).where(Response.survey_id.in_(surveys), Response.day >= since)
    return session.scalars(found).all()


def _responses_anew(session: Session, ids: Sequence[int]) -> None:
    """In one statement, in random order: with other ways to join, rows would be written in the order of the file."""
    if not ids:
        return
    shuffled = list(ids)
    _chance.shuffle(shuffled)
    for way in ("enable_hashjoin", "enable_mergejoin", "enable_seqscan", "enable_bitmapscan", "enable_sort"):
        session.execute(text(f"SET LOCAL {way} = off"))
    anew = text(
        "UPDATE response SET day = response.day "
        "FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS wanted(id, place) WHERE response.id = wanted.id"
    )
    session.execute(anew, {"ids": shuffled})


# -- SQLite


def cut_log(engine: Engine) -> bool:
    """Write the log back into the file and cut it to nothing; False while a reader holds on to it."""
    connection = engine.raw_connection()
    try:
        for _ in range(_TRIES):
            busy, *_frames = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
    finally:
        connection.close()
    return False
