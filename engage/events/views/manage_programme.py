"""The programme: sessions in parallel tracks, who speaks, and what is in each other's way."""

from collections.abc import Sequence
from typing import TypeVar

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.events import words_needs
from engage.events.domain.schedule import Clash, ClashKind
from engage.events.editing import programme as editing
from engage.events.editing import wording
from engage.events.forms_programme import read_session, read_speaker, session_form, speaker_form
from engage.events.models import Event, Material, ProgrammeSession, Speaker, Track
from engage.events.views.manage_event_blueprint import bp
from engage.events.views.manage_event_words import hours, span
from engage.events.views.manage_frame import event_or_404, note, overtaken, render
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, city
from engage.web.permissions import Permission, permission

P = TypeVar("P", Track, ProgrammeSession, Speaker, Material)


@bp.get("/<slug>/programme")
@permission(Permission.EVENT_SEE)
def programme(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    session, words = db.session(), wording.sources(db.session(), found)
    slots = editing.sessions(session, found)
    return render(
        found,
        "events/manage/programme.html",
        tab="programme",
        sessions=slots,
        tracks=editing.tracks(session, found),
        speakers={each.id: each for each in editing.speakers(session, found)},
        materials=editing.materials(session, found),
        sites=editing.site_names(session, found),
        said=words,
        hours=hours,
        endonym=words_needs.language_name,
        warnings=_sentences(found, editing.clashes(session, found), words),
    )


def _sentences(found: Event, clashes: Sequence[Clash], said: dict[str, str]) -> list[str]:
    names = {each.id: each.name for each in editing.speakers(db.session(), found)}

    def title(number: int | None) -> str:
        return said.get(f"session:{number}:title", "")

    sentences = []
    for clash in clashes:
        match clash.kind:
            case ClashKind.OUTSIDE:
                sentences.append(gettext("“%(one)s” is outside of the event’s time.", one=title(clash.slot)))
            case ClashKind.SPEAKER:
                sentences.append(
                    gettext(
                        "%(name)s speaks in “%(one)s” and “%(other)s” at the same time.",
                        name=names.get(clash.speaker or 0, ""),
                        one=title(clash.slot),
                        other=title(clash.other),
                    )
                )
            case ClashKind.ROOM:
                sentences.append(
                    gettext(
                        "“%(one)s” and “%(other)s” are at the same place at the same time, and in no different tracks.",
                        one=title(clash.slot),
                        other=title(clash.other),
                    )
                )
    return sentences


def part_or_404(found: Event, model: type[P], number: int) -> P:
    there = editing.one(db.session(), found, model, number)
    if there is None:
        abort(404)
    return there


def saved(found: Event, deed: str, sentence: str) -> ResponseReturnValue:
    slug = found.slug
    note(deed, found)
    db.session.commit()
    flash(sentence)
    return redirect(url_for("manage_events.programme", slug=slug), code=303)


# -- sessions


@bp.get("/<slug>/programme/sessions/new")
@permission(Permission.EVENT_EDIT)
def new_session(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _session_page(found, None, session_form(found, None, "", ""))


@bp.post("/<slug>/programme/sessions/new")
@permission(Permission.EVENT_EDIT)
def add_session(slug: str) -> ResponseReturnValue:
    return _save_session(event_or_404(slug), None)


@bp.get("/<slug>/programme/sessions/<int:number>")
@permission(Permission.EVENT_EDIT)
def session_part(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    slot = part_or_404(found, ProgrammeSession, number)
    said = wording.sources(db.session(), found, f"session:{number}:")
    return _session_page(found, slot, session_form(found, slot, said.get("title", ""), said.get("about", "")))


@bp.post("/<slug>/programme/sessions/<int:number>")
@permission(Permission.EVENT_EDIT)
def change_session(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _save_session(found, part_or_404(found, ProgrammeSession, number))


@bp.post("/<slug>/programme/sessions/<int:number>/remove")
@permission(Permission.EVENT_EDIT)
def remove_session(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    editing.remove_session(db.session(), found, part_or_404(found, ProgrammeSession, number), now=utcnow())
    return saved(found, "event.programme-changed", gettext("The session is taken away."))


def _save_session(found: Event, slot: ProgrammeSession | None) -> ResponseReturnValue:
    require_token()
    session, sent = db.session(), Sent(request.form)
    given = read_session(
        sent,
        found,
        [each.id for each in editing.tracks(session, found)],
        [each.id for each in found.sites],
        [each.id for each in editing.speakers(session, found)],
    )
    if given is None:
        return _session_page(found, slot, sent), 422
    if overtaken(found, sent):
        return _session_page(found, slot, sent), 409
    editing.save_session(session, found, slot, given, now=utcnow())
    return saved(found, "event.programme-changed", gettext("The session is saved."))


def _session_page(found: Event, slot: ProgrammeSession | None, filled: Filled) -> str:
    session, said = db.session(), wording.sources(db.session(), found)
    everywhere = [{"value": "", "label": gettext("At all sites")}]
    none = [{"value": "", "label": gettext("In no track")}]
    tags = dict.fromkeys((*PUBLIC_LANGUAGES, *found.languages, *filled.all("languages"), *filled.all("interpreted")))
    return render(
        found,
        "events/manage/session.html",
        tab="programme",
        filled=filled,
        slot=slot,
        span=span(found),
        city=city(found.time_zone),
        tracks=none
        + [
            {"value": str(each.id), "label": said.get(f"track:{each.id}:name", "")}
            for each in editing.tracks(session, found)
        ],
        sites=everywhere
        + [{"value": str(number), "label": name} for number, name in editing.site_names(session, found).items()],
        speakers=[{"value": str(each.id), "label": each.name} for each in editing.speakers(session, found)],
        language_options=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in tags],
    )


# -- tracks


@bp.post("/<slug>/programme/tracks")
@permission(Permission.EVENT_EDIT)
def add_track(slug: str) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    return _save_track(found, None)


@bp.post("/<slug>/programme/tracks/<int:number>")
@permission(Permission.EVENT_EDIT)
def change_track(slug: str, number: int) -> ResponseReturnValue:
    """Another name, one place up, or away."""
    found = event_or_404(slug)
    require_token()
    track = part_or_404(found, Track, number)
    match request.form.get("_action"):
        case "remove":
            editing.remove_track(db.session(), found, track, now=utcnow())
            return saved(found, "event.programme-changed", gettext("The track is taken away. Its sessions stay."))
        case "up":
            editing.step(db.session(), found, track, -1, now=utcnow())
            return saved(found, "event.programme-changed", gettext("The order is changed."))
    return _save_track(found, track)


def _save_track(found: Event, track: Track | None) -> ResponseReturnValue:
    sent = Sent(request.form)
    name = sent.read_text("name", needed=gettext("Write what the track is called."))
    if sent.wrong:
        flash(sent.errors["name"], "error")
        return redirect(url_for("manage_events.programme", slug=found.slug), code=303)
    if track is not None and overtaken(found, sent):
        flash(sent.errors[""], "error")
        return redirect(url_for("manage_events.programme", slug=found.slug), code=303)
    editing.save_track(db.session(), found, track, name, now=utcnow())
    return saved(found, "event.programme-changed", gettext("The track is saved."))


# -- speakers


@bp.get("/<slug>/programme/speakers/new")
@permission(Permission.EVENT_EDIT)
def new_speaker(slug: str) -> ResponseReturnValue:
    return _speaker_page(event_or_404(slug), None, speaker_form(None, ""))


@bp.post("/<slug>/programme/speakers/new")
@permission(Permission.EVENT_EDIT)
def add_speaker(slug: str) -> ResponseReturnValue:
    return _save_speaker(event_or_404(slug), None)


@bp.get("/<slug>/programme/speakers/<int:number>")
@permission(Permission.EVENT_EDIT)
def speaker(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    there = part_or_404(found, Speaker, number)
    about = wording.sources(db.session(), found).get(f"speaker:{number}:about", "")
    return _speaker_page(found, there, speaker_form(there, about))


@bp.post("/<slug>/programme/speakers/<int:number>")
@permission(Permission.EVENT_EDIT)
def change_speaker(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    return _save_speaker(found, part_or_404(found, Speaker, number))


@bp.post("/<slug>/programme/speakers/<int:number>/remove")
@permission(Permission.EVENT_EDIT)
def remove_speaker(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    editing.remove_speaker(db.session(), found, part_or_404(found, Speaker, number), now=utcnow())
    return saved(found, "event.programme-changed", gettext("The speaker is taken away."))


@bp.post("/<slug>/programme/speakers/<int:number>/up")
@permission(Permission.EVENT_EDIT)
def speaker_up(slug: str, number: int) -> ResponseReturnValue:
    found = event_or_404(slug)
    require_token()
    editing.step(db.session(), found, part_or_404(found, Speaker, number), -1, now=utcnow())
    return saved(found, "event.programme-changed", gettext("The order is changed."))


def _save_speaker(found: Event, there: Speaker | None) -> ResponseReturnValue:
    require_token()
    sent = Sent(request.form)
    name, affiliation, about = read_speaker(sent)
    if sent.wrong:
        return _speaker_page(found, there, sent), 422
    if there is not None and overtaken(found, sent):
        return _speaker_page(found, there, sent), 409
    editing.save_speaker(db.session(), found, there, name, affiliation, about, now=utcnow())
    return saved(found, "event.programme-changed", gettext("The speaker is saved."))


def _speaker_page(found: Event, there: Speaker | None, filled: Filled) -> str:
    return render(found, "events/manage/speaker.html", tab="programme", filled=filled, speaker=there)
