"""One person: roles, duties, the invitation, switching the account off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engage.accounts import grants, people, words
from engage.accounts.forms import NETWORK, RoleForm
from engage.accounts.models import Person
from engage.accounts.people import Given
from engage.accounts.roles import FOR_THE_NETWORK, Duty, RoleName
from engage.accounts.views.manage_people import (
    bp,
    hub_names,
    hubs_to_choose,
    myself,
    role_choices,
    roles_seen,
)
from engage.accounts.views.people_words import refused, state
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.web import desk, permissions
from engage.web.console import render
from engage.web.permissions import Permission, permission


def find_hubs(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:  # noqa: ARG001
    """The hubs behind the person that an address names."""
    return people.hubs_behind(db.session(), args["person_id"]) if "person_id" in args else None


def _person(person_id: int) -> Person:
    found = db.session().get(Person, person_id)
    if found is None or found.closed_at is not None:
        abort(404)
    return found


def found(session: Session, asked: Sequence[str], most: int) -> list[desk.Hit]:
    """People by name and address, for the search of the console."""
    rows = people.visible(permissions.reach(Permission.PEOPLE)).where(desk.matches(asked, Person.name, Person.email))
    return [
        desk.Hit(each.name or each.email, url_for("people.person", person_id=each.id), each.email if each.name else "")
        for each in session.scalars(rows.order_by(Person.name, Person.email).limit(most))
    ]


@bp.get("/<int:person_id>")
@permission(Permission.PEOPLE)
def person(person_id: int) -> ResponseReturnValue:
    return _page(_person(person_id), RoleForm(formdata=None))


def _page(found: Person, form: RoleForm, problem: str = "") -> str:
    session, reach = db.session(), permissions.reach(Permission.PEOPLE)
    return render(
        "accounts/manage/person.html",
        person=found,
        called=found.name or found.email,
        language=endonym(found.language),
        state=people.state(found).value,
        state_tag=state(people.state(found)),
        roles=roles_seen(found, reach, hub_names()),
        is_me=found.id == myself().id,
        whole=people.governs(session, myself(), found),
        duties=_duties(found, reach),
        form=form,
        problem=problem,
        hubs=_hub_choices(reach),
        role_options=_role_options(reach),
    )


def _hub_choices(reach: permissions.Hubs) -> list[dict[str, str]]:
    network = [{"value": NETWORK, "label": gettext("the whole network")}] if reach is None else []
    return [*network, *({"value": str(hub.id), "label": hub.name} for hub in hubs_to_choose())]


def _role_options(reach: permissions.Hubs) -> list[dict[str, str]]:
    """Every role that can be given for a hub, and those for the network where one may give them."""
    more = [each for each in role_choices(NETWORK) if reach is None and each["value"] == RoleName.NETWORK_ADMIN]
    return [*role_choices(""), *more]


def _done(person_id: int) -> Response:
    return redirect(url_for("people.person", person_id=person_id), code=303)


# -- roles


@bp.post("/<int:person_id>/roles")
@permission(Permission.PEOPLE)
def give_role(person_id: int) -> ResponseReturnValue:
    found, form = _person(person_id), RoleForm()
    if not form.validate():
        return _page(found, form), 422
    given = form.given()
    if given is None:
        form.role.errors = [_not_for(form.hub.data or "")]
        return _page(found, form), 422
    try:
        new = people.give(db.session(), found, given, now=utcnow(), by=myself())
    except Refusal as refusal:
        db.session.rollback()
        return _page(_person(person_id), form, refused(refusal)), 409
    db.session.commit()
    if new:
        flash(gettext("The role is given: %(role)s.", role=words.role(gettext, given.role)))
    else:
        flash(gettext("This role was held already."))
    return _done(person_id)


def _not_for(hub: str) -> str:
    if hub == NETWORK:
        names = [words.role(gettext, role) for role in FOR_THE_NETWORK]
        return gettext("For the whole network there are these roles: %(roles)s.", roles=", ".join(names))
    return gettext("This role is given for the whole network only.")


@bp.post("/<int:person_id>/roles/take")
@permission(Permission.PEOPLE)
def take_role(person_id: int) -> ResponseReturnValue:
    desk.require_token()
    found, given = _person(person_id), _named()
    try:
        taken = people.take(db.session(), found, given, now=utcnow(), by=myself())
    except Refusal as refusal:
        db.session.rollback()
        flash(refused(refusal), "error")
        return _done(person_id)
    still_seen = permissions.may_for(Permission.PEOPLE, people.hubs_behind(db.session(), person_id))
    db.session.commit()
    if taken:
        desk.offer_undo(
            gettext("The role is taken: %(role)s.", role=words.role(gettext, given.role)),
            "person.role",
            {"person": person_id, "role": given.role.value, "hub": given.hub_id},
            hubs=[given.hub_id] if given.hub_id is not None else [],
        )
    return _done(person_id) if still_seen else redirect(url_for("people.index"), code=303)


def _named() -> Given:
    """The role that a button stands for."""
    form = RoleForm(meta={"csrf": False})
    given = form.given()
    if given is None:
        abort(400)
    return given


def give_back(session: Session, params: Mapping[str, Any], now: datetime) -> str:
    """Undo taking a role."""
    found = session.get(Person, params["person"])
    if found is None or found.closed_at is not None:
        raise desk.CannotUndo(gettext("This account is closed."))
    try:
        people.give(session, found, Given(RoleName(params["role"]), params["hub"]), now=now, by=myself())
    except Refusal as refusal:
        raise desk.CannotUndo(refused(refusal)) from None
    return gettext("The role is given back.")


# -- the invitation and the account


@bp.post("/<int:person_id>/invitation")
@permission(Permission.PEOPLE)
def send_again(person_id: int) -> ResponseReturnValue:
    desk.require_token()
    return _deed(person_id, people.send_again, gettext("The invitation is on its way again. The former link is void."))


@bp.post("/<int:person_id>/invitation/withdraw")
@permission(Permission.PEOPLE)
def withdraw(person_id: int) -> ResponseReturnValue:
    desk.require_token()
    return _deed(person_id, people.withdraw, gettext("The invitation is withdrawn. Its link opens nothing any more."))


@bp.post("/<int:person_id>/off")
@permission(Permission.PEOPLE)
def switch_off(person_id: int) -> ResponseReturnValue:
    desk.require_token()
    return _deed(person_id, people.switch_off, gettext("The account is switched off."), undo=True)


@bp.post("/<int:person_id>/on")
@permission(Permission.PEOPLE)
def switch_on(person_id: int) -> ResponseReturnValue:
    desk.require_token()
    return _deed(person_id, people.switch_on, gettext("The account is switched on again."))


def _deed(person_id: int, deed: Any, done: str, *, undo: bool = False) -> ResponseReturnValue:
    session, found = db.session(), _person(person_id)
    hubs = people.hubs_behind(session, person_id)
    try:
        deed(session, found, now=utcnow(), by=myself())
    except Refusal as refusal:
        db.session.rollback()
        flash(refused(refusal), "error")
        return _done(person_id)
    still_seen = permissions.may_for(Permission.PEOPLE, people.hubs_behind(session, person_id))
    db.session.commit()
    if undo:
        desk.offer_undo(done, "person.off", {"person": person_id}, hubs=hubs)
    else:
        flash(done)
    return _done(person_id) if still_seen else redirect(url_for("people.index"), code=303)


def on_again(session: Session, params: Mapping[str, Any], now: datetime) -> str:
    """Undo switching an account off. Sessions that ended stay ended."""
    found = session.get(Person, params["person"])
    if found is None or found.closed_at is not None:
        raise desk.CannotUndo(gettext("This account is closed."))
    try:
        people.switch_on(session, found, now=now, by=myself())
    except Refusal as refusal:
        raise desk.CannotUndo(refused(refusal)) from None
    return gettext("The account is switched on again.")


# -- duties


def _duties(found: Person, reach: permissions.Hubs) -> list[dict[str, Any]]:
    """A section for each kind of things that rooms offer: who holds what, and what can be given."""
    session = db.session()
    held = people.grants_of(session, found)
    sections = []
    for kind in grants.offered(current_app):
        things = {thing.id: thing.title for thing in kind.offered(session, reach)}
        sections.append(
            {
                "kind": kind.name,
                "title": kind.title,
                "held": [
                    {"thing": each.thing_id, "title": things[each.thing_id], "duty": each.duty.value, "name": name}
                    for each in held
                    if each.thing == kind.name and each.thing_id in things
                    for name in [words.duty(gettext, each.duty)]
                ],
                "things": [{"value": str(number), "label": title} for number, title in things.items()],
                "duties": [{"value": duty.value, "label": words.duty(gettext, duty)} for duty in kind.duties],
            }
        )
    return sections


@bp.post("/<int:person_id>/duties")
@permission(Permission.PEOPLE)
def give_duty(person_id: int) -> ResponseReturnValue:
    return _change_duty(person_id, grants.give, gettext("The duty is given."))


@bp.post("/<int:person_id>/duties/take")
@permission(Permission.PEOPLE)
def take_duty(person_id: int) -> ResponseReturnValue:
    return _change_duty(person_id, grants.take, gettext("The duty is taken."))


def _change_duty(person_id: int, deed: Any, done: str) -> ResponseReturnValue:
    desk.require_token()
    found = _person(person_id)
    kind = next((each for each in grants.offered(current_app) if each.name == request.form.get("kind")), None)
    number, duty = request.form.get("thing", ""), request.form.get("duty", "")
    if kind is None or not (number.isascii() and number.isdigit() and len(number) < 10) or duty not in set(Duty):
        abort(400)
    try:
        deed(db.session(), found, kind, int(number), Duty(duty), now=utcnow(), by=myself())
    except Refusal as refusal:
        db.session.rollback()
        flash(refused(refusal), "error")
        return _done(person_id)
    db.session.commit()
    flash(done)
    return _done(person_id)
