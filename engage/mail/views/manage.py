"""The outbox as teams see it: what was sent, what failed and why, and trying again."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Flask, abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.mail import again, kinds, ports, post, queries, speaking
from engage.mail.messages import MAIL_MARKS, MAIL_STATES
from engage.mail.models import MailState, OutboxMail
from engage.mail.safe import masked, without_addresses
from engage.mail.trying import NAME as TEST
from engage.web import desk, trail
from engage.web.console import render, use_language
from engage.web.desk import Group, NavItem, ToDo, listing
from engage.web.desk.crumbs import Crumb
from engage.web.desk.listing import Column, Filter, Table
from engage.web.permissions import Permission, may_somewhere, permission

bp = Blueprint("mails", __name__, url_prefix="/console/mails", template_folder="../templates")
bp.before_request(use_language)
NO_HUB = 0
"""Stands for "of the network": mails of no hub are seen by who sees all hubs."""


def install(app: Flask) -> None:
    desk.nav(app, NavItem(Group.HUB, lazy_gettext("Mails"), "mails.outbox", Permission.MAIL_SEE, 60))
    desk.nav(app, NavItem(Group.HUB, lazy_gettext("Words of mails"), "mails.hubs", Permission.MAIL_EDIT, 61))
    desk.trail(app, "mails", above)
    desk.todo(app, to_do)


def app_here() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def hubs_behind(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:  # noqa: ARG001
    """The hub that an address names, or that of the mail it names."""
    session = db.session()
    if "mail_id" in args:
        found = queries.hub_of(session, args["mail_id"])
        return frozenset() if found is None else frozenset({found[0] or NO_HUB})
    if "hub_id" in args:
        return frozenset(ports.names_of(app_here(), session, [args["hub_id"]]))
    return None


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:  # noqa: ARG001
    if endpoint in ("mails.outbox", "mails.hubs"):
        return []
    if endpoint == "mails.mail":
        return [(gettext("Mails"), url_for("mails.outbox"))]
    crumbs: list[Crumb] = [(gettext("Words of mails"), url_for("mails.hubs"))]
    hub_id, kind = arguments.get("hub_id"), arguments.get("mail_kind")
    if hub_id is not None and endpoint != "mails.texts":
        name = ports.names_of(app_here(), db.session(), [hub_id]).get(hub_id, "")
        crumbs.append((name, url_for("mails.texts", hub_id=hub_id)))
    if hub_id is not None and kind is not None and endpoint != "mails.kind":
        crumbs.append((kind_label(kind), url_for("mails.kind", hub_id=hub_id, mail_kind=kind)))
    return crumbs


def to_do(session: Any) -> Sequence[ToDo]:
    """Mails that did not arrive."""
    if not may_somewhere(Permission.MAIL_SEE):
        return []
    found = queries.counts(session, desk.reach(Permission.MAIL_SEE), kinds.unseen(app_here()))
    failed = found.get(MailState.FAILED, 0)
    if not failed:
        return []
    text = ngettext("%(num)s mail could not be delivered.", "%(num)s mails could not be delivered.", failed)
    return [ToDo(text, url_for("mails.outbox", state=MailState.FAILED.value), gettext("See why"))]


def kind_label(name: str) -> str:
    """What a kind of mail is called in lists: its shipped subject, in the language of the console."""
    kind = post.of(app_here()).kinds.get(name)
    if kind is None or name == TEST:
        return gettext("Test mail") if name == TEST else name
    words = kind.subject(speaking.translate_into(db.session(), g.interface))
    for placeholder in kind.placeholders:
        words = words.replace(f"{{{placeholder.name}}}", "…")
    return words


@bp.get("")
@permission(Permission.MAIL_SEE)
def outbox() -> ResponseReturnValue:
    session, hubs = db.session(), desk.reach(Permission.MAIL_SEE)
    names = ports.names_of(app_here(), session, hubs)
    unseen = kinds.unseen(app_here())
    sent = queries.kinds_sent(session, hubs, unseen)
    labels = sorted(((name, kind_label(name)) for name in sent), key=lambda pair: pair[1])
    columns = [
        Column("made", lazy_gettext("Day"), sort=OutboxMail.made_at, descending=True, kind="head"),
        Column("kind", lazy_gettext("Mail"), sort=OutboxMail.kind),
        Column("to", lazy_gettext("To")),
        Column("state", lazy_gettext("State"), sort=OutboxMail.state),
        Column("answer", lazy_gettext("What the mail server said")),
    ]
    filters = [
        Filter(
            "state",
            lazy_gettext("State"),
            [(state.value, label) for state, label in MAIL_STATES.items()],
            lambda value: OutboxMail.state == MailState(value),
        ),
        Filter("kind", lazy_gettext("Mail"), labels, lambda value: OutboxMail.kind == value),
    ]
    if len(names) > 1:
        columns.insert(1, Column("hub", lazy_gettext("Hub")))
        listed = [(str(hub_id), name) for hub_id, name in names.items()]
        filters.append(Filter("hub", lazy_gettext("Hub"), listed, lambda value: OutboxMail.hub_id == int(value)))
    table = Table(columns, tie=OutboxMail.id, default="-made", filters=filters)
    page = listing.read(session, queries.mails(hubs, unseen), table)
    return render(
        "mail/manage/outbox.html",
        page=page,
        counts=queries.counts(session, hubs, unseen),
        names=names,
        label=kind_label,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {"states": MAIL_STATES, "marks": MAIL_MARKS, "masked": masked, "MailState": MailState}


@bp.get("/<int:mail_id>")
@permission(Permission.MAIL_SEE)
def mail(mail_id: int) -> ResponseReturnValue:
    found = db.session().get(OutboxMail, mail_id)
    if found is None or found.kind in kinds.unseen(app_here()):
        abort(404)
    names = ports.names_of(app_here(), db.session(), [found.hub_id] if found.hub_id else [])
    return render(
        "mail/manage/mail.html",
        mail=found,
        title=kind_label(found.kind),
        hub=names.get(found.hub_id or NO_HUB, ""),
        answer=without_addresses(found.answer),
        **_words(),
    )


@bp.post("/<int:mail_id>/again")
@permission(Permission.MAIL_EDIT)
def try_again(mail_id: int) -> ResponseReturnValue:
    desk.require_token()
    session = db.session()
    hub = queries.hub_of(session, mail_id)
    if again.one(session, mail_id, now=utcnow()):
        trail.note(session, "mail.tried-again", "mail", mail_id, now=utcnow(), hub_id=hub[0] if hub else None)
        session.commit()
        flash(gettext("The mail is sent again within a minute."))
    else:
        flash(gettext("This mail waits or was sent already."), "error")
    return redirect(_back(), code=303)


@bp.post("/again")
@permission(Permission.MAIL_EDIT)
def try_all_again() -> ResponseReturnValue:
    desk.require_token()
    session = db.session()
    count = again.all_failed(session, desk.reach(Permission.MAIL_EDIT), now=utcnow())
    if count:
        trail.note(session, "mail.tried-again", "mail", "failed", now=utcnow(), count=count)
    session.commit()
    flash(ngettext("%(num)s mail is sent again.", "%(num)s mails are sent again.", count))
    return redirect(url_for("mails.outbox"), code=303)


def _back() -> str:
    state = request.form.get("state", "")
    return url_for("mails.outbox", state=state if state in {each.value for each in MailState} else None)
