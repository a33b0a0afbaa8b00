"""The words of an event in all its languages: write, translate, review, approve; which languages are open."""

from collections.abc import Callable

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext
from flask_security import current_user

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.events import messages, queries
from engage.events.domain import texts as rules
from engage.events.editing import programme, settings, wording
from engage.events.models import Event
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_frame import event_or_404, note, render
from engage.i18n.gates import TextGate
from engage.i18n.locales import PUBLIC_LANGUAGES, direction, endonym
from engage.i18n.text import LocalizedText
from engage.instruments.domain.translating import fingerprint
from engage.instruments.translating.models import DeedKind
from engage.instruments.translating.queries import asked_for
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, may, permission

WHOLE = {
    "title": lazy_gettext("Title"),
    "summary": lazy_gettext("In a few sentences"),
    "about": lazy_gettext("What it is about"),
    "practical": lazy_gettext("Good to know: the way there, breaks, what to bring"),
    "consent": lazy_gettext("What people agree to when they answer questions about health"),
}
PARTS = {
    "site": lazy_gettext("Site"),
    "track": lazy_gettext("Track"),
    "session": lazy_gettext("Session"),
    "speaker": lazy_gettext("Speaker"),
    "quota": lazy_gettext("Group of a quota"),
}
STATES = {
    "missing": lazy_gettext("missing"),
    "draft": lazy_gettext("draft"),
    "stale": lazy_gettext("the original has changed since"),
    "reviewed": lazy_gettext("reviewed"),
    "approved": lazy_gettext("approved"),
}
DEEDS = {
    DeedKind.TRANSLATED: lazy_gettext("translated"),
    DeedKind.REVIEWED: lazy_gettext("reviewed"),
    DeedKind.APPROVED: lazy_gettext("approved"),
}
_RAISED = {"review": DeedKind.REVIEWED, "approve": DeedKind.APPROVED}


@bp.get("/<slug>/texts")
@permission(Permission.TRANSLATE)
def texts(slug: str) -> ResponseReturnValue:
    """How far each language has come, and what it still lacks."""
    found = event_or_404(slug)
    filled = Filled({"gate": found.text_gate.value}, {"languages": wording.languages(found)})
    return _overview(found, filled)


def _overview(found: Event, filled: Filled) -> str:
    session = db.session()
    known, ready = queries.texts(session, found), wording.ready(session, found)
    tags = wording.languages(found)
    return render(
        found,
        "events/manage/texts.html",
        tab="texts",
        filled=filled,
        rows=[(tag, endonym(tag), direction(tag), rules.counted(known, tag), ready.get(tag)) for tag in tags],
        open=set(found.activity.languages),
        questions_too=may(Permission.EVENT_EDIT) or asked_for(session, int(current_user.id), found.instrument_id),
        place_name=_namer(found),
        language_options=[
            {"value": tag, "label": endonym(tag), "lang": tag} for tag in dict.fromkeys((*PUBLIC_LANGUAGES, *tags))
        ],
    )


@bp.post("/<slug>/texts")
@permission(Permission.EVENT_EDIT)
def set_languages(slug: str) -> ResponseReturnValue:
    """Which languages are worked on, and which translations may be shown."""
    found = event_or_404(slug)
    require_token()
    sent, now = Sent(request.form), utcnow()
    gate = sent.read_one("gate", TextGate, other=found.text_gate)
    wanted = sent.read_languages("languages")
    if sent.wrong:
        return _overview(found, sent), 422
    settings.set_gate(db.session(), found, TextGate(gate), now=now)
    wording.set_languages(db.session(), found, wanted, by=int(current_user.id), now=now)
    note("event.languages-changed", found, languages=" ".join(wanted), gate=gate)
    db.session.commit()
    flash(gettext("It is saved."))
    return redirect(url_for("manage_events.texts", slug=slug), code=303)


@bp.get("/<slug>/texts/<tongue>")
@permission(Permission.TRANSLATE)
def language(slug: str, tongue: str) -> ResponseReturnValue:
    """Every text in one language, beside what it says in the source."""
    found = worked_on(slug, tongue)
    known = queries.texts(db.session(), found)
    filled = Filled({place: _words(known[place], tongue) for place in known})
    return _language_page(found, tongue, filled)


@bp.post("/<slug>/texts/<tongue>")
@permission(Permission.TRANSLATE)
def write(slug: str, tongue: str) -> ResponseReturnValue:
    """Save what was written; and where it was asked for, review or approve what stands there."""
    found = worked_on(slug, tongue)
    require_token()
    sent, now, session = Sent(request.form), utcnow(), db.session()
    places = _places(found, tongue)
    changed = {place: sent.get(place) for place in places if place in sent.text}
    known = queries.texts(session, found)
    before = {place: _words(known[place], tongue) if place in known else "" for place in changed}
    wanted = {place: words for place, words in changed.items() if fingerprint(words) != sent.get(f"was-{place}")}
    for place in wanted:
        if f"was-{place}" in sent.text and sent.get(f"was-{place}") != fingerprint(before[place].strip()):
            sent.refuse(
                place, gettext("Somebody else has changed it meanwhile. It says now: %(words)s", words=before[place])
            )
    if sent.wrong:
        return _language_page(found, tongue, sent), 409
    same = sent.get("same_meaning") == "yes"
    what = sent.get("_action").partition(":")
    try:
        number = wording.translate(session, found, tongue, wanted, by=int(current_user.id), now=now, same_meaning=same)
        if number and tongue == found.source_language and {"title", "summary"} & wanted.keys():
            wording.calendar_changed(found)
        done = _raise(found, tongue, what[0], what[2], places)
    except Refusal as refusal:
        db.session.rollback()
        place = str(refusal.args[0]) if refusal.args and refusal.args[0] in changed else ""
        sent.refuse(place or ("title" if refusal.code == "title_needed" else ""), messages.refused(refusal))
        return _language_page(event_or_404(slug), tongue, sent), 409
    wording.in_step(session, found, now=now)
    note("event.texts-changed", found, language=tongue, texts=number)
    db.session.commit()
    flash(ngettext("%(num)s text is saved.", "%(num)s texts are saved.", number) if number else gettext("Saved."))
    if done is not None and done.own:
        flash(messages.own_left(done.own))
    return redirect(url_for("manage_events.language", slug=slug, tongue=tongue), code=303)


def _raise(found: Event, tongue: str, deed: str, place: str, places: list[str]) -> wording.Raised | None:
    kind = _RAISED.get(deed)
    if kind is None or tongue == found.source_language:
        return None
    chosen = [place] if place else places
    return wording.raise_states(db.session(), found, tongue, chosen, kind, by=int(current_user.id), now=utcnow())


def worked_on(slug: str, tongue: str) -> Event:
    """404 for a language that the event is not worked on in."""
    found = event_or_404(slug)
    if tongue not in wording.languages(found):
        abort(404)
    return found


def _places(found: Event, tongue: str) -> list[str]:
    """Those that say something; in the source language the event's own ones also where they are empty yet."""
    known = queries.texts(db.session(), found)
    said = [place for place in rules.in_order(known) if known[place].source.strip()]
    if tongue != found.source_language:
        return said
    return rules.in_order({*rules.WHOLE, *said})


def _words(text: LocalizedText, tongue: str) -> str:
    return text.translations[tongue].text if text.has(tongue) else ""


def _language_page(found: Event, tongue: str, filled: Filled) -> str:
    session = db.session()
    known, places = queries.texts(session, found), _places(found, tongue)
    did = wording.who_did(session, found, tongue, places)
    name, rows = _namer(found), []
    for place in places:
        text = known.get(place, LocalizedText(found.source_language, {}))
        state = "missing" if not text.has(tongue) else str(text.translations[tongue].state)
        deeds = [(DEEDS[deed.kind], deed.by, deed.at) for deed in did.get(place, ())]
        was = fingerprint(_words(text, tongue).strip())
        rows.append((place, name(place), text.source, rules.is_long(place), state, deeds, was))
    return render(
        found,
        "events/manage/texts_language.html",
        tab="texts",
        filled=filled,
        tongue=tongue,
        tongue_name=endonym(tongue),
        tongue_dir=direction(tongue),
        source_dir=direction(found.source_language),
        is_source=tongue == found.source_language,
        rows=rows,
        states=STATES,
    )


def _namer(found: Event) -> Callable[[str], str]:
    """Says what a text is, for who writes it; what it takes is read once."""
    said = wording.sources(db.session(), found)
    speakers = {each.id: each.name for each in programme.speakers(db.session(), found)}

    def name(place: str) -> str:
        if place in WHOLE:
            return str(WHOLE[place])
        kind, number, what = place.split(":")
        if kind == "speaker":
            return gettext("About %(name)s", name=speakers.get(int(number), ""))
        if what == "about":
            return gettext("What happens in “%(session)s”", session=said.get(f"session:{number}:title", ""))
        return gettext("%(kind)s: what it is called", kind=PARTS[kind])

    return name
