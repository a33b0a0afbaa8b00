"""The texts of a model in its languages: write, review, approve; out as a file and in again.

Whoever translates for a hub writes what is missing, a draft, or stale. Texts that people read already, and the states
of texts, are for those who translate for the network.
"""

from flask import Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_security import current_user

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.gates import TextGate
from engage.i18n.locales import PUBLIC_LANGUAGES, direction, endonym, is_well_formed
from engage.i18n.text import LocalizedText, TextState
from engage.instruments.domain.translating import fingerprint, state_of
from engage.instruments.translating.files import KINDS, BadFile, read
from engage.maturity import wording, words_console_models
from engage.maturity.modelling import translating
from engage.maturity.models import ModelVersion
from engage.maturity.views.manage_models import address, bp, note, version_or_404
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission, reach

ON_A_PAGE = 40
GENERAL, METRICS = "general", "metrics"
_RAISED = {"review": TextState.REVIEWED, "approve": TextState.APPROVED}


def for_the_network() -> bool:
    """Whether who asks translates for all hubs."""
    return reach(Permission.TRANSLATE) is None


@bp.get("/<key>/<release>/texts")
@permission(Permission.TRANSLATE)
def texts(key: str, release: str) -> ResponseReturnValue:
    """How far each language has come."""
    found = version_or_404(key, release)
    return _overview(found, Filled({"gate": found.text_gate.value}, {"languages": list(found.languages)}))


def _overview(found: ModelVersion, filled: Filled) -> str:
    known = wording.texts(db.session(), found)
    tags = list(dict.fromkeys((found.source_language, *found.languages)))
    return render(
        "maturity/manage/model_texts.html",
        version=found,
        filled=filled,
        rows=[(tag, endonym(tag), direction(tag), translating.counted(known, tag)) for tag in tags],
        words=words_console_models,
        language_options=[
            {"value": tag, "label": endonym(tag), "lang": tag}
            for tag in dict.fromkeys((*tags, *PUBLIC_LANGUAGES))
            if tag != found.source_language
        ],
    )


@bp.post("/<key>/<release>/texts")
@permission(Permission.MATURITY_MODEL)
def set_languages(key: str, release: str) -> ResponseReturnValue:
    """Which languages are worked on, and which translations people read."""
    require_token()
    found, sent = version_or_404(key, release), Sent(request.form)
    gate = sent.read_one("gate", TextGate, other=found.text_gate)
    typed = sent.get("languages_more").replace(",", " ").split()
    if wrong := [tag for tag in typed if not is_well_formed(tag)]:
        sent.refuse(
            "languages_more", gettext("“%(tag)s” is no language tag. Write for example ro or de-AT.", tag=wrong[0])
        )
    wanted = list(dict.fromkeys((*sent.all("languages"), *typed)))
    if sent.wrong:
        return _overview(found, sent), 422
    translating.set_languages(found, wanted, TextGate(gate))
    note("maturity-model.languages", found, languages=" ".join(wanted), gate=gate)
    db.session.commit()
    flash(gettext("It is saved."))
    return redirect(address(found, "texts"), code=303)


# -- one language


def worked_on(key: str, release: str, tongue: str) -> ModelVersion:
    """404 for the source, and for a language that the version is not worked on in."""
    found = version_or_404(key, release)
    if tongue == found.source_language or tongue not in found.languages:
        abort(404)
    return found


@bp.get("/<key>/<release>/texts/<tongue>")
@permission(Permission.TRANSLATE)
def language(key: str, release: str, tongue: str) -> ResponseReturnValue:
    """Texts in one language beside the source, part by part."""
    found = worked_on(key, release, tongue)
    known = wording.texts(db.session(), found)
    places = _shown(found, known, tongue)
    page = request.args.get("page", 1, type=int)
    pages = max(1, -(-len(places) // ON_A_PAGE))
    page = min(max(1, page), pages)
    here = places[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    filled = Filled({place: _words(known[place], tongue) for place in here})
    return _language_page(found, tongue, filled, here, page=page, pages=pages)


def _words(text: LocalizedText, tongue: str) -> str:
    return text.translations[tongue].text if text.has(tongue) else ""


def _parts(found: ModelVersion) -> list[tuple[str, str]]:
    said = wording.words(db.session(), found, found.source_language)
    dimensions = [(each.id, f"{each.id} {said[f'{each.id}:title']}") for each in wording.model_of(found).dimensions]
    return [("", gettext("all parts")), (GENERAL, gettext("general")), *dimensions, (METRICS, gettext("metrics"))]


def _part_of(place: str) -> str:
    """Of a text that belongs to no indicator."""
    thing = place.partition(":")[0]
    if thing in ("model", "level", "evidence", "gate"):
        return GENERAL
    return METRICS if thing == "metric" else thing


def _shown(found: ModelVersion, known: translating.Texts, tongue: str) -> list[str]:
    """The places that the address asks for."""
    part, show = request.args.get("part", ""), request.args.get("show", "all")
    wanted = {"todo": ("missing", "stale"), "all": ()}.get(show, (show,))
    own = {each.id: one.id for one in wording.model_of(found).dimensions for each in one.indicators}
    return [
        place
        for place, text in known.items()
        if (not part or part == own.get(place.partition(":")[0], _part_of(place)))
        and (not wanted or (state_of(text, tongue) or "missing") in wanted)
    ]


def _language_page(
    found: ModelVersion, tongue: str, filled: Filled, places: list[str], *, page: int = 1, pages: int = 1
) -> str:
    known, wide, rows = wording.texts(db.session(), found), for_the_network(), []
    for place in places:
        text = known[place]
        state = state_of(text, tongue) or "missing"
        rows.append(
            {
                "place": place,
                "name": words_console_models.place_name(place),
                "source": text.source,
                "long": len(text.source) > 70,
                "state": state,
                "fixed": not wide and state in translating.SHOWN,
                "said": _words(text, tongue),
                "was": fingerprint(_words(text, tongue)),
            }
        )
    return render(
        "maturity/manage/model_texts_language.html",
        version=found,
        filled=filled,
        tongue=tongue,
        tongue_name=endonym(tongue),
        tongue_dir=direction(tongue),
        source_dir=direction(found.source_language),
        rows=rows,
        counted=translating.counted(known, tongue),
        words=words_console_models,
        parts=_parts(found),
        part=request.args.get("part", ""),
        show=request.args.get("show", "all"),
        page=page,
        pages=pages,
        wide=wide,
        kinds=list(KINDS),
        target=request.full_path.rstrip("?"),
    )


@bp.post("/<key>/<release>/texts/<tongue>")
@permission(Permission.TRANSLATE)
def write(key: str, release: str, tongue: str) -> ResponseReturnValue:
    """Save what was written; and where it was asked for, review or approve what stands on the page."""
    require_token()
    found, session, sent = worked_on(key, release, tongue), db.session(), Sent(request.form)
    known = wording.texts(session, found)
    places = [place for place in known if f"was-{place}" in sent.text]
    wanted = {
        place: sent.get(place)
        for place in places
        if place in sent.text and fingerprint(sent.get(place)) != sent.get(f"was-{place}")
    }
    for place in wanted:
        before = _words(known[place], tongue)
        if sent.get(f"was-{place}") != fingerprint(before):
            sent.refuse(place, gettext("Somebody else has changed it meanwhile. It says now: %(words)s", words=before))
        elif not for_the_network() and state_of(known[place], tongue) in translating.SHOWN:
            sent.refuse(place, str(words_console_models.LEFT[translating.Left.SHOWN]))
    if sent.wrong:
        return _language_page(found, tongue, sent, places), 409
    deed, _, only = sent.get("_action").partition(":")
    try:
        changed = translating.write(session, found, tongue, wanted, by=int(current_user.id), now=utcnow())
        raised = _raise(found, tongue, deed, [only] if only else places)
    except Refusal as refusal:
        session.rollback()
        place = str(refusal.args[0]) if refusal.args and refusal.args[0] in known else ""
        sent.refuse(place, words_console_models.refused(refusal))
        return _language_page(version_or_404(key, release), tongue, sent, places), 409
    note("maturity-model.texts", found, number=found.version, language=tongue, texts=changed)
    session.commit()
    flash(ngettext("%(num)s text is saved.", "%(num)s texts are saved.", changed) if changed else gettext("Saved."))
    if raised is not None and raised.own:
        flash(own_left(raised.own))
    return redirect(request.full_path.rstrip("?"), code=303)


def own_left(number: int) -> str:
    """Texts that were not reviewed, since who asks has written them."""
    return ngettext(
        "%(num)s is your own: somebody else reviews it.", "%(num)s are your own: somebody else reviews them.", number
    )


def _raise(found: ModelVersion, tongue: str, deed: str, places: list[str]) -> translating.Raised | None:
    state = _RAISED.get(deed)
    if state is None or not for_the_network():
        return None
    return translating.raise_states(db.session(), found, tongue, places, state, by=int(current_user.id))


# -- files


@bp.get("/<key>/<release>/texts/<tongue>/file.<kind>")
@permission(Permission.TRANSLATE)
def text_file(key: str, release: str, tongue: str, kind: str) -> ResponseReturnValue:
    """All texts of a language for a translator's own tools."""
    found = worked_on(key, release, tongue)
    if kind not in KINDS:
        abort(404)
    sheaf = translating.sheaf(found, wording.texts(db.session(), found), tongue)
    answer = Response(KINDS[kind].write(sheaf), mimetype=KINDS[kind].mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.key}-{found.version}-{tongue}.{kind}")
    return answer


@bp.post("/<key>/<release>/texts/<tongue>/file")
@permission(Permission.TRANSLATE)
def bring_texts(key: str, release: str, tongue: str) -> ResponseReturnValue:
    """Take in what is new in a file, as drafts; say what was left, and why."""
    require_token()
    found, session = worked_on(key, release, tongue), db.session()
    back, given = address(found, "language", tongue=tongue), request.files.get("file")
    if given is None or not given.filename:
        flash(gettext("Choose a file first."), "error")
        return redirect(back, code=303)
    try:
        file = read(given.filename, given.stream.read(25_000_000))
    except BadFile as refusal:
        flash(bad_file(refusal), "error")
        return redirect(back, code=303)
    if file.language and file.language.lower() != tongue.lower():
        flash(gettext("The file says that it is in another language: %(tag)s", tag=file.language), "error")
        return redirect(back, code=303)
    known = wording.texts(session, found)
    compared = translating.compare(known, tongue, file.units, shown_too=for_the_network())
    translating.write(session, found, tongue, compared.new, by=int(current_user.id), now=utcnow())
    note("maturity-model.texts", found, number=found.version, language=tongue, texts=len(compared.new))
    session.commit()
    return render(
        "maturity/manage/model_texts_file.html",
        version=found,
        compared=compared,
        file=given.filename,
        known=known,
        tongue=tongue,
        tongue_dir=direction(tongue),
        tongue_name=endonym(tongue),
        words=words_console_models,
        said=lambda place: _words(known[place], tongue) if place in known else "",
        back=back,
    )


def bad_file(refusal: BadFile) -> str:
    """What is wrong with a file, and what to do."""
    known = {
        "unknown_kind": gettext("Bring a file that ends in .po, .xlf, .xliff or .xlsx."),
        "too_large": gettext("The file is too large: 20 MB at most."),
        "not_utf8": gettext("The file is not written in UTF-8. Save it again with that encoding."),
        "no_texts": gettext("The file holds no texts of this model. Was it exported here?"),
    }
    other = gettext("The file cannot be read: %(detail)s. Bring one that was exported here.", detail=refusal.detail)
    return known.get(refusal.reason, other)
