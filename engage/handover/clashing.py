"""Rows of an archive one after the other, and what of them has a place in addresses that is taken here."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.handover.parts.kept import Kept
from engage.handover.records import BadRecord, checked, parsed
from engage.handover.unpacking import Opened
from engage.hubs.models import Hub


class Clashes(Refusal):
    """Something of this instance has the place in addresses that something of the archive needs."""

    code = "clashes"

    def __init__(self, found: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{what} {value} is here already" for what, value in found[:50]))
        self.found = found


def records(archive: Opened, kept: Kept) -> Iterator[dict[str, Any]]:
    """The rows of one table.

    :raises BadRecord: at the first that cannot be stored
    """
    for number, line in enumerate(archive.lines(kept.file), 1):
        where = f"{kept.file}, line {number}"
        yield checked(kept, parsed(line, where), where, archive.content)


def no_clashes(session: Session, archive: Opened, names: Mapping[str, str], tables: Iterable[Kept]) -> None:
    """Everything that has a place in addresses here already, before anything is stored.

    :param names: the slugs of the archive's hubs -> those they get here
    :raises Clashes: naming all of it
    """
    found: list[tuple[str, str]] = []
    for kept in tables:
        for name in kept.unique:
            wanted = [
                names.get(value, value) if kept.model is Hub else value
                for record in records(archive, kept)
                if (value := record[name]) is not None
            ]
            if name == "slug":
                for value in wanted:
                    _good_place(value, kept)
            if len(set(wanted)) < len(wanted):
                raise BadRecord(f"{kept.file} has a {name} twice")
            for value in wanted:
                if session.scalar(select(kept.table.c[name]).where(kept.table.c[name] == value)) is not None:
                    found.append((_WORDS.get((kept.table.name, name), kept.table.name), value))
    if found:
        raise Clashes(found)


def _good_place(value: str, kept: Kept) -> None:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        raise BadRecord(f"{kept.file}: {value[:80]!r} is no place in addresses")


_WORDS = {
    ("hub", "slug"): "the hub",
    ("activity", "slug"): "the activity",
    ("survey", "slug"): "the survey",
    ("survey_link", "code"): "the short address",
    ("event", "slug"): "the event",
    ("event", "uid"): "the event with the calendar id",
    ("library_item", "slug"): "the library item",
    ("outcome", "slug"): "the outcome",
    ("policy_brief", "slug"): "the brief",
}
