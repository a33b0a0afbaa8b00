"""Activities held elsewhere, for tests."""

import itertools
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from engage.activities.domain.kinds import ActivityKind
from engage.activities.models import Activity
from engage.hubs import queries as hubs

_numbers = itertools.count(1)


def make_activity(session: Session, *, hub: str = hubs.DEFAULT_SLUG, title: str = "", **columns: Any) -> Activity:
    """A declared dialogue of the default hub, on 1 March 2026, in English; `columns` are set on its row."""
    lead = hubs.by_slug(session, hub)
    assert lead is not None
    number = next(_numbers)
    values: dict[str, Any] = {
        "kind": ActivityKind.DIALOGUE,
        "title": {"en": title or f"Dialogue {number}"},
        "languages": ["en"],
        "starts_on": date(2026, 3, 1),
        "declared": True,
        "slug": f"dialogue-{number}",
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    activity = Activity(hub=lead, **(values | columns))
    session.add(activity)
    session.flush()
    return activity
