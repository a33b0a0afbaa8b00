"""Registration: how places are given, who may register when, what is asked."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages
from engage.events.domain.kinds import Ask, Asked, AttendeeRole, Mode
from engage.events.domain.questions import unasked
from engage.events.editing import announcing, counting
from engage.events.editing import settings as editing
from engage.events.forms_places import read_taking, taking_form
from engage.events.models import Event
from engage.events.places import recount_traits
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_frame import event_or_404, note, overtaken, render
from engage.events.views.manage_places import ROLES
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument
from engage.instruments.rendering.texts import plain
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, city, is_count, options
from engage.web.permissions import Permission, permission

MODES = {
    Mode.FIRST_COME: lazy_gettext("First come, first served"),
    Mode.APPROVAL: lazy_gettext("You say yes or no to each"),
    Mode.DRAW: lazy_gettext("People apply, then places are drawn within the quotas"),
    Mode.INVITATION: lazy_gettext("Only who is invited, then first come"),
}
ASKS = {
    Ask.COUNTRY: lazy_gettext("Country"),
    Ask.HUB: lazy_gettext("Home hub"),
    Ask.ORGANISED: lazy_gettext("Whether they come for an organisation, and for which"),
    Ask.BIRTH_DATE: lazy_gettext("Date of birth (minors need a guardian’s consent)"),
    Ask.PHONE: lazy_gettext("Telephone"),
    Ask.PHOTOS: lazy_gettext("Consent to photographs"),
    Ask.FOLLOW_UP: lazy_gettext("Whether to write what came of it"),
    Ask.ACCESS: lazy_gettext("What they need to get around and take part (health)"),
    Ask.DIET: lazy_gettext("Food (health)"),
    Ask.INTERPRETATION: lazy_gettext("Languages they speak and understand, signed ones too"),
    Ask.TRAVEL: lazy_gettext("Help with travelling"),
}
ASKED = {
    Asked.NO: lazy_gettext("Not asked"),
    Asked.OPTIONAL: lazy_gettext("Asked, may stay empty"),
    Asked.REQUIRED: lazy_gettext("Has to be answered"),
}
_MAY_STAY_EMPTY = (Ask.PHOTOS, Ask.FOLLOW_UP, Ask.ACCESS, Ask.DIET, Ask.INTERPRETATION, Ask.TRAVEL)
"""A consent or a need is never forced."""


@bp.get("/<slug>/registration")
@permission(Permission.EVENT_SEE)
def registration(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _page(found, taking_form(found))


@bp.post("/<slug>/registration")
@permission(Permission.EVENT_EDIT)
def set_registration(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    sent = Sent(request.form)
    for ask in _MAY_STAY_EMPTY:
        if sent.get(f"ask-{ask}") == Asked.REQUIRED:
            sent.text[f"ask-{ask}"] = Asked.OPTIONAL.value
    given = read_taking(sent, found, [name for name, _ in _questions(found)])
    if given.mode is not found.mode and announcing.live(db.session(), found):
        said = gettext("People have registered already: how places are given stays as it was when they did.")
        sent.refuse("mode", said)
    if sent.wrong:
        return _page(found, sent), 422
    if overtaken(found, sent):
        return _page(found, sent), 409
    editing.set_taking(db.session(), found, given, now=utcnow())
    return _saved(found, "event.registration-changed", gettext("It is saved."))


@bp.post("/<slug>/registration/publish")
@permission(Permission.EVENT_EDIT)
def publish_questions(slug: str) -> ResponseReturnValue:
    """Ask the newest questions from now on."""
    found = event_or_404(slug)
    require_token()
    number, _, revision = request.form.get("seen", "").partition(".")
    seen = (int(number), int(revision)) if is_count(number) and is_count(revision) else None
    now = utcnow()
    try:
        announcing.publish_questions(db.session(), found, seen=seen, now=now)
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for("manage_events.registration", slug=slug), code=303)
    recount_traits(db.session(), found)
    asked = _asked(found)
    if asked is not None and (left_out := unasked(asked)):
        named = "; ".join(plain(item.label.in_(g.interface)) or item.name for item in left_out)
        flash(
            gettext("A registration cannot ask for files, or lists of entries. Left out: %(items)s", items=named),
            "error",
        )
    said = gettext("The questions are asked from now on. Who has registered keeps what they answered.")
    return _saved(found, "event.questions-published", said)


@bp.post("/<slug>/registration/nothing")
@permission(Permission.EVENT_EDIT)
def ask_nothing(slug: str) -> ResponseReturnValue:
    """Ask no questions of one's own any more."""
    found = event_or_404(slug)
    require_token()
    announcing.ask_nothing(db.session(), found, now=utcnow())
    recount_traits(db.session(), found)
    return _saved(found, "event.questions-taken-out", gettext("No questions of your own are asked any more."))


def _saved(found: Event, deed: str, sentence: str) -> ResponseReturnValue:
    slug = found.slug
    note(deed, found)
    db.session.commit()
    flash(sentence)
    return redirect(url_for("manage_events.registration", slug=slug), code=303)


def _asked(found: Event) -> Instrument | None:
    return from_document(found.version.document) if found.version else None


def _questions(found: Event) -> list[tuple[str, str]]:
    """Names and words of the questions that are asked now."""
    asked = _asked(found)
    if asked is None:
        return []
    return [(item.name, plain(item.label.in_(g.interface)) or item.name) for item in asked.items if item.is_question]


def _page(found: Event, filled: Filled) -> str:
    newest = announcing.newest(db.session(), found)
    written = from_document(newest.document)
    return render(
        found,
        "events/manage/registration.html",
        tab="registration",
        filled=filled,
        modes=options(Mode, MODES.__getitem__),
        roles=options(AttendeeRole, ROLES.__getitem__),
        asks=[(ask, label, _choices(ask)) for ask, label in ASKS.items()],
        questions=[{"value": name, "label": label} for name, label in _questions(found)],
        counted=[item.name for item in counting.asked(found)],
        newest=newest,
        written=sum(item.is_question for item in written.items),
        city=city(found.time_zone),
    )


def _choices(ask: Ask) -> list[dict[str, str]]:
    offered = (Asked.NO, Asked.OPTIONAL) if ask in _MAY_STAY_EMPTY else tuple(Asked)
    return options(offered, ASKED.__getitem__)
