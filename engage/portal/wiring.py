"""What the portal brings into the application."""

from flask import Flask

from engage.events.attending import feedback as event_feedback
from engage.maturity.workshop import mirroring
from engage.portal import feedback, measures, mirror
from engage.portal.data_protection import wiring as data_protection
from engage.portal.views import manage_hubs, public_activities, public_hubs
from engage.web import desk


def install(app: Flask) -> None:
    """Blueprints, whose things they show, and what goes into the registries of lower rooms."""
    app.register_blueprint(public_activities.bp)
    app.add_url_rule("/<lang:lang>/events", endpoint="events.index", view_func=public_activities.events)
    app.register_blueprint(public_hubs.bp)
    data_protection.install(app)
    event_feedback.made_by(app, feedback.make)
    mirroring.filled_by(app, mirror.PORT)
    measures.install(app)
    desk.switcher(app, manage_hubs.choices, manage_hubs.parts)
