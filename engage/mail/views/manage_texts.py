"""Words of mails as a hub writes them: what is used in which language, changing it, seeing it, taking it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Flask, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n import locales
from engage.i18n.named import language_name
from engage.mail import changed, ports, post, speaking, trying
from engage.mail.changed import State
from engage.mail.kinds import MailKind
from engage.mail.letters import Draft, Letter
from engage.mail.messages import TEXT_MARKS, TEXT_STATES, sentence
from engage.mail.views.framed import framed_letter
from engage.mail.views.manage import app_here, bp, kind_label
from engage.web import desk, trail
from engage.web.console import render
from engage.web.framing import framing
from engage.web.permissions import Permission, actor, permission

UNDO = "mail.text"


def install(app: Flask) -> None:
    desk.undoable(app, UNDO, Permission.MAIL_EDIT, _put_back)


@dataclass(frozen=True, slots=True)
class InLanguage:
    """One language of one kind of mail."""

    tag: str
    name: str
    direction: str
    state: State


@dataclass(frozen=True, slots=True)
class Here:
    """What the pages of one text share."""

    hub_id: int
    hub: str
    kind: MailKind
    language: str
    first: str

    @property
    def address(self) -> dict[str, Any]:
        return {"hub_id": self.hub_id, "mail_kind": self.kind.name, "mail_language": self.language}


def _kind(name: str) -> MailKind:
    kind = post.of(app_here()).kinds.get(name)
    if kind is None or not kind.hubs_change_it:
        abort(404)
    return kind


def _here(hub_id: int, mail_kind: str, mail_language: str) -> Here:
    session = db.session()
    kind = _kind(mail_kind)
    office = post.of(app_here())
    first = office.first_language(session, hub_id)
    written = changed.own(session, kind.name, hub_id, first)
    if mail_language not in _languages(session, hub_id) and mail_language not in written:
        abort(404)
    return Here(hub_id, ports.names_of(app_here(), session, [hub_id])[hub_id], kind, mail_language, first)


def _languages(session: Session, hub_id: int) -> list[str]:
    """The languages of the hub, then those of the interface."""
    sender = ports.sender_of(app_here(), session, hub_id, "en")
    own = sender.languages if sender else ()
    return list(dict.fromkeys((*own, *speaking.offered(session, post.of(app_here()).settings))))


def _states(session: Session, kind: MailKind, hub_id: int) -> list[InLanguage]:
    first = post.of(app_here()).first_language(session, hub_id)
    own = changed.own(session, kind.name, hub_id, first)
    tags = dict.fromkeys((*_languages(session, hub_id), *own))
    return [
        InLanguage(tag, locales.endonym(tag), locales.direction(tag), own[tag].state if tag in own else State.SHIPPED)
        for tag in tags
    ]


# -- lists


@bp.get("/texts")
@permission(Permission.MAIL_EDIT)
def hubs() -> ResponseReturnValue:
    """Whose words? With one hub there is no question."""
    names = ports.names_of(app_here(), db.session(), desk.reach(Permission.MAIL_EDIT))
    if len(names) == 1:
        return redirect(url_for("mails.texts", hub_id=next(iter(names))), code=303)
    return render("mail/manage/hubs.html", hubs=names)


@bp.get("/texts/<int:hub_id>")
@permission(Permission.MAIL_EDIT)
def texts(hub_id: int) -> ResponseReturnValue:
    session = db.session()
    own = changed.changed_kinds(session, hub_id)
    rows = [
        (kind, kind_label(name), own.get(name, 0))
        for name, kind in post.of(app_here()).kinds.items()
        if kind.hubs_change_it
    ]
    name = ports.names_of(app_here(), session, [hub_id])[hub_id]
    return render(
        "mail/manage/texts.html", rows=sorted(rows, key=lambda row: row[1].casefold()), hub=name, hub_id=hub_id
    )


@bp.get("/texts/<int:hub_id>/<mail_kind>")
@permission(Permission.MAIL_EDIT)
def kind(hub_id: int, mail_kind: str) -> ResponseReturnValue:
    found = _kind(mail_kind)
    return render(
        "mail/manage/kind.html",
        title=kind_label(found.name),
        kind=found,
        hub_id=hub_id,
        hub=ports.names_of(app_here(), db.session(), [hub_id])[hub_id],
        languages=_states(db.session(), found, hub_id),
        first=post.of(app_here()).first_language(db.session(), hub_id),
        states=TEXT_STATES,
        marks=TEXT_MARKS,
    )


# -- one text


@bp.get("/texts/<int:hub_id>/<mail_kind>/<lang:mail_language>")
@permission(Permission.MAIL_EDIT)
def text(hub_id: int, mail_kind: str, mail_language: str) -> ResponseReturnValue:
    here = _here(hub_id, mail_kind, mail_language)
    draft = post.of(app_here()).stored(db.session(), here.kind, hub_id, mail_language)
    return _text_page(here, draft.subject, draft.body, "")


def _text_page(here: Here, subject: str, body: str, problem: str) -> str:
    session, office = db.session(), post.of(app_here())
    own = changed.own(session, here.kind.name, here.hub_id, here.first)
    state = own[here.language].state if here.language in own else State.SHIPPED
    source = own.get(here.first) if here.language != here.first else None
    offered = speaking.offered(session, office.settings)
    nearest = locales.nearest(here.language, offered) or offered[0]
    return render(
        "mail/manage/text.html",
        place=here,
        title=kind_label(here.kind.name),
        language_name=language_name(here.language, g.interface),
        direction=locales.direction(here.language),
        subject=subject,
        body=body,
        problem=problem,
        state=state,
        state_words=TEXT_STATES[state],
        state_mark=TEXT_MARKS[state],
        State=State,
        source=source,
        source_direction=locales.direction(here.first),
        shipped=office.shipped(session, here.kind, nearest),
        shipped_direction=locales.direction(nearest),
        most=changed.LONGEST_BODY,
    )


@bp.post("/texts/<int:hub_id>/<mail_kind>/<lang:mail_language>")
@permission(Permission.MAIL_EDIT)
def save_text(hub_id: int, mail_kind: str, mail_language: str) -> ResponseReturnValue:
    desk.require_token()
    here = _here(hub_id, mail_kind, mail_language)
    session, now = db.session(), utcnow()
    subject, body = request.form.get("subject", ""), request.form.get("body", "")
    approved = request.form.get("_action") == "approve"
    try:
        changed.save(
            session, here.kind, hub_id, mail_language, subject, body, first=here.first, approved=approved, now=now
        )
    except Refusal as refusal:
        session.rollback()
        return _text_page(here, subject, body, sentence(refusal)), 422
    action = "mail.text-approved" if approved else "mail.text-written"
    trail.note(session, action, "mail", here.kind.name, now=now, hub_id=hub_id, language=mail_language)
    session.commit()
    if approved:
        flash(gettext("Your words are used from now on."))
        return redirect(url_for("mails.kind", hub_id=hub_id, mail_kind=mail_kind), code=303)
    flash(gettext("The draft is saved. It is not used before you approve it."))
    return redirect(url_for("mails.preview", **here.address), code=303)


@bp.post("/texts/<int:hub_id>/<mail_kind>/<lang:mail_language>/reset")
@permission(Permission.MAIL_EDIT)
def reset_text(hub_id: int, mail_kind: str, mail_language: str) -> ResponseReturnValue:
    desk.require_token()
    here = _here(hub_id, mail_kind, mail_language)
    session, now = db.session(), utcnow()
    gone = changed.reset(session, mail_kind, hub_id, mail_language)
    if gone is not None:
        trail.note(session, "mail.text-reset", "mail", mail_kind, now=now, hub_id=hub_id, language=mail_language)
        kept = {**here.address, "subject": gone.subject, "body": gone.body, "approved": gone.approved}
        session.commit()
        desk.offer_undo(gettext("The shipped words are used again."), UNDO, kept, hubs={hub_id})
    return redirect(url_for("mails.kind", hub_id=hub_id, mail_kind=mail_kind), code=303)


def _put_back(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    here = _here(kept["hub_id"], kept["mail_kind"], kept["mail_language"])
    where = (here.kind, here.hub_id, here.language)
    changed.save(session, *where, kept["subject"], kept["body"], first=here.first, approved=kept["approved"], now=now)
    trail.note(
        session, "mail.text-written", "mail", here.kind.name, now=now, hub_id=here.hub_id, language=here.language
    )
    return gettext("Your words are back.")


# -- seeing it


def _letter(here: Here) -> Letter:
    office, session = post.of(app_here()), db.session()
    draft: Draft = office.stored(session, here.kind, here.hub_id, here.language)
    return office.preview(session, here.kind, draft, here.hub_id, real=_real(here))


def _real(here: Here) -> bool:
    """With the values of the newest such mail, unless there is none or samples are asked for."""
    known = post.of(app_here()).has_real_values(db.session(), here.kind, here.hub_id)
    return known and request.args.get("values") != "samples"


@bp.get("/texts/<int:hub_id>/<mail_kind>/<lang:mail_language>/preview")
@permission(Permission.MAIL_EDIT)
@framing
def preview(hub_id: int, mail_kind: str, mail_language: str) -> ResponseReturnValue:
    here = _here(hub_id, mail_kind, mail_language)
    known = post.of(app_here()).has_real_values(db.session(), here.kind, hub_id)
    return render(
        "mail/manage/preview.html",
        place=here,
        title=kind_label(here.kind.name),
        letter=_letter(here),
        real=_real(here),
        known=known,
        language_name=language_name(mail_language, g.interface),
        direction=locales.direction(mail_language),
        me=actor().name,
    )


@bp.get("/texts/<int:hub_id>/<mail_kind>/<lang:mail_language>/letter")
@permission(Permission.MAIL_EDIT)
def letter(hub_id: int, mail_kind: str, mail_language: str) -> ResponseReturnValue:
    """The HTML of the mail, inside of the preview."""
    return framed_letter(_letter(_here(hub_id, mail_kind, mail_language)))


@bp.post("/texts/<int:hub_id>/<mail_kind>/<lang:mail_language>/test")
@permission(Permission.MAIL_EDIT)
def test_mail(hub_id: int, mail_kind: str, mail_language: str) -> ResponseReturnValue:
    desk.require_token()
    here = _here(hub_id, mail_kind, mail_language)
    session = db.session()
    trying.put(session, here.kind, hub_id, mail_language, real=_real(here), to=actor().name, now=utcnow())
    session.commit()
    flash(gettext("The mail is on its way to %(address)s.", address=actor().name))
    return redirect(url_for("mails.preview", **here.address), code=303)
