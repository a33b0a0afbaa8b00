"""What the pages of questionnaires say in the trail."""

from typing import Any

from engage.core.clock import utcnow
from engage.db.session import db
from engage.web import trail
from engage.web.permissions import Permission, hubs_here


def note(action: str, instrument_id: int, **details: Any) -> None:
    """Say what who asks has done with a questionnaire; in the transaction of the deed."""
    hubs = hubs_here(Permission.SURVEY_EDIT) or frozenset()
    hub_id = min(hubs, default=None)
    trail.note(db.session(), action, "instrument", instrument_id, now=utcnow(), hub_id=hub_id, **details)
