"""One's own account: settings, devices, a copy of one's data, password, address, closing it."""

import json
from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from flask_security import current_user

from engage.accounts import (
    limits,
    links,
    messages,
    own_data,
    passwords,
    second_factor,
    service,
    session_cookie,
    sessions,
)
from engage.accounts.forms import AddressForm, CloseForm, PasswordForm, ProfileForm
from engage.accounts.models import LinkPurpose, Person
from engage.accounts.people import LastOfTheOffice
from engage.accounts.views import door
from engage.accounts.views.manage_people import hub_names, language_choices, roles_seen
from engage.accounts.views.people_words import refused
from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import CONSOLE_LANGUAGES
from engage.mail import choices, kinds
from engage.privacy import registry
from engage.web import desk
from engage.web.console import render, use_language
from engage.web.permissions import Permission, permission

bp = Blueprint("account", __name__, template_folder="../templates", url_prefix="/console")
bp.before_request(use_language)


def me() -> Person:
    """Who asks, as a row of this transaction."""
    return db.session.get_one(Person, int(current_user.id))


# -- settings


@bp.get("/account")
@permission(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    person = me()
    without = {*person.quiet, *(topic for topic, _hub in _ended(person))}
    topics = [topic for topic in kinds.topics(current_app) if topic not in without]
    form = ProfileForm(
        formdata=None,
        data={"name": person.name, "language": person.language, "time_zone": person.time_zone, "topics": topics},
    )
    return _settings(person, form)


def _digest(person: Person) -> str:
    return choices.digest(current_app.config["ENGAGE_SETTINGS"], person.email)


def _ended(person: Person) -> frozenset[tuple[str, int]]:
    """What the person ended by the link of a mail: topic and hub."""
    return choices.ended(db.session(), _digest(person))


def _settings(person: Person, form: ProfileForm) -> str:
    return render(
        "accounts/manage/account.html",
        crumbs=[],
        form=form,
        person=person,
        roles=roles_seen(person, None, hub_names()),
        languages=language_choices(),
        zones=zones.names(),
        topics=[{"value": topic.name, "label": topic.title(gettext)} for topic in kinds.topics(current_app).values()],
        two_steps=second_factor.has(person),
        spoken=person.language in CONSOLE_LANGUAGES,
    )


@bp.post("/account")
@permission(Permission.SIGNED_IN)
def change_settings() -> ResponseReturnValue:
    person, form = me(), ProfileForm()
    offered = tuple(kinds.topics(current_app))
    form.topics.choices = [(topic, "") for topic in offered]
    if form.time_zone.data:
        form.time_zone.data = zones.meant(form.time_zone.data)
    if not form.validate():
        return _settings(person, form), 422
    profile, now = form.profile(offered), utcnow()
    own_data.change_profile(db.session(), person, profile, now=now)
    back = [pair for pair in _ended(person) if pair[0] not in profile.quiet]
    choices.choose(db.session(), _digest(person), back, (), now=now)
    language = person.language
    db.session.commit()
    with force_locale(language if language in CONSOLE_LANGUAGES else "en"):
        flash(gettext("Your settings are saved."))
    return redirect(url_for("account.index"), code=303)


# -- devices


@bp.get("/account/devices")
@permission(Permission.SIGNED_IN)
def devices() -> ResponseReturnValue:
    key = session_cookie.key_here()
    here = sessions.digest(key) if key else ""
    found = sessions.of(db.session(), me().id, now=utcnow())
    return render("accounts/manage/devices.html", crumbs=_above(), devices=found, this_one=here)


@bp.post("/account/devices")
@permission(Permission.SIGNED_IN)
def sign_out_devices() -> ResponseReturnValue:
    """One device, or (none named) all others."""
    desk.require_token()
    person, one = me(), request.form.get("device", "")
    if one:
        ended = sessions.end_one(db.session(), person.id, one[:64])
        flash(gettext("The device is signed out.") if ended else gettext("This device was signed out already."))
    else:
        sessions.end_all(db.session(), person.id, but=session_cookie.key_here())
        flash(gettext("All other devices are signed out."))
    db.session.commit()
    return redirect(url_for("account.devices"), code=303)


def _above() -> list[tuple[Any, str | None]]:
    return [(gettext("Your account"), url_for("account.index"))]


# -- a copy of one's data


@bp.get("/account/copy")
@permission(Permission.SIGNED_IN)
def copy() -> ResponseReturnValue:
    """A file with all that is kept of the person, as far as the rooms say what they keep."""
    found = own_data.copy(db.session(), me(), registry.kept(current_app), now=utcnow())
    body = json.dumps(found, ensure_ascii=False, indent=1)
    response = Response(body + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="engage-account.json"'
    response.headers["Cache-Control"] = "no-store"
    return response


# -- what asks for the password


def _wrong(form: Any, person: Person) -> str | None:
    """None when the form is complete and its password right; else a word for the page, or that one has to wait.

    Afterwards no transaction is open: take the person anew.
    """
    if not form.validate():
        return ""
    whose, stored = str(person.id), person.password or ""
    refusal = door.count((limits.PASSWORD_AGAIN, whose))
    if refusal is not None:
        return messages.too_many(refusal)
    if not stored or not door.matches(form.password.data or "", stored):
        form.password.errors = [gettext("This is not your password.")]
        return ""
    door.forget((limits.PASSWORD_AGAIN, whose))
    return None


@bp.get("/account/password")
@permission(Permission.SIGNED_IN)
def password() -> ResponseReturnValue:
    return _password_page(PasswordForm(formdata=None))


def _password_page(form: PasswordForm, problem: str = "") -> str:
    return render("accounts/manage/password.html", crumbs=_above(), form=form, problem=problem, person=me())


@bp.post("/account/password")
@permission(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    form, person = PasswordForm(), me()
    wrong = _wrong(form, person)
    if wrong is not None:
        return _password_page(form, wrong), 422
    person, new = me(), form.new_password.data or ""
    try:
        passwords.require_good(new, email=person.email, name=person.name)
    except Refusal as refusal:
        form.new_password.errors = [messages.password_refused(refusal)]
        return _password_page(form), 422
    db.session.commit()
    hashed = door.hashed(new)
    person, now = me(), utcnow()
    service.set_password(db.session(), person, hashed, now=now)
    session_cookie.enter(person, now=now)
    db.session.commit()
    flash(gettext("Your password is changed. All other devices are signed out."))
    return redirect(url_for("account.index"), code=303)


@bp.get("/account/address")
@permission(Permission.SIGNED_IN)
def address() -> ResponseReturnValue:
    return _address_page(AddressForm(formdata=None))


def _address_page(form: AddressForm, problem: str = "") -> str:
    return render("accounts/manage/address.html", crumbs=_above(), form=form, problem=problem, person=me())


@bp.post("/account/address")
@permission(Permission.SIGNED_IN)
def ask_for_address() -> ResponseReturnValue:
    form = AddressForm()
    wrong = _wrong(form, me())
    if wrong is not None:
        return _address_page(form, wrong), 422
    wanted = service.normal(form.email.data or "")
    refusal = door.count((limits.MAILS_TO_ADDRESS, wanted))
    if refusal is not None:
        return _address_page(form, messages.too_many(refusal)), 429
    own_data.ask_for_address(db.session(), me(), wanted, now=utcnow())
    db.session.commit()
    flash(
        gettext(
            "We have sent a mail to %(address)s. Open the link in it within a day: until then everything stays as it "
            "is. No mail comes if another account has this address.",
            address=wanted,
        )
    )
    return redirect(url_for("account.index"), code=303)


@bp.get("/sign-in/new-address/<token>")
@permission(Permission.PUBLIC)
def new_address(token: str) -> ResponseReturnValue:
    """Where the link in the mail leads: a button, for links are opened by scanners too."""
    try:
        link, _ = _find(token)
    except links.LinkDead:
        return render("accounts/manage/new_address.html", crumbs=[], address="", problem=""), 404
    return render("accounts/manage/new_address.html", crumbs=[], address=link.address, problem="")


def _find(token: str) -> tuple[Any, Person]:
    key = door.secret_key()
    return links.find(db.session(), token, LinkPurpose.NEW_ADDRESS, key=key, now=utcnow())


@bp.post("/sign-in/new-address/<token>")
@permission(Permission.PUBLIC)
def confirm_address(token: str) -> ResponseReturnValue:
    desk.require_token()
    now = utcnow()
    try:
        link, person = _find(token)
        links.use(db.session(), link, now=now)
        own_data.change_address(db.session(), person, link.address, now=now)
    except Refusal as refusal:
        db.session.rollback()
        problem = refused(refusal) if refusal.code == "address_taken" else ""
        return render("accounts/manage/new_address.html", crumbs=[], address="", problem=problem), 409
    changed = link.address
    db.session.commit()
    flash(gettext("Your account has a new mail address: %(address)s.", address=changed))
    return redirect(url_for("account.index"), code=303)


# -- closing


@bp.get("/account/close")
@permission(Permission.SIGNED_IN)
def closing() -> ResponseReturnValue:
    return _closing_page(CloseForm(formdata=None))


def _closing_page(form: CloseForm, problem: str = "") -> str:
    return render("accounts/manage/close.html", crumbs=_above(), form=form, problem=problem, person=me())


@bp.post("/account/close")
@permission(Permission.SIGNED_IN)
def close() -> ResponseReturnValue:
    form = CloseForm()
    wrong = _wrong(form, me())
    if wrong is not None:
        return _closing_page(form, wrong), 422
    try:
        own_data.close(db.session(), me(), own_data.leaving(current_app), now=utcnow())
    except LastOfTheOffice as refusal:
        db.session.rollback()
        return _closing_page(form, refused(refusal)), 409
    session_cookie.leave()
    db.session.commit()
    flash(gettext("Your account is closed. Thank you for your work."))
    return redirect(url_for("accounts.sign_in"), code=303)
