"""Takes the archive of a hub into this instance: everything or nothing, in the transaction of the caller."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Session

from engage.core.actor import Actor
from engage.core.images import Broken, TooLarge
from engage.core.images import checked as checked_image
from engage.events.models import Event
from engage.events.places import recount_traits
from engage.handover.clashing import Clashes, no_clashes, records
from engage.handover.making import travelling
from engage.handover.parts import about_events
from engage.handover.parts.kept import Choice, Kept, target
from engage.handover.records import BadRecord, anew, counts_hubs, is_random, names_hub
from engage.handover.unpacking import BadArchive, Opened
from engage.hubs import changes
from engage.hubs.domain import rules
from engage.hubs.models import Hub
from engage.privacy import audit

Told = Callable[[int, int], None]
_BATCH = 500
_PICTURES = ("image", "picture")
_HUB_ROLES = ("coordinator", "organiser", "analyst", "translator", "assessor")


@dataclass(slots=True)
class Adopted:
    """What was taken in."""

    hub: str
    hub_id: int = 0
    choices: tuple[str, ...] = ()
    rows: dict[str, int] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    """What was here already, by table: pictures, models, people of the team."""
    aside: dict[str, int] = field(default_factory=dict)
    """What was left aside, by table: it belongs to a hub or an activity that is not here."""


@dataclass(slots=True)
class _Adopting:
    session: Session
    archive: Opened
    adopted: Adopted
    names: Mapping[str, str]
    """The slugs of the archive's hubs -> those they get here."""
    told: Told
    total: int
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    ids: dict[str, dict[int, int]] = field(default_factory=dict)
    """By table: the number of a row in the archive -> its number here."""
    there: dict[str, set[int]] = field(default_factory=dict)
    """By table: numbers (of the archive) of what was here already."""
    hubs: dict[str, int | None] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)
    done: int = 0

    def table(self, kept: Kept) -> None:
        waiting: list[dict[str, Any]] = []
        later: list[tuple[Any, str, Any]] = []
        selves = [column for column in kept.columns if (to := target(column)) is not None and to.table is kept.table]
        for record in records(self.archive, kept):
            row = self._row(kept, record)
            self._count()
            if row is None:
                _one_more(self.adopted.aside, kept.table.name)
                continue
            if kept.known_by and self._is_known(kept, record, row):
                _one_more(self.adopted.known, kept.table.name)
                continue
            for column in selves:
                if record[column.name] is not None:
                    later.append((record["id"], column.name, record[column.name]))
                row[column.name] = None
            if kept.is_numbered:
                self._number(kept, int(record["id"]), row)
            else:
                waiting.append(row)
                if len(waiting) >= _BATCH:
                    self._store(kept, waiting)
            _one_more(self.adopted.rows, kept.name or kept.table.name)
        self._store(kept, waiting)
        self._point(kept, later)

    def _count(self) -> None:
        self.done += 1
        self.told(self.done, self.total)

    def _store(self, kept: Kept, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(insert(kept.table), rows)
            rows.clear()

    def _number(self, kept: Kept, before: int, row: dict[str, Any]) -> None:
        del row["id"]
        result = self.session.execute(insert(kept.table).values(row))
        assert isinstance(result, CursorResult)
        key = result.inserted_primary_key
        assert key is not None
        known = self.ids.setdefault(kept.table.name, {})
        if before in known:
            raise BadRecord(f"{kept.file} has the id {before} twice")
        known[before] = key[0]
        if kept.table.name == "hub":
            self.hubs[row["slug"]] = key[0]
            self.own.add(key[0])
            if row["slug"] == self.adopted.hub:
                self.adopted.hub_id = key[0]

    def _point(self, kept: Kept, later: list[tuple[Any, str, Any]]) -> None:
        """Rows that point to others of their table, once all of them are there."""
        for before, name, points_to in later:
            column, key = kept.table.c[name], kept.table.c.id
            here = anew(self.key, before) if kept.is_random else self.ids[kept.table.name][int(before)]
            value: int | None
            if kept.table.name == "hub":
                value = self._hub(points_to)
                value = value if value in self.own else None
            elif is_random(kept, column):
                value = anew(self.key, points_to)
            else:
                value = self.ids[kept.table.name].get(points_to)
            self.session.execute(update(kept.table).where(key == here).values({name: value}))

    # -- one row

    def _row(self, kept: Kept, record: Mapping[str, Any]) -> dict[str, Any] | None:
        """The row as it stands here; None for one that is left aside."""
        row: dict[str, Any] = {}
        for column in kept.columns:
            value = record[column.name]
            to = target(column)
            if value is not None and to is not None and to.table is kept.table:
                row[column.name] = value  # set once all are there
            elif names_hub(kept, column) and kept.table.name != "hub":
                row[column.name] = self._whose(kept, column.name, record)
            elif value is not None and is_random(kept, column):
                row[column.name] = anew(self.key, value)
            elif value is not None and to is not None and to.name == "id":
                row[column.name] = self.ids.get(to.table.name, {}).get(value)
            else:
                row[column.name] = value
            if row[column.name] is None and not column.nullable and not _may_be_empty(kept, column.name):
                if kept.droppable:
                    return None
                raise BadRecord(f"{kept.file}: {column.name} points to nothing")
        if kept.droppable and _lost(kept, record, row):
            return None
        if kept.under and record[kept.under] in self.there.get(_shared_table(kept), ()):
            return None
        self._own_kinds(kept, record, row)
        return row

    def _own_kinds(self, kept: Kept, record: Mapping[str, Any], row: dict[str, Any]) -> None:
        """What single tables need besides."""
        for name, model in kept.lists.items():
            known = self.ids.get(model.__tablename__, {})
            row[name] = [known[each] for each in record[name] if isinstance(each, int) and each in known]
        for name, value in kept.fixed.items():
            row[name] = value() if callable(value) else value
        if kept.table.name == "hub":
            row["slug"] = self.names.get(row["slug"], row["slug"])
        elif kept.table.name == "event_text":
            row["place"] = self._place(record["place"])
        elif kept.table.name in _PICTURES:
            _picture(kept, row)
        elif kept.table.name == "role" and row["name"] not in _HUB_ROLES:
            raise BadRecord(f"{kept.file}: {row['name']} is no role that is held for a hub")
        elif counts_hubs(kept, record):
            row["codes"] = [str(found) for each in record["codes"] if (found := self._hub(str(each))) is not None]

    def _whose(self, kept: Kept, name: str, record: Mapping[str, Any]) -> int | None:
        """The hub that a row names. An archive brings rows of its own hubs: none of another hub of this instance, and
        none of the network."""
        slug = record[name]
        found = None if slug is None else self._hub(slug)
        if name in kept.elsewhere:
            return self.adopted.hub_id if found is None and slug is not None and kept.own_hub else found
        if found not in self.own and (slug is not None or record.get("activity_id") is None):
            raise BadRecord(f"{kept.file}: {name} names no hub that is inside")
        return found

    def _hub(self, slug: str) -> int | None:
        """A hub of the archive, or one of this instance with the same place in addresses."""
        name = self.names.get(slug, slug)
        if name not in self.hubs:
            self.hubs[name] = self.session.scalar(select(Hub.id).where(Hub.slug == name))
        return self.hubs[name]

    def _place(self, place: str) -> str:
        """The place of a text of an event, with the number that its part has here."""
        word, _, rest = place.partition(":")
        number, colon, name = rest.partition(":")
        table = about_events.PARTS.get(word)
        if table is None or not number.isdecimal():
            return place
        return f"{word}:{self.ids.get(table, {}).get(int(number), 0)}{colon}{name}"

    def _is_known(self, kept: Kept, record: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
        """Whether something that hubs share is here already; then this one is what rows point to."""
        where = [kept.table.c[name] == row[name] for name in kept.known_by]
        found = self.session.execute(select(kept.table).where(*where)).mappings().first()
        if found is None:
            return False
        if kept.same and found[kept.same] != row[kept.same]:
            what = " ".join(str(row[name]) for name in kept.known_by)
            raise Clashes([(f"another {kept.table.name}", what)])
        if "id" in record:
            self.ids.setdefault(kept.table.name, {})[record["id"]] = found["id"]
            self.there.setdefault(kept.table.name, set()).add(record["id"])
        return True


def _may_be_empty(kept: Kept, column: str) -> bool:
    to = target(kept.table.c[column])
    return to is not None and to.table is kept.table


def _lost(kept: Kept, record: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a row would hang in the air: every hub or activity it was about is not here."""
    about = [
        column.name
        for column in kept.columns
        if (to := target(column)) is not None and to.table.name in ("hub", "activity", "person")
    ]
    return any(record[name] is not None and row[name] is None for name in about)


def _shared_table(kept: Kept) -> str:
    to = target(kept.table.c[kept.under])
    assert to is not None
    return to.table.name


def _picture(kept: Kept, row: dict[str, Any]) -> None:
    """A picture is what it is, whatever the archive says it is."""
    try:
        good = checked_image(row["content"])
    except (Broken, TooLarge) as wrong:
        raise BadRecord(f"{kept.file}: a picture that pages cannot show") from wrong
    if hashlib.sha256(good.content).hexdigest() != row["digest"]:
        raise BadRecord(f"{kept.file}: a picture that is not the one it is called")
    row |= {"type": good.type, "width": good.width, "height": good.height, "content": good.content}
    if "size" in row:
        row["size"] = len(good.content)


def _one_more(counts: dict[str, int], name: str) -> None:
    counts[name] = counts.get(name, 0) + 1


def adopt(
    session: Session,
    archive: Opened,
    *,
    as_slug: str = "",
    now: datetime,
    by: Actor,
    told: Told | None = None,
) -> Adopted:
    """Store everything of an archive that was verified. The caller commits, or (to only look) rolls back.

    :param as_slug: the hub's place in addresses here; that of the archive without
    :raises BadArchive: when what is inside is no hub
    :raises BadRecord: when something in it cannot be stored
    :raises Clashes: naming everything that has a place that the archive needs
    """
    name = as_slug or archive.manifest["hub"]
    _good_slug(name)
    choices = [each for each in Choice if (archive.manifest.get("choices") or {}).get(each.value) is True]
    tables = travelling(choices)
    _only(archive, tables)
    adopted = Adopted(name, choices=tuple(each.value for each in choices))
    total = sum(1 for kept in tables for _ in archive.lines(kept.file))
    adopting = _Adopting(
        session, archive, adopted, {archive.manifest["hub"]: name}, told or (lambda _done, _total: None), total
    )
    no_clashes(session, archive, adopting.names, tables)
    for kept in tables:
        adopting.table(kept)
        if kept.model is Hub and not adopted.hub_id:
            raise BadArchive("the hub that it is of is not inside")
    session.expire_all()
    if Choice.REGISTRATIONS in choices:
        for event in session.scalars(select(Event).where(Event.id.in_(adopting.ids.get("event", {}).values()))):
            recount_traits(session, event)
    changes.tell(session, sorted(adopting.own))
    audit.record(
        session,
        by,
        "hub.adopted",
        "hub",
        adopted.hub_id,
        now=now,
        hub_id=adopted.hub_id,
        hub=name,
        made_on=str(archive.manifest.get("made_on", ""))[:20],
        choices=list(adopted.choices),
    )
    session.flush()
    return adopted


def _good_slug(name: str) -> None:
    try:
        rules.slug(name)
    except rules.Wrong as wrong:
        raise BadArchive(f"{name[:80]}: {wrong}") from wrong


def _only(archive: Opened, tables: tuple[Kept, ...]) -> None:
    """What was not chosen is not inside, whatever the file says."""
    known = {kept.file for kept in tables}
    odd = sorted(name for name in archive.files if name.startswith("data/") and name not in known)
    if odd:
        raise BadArchive(f"it holds {', '.join(odd)[:200]}, which its choices do not say")
