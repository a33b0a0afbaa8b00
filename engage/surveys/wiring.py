"""What surveys brings into the application."""

from flask import Flask

from engage.activities import showing
from engage.activities.domain.kinds import ActivityKind
from engage.hubs import changes
from engage.surveys import hub_changes, personal_data, presence, wiring_channels, wiring_inviting, wiring_staying


def install(app: Flask) -> None:
    """What goes into the registries of lower rooms."""
    showing.shows(app, [ActivityKind.SURVEY], presence.surveys, presence.along)
    showing.runs(app, ActivityKind.SURVEY, presence.desk_address)
    personal_data.install(app, app.config["ENGAGE_DRAFT_DAYS"])
    changes.listen(app, hub_changes.look_different)
    for part in (wiring_channels, wiring_inviting, wiring_staying):
        part.install(app)
