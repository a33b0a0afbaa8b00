"""What citizens' topics bring in."""

from flask import Flask
from flask_babel import lazy_gettext

from engage.outcomes import personal_data
from engage.outcomes.views import (
    manage_topics,
    manage_topics_boxes,
    manage_topics_one,
    public_topics,
    public_topics_frame,
)
from engage.web import console, desk, permissions
from engage.web.desk import Group, NavItem
from engage.web.permissions import Permission

__all__ = ["install", "manage_topics_boxes", "manage_topics_one", "public_topics"]


def install(app: Flask) -> None:
    """Pages for everybody, pages of the teams, and what is kept of persons."""
    personal_data.install(app)
    app.register_blueprint(public_topics_frame.bp)
    bp = manage_topics.bp
    app.register_blueprint(bp)
    app.before_request_funcs.setdefault(bp.name, []).append(console.use_language)
    permissions.belongs(app, bp.name, manage_topics.hubs_behind)
    desk.trail(app, bp.name, manage_topics.above)
    label = lazy_gettext("Topics of citizens")
    desk.nav(app, NavItem(Group.LISTENING, label, "manage_topics.topics", Permission.TOPICS, 40))
    desk.todo(app, manage_topics.waiting)
