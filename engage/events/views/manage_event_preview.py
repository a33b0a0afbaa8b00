"""Pages of an event as citizens would see them, for those who make it: drafts too, and languages that are not open."""

from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events.asking import form as forms
from engage.events.showing.rendering import event_page
from engage.events.views import public_form_page
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_texts import worked_on
from engage.web import forgery
from engage.web.permissions import Permission, permission


@bp.get("/<slug>/preview/<tongue>")
@permission(Permission.PREVIEW)
def preview(slug: str, tongue: str) -> ResponseReturnValue:
    """The event's page."""
    return event_page(db.session(), worked_on(slug, tongue), tongue, utcnow())


@bp.get("/<slug>/preview/<tongue>/register")
@permission(Permission.PREVIEW)
def preview_form(slug: str, tongue: str) -> ResponseReturnValue:
    """The registration form with the questions that are asked; what is sent from here is not taken."""
    found = worked_on(slug, tongue)
    form = forms.of(db.session(), found, tongue)
    token = forgery.token(b"preview")
    return public_form_page.form_page(found, form, MultiDict(), utcnow(), None, new=0, said="", token=token, stamp="")
