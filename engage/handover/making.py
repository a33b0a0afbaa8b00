"""Makes the archive of one hub: rows of its tables, what people can read, and a manifest that says what is inside."""

import hashlib
import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from engage.handover import letter
from engage.handover.packing import Packer
from engage.handover.parts import KEPT, STAYS
from engage.handover.parts.kept import PERSONAL, Choice, Hubs, Kept
from engage.handover.readable import Reader
from engage.handover.records import FILES, Out, is_file
from engage.hubs import queries as hubs_queries
from engage.hubs.models import Hub

Told = Callable[[int, int], None]
"""Rows that are inside so far, of how many."""
_ROWS = 1_000
_ROWS_WITH_FILES = 10


@dataclass(frozen=True, slots=True)
class Made:
    """What an archive holds."""

    hub: str
    hubs: tuple[str, ...]
    choices: tuple[str, ...]
    rows: Mapping[str, int]
    files: int


@dataclass(slots=True)
class _Making:
    session: Session
    packer: Packer
    out: Out
    hubs: Hubs
    told: Told
    total: int
    rows: dict[str, int] = field(default_factory=dict)

    def table(self, kept: Kept) -> None:
        """All rows of one table that are the hub's, a line each."""
        if any(is_file(column) for column in kept.columns):
            with self.packer.spooled(kept.file) as waiting:
                waiting.writelines(self._lines(kept, _ROWS_WITH_FILES))
        else:
            self.packer.add(kept.file, self._lines(kept, _ROWS))

    def _lines(self, kept: Kept, at_once: int) -> Any:
        name = kept.name or kept.table.name
        self.rows[name] = 0
        statement = selected(kept, self.hubs).execution_options(yield_per=at_once)
        for row in self.session.execute(statement).mappings():
            yield self.out.line(kept, row)
            self.rows[name] += 1
            self.told(sum(self.rows.values()), self.total)


def selected(kept: Kept, hubs: Hubs) -> Select[Any]:
    """The rows that travel, always in the same order."""
    return select(*kept.columns).where(kept.where(hubs)).order_by(*kept.table.primary_key.columns)


def travelling(choices: Collection[Choice]) -> tuple[Kept, ...]:
    """The tables that go into an archive by what was chosen."""
    return tuple(kept for kept in KEPT if kept.needs is None or kept.needs in choices)


def make(
    session: Session,
    hub: Hub,
    into: IO[bytes],
    choices: Collection[Choice],
    *,
    data_dir: Path,
    now: datetime,
    told: Told | None = None,
) -> Made:
    """Write the archive of a hub with its regional and local parts.

    :param session: of one state of the database from the first row to the last (`Task.reading`)
    :param choices: what is inside besides; nothing of single people without them
    """
    ids = sorted(hubs_queries.with_parts(session, [hub.id]))
    slugs = {row.id: row.slug for row in session.execute(select(Hub.id, Hub.slug))}
    chosen = select(Hub.id).where(Hub.id.in_(ids))
    with Packer(into, now) as packer:

        def keep_file(content: bytes) -> str:
            name = FILES + hashlib.sha256(content).hexdigest()
            if name not in packer.files:
                packer.add(name, [content])
            return name

        tables = travelling(choices)
        making = _Making(
            session,
            packer,
            Out(slugs, secrets.token_bytes(32), Choice.PEOPLE in choices, keep_file),
            chosen,
            told or (lambda _done, _total: None),
            sum(_number(session, kept, chosen) for kept in tables),
        )
        for kept in tables:
            making.table(kept)
        Reader(session, packer, ids, choices, data_dir, now).add()
        made = Made(
            hub.slug,
            tuple(slugs[each] for each in ids),
            tuple(each.value for each in Choice if each in choices),
            making.rows,
            len(packer.files) + 1,
        )
        packer.add("README.txt", [letter.text(hub.name, made, now).encode()])
        packer.say(
            {
                "product": "engage",
                "version": version("engage"),
                "made_on": now.date().isoformat(),
                "hub": made.hub,
                "hubs": list(made.hubs),
                "choices": {choice.value: choice in choices for choice in Choice},
                "rows": made.rows,
                "left_out": [*_unchosen(choices), *({"what": what, "why": why} for what, why in STAYS.items())],
            }
        )
    return made


def _number(session: Session, kept: Kept, hubs: Hubs) -> int:
    return session.scalar(select(func.count()).select_from(kept.table).where(kept.where(hubs))) or 0


def _unchosen(choices: Collection[Choice]) -> list[dict[str, str]]:
    return [
        {"what": each.value, "why": letter.UNCHOSEN[each]}
        for each in (*PERSONAL, Choice.ASSESSMENTS)
        if each not in choices
    ]
