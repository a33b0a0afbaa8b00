"""Topics of citizens for everybody: a hub's list, its form, the page of each, and saying that one wants it too.

No account and no session: the cookie that a form's token is bound to comes with the page, as on every citizens' form.
"""

from datetime import datetime
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.accounts import limits
from engage.activities.domain.shown import local_day
from engage.core.clock import utcnow
from engage.db.session import db
from engage.events.domain import spam
from engage.events.domain.spam import HONEYPOT, Verdict
from engage.hubs.domain.texts import said as said_in
from engage.hubs.models import Hub
from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicKind
from engage.outcomes.domain.topics import LONGEST_WORDS, NOT_SHOWN_DAYS, WORDS_DAYS, WORDS_DAYS_DECIDED, lacks
from engage.outcomes.topics import proposing, reading
from engage.outcomes.topics.reading import Order
from engage.outcomes.views import public_topics_cookie as device
from engage.outcomes.views import public_topics_words as words
from engage.outcomes.views.public_topics_frame import (
    bp,
    here,
    hub_or_404,
    in_a_language,
    key,
    no_store,
    page_of,
    place,
    token_is_ours,
    topic_or_404,
)
from engage.web.desk.forms import Sent, is_count
from engage.web.permissions import Permission, permission

STAMP = "_form"
TOO_MANY_REQUESTS = 429


@bp.get("/hubs/<slug>/topics")
@permission(Permission.PUBLIC)
def bare(slug: str) -> ResponseReturnValue:
    return in_a_language("topics.every", hub_or_404(slug))


@bp.get("/hubs/<slug>/topics/propose")
@permission(Permission.PUBLIC)
def bare_propose(slug: str) -> ResponseReturnValue:
    return in_a_language("topics.propose", hub_or_404(slug))


@bp.get("/hubs/<slug>/topics/<int:number>")
@permission(Permission.PUBLIC)
def bare_topic(slug: str, number: int) -> ResponseReturnValue:
    hub = hub_or_404(slug)
    return in_a_language("topics.topic", hub, number=topic_or_404(hub, number).id)


# -- the list, and one topic


@bp.get("/<lang:lang>/hubs/<slug>/topics")
@permission(Permission.PUBLIC)
def every(lang: str, slug: str) -> ResponseReturnValue:
    """What people want to be talked about and answered."""
    hub, session, now = here(lang, slug), db.session(), utcnow()
    asked, page = request.args.get("sort", ""), request.args.get("page", "")
    order = Order(asked) if asked in set(Order) else Order.SUPPORT
    number = int(page) if is_count(page) and len(page) < 9 else 1
    box = reading.box(session, hub.id)
    return page_of(
        "outcomes/topics/list.html",
        hub,
        lang,
        page=reading.of_hub(session, hub.id, lang=lang, now=now, order=order, page=number),
        box=box,
        about=said_in(box.about, lang, hub.languages) if box else None,
        order=order,
        kept={"sort": order.value} if order is not Order.SUPPORT else {},
    )


@bp.get("/<lang:lang>/hubs/<slug>/topics/<int:number>")
@permission(Permission.PUBLIC)
def topic(lang: str, slug: str, number: int) -> ResponseReturnValue:
    """Where a proposal stands: its words are there for everybody once a person has looked at it, and not before."""
    hub = here(lang, slug)
    found = topic_or_404(hub, number)
    public = found.state in PUBLIC_TOPICS
    return page_of(
        "outcomes/topics/topic.html",
        hub,
        lang,
        topic=found,
        shown=reading.one(db.session(), found, lang=lang, now=utcnow()) if public else None,
        sent="sent" in request.args,
        why_not=words.WHY_NOT[found.reason] if found.reason else "",
    )


# -- proposing


@bp.get("/<lang:lang>/hubs/<slug>/topics/propose")
@permission(Permission.PUBLIC)
def propose(lang: str, slug: str) -> ResponseReturnValue:
    return _form(here(lang, slug), lang, utcnow())


@bp.post("/<lang:lang>/hubs/<slug>/topics/propose")
@permission(Permission.PUBLIC)
def send(lang: str, slug: str) -> ResponseReturnValue:
    """Keep what was proposed; in another language the page comes again with what was typed."""
    hub, now, sent = here(lang, slug), utcnow(), Sent(request.form)
    box = reading.box(db.session(), hub.id)
    if box is None or not box.is_open:
        return _form(hub, lang, now, status=409)
    stamp = spam.read_stamp(sent.get(STAMP), key(), _about(hub))
    if not token_is_ours():
        return _form(hub, lang, now, sent, said=words.again(Verdict.NOT_OURS), status=422)
    if sent.get("_action") == "language":
        return _form(hub, lang, now, sent)
    for name, what in lacks(sent.get("kind"), sent.get("words")).items():
        sent.refuse(name, words.lack(what))
    if sent.wrong:
        return _form(hub, lang, now, sent, status=422)
    verdict = spam.verdict(stamp, request.form.get(HONEYPOT, ""), now)
    if verdict is not Verdict.FINE or stamp is None:
        return _form(hub, lang, now, sent, said=words.again(verdict), status=422)
    return _kept(hub, lang, sent, stamp.registration_id(key(), _about(hub)), now)


def _kept(hub: Hub, lang: str, sent: Sent, topic_id: int, now: datetime) -> ResponseReturnValue:
    session = db.session()
    new = proposing.propose(
        session,
        topic_id,
        hub_id=hub.id,
        kind=TopicKind(sent.get("kind")),
        words=sent.get("words"),
        language=lang,
        today=local_day(now, hub.time_zone),
    )
    try:
        if new:
            counts = [(proposing.PROPOSED_FROM, place()), (proposing.PROPOSED_AT, str(hub.id))]
            limits.note(session, *counts, key=key(), now=now)
    except limits.TooManyAttempts as refusal:
        session.rollback()
        response = _form(here(lang, hub.slug), lang, now, sent, said=words.too_many(), status=TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(refusal.seconds)
        return response
    session.commit()
    return no_store(redirect(url_for("topics.topic", lang=lang, slug=hub.slug, number=topic_id, sent=1), code=303))


def _form(
    hub: Hub, lang: str, now: datetime, sent: Sent | None = None, *, said: str = "", status: int = 200
) -> Response:
    """The form, filled with what was sent.

    :param said: what is in the way besides single fields
    """
    box = reading.box(db.session(), hub.id)
    stamp = sent.get(STAMP) if sent else ""
    if spam.read_stamp(stamp, key(), _about(hub)) is None:
        stamp = spam.new_stamp(key(), _about(hub), now)
    return page_of(
        "outcomes/topics/propose.html" if box and box.is_open else "outcomes/topics/closed.html",
        hub,
        lang,
        status,
        filled=sent or Sent(request.form),
        said=said,
        stamp=stamp,
        honeypot=HONEYPOT,
        most=LONGEST_WORDS,
        days=WORDS_DAYS,
        decided_days=WORDS_DAYS_DECIDED,
        hidden_days=NOT_SHOWN_DAYS,
    )


def _about(hub: Hub) -> int:
    """What a form's stamp is about: no event has a number below zero, so that no stamp serves two forms."""
    return -hub.id


# -- supporting


@bp.post("/<lang:lang>/hubs/<slug>/topics/<int:number>/support")
@permission(Permission.PUBLIC)
def support(lang: str, slug: str, number: int) -> ResponseReturnValue:
    """“I would like this talked about too”, and taking it back; each counts once a device."""
    hub, session = here(lang, slug), db.session()
    found, before = topic_or_404(hub, number), device.supported()
    if found.state not in PUBLIC_TOPICS:
        abort(404)
    response = no_store(redirect(_back(lang, hub, number), code=303))
    if not token_is_ours():
        return response
    wants = request.form.get("_action") == "support"
    if wants == (number in before):
        return response
    try:
        limits.note(session, (proposing.SUPPORTED_FROM, place()), key=key(), now=utcnow())
    except limits.TooManyAttempts:
        session.commit()
        return page_of("outcomes/topics/too_many.html", here(lang, slug), lang, TOO_MANY_REQUESTS)
    proposing.support(session, number, by=1 if wants else -1)
    session.commit()
    others = tuple(each for each in before if each != number)
    device.remember(response, (*others, number) if wants else others)
    return response


def _back(lang: str, hub: Hub, number: int) -> str:
    """The page on which the button was, at the same topic."""
    if request.form.get("back") != "list":
        return url_for("topics.topic", lang=lang, slug=hub.slug, number=number)
    kept: dict[str, Any] = {name: value for name in ("sort", "page") if (value := request.form.get(name, "")[:20])}
    return url_for("topics.every", lang=lang, slug=hub.slug, _anchor=f"t-{number}", **kept)
