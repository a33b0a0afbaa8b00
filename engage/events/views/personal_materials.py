"""Files and links of an event for the people who registered: what is for them alone comes by their own address."""

from collections.abc import Sequence

from flask import abort, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from engage.db.session import db
from engage.events.domain.kinds import MaterialPhase, RegistrationStatus
from engage.events.models import Material
from engage.events.views.personal_page import Here, bp, find
from engage.web.permissions import Permission, permission


def listed(here: Here) -> Sequence[Material]:
    """What somebody with a place may read now: what is for after it is not shown before it began."""
    if here.registration.status is not RegistrationStatus.CONFIRMED:
        return ()
    statement = select(Material).where(Material.event_id == here.event.id)
    if here.now < here.event.starts_at:
        statement = statement.where(Material.phase == MaterialPhase.BEFORE)
    return db.session().scalars(statement.order_by(Material.position, Material.id)).all()


@bp.get("/<lang:lang>/registrations/<token>/materials/<int:number>")
@permission(Permission.PUBLIC)
def material(lang: str, token: str, number: int) -> ResponseReturnValue:
    """A file: saved, never run here."""
    wanted = next((each for each in listed(find(lang, token)) if each.id == number), None)
    if wanted is None or wanted.content is None:
        abort(404)
    response = make_response(wanted.content)
    response.headers["Content-Type"] = wanted.media_type or "application/octet-stream"
    response.headers.set("Content-Disposition", "attachment", filename=wanted.file_name or str(number))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
