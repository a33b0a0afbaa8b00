"""Two editors at once: whatever order their changes come in, none is lost, and all can be taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from engage.accounts.roles import RoleName
from engage.core.refusal import Refusal
from engage.instruments import working
from engage.instruments.document import to_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing import deleting, heads, items, parts, sections, texts
from engage.instruments.domain.editing.assembling import instrument_of
from engage.instruments.domain.editing.change import Change
from engage.instruments.domain.editing.deleting import Consequence
from engage.instruments.domain.editing.places import Patch, places, with_patches
from engage.instruments.models import InstrumentVersion, StoredInstrument
from tests.factories.people import make_person
from tests.factories.surveys import HEALTH, item

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FOLLOWING = {"item_renamed", "part_recoded"}
"""Changes after which others' expressions are the same with another name in them."""


@dataclass(frozen=True)
class Step:
    """What an editor does: which of two, and figures that choose the operation and its things."""

    editor: int
    looks: bool
    what: int
    one: int
    two: int


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, 1),
        st.booleans(),
        st.integers(0, 15),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    max_size=14,
)


def wanted(step: Step, seen: Instrument) -> Change:
    """The change that somebody makes who sees this state."""
    every = list(seen.items)
    one, other = every[step.one % len(every)], every[step.two % len(every)]
    section = seen.sections[step.two % len(seen.sections)].name
    first = seen.sections[step.one % len(seen.sections)].name
    stem = f"new_{step.editor}_{step.one}"
    match step.what:
        case 0:
            return items.add_item(section, item(items.fresh_name(seen, stem)))
        case 1:
            return deleting.delete_item(one.name)
        case 2:
            planned = deleting.deletion(seen, items=[one.name], consequence=Consequence.FORGET)
            return deleting.delete_item(one.name, consequence=Consequence.FORGET, seen=planned.changed)
        case 3:
            return items.move_item(one.name, section=section, after=None)
        case 4:
            return items.move_item(one.name, section=section, after="")
        case 5:
            return items.change_item(one.name, relevance=f"${{{other.name}}} = '{step.two}'")
        case 6:
            return texts.set_text(f"items.{one.name}.label", f"Words {step.two}", language="en", source="en")
        case 7:
            return texts.set_text(f"items.{one.name}.label", f"Worte {step.two}", language="de", source="en")
        case 8:
            return parts.add_part("topics", "options", f"x{step.one}", "X", after="")
        case 9:
            return parts.move_part("topics", "options", "none", after="care" if step.two % 2 else None)
        case 10:
            return parts.recode("smoker", "options", "yes", f"y{step.one}")
        case 11:
            return items.rename_item(one.name, f"{stem}_r")
        case 12:
            return sections.add_section(f"s{step.one}", "Title", after=section)
        case 13:
            return deleting.delete_section(first)
        case 14:
            return heads.remove_language("de") if step.one % 2 else heads.add_language("fr")
    return sections.move_section(first, after=section)


@pytest.fixture
def editors(session: Session) -> list[int]:
    return [
        make_person(session, RoleName.ORGANISER, hub="default", email=f"{name}@example.org").id for name in ("a", "b")
    ]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(STEPS, st.lists(st.integers(0, 1), max_size=30))
def test_no_accepted_change_is_lost_and_taking_everything_back_gives_the_first_document(
    session: Session, editors: list[int], steps: list[Step], takers: list[int]
):
    stored = StoredInstrument(name="x", created_at=NOW)
    session.add(stored)
    session.flush()
    session.add(
        InstrumentVersion(instrument_id=stored.id, number=1, document=to_document(HEALTH), findings={}, created_at=NOW)
    )
    session.flush()
    based: dict[int, int] = {}
    views = [working.copy_of(session, stored.id)] * 2
    for step in steps:
        if step.looks:
            views[step.editor] = working.copy_of(session, stored.id)
        seen = views[step.editor]
        try:
            change = wanted(step, seen.instrument)
            new = working.change(session, stored.id, change, base=seen.revision, by=editors[step.editor], now=NOW)
        except Refusal:
            continue
        based.setdefault(new.revision, seen.revision)  # a change that changes nothing is no edit of its own

    history = working.history(session, stored.id)[::-1]
    newest = working.copy_of(session, stored.id)
    _nothing_blindly_overwritten(history, based)
    assert _replayed(history) == newest.instrument
    _all_taken_back(session, stored.id, editors, takers)
    last = session.get_one(InstrumentVersion, newest.version_id)
    assert (last.document, last.positions) == (to_document(HEALTH), {})


def _nothing_blindly_overwritten(history: Any, based: dict[int, int]) -> None:
    """No edit changes a place that another changed after what its author saw."""
    for edit in history:
        if edit.summary.code in FOLLOWING:
            continue
        paths = {patch.path for patch in edit.patches if not _grown_stale(patch)}
        for other in history:
            if based.get(edit.revision, 0) < other.revision < edit.revision:
                assert not paths & {patch.path for patch in other.patches}


def _grown_stale(patch: Patch) -> bool:
    """A translation whose words stay, and whose source is another now."""
    return isinstance(patch.after, dict) and patch.after.get("state") == "stale"


def _replayed(history: Any) -> Instrument:
    """What the history says that the instrument is."""
    state = places(HEALTH)
    for edit in history:
        patches: tuple[Patch, ...] = edit.patches
        assert all(state.get(patch.path) == patch.before for patch in patches)
        state = with_patches(state, patches)
    return instrument_of(state)[0]


def _all_taken_back(session: Session, instrument_id: int, editors: list[int], takers: list[int]) -> None:
    """In the order that comes; whoever is refused comes again when the other has taken back what was built on it."""
    for taker in takers:
        _try_undo(session, instrument_id, editors[taker])
    while any(_try_undo(session, instrument_id, editor) for editor in editors):
        pass


def _try_undo(session: Session, instrument_id: int, by: int) -> bool:
    try:
        working.undo(session, instrument_id, by=by, now=NOW)
    except Refusal:
        return False
    return True
