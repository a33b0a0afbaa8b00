"""Questionnaires of surveys and registrations: every version, pictures, and what was said about their texts."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from engage.events.models import Event
from engage.handover.parts.about_hubs import activities
from engage.handover.parts.kept import Choice, Hubs, Kept
from engage.instruments.document import from_document
from engage.instruments.models import InstrumentEdit, InstrumentVersion, StoredInstrument
from engage.instruments.picture_models import Picture
from engage.instruments.translating.models import Assignment, GlossaryTerm, TakenOver, TextComment, TextDeed
from engage.surveys.models import Survey


def _instruments(hubs: Hubs) -> Any:
    of_surveys = select(Survey.instrument_id).where(Survey.activity_id.in_(activities(hubs)))
    of_events = select(Event.instrument_id).where(Event.activity_id.in_(activities(hubs)))
    return of_surveys.union(of_events).subquery().select()


def _of(column: Any) -> Any:
    def where(hubs: Hubs) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(_instruments(hubs))
        return found

    return where


def _readable(row: Mapping[str, Any]) -> None:
    from_document(row["document"])


KEPT = (
    Kept(model=StoredInstrument, where=_of(StoredInstrument.id)),
    Kept(model=Picture, where=_of(Picture.instrument_id)),
    Kept(model=InstrumentVersion, where=_of(InstrumentVersion.instrument_id), read=_readable),
    Kept(model=InstrumentEdit, where=_of(InstrumentEdit.instrument_id)),
    Kept(model=TextDeed, where=_of(TextDeed.instrument_id)),
    Kept(model=TakenOver, where=_of(TakenOver.instrument_id), team=frozenset({"by_name"})),
    Kept(model=GlossaryTerm, where=_of(GlossaryTerm.instrument_id)),
    Kept(model=TextComment, where=_of(TextComment.instrument_id), needs=Choice.PEOPLE),
    Kept(model=Assignment, where=_of(Assignment.instrument_id), needs=Choice.PEOPLE, droppable=True),
)
