"""The people of hubs: the list, and inviting somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_security import current_user
from sqlalchemy import ColumnElement, and_, select

from engage.accounts import people, words
from engage.accounts.forms import NETWORK, InvitationForm, roles_for
from engage.accounts.models import Person, PersonRole, Role
from engage.accounts.people import State
from engage.accounts.roles import RoleName
from engage.accounts.views.people_words import refused, state
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym, nearest
from engage.web import desk, permissions
from engage.web.console import render, use_language
from engage.web.desk.listing import Column, Filter, Page, Table, read
from engage.web.permissions import Permission, permission

if TYPE_CHECKING:
    from engage.hubs.models import Hub

bp = Blueprint("people", __name__, template_folder="../templates", url_prefix="/console/people")
bp.before_request(use_language)


def myself() -> Person:
    found: Person = current_user._get_current_object()
    return found


# -- the list


def _in_state(value: str) -> ColumnElement[bool]:
    return {
        State.INVITED: and_(Person.active, Person.password.is_(None)),
        State.ACTIVE: and_(Person.active, Person.password.is_not(None)),
        State.OFF: ~Person.active,
    }[State(value)]


def _table(reach: permissions.Hubs) -> Table:
    def holds(value: str) -> ColumnElement[bool]:
        held = select(PersonRole.person_id).join(Role, Role.id == PersonRole.role_id).where(Role.name == value)
        if reach is not None:
            held = held.where(PersonRole.hub_id.in_(reach))
        return Person.id.in_(held)

    roles = [role for role in RoleName if reach is None or role is not RoleName.NETWORK_ADMIN]
    return Table(
        columns=(
            Column("name", lazy_gettext("Name"), sort=(Person.name, Person.email)),
            Column("email", lazy_gettext("Mail address"), sort=Person.email),
            Column("roles", lazy_gettext("Roles")),
            Column("state", lazy_gettext("State"), sort=(Person.active, Person.password.is_not(None))),
        ),
        tie=Person.id,
        default="name",
        filters=(
            Filter("role", lazy_gettext("Role"), [(each.value, words.role(gettext, each)) for each in roles], holds),
            Filter("state", lazy_gettext("State"), [(each.value, state(each)[0]) for each in State], _in_state),
        ),
        search=(Person.name, Person.email),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A role as a page says it."""

    role: str
    role_name: str
    may: str
    hub: str
    """The hub's id as a form sends it, or `NETWORK`."""
    hub_name: str


@bp.get("/")
@permission(Permission.PEOPLE)
def index() -> ResponseReturnValue:
    reach = desk.reach(Permission.PEOPLE)
    page = read(db.session(), people.visible(reach), _table(reach))
    return render(
        "accounts/manage/people.html",
        page=page,
        roles=_roles_of(page, reach),
        state=lambda person: state(people.state(person)),
        network=permissions.reach(Permission.PEOPLE) is None,
    )


def _roles_of(page: Page, reach: permissions.Hubs) -> dict[int, list[Held]]:
    names = hub_names()
    return {person.id: roles_seen(person, reach, names) for person in page.rows}


def hub_names() -> dict[int, str]:
    return {hub.id: hub.name for hub in hubs.every(db.session())}


def roles_seen(person: Person, reach: permissions.Hubs, names: Mapping[int, str]) -> list[Held]:
    """The roles of a person for hubs within somebody's reach: of others they learn nothing."""
    order = list(RoleName)
    found = []
    for held in person.scoped_roles:
        if reach is None or held.hub_id in reach:
            role, network = RoleName(held.role.name), held.hub_id is None
            found.append(
                Held(
                    role.value,
                    words.role(gettext, role),
                    words.may(gettext, role, network=network),
                    NETWORK if network else str(held.hub_id),
                    names.get(held.hub_id, "") if held.hub_id else gettext("the whole network"),
                )
            )
    return sorted(found, key=lambda each: (each.hub != NETWORK, each.hub_name, order.index(RoleName(each.role))))


# -- inviting


def hubs_to_choose() -> "list[Hub]":
    """The hubs for which who asks may give roles, in alphabetical order."""
    reach = permissions.reach(Permission.PEOPLE)
    return [hub for hub in hubs.every(db.session()) if reach is None or hub.id in reach]


def role_choices(hub: str) -> list[dict[str, str]]:
    """Roles for a hub or the network, with what they do."""
    network = hub == NETWORK
    return [
        {
            "value": role.value,
            "label": words.role(gettext, role),
            "hint": words.may(gettext, role, network=network),
        }
        for role in roles_for(hub)
    ]


def language_choices() -> list[dict[str, str]]:
    return [{"value": tag, "label": endonym(tag), "lang": tag} for tag in PUBLIC_LANGUAGES]


@bp.get("/invite")
@permission(Permission.PEOPLE)
def invite() -> ResponseReturnValue:
    """A form for a hub's people; for the network's with `?for=network`, where one may."""
    chosen = desk.current_hub()
    first = chosen.id if chosen else next(iter(hub.id for hub in hubs_to_choose()), "")
    network = _for_network(request.args.get("for", ""))
    form = InvitationForm(data={"hub": NETWORK if network else str(first), "language": _language(first)})
    return _invite_page(form)


def _for_network(asked: str) -> bool:
    return asked == NETWORK and permissions.reach(Permission.PEOPLE) is None


def _language(hub_id: int | str) -> str:
    """What people of a hub most likely read."""
    hub = next((each for each in hubs.every(db.session()) if each.id == hub_id), None)
    wanted = [*(hub.languages if hub else []), g.interface]
    return next((found for tag in wanted if (found := nearest(tag, PUBLIC_LANGUAGES))), "en")


def _invite_page(form: InvitationForm, problem: str = "") -> str:
    return render(
        "accounts/manage/invite.html",
        form=form,
        problem=problem,
        for_network=_for_network(form.hub.data or ""),
        hubs=[{"value": str(hub.id), "label": hub.name} for hub in hubs_to_choose()],
        roles=role_choices(form.hub.data or ""),
        languages=language_choices(),
        network=permissions.reach(Permission.PEOPLE) is None,
    )


@bp.post("/invite")
@permission(Permission.PEOPLE)
def send_invitation() -> ResponseReturnValue:
    form = InvitationForm()
    hub = form.hub.data or ""
    form.roles.choices = [(role.value, "") for role in roles_for(hub)]
    if hub != NETWORK and hub not in {str(each.id) for each in hubs_to_choose()}:
        form.hub.data = ""
    if not form.validate():
        return _invite_page(form), 422
    try:
        person = people.invite(db.session(), form.invitation(), now=utcnow(), by=myself())
    except Refusal as refusal:
        db.session.rollback()
        return _invite_page(form, refused(refusal)), 409
    waiting = people.state(person) is State.INVITED
    db.session.commit()
    if waiting:
        flash(gettext("The invitation to %(address)s is on its way. It holds for 7 days.", address=person.email))
    else:
        flash(
            gettext(
                "%(address)s has an account already. The roles are added, and a mail says so.", address=person.email
            )
        )
    return redirect(url_for("people.person", person_id=person.id), code=303)
