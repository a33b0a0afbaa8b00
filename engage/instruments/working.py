"""Working copies: the one way in which the console changes an instrument.

The newest unpublished version of an instrument is its working copy; the first change after publishing makes one.
Revisions count the edits of an instrument through all its versions. A change comes with the revision its author saw:
it is applied to the newest state when nothing it touches was touched since, and refused otherwise with who, when,
what it is now and what was wanted. So two editors work at once and no accepted change is lost.

Every function may be called inside a larger transaction, which the caller owns.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.i18n.text import TextState
from engage.instruments.document import from_document, to_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.assembling import BrokenPlaces, instrument_of
from engage.instruments.domain.editing.change import Change, Summary
from engage.instruments.domain.editing.editions import keep_editions
from engage.instruments.domain.editing.places import (
    TEXTS,
    Order,
    Patch,
    Places,
    difference,
    order_document,
    order_from,
    order_of,
    overlap,
    places,
    with_patches,
)
from engage.instruments.domain.editing.references import dangling, keep_references
from engage.instruments.models import InstrumentEdit, InstrumentVersion, StoredInstrument


@dataclass(frozen=True, slots=True)
class Copy:
    """The state of an instrument that a change would be applied to."""

    version_id: int
    """Where it is kept: the working copy, or the published version while there is none."""
    number: int
    revision: int
    """Give it back with a change: `base`."""
    published: bool
    """No working copy yet: this is the published version as it is."""
    instrument: Instrument


@dataclass(frozen=True, slots=True)
class Edit:
    """One accepted change."""

    revision: int
    version: int
    """The number of the version it was made in."""
    at: datetime
    by: int | None
    summary: Summary
    patches: tuple[Patch, ...]
    undoes: int | None = None
    """The revision that it takes back."""
    undone: bool = False
    """Taken back itself."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place that somebody else changed meanwhile. Values as in `domain.editing.places`; None: nothing there."""

    path: str
    seen: Any
    """What it was when the change was begun."""
    now: Any
    wanted: Any
    edit: Edit
    """The last that touched it: who and when."""


class NoSuchInstrument(Refusal):
    """There is no instrument with this id, or it has no version."""

    code = "no_such_instrument"


class Overtaken(Refusal):
    """What is to be changed was changed since by others. Nothing is overwritten; the author decides."""

    code = "overtaken"

    def __init__(self, conflicts: Sequence[Conflict], copy: Copy) -> None:
        super().__init__(", ".join(conflict.path for conflict in conflicts))
        self.conflicts = tuple(conflicts)
        self.copy = copy
        """The newest state, to begin from again."""


class NothingToUndo(Refusal):
    code = "nothing_to_undo"


class TouchedSince(Refusal):
    """Somebody has built on the change that is to be taken back."""

    code = "touched_since"

    def __init__(self, edits: Sequence[Edit], paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.edits = tuple(edits)
        self.paths = tuple(paths)


def copy_of(session: Session, instrument_id: int) -> Copy:
    """The newest state of an instrument.

    :raises NoSuchInstrument: when there is none
    """
    return _copy(_newest(session, instrument_id))


def change(session: Session, instrument_id: int, change: Change, *, base: int, by: int | None, now: datetime) -> Copy:
    """Apply a change that somebody made before revision `base`. One that changes nothing leaves no trace.

    :raises NoSuchInstrument: when there is none
    :raises Overtaken: when what it touches was touched since
    :raises Refusal: what the change itself refuses
    """
    state = _Locked(session, instrument_id)
    since = _edits(session, instrument_id, after=base)
    touched = [patch.path for edit in since for patch in edit.patches]
    met = dict.fromkeys(path for path in touched if any(overlap(touch, path) for touch in change.touches))
    try:
        changed = change.apply(state.instrument)
    except Refusal:
        if met:
            raise Overtaken(_conflicts(list(met), since, state, {}), _copy(state.version)) from None
        raise
    patches = state.patches_to(changed)
    if not patches:
        return _copy(state.version)
    if not change.follows:
        since_then = set(touched)
        met |= dict.fromkeys(p.path for p in patches if p.path in since_then and not _grown_stale(p))
    met |= dict.fromkeys(path for path in _gone(state.instrument, changed) if path in touched)
    if met:
        wanted = {patch.path: patch.after for patch in patches}
        raise Overtaken(_conflicts(list(met), since, state, wanted), _copy(state.version))
    state.write(changed, patches, change.summary, by=by, now=now)
    return _copy(state.version)


def _gone(before: Instrument, after: Instrument) -> Iterator[str]:
    """Where the items stood that a change newly refers to, and that are not there."""
    for use in dangling(after) - dangling(before):
        yield f"at.items.{use.key.partition('/')[0]}"


def undo(session: Session, instrument_id: int, *, by: int | None, now: datetime, revision: int | None = None) -> Copy:
    """Take back the newest edit of one person in the working copy, or a certain one.

    What others did elsewhere stays. Taking back a taking back does it again.

    :raises NothingToUndo: when there is no such edit, or it was taken back already
    :raises TouchedSince: when somebody has changed one of its places since, or put something into what would go
    :raises StillReferred: when something that would go is referred to since
    :raises DoesNotFit: when a country's edition would not fit any more
    """
    state = _Locked(session, instrument_id)
    done = [edit for edit in _edits(session, instrument_id) if edit.version == state.version.number]
    target = _to_undo(done, by, revision)
    later = [edit for edit in done if edit.revision > target.revision]
    built_on = {patch.path for edit in later if edit.undoes is None and not edit.undone for patch in edit.patches}
    stale = [p.path for p in target.patches if p.path in built_on or state.places.get(p.path) != p.after]
    if stale:
        raise TouchedSince(_touching(later, stale), stale)
    back = tuple(patch.reverse for patch in target.patches)
    try:
        before, order = instrument_of(with_patches(state.places, back))
    except BrokenPlaces:
        inside = [patch.path for edit in later for patch in edit.patches]
        raise TouchedSince(later, inside) from None
    keep_references(state.instrument, before)
    keep_editions(state.instrument, before)
    figures = {"revision": target.revision, "code": target.summary.code, "figures": dict(target.summary.figures)}
    state.order = order
    state.write(before, back, Summary("undone", figures), by=by, now=now, undoes=target.revision)
    return _copy(state.version)


def redo(session: Session, instrument_id: int, *, by: int | None, now: datetime) -> Copy:
    """Do again what one person took back last, unless they have changed something else since.

    :raises NothingToUndo: when there is nothing to do again
    :raises TouchedSince: as for `undo`
    """
    state = _Locked(session, instrument_id)
    own = [edit for edit in _edits(session, instrument_id) if edit.by == by and edit.version == state.version.number]
    normal = {edit.revision for edit in own if edit.undoes is None}
    for edit in reversed(own):
        if edit.undoes is None:
            break
        if edit.undoes in normal and not edit.undone:
            return undo(session, instrument_id, by=by, now=now, revision=edit.revision)
    raise NothingToUndo


def history(session: Session, instrument_id: int, *, newest: int | None = None) -> tuple[Edit, ...]:
    """Who did what and when, the newest first; at most `newest` of them."""
    return _edits(session, instrument_id)[::-1][:newest]


def taken_in(session: Session, version: InstrumentVersion, *, file: str, by: int | None, now: datetime) -> None:
    """Note that a whole new version came from a file: whoever edits the state before it is told.

    Called after the version was added, before anything else changes.
    """
    session.flush()
    statement = select(InstrumentVersion).where(
        InstrumentVersion.instrument_id == version.instrument_id, InstrumentVersion.number < version.number
    )
    before = session.scalars(statement.order_by(InstrumentVersion.number.desc()).limit(1)).first()
    if before is None:
        return
    old = from_document(before.document)
    new = from_document(version.document)
    known = order_of(old, order_from(before.positions))
    order = order_of(new, known)
    version.revision = _last_revision(session, version.instrument_id)
    version.positions = order_document(order)
    patches = difference(places(old, known), places(new, order))
    if patches:
        _add_edit(session, version, Summary("taken_in", {"file": file}), patches, by=by, now=now)


def _newest(session: Session, instrument_id: int) -> InstrumentVersion:
    statement = (
        select(InstrumentVersion)
        .where(InstrumentVersion.instrument_id == instrument_id)
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    version = session.scalars(statement).first()
    if version is None:
        raise NoSuchInstrument
    return version


def _copy(version: InstrumentVersion) -> Copy:
    return Copy(
        version_id=version.id,
        number=version.number,
        revision=version.revision,
        published=version.published_at is not None,
        instrument=from_document(version.document),
    )


def _last_revision(session: Session, instrument_id: int) -> int:
    statement = select(func.max(InstrumentVersion.revision)).where(InstrumentVersion.instrument_id == instrument_id)
    return session.scalar(statement) or 0


class _Locked:
    """The newest state, held so that nobody else changes it until the transaction ends."""

    def __init__(self, session: Session, instrument_id: int) -> None:
        self.session = session
        statement = select(StoredInstrument.id).where(StoredInstrument.id == instrument_id).with_for_update()
        if session.scalar(statement) is None:
            raise NoSuchInstrument
        session.flush()
        self.version = _newest(session, instrument_id)
        self.instrument = from_document(self.version.document)
        self.order: Order = order_of(self.instrument, order_from(self.version.positions))
        self.places: Places = places(self.instrument, self.order)

    def patches_to(self, changed: Instrument) -> tuple[Patch, ...]:
        self.order = order_of(changed, self.order)
        return difference(self.places, places(changed, self.order))

    def write(
        self,
        instrument: Instrument,
        patches: tuple[Patch, ...],
        summary: Summary,
        *,
        by: int | None,
        now: datetime,
        undoes: int | None = None,
    ) -> None:
        if self.version.published_at is not None:
            self.version = self._working_copy(now)
        self.version.document = to_document(instrument)
        self.version.positions = order_document(self.order)
        _add_edit(self.session, self.version, summary, patches, by=by, now=now, undoes=undoes)

    def _working_copy(self, now: datetime) -> InstrumentVersion:
        made = InstrumentVersion(
            instrument_id=self.version.instrument_id,
            number=self.version.number + 1,
            document=self.version.document,
            findings={"file": "", "findings": []},
            created_at=now,
            revision=self.version.revision,
        )
        self.session.add(made)
        self.session.flush()
        return made


def _add_edit(
    session: Session,
    version: InstrumentVersion,
    summary: Summary,
    patches: tuple[Patch, ...],
    *,
    by: int | None,
    now: datetime,
    undoes: int | None = None,
) -> None:
    version.revision += 1
    session.add(
        InstrumentEdit(
            instrument_id=version.instrument_id,
            version_id=version.id,
            revision=version.revision,
            at=now,
            by=by,
            summary={"code": summary.code, "figures": dict(summary.figures)},
            patches=[{"path": patch.path, "before": patch.before, "after": patch.after} for patch in patches],
            undoes=undoes,
        )
    )
    session.flush()


def _edits(session: Session, instrument_id: int, *, after: int = 0) -> tuple[Edit, ...]:
    """The edits after a revision, oldest first."""
    statement = (
        select(InstrumentEdit, InstrumentVersion.number)
        .join(InstrumentVersion, InstrumentVersion.id == InstrumentEdit.version_id)
        .where(InstrumentEdit.instrument_id == instrument_id, InstrumentEdit.revision > after)
        .order_by(InstrumentEdit.revision)
    )
    rows = session.execute(statement).all()
    undone: set[int] = set()
    for row, _ in reversed(rows):
        if row.undoes is not None and row.revision not in undone:
            undone.add(row.undoes)
    return tuple(
        Edit(
            revision=row.revision,
            version=number,
            at=row.at,
            by=row.by,
            summary=Summary(row.summary["code"], row.summary["figures"]),
            patches=tuple(Patch(patch["path"], patch["before"], patch["after"]) for patch in row.patches),
            undoes=row.undoes,
            undone=row.revision in undone,
        )
        for row, number in rows
    )


def _grown_stale(patch: Patch) -> bool:
    """A translation whose words stay: only its source is another now."""
    before, after = patch.before, patch.after
    texts = isinstance(before, dict) and isinstance(after, dict) and patch.path.startswith(TEXTS)
    return texts and before["text"] == after["text"] and after["state"] == TextState.STALE


def _conflicts(paths: Sequence[str], since: Sequence[Edit], state: _Locked, wanted: dict[str, Any]) -> list[Conflict]:
    found = []
    for path in paths:
        touched = [(edit, patch) for edit in since for patch in edit.patches if patch.path == path]
        now = state.places.get(path)
        found.append(Conflict(path, touched[0][1].before, now, wanted.get(path, now), touched[-1][0]))
    return found


def _to_undo(done: Sequence[Edit], by: int | None, revision: int | None) -> Edit:
    for edit in reversed(done):
        if edit.undone:
            continue
        if edit.revision == revision or (revision is None and edit.by == by and edit.undoes is None):
            return edit
    raise NothingToUndo


def _touching(edits: Sequence[Edit], paths: Sequence[str]) -> list[Edit]:
    return [edit for edit in edits if any(patch.path in paths for patch in edit.patches)]
