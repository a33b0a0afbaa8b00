"""The guide after the first sign-in, and for those it does not lead: what they can do, and where."""

from flask import Blueprint, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.accounts import guide
from engage.accounts.models import Person
from engage.accounts.roles import RoleName, labels
from engage.accounts.views.manage_account import me
from engage.accounts.views.manage_people import hub_names, roles_seen
from engage.core.clock import utcnow
from engage.db.session import db
from engage.web import desk
from engage.web.console import render, use_language
from engage.web.desk import navigation
from engage.web.permissions import Permission, permission

bp = Blueprint("guide", __name__, template_folder="../templates", url_prefix="/console/guide")
bp.before_request(use_language)


def _here(session: Session, person: Person) -> guide.Here | None:
    hub_id = guide.hub_of(session, person)
    return guide.Here(session, person, hub_id) if hub_id is not None else None


@bp.get("/")
@permission(Permission.SIGNED_IN)
def page() -> ResponseReturnValue:
    person = me()
    here = _here(db.session(), person)
    if here is None:
        return render(
            "accounts/manage/what_next.html",
            crumbs=[],
            roles=roles_seen(person, None, hub_names()),
            places=navigation.grouped(navigation.offered(), []),
        )
    stages = guide.stages(current_app, here)
    names = hub_names()
    return render(
        "accounts/manage/guide.html",
        crumbs=[],
        stages=stages,
        current=next((stage for stage in stages if not stage.over), None),
        outcomes=guide.outcomes(current_app, here),
        hub=names.get(here.hub_id, ""),
        hub_id=here.hub_id,
        hubs=[{"value": str(number), "label": names[number]} for number in _hubs(here) if number in names],
        is_left=guide.is_left(person),
    )


def _hubs(here: guide.Here) -> list[int]:
    """The hubs of one's own roles for which one publishes."""
    held = [held.hub_id for held in here.person.scoped_roles if held.hub_id is not None]
    return sorted({each for each in held if guide.LEADS in _labels(here.person, each)})


def _labels(person: Person, hub_id: int) -> frozenset[Permission]:
    found: frozenset[Permission] = frozenset()
    for held in person.scoped_roles:
        if held.hub_id == hub_id:
            found |= labels(RoleName(held.role.name), network=False)
    return found


@bp.post("/")
@permission(Permission.SIGNED_IN)
def act() -> ResponseReturnValue:
    """Leave and resume the guide, say that a step is done, pass over one, be led for another hub, end it."""
    desk.require_token()
    person, session = me(), db.session()
    deed, step = request.form.get("deed", ""), request.form.get("step", "")
    here = _here(session, person)
    if here is None:
        abort(404)
    known = {stage.step.name: stage.step for stage in guide.stages(current_app, here)}
    to_start = deed in ("leave", "end")
    if deed == "leave":
        guide.leave(person)
        flash(gettext("The guide waits for you: “First steps” in the menu under your name."))
    elif deed == "resume":
        guide.resume(person)
    elif deed == "end":
        guide.end(person, now=utcnow())
    elif deed == "done" and step in known and known[step].by_hand:
        guide.say_done(person, step)
    elif deed == "skip" and step in known:
        guide.skip(person, step)
    elif deed == "hub" and step.isascii() and step.isdigit() and len(step) < 10:
        guide.choose_hub(session, person, int(step))
    else:
        abort(400)
    session.commit()
    return redirect(url_for("manage.home" if to_start else "guide.page"), code=303)


def on_the_start_page(session: Session) -> desk.Guide | None:
    """The guide as the start page shows it, while it is unfinished and not put aside."""
    person = me()
    here = _here(session, person)
    if here is None or guide.is_left(person):
        return None
    stages = guide.stages(current_app, here)
    if not stages or all(stage.over for stage in stages):
        return None
    steps = [desk.GuideStep(str(each.step.title), url_for("guide.page"), each.over) for each in stages]
    return desk.Guide(gettext("First steps"), steps, gettext("They end in something that people can answer."))
