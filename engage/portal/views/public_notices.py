"""Privacy and accessibility: what is configured, in words; and the form with which people ask about their data."""

import secrets
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import abort, current_app, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.accounts import limits
from engage.core.clock import utcnow
from engage.core.settings import Settings
from engage.db.session import db
from engage.hubs import queries as hubs
from engage.hubs.domain.texts import named
from engage.mail.outbox import UnsafeAddress
from engage.portal.notices import accessibility as accessible
from engage.portal.notices import privacy as notice
from engage.portal.views.public import bp, render
from engage.privacy import mails, requests, sealing
from engage.privacy.models import PrivacyRequest, RequestKind, RequestState
from engage.surveys.domain.secret import RECEIPT_SIZE, Unreadable, from_code
from engage.web import cookies, forgery, languages
from engage.web.permissions import Permission, permission

FORM_COOKIE = "form"
TOO_MANY_REQUESTS = 429


def _settings() -> Settings:
    found: Settings = current_app.config["ENGAGE_SETTINGS"]
    return found


@bp.get("/<lang:lang>/privacy")
@permission(Permission.PUBLIC)
def privacy(lang: str) -> ResponseReturnValue:
    languages.use(current_app, lang)
    return render(
        "portal/privacy.html",
        lang,
        day=utcnow().date(),
        hubs=notice.responsible(db.session(), lang),
        stores=notice.stores(current_app),
        cookies=notice.cookies(),
        backup_days=_settings().backup_days,
    )


@bp.get("/<lang:lang>/accessibility")
@permission(Permission.PUBLIC)
def accessibility(lang: str) -> ResponseReturnValue:
    languages.use(current_app, lang)
    return render(
        "portal/accessibility.html",
        lang,
        statement=accessible.statement(),
        hubs=notice.responsible(db.session(), lang),
    )


# -- asking about one's own data


@bp.get("/<lang:lang>/privacy/request")
@permission(Permission.PUBLIC)
def privacy_request(lang: str) -> ResponseReturnValue:
    return _form(lang, {"hub": request.args.get("hub", "")}, sent=request.args.get("sent", ""))


def _form(
    lang: str,
    typed: dict[str, str],
    errors: dict[str, tuple[str, str]] | None = None,
    *,
    sent: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    languages.use(current_app, lang)
    binding = cookies.read(FORM_COOKIE) or secrets.token_urlsafe(16)
    page = render(
        "portal/privacy_request.html",
        lang,
        typed={"kind": "", "address": "", "code": "", "hub": "", **typed},
        errors=errors or {},
        sent=sent,
        hubs=_whom(lang),
        token=forgery.token(binding.encode()),
    )
    return _bound(page, binding, status)


def _bound(page: str, binding: str, status: int) -> ResponseReturnValue:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    if cookies.read(FORM_COOKIE) != binding:
        cookies.write(response, FORM_COOKIE, binding)
    return response


def _require_token() -> None:
    """Anybody could make a token bound to nothing: without the cookie there is no valid one."""
    value = cookies.read(FORM_COOKIE)
    if not value:
        abort(400)
    forgery.require(value.encode())


def _whom(lang: str) -> list[dict[str, str]]:
    """The hubs that can be asked, after everybody together."""
    listed = [
        {"value": hub.slug, "label": named(hub.name, hub.names, hub.languages, lang).text}
        for hub in hubs.every(db.session())
        if hub.published_at is not None
    ]
    return [{"value": "", "label": gettext("Everybody on this site")}, *listed] if listed else []


@bp.post("/<lang:lang>/privacy/request")
@permission(Permission.PUBLIC)
def ask_privacy_request(lang: str) -> ResponseReturnValue:
    """The answer is the same for every address and every code, whether anything is kept of it or not."""
    languages.use(current_app, lang)
    _require_token()
    typed = {name: request.form.get(name, "").strip()[:254] for name in ("kind", "address", "code", "hub")}
    errors = _wrong(typed)
    if errors:
        return _form(lang, typed, errors, status=422)
    now, settings = utcnow(), _settings()
    try:
        limits.note(
            db.session(),
            (limits.LINKS_FROM_ADDRESS, limits.place(request.remote_addr or "")),
            (limits.MAILS_TO_ADDRESS, sealing.normal(typed["address"] or typed["code"])),
            key=settings.secret_key,
            now=now,
        )
    except limits.TooManyAttempts as refusal:
        db.session.commit()
        said = gettext("Too many requests came for this address or from your connection. Wait an hour and try again.")
        field = "address" if typed["address"] else "code"
        response = make_response(_form(lang, typed, {field: (f"#i-{field}", said)}, status=TOO_MANY_REQUESTS))
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    hub = hubs.by_slug(db.session(), typed["hub"]) if typed["hub"] else None
    made = requests.open_request(
        db.session(),
        RequestKind(typed["kind"]),
        typed["address"] or typed["code"],
        secret_key=settings.secret_key,
        hub_id=hub.id if hub else None,
        language=g.interface,
        now=now,
        confirmed=not typed["address"],
    )
    if typed["address"]:
        mails.ask_to_confirm(db.session(), made, typed["address"], hub=_answers(made), now=now)
    db.session.commit()
    sent = "mail" if typed["address"] else "code"
    return redirect(url_for("portal.privacy_request", lang=lang, sent=sent), code=303)


def _wrong(typed: dict[str, str]) -> dict[str, tuple[str, str]]:
    errors: dict[str, tuple[str, str]] = {}
    if typed["kind"] not in set(RequestKind):
        errors["kind"] = ("#i-kind", gettext("Choose what you ask for."))
    if typed["kind"] == RequestKind.RESTRICTION and typed["code"]:
        errors |= _wrong_code(typed)
    else:
        errors |= _wrong_address(typed)
    known = typed["hub"] and hubs.by_slug(db.session(), typed["hub"])
    if typed["hub"] and (not known or known.published_at is None):
        typed["hub"] = ""
    return errors


def _wrong_code(typed: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Whether it can be a code at all; never whether there is a response with it."""
    if typed["address"]:
        return {"code": ("#i-code", gettext("Enter your mail address or the code, not both."))}
    try:
        from_code(typed["code"], RECEIPT_SIZE)
    except Unreadable:
        return {"code": ("#i-code", gettext("This is not a code of a receipt. Check it letter by letter."))}
    return {}


def _wrong_address(typed: dict[str, str]) -> dict[str, tuple[str, str]]:
    try:
        validate_email(typed["address"], check_deliverability=False, test_environment=True)
        if any(ch in ',;<>"' for ch in typed["address"]):
            raise UnsafeAddress
    except (EmailNotValidError, UnsafeAddress):
        return {"address": ("#i-address", gettext("Enter your mail address, for example ada@example.org."))}
    return {}


def _answers(made: PrivacyRequest) -> str:
    """The name of who answers a request."""
    hub = next((each for each in hubs.every(db.session()) if each.id == made.hub_id), None)
    return hub.name if hub else gettext("The team of this site")


def _opened(token: str) -> PrivacyRequest:
    number = sealing.read_token(_settings().secret_key, token)
    found = requests.by_id(db.session(), number) if number is not None else None
    if found is None:
        abort(404)
    return found


@bp.get("/<lang:lang>/privacy/request/<token>")
@permission(Permission.PUBLIC)
def confirm_privacy_request(lang: str, token: str) -> ResponseReturnValue:
    """Opening the link changes nothing: mail scanners open links too."""
    return _confirm_page(lang, _opened(token))


def _confirm_page(lang: str, found: PrivacyRequest) -> ResponseReturnValue:
    languages.use(current_app, lang)
    binding = cookies.read(FORM_COOKIE) or secrets.token_urlsafe(16)
    values: dict[str, Any] = {"request_": found, "hub": _answers(found), "token": forgery.token(binding.encode())}
    return _bound(render("portal/privacy_confirm.html", lang, **values), binding, 200)


@bp.post("/<lang:lang>/privacy/request/<token>")
@permission(Permission.PUBLIC)
def confirmed_privacy_request(lang: str, token: str) -> ResponseReturnValue:
    _require_token()
    found = _opened(token)
    if found.state is RequestState.UNCONFIRMED:
        requests.confirm(db.session(), found, now=utcnow())
        db.session.commit()
    return redirect(url_for("portal.confirm_privacy_request", lang=lang, token=token), code=303)
