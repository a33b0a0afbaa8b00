"""What recipients choose: which mails they get. No account, no cookie; the link in the mail says who it is."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n import locales
from engage.mail import choices, kinds, ports, post, speaking
from engage.mail.kinds import Topic
from engage.web import forgery, languages
from engage.web.permissions import Permission, permission

bp = Blueprint("mail", __name__, template_folder="../templates")


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the page: mails of a topic, from one hub or from all."""

    name: str
    pair: tuple[str, int]
    label: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    boxes: list[Box]


def _link(token: str) -> choices.Link:
    found = choices.read(post.of(_app()).settings, token)
    if found is None:
        abort(404)
    return found


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app


def _render(template: str, lang: str, **values: Any) -> str:
    languages.use(current_app, lang)
    tag = g.interface
    return render_template(
        template,
        lang=tag,
        dir=locales.direction(tag),
        interface=tag,
        ui=Markup(""),
        languages=[(t, locales.endonym(t), locales.direction(t)) for t in languages.offered(current_app)],
        **values,
    )


def _groups(link: choices.Link) -> list[Group]:
    """Every topic, with a box for all hubs and one for each hub that was chosen about or wrote this mail."""
    session, app = db.session(), _app()
    translate = speaking.translate_into(session, g.interface)
    ended = choices.ended(session, link.address)
    hubs = {hub_id for _, hub_id in ended} | {link.hub_id}
    names = ports.names_of(app, session, hubs - {choices.ALL_HUBS})
    groups = []
    for name, topic in _topics(link).items():
        boxes = [_box(name, choices.ALL_HUBS, "", ended)]
        boxes += [_box(name, hub_id, names[hub_id], ended) for hub_id in sorted(hubs) if hub_id in names]
        groups.append(Group(topic.title(translate) if topic else name, boxes))
    return groups


def _topics(link: choices.Link) -> dict[str, Topic | None]:
    known: dict[str, Topic | None] = {link.topic: None}
    return {**known, **kinds.topics(_app())}


def _box(topic: str, hub_id: int, label: str, ended: frozenset[tuple[str, int]]) -> Box:
    return Box(f"{topic}.{hub_id}", (topic, hub_id), label, (topic, hub_id) not in ended)


@bp.get("/<lang:lang>/mail/<token>")
@permission(Permission.PUBLIC)
def preferences(lang: str, token: str) -> ResponseReturnValue:
    link = _link(token)
    if lang not in languages.offered(current_app):
        return _elsewhere(token)
    languages.use(current_app, lang)
    saved = request.args.get("saved") == "1"
    return _render("mail/preferences.html", lang, groups=_groups(link), saved=saved, csrf=forgery.token(token.encode()))


@bp.post("/<lang:lang>/mail/<token>")
@permission(Permission.PUBLIC)
def choose(lang: str, token: str) -> ResponseReturnValue:
    link = _link(token)
    forgery.require(token.encode())
    languages.use(current_app, lang)
    boxes = [box for group in _groups(link) for box in group.boxes]
    wanted = set(request.form.getlist("mails"))
    asked = [box.pair for box in boxes]
    choices.choose(
        db.session(), link.address, asked, [box.pair for box in boxes if box.name not in wanted], now=utcnow()
    )
    db.session.commit()
    return redirect(url_for("mail.preferences", lang=g.interface, token=token, saved=1), code=303)


@bp.get("/mail/<token>/unsubscribe")
@permission(Permission.PUBLIC)
def look(token: str) -> ResponseReturnValue:
    """Scanners and people open links: they see what can be chosen, and nothing has changed."""
    _link(token)
    return _elsewhere(token)


@bp.post("/mail/<token>/unsubscribe")
@permission(Permission.PUBLIC)
def unsubscribe(token: str) -> ResponseReturnValue:
    """By one click in a mail program (RFC 8058): it knows no cookie and no form of ours, and follows no redirect."""
    link = _link(token)
    choices.end(db.session(), link.address, link.topic, link.hub_id, now=utcnow())
    db.session.commit()
    tag = locales.negotiate(languages.wanted(), languages.offered(current_app), locales.DEFAULT)
    languages.use(current_app, tag)
    topic = _topics(link)[link.topic]
    title = topic.title(speaking.translate_into(db.session(), g.interface)) if topic else link.topic
    return _render("mail/ended.html", tag, topic=title, token=token)


def _elsewhere(token: str) -> ResponseReturnValue:
    return languages.redirect_to_language(
        "mail.preferences", languages.offered(current_app), locales.DEFAULT, token=token
    )
