"""How activities held elsewhere are shown: each has a page of its own, and stands where its days say."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityState
from engage.activities.domain.shown import Entry, Presence, picked, standing
from engage.activities.queries import Listed


def declared(session: Session, found: Sequence[Listed], lang: str, now: datetime) -> Mapping[int, Presence]:
    """A provider for `engage.activities.showing`."""
    del session  # everything is in the rows
    return {each.entry.id: _presence(each.entry, lang, now) for each in found if each.entry.slug}


def _presence(entry: Entry, lang: str, now: datetime) -> Presence:
    title, tag = picked(entry.title, lang)
    state = ActivityState.CANCELLED if entry.cancelled else ActivityState.ANNOUNCED
    return Presence(
        address=url_for("activity_pages.declared", lang=lang, slug=entry.slug),
        standing=standing(state, entry.starts_on, entry.ends_on, entry.day(now)),
        starts_on=entry.starts_on,
        ends_on=entry.ends_on or entry.starts_on,
        title=title,
        language=tag,
        languages=entry.languages,
    )
