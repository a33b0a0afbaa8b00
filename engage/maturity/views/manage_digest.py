"""The digest: where a panel agrees, where it is near, where it is split, and in which order to talk about it.

Before ratings are closed there is nothing here. Afterwards there are counts for everybody who sees the round, and
reasons without names, in the working language, for who runs or leads it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.maturity import messages, queries, queries_ratings, queries_reasons, wording, words_console_digest
from engage.maturity.domain import agenda, asked
from engage.maturity.domain.consensus import Tally
from engage.maturity.domain.kinds import LevelState, Stage, StepName
from engage.maturity.forms_rating import begun_reasons, hands, read_reasons, read_room
from engage.maturity.models import Assessment
from engage.maturity.rating import room, strip, translating
from engage.maturity.views import manage_frame
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, may, permission

bp = Blueprint("manage_digest", __name__, template_folder="../templates", url_prefix="/console/assessments")


@bp.get("/<int:number>/digest")
@permission(Permission.MATURITY_SEE)
def digest(number: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    if not queries_ratings.is_closed(found):
        return manage_frame.render(found, "maturity/manage/digest_closed.html", step=StepName.DIGEST)
    session, model = db.session(), wording.model_of(found.model)
    said, kept = queries_ratings.views(session, found), queries.levels(session, found.id)
    reasons = queries_reasons.reasons(session, found)
    open_ = [name for name, level in kept.items() if level.state is LevelState.SPLIT]
    return manage_frame.render(
        found,
        "maturity/manage/digest.html",
        step=StepName.DIGEST,
        agenda=agenda.agenda(model, said, open_),
        groups=_groups(found),
        shown=queries_ratings.shown(session, found).keys(),
        waiting=sum(each.waiting for each in reasons.values()),
        reasons=sum(len(each.all) for each in reasons.values()),
        working_language=endonym(found.working_language),
        **_words(found),
    )


def _groups(found: Assessment) -> list[tuple[LevelState, list[dict[str, Any]]]]:
    """The indicators by how far people agree, those to be talked about first."""
    session = db.session()
    tallies = queries_ratings.shown(session, found)
    rows: dict[LevelState, list[dict[str, Any]]] = {}
    for indicator, level in room.rows(session, found):
        row = _spread(found, indicator, tallies.get(indicator, Tally())) | {"id": indicator, "level": level}
        rows.setdefault(level.state, []).append(row)
    return [(state, rows[state]) for state in words_console_digest.ORDER if state in rows]


def _spread(found: Assessment, indicator: str, tally: Tally) -> dict[str, Any]:
    """A tally with its picture and its words."""
    top = len(wording.model_of(found.model).indicator(indicator).levels) - 1
    rtl = direction(g.interface) == "rtl"
    return {
        "tally": tally,
        "strip": strip.strip(tally.levels, top, rtl=rtl),
        "spoken": words_console_digest.spread(tally, _level_names(found)),
    }


def _level_names(found: Assessment) -> Mapping[int, str]:
    words = wording.words(db.session(), found.model, g.interface)
    return {level.value: words[f"level:{level.value}:name"] for level in wording.model_of(found.model).levels}


def _words(found: Assessment) -> dict[str, Any]:
    """What the templates say things with."""
    return {
        "words": wording.words(db.session(), found.model, g.interface),
        "names": _level_names(found),
        "digest_words": words_console_digest,
        "reads": may(Permission.MATURITY_FACILITATE) or may(Permission.MATURITY_EDIT),
        "leads": may(Permission.MATURITY_FACILITATE) and found.stage is Stage.CONSENSUS,
    }


@bp.get("/<int:number>/digest/<indicator>")
@permission(Permission.MATURITY_SEE)
def one(number: int, indicator: str) -> ResponseReturnValue:
    """One indicator: its spread, and why people think so."""
    found = _closed_or_404(number, indicator)
    return _one(found, indicator, Filled({"why": queries.levels(db.session(), found.id)[indicator].reason}))


def _one(found: Assessment, indicator: str, filled: Filled) -> str:
    session = db.session()
    kept = queries.levels(session, found.id)[indicator]
    tally = queries_ratings.shown(session, found).get(indicator, Tally())
    about = queries_reasons.reasons(session, found).get(indicator, queries_reasons.Reasons(()))
    return manage_frame.render(
        found,
        "maturity/manage/digest_one.html",
        step=StepName.DIGEST,
        filled=filled,
        indicator=wording.model_of(found.model).indicator(indicator),
        kept=kept,
        reasons=about,
        hands=_spread(found, indicator, room.tally_of(kept.room).shown) if kept.room else None,
        working_language=endonym(found.working_language),
        **_spread(found, indicator, tally),
        **_words(found),
    )


@bp.post("/<int:number>/digest/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def why_not(number: int, indicator: str) -> ResponseReturnValue:
    """Why the indicator does not apply, as the report prints it."""
    found = _closed_or_404(number, indicator)
    require_token()
    sent = Sent(request.form)
    reason = sent.read_text("why", most=1000, needed=gettext("Say why it does not apply."))
    if sent.wrong:
        return _one(found, indicator, sent), 422
    return _deed(found, indicator, lambda: room.say_why(db.session(), found, indicator, reason), "assessment.why-not")


def _deed(found: Assessment, indicator: str, deed: Callable[[], object], action: str) -> ResponseReturnValue:
    number = found.id
    try:
        deed()
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".one", number=number, indicator=indicator), code=303)
    manage_frame.note(action, found, indicator=indicator)
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for(".one", number=number, indicator=indicator), code=303)


def _closed_or_404(number: int, indicator: str) -> Assessment:
    """A round whose ratings are closed, and that judges the indicator."""
    found = manage_frame.round_or_404(number)
    if not queries_ratings.is_closed(found) or indicator not in queries.levels(db.session(), found.id):
        abort(404)
    return found


# -- reasons in the working language


@bp.get("/<int:number>/reasons")
@permission(Permission.MATURITY_FACILITATE)
def reasons(number: int) -> ResponseReturnValue:
    """Which indicators have reasons that wait."""
    found = manage_frame.round_or_404(number)
    known = queries_reasons.reasons(db.session(), found)
    ordered = [each.id for each in asked.indicators(wording.model_of(found.model), found.kind) if each.id in known]
    return manage_frame.render(
        found,
        "maturity/manage/reasons.html",
        step=StepName.DIGEST,
        rows=[(name, known[name]) for name in ordered],
        closed=queries_ratings.is_closed(found),
        working_language=endonym(found.working_language),
        **_words(found),
    )


@bp.get("/<int:number>/reasons/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def reasons_of(number: int, indicator: str) -> ResponseReturnValue:
    """The reasons about one indicator as they were written; nothing says by whom, or in which language."""
    found = _closed_or_404(number, indicator)
    about = queries_reasons.reasons(db.session(), found).get(indicator, queries_reasons.Reasons(()))
    return _reasons_page(found, indicator, about, begun_reasons(about.all))


@bp.post("/<int:number>/reasons/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def keep_reasons(number: int, indicator: str) -> ResponseReturnValue:
    found = _closed_or_404(number, indicator)
    require_token()
    session, sent = db.session(), Sent(request.form)
    about = queries_reasons.reasons(session, found).get(indicator, queries_reasons.Reasons(()))
    read = read_reasons(sent, about.all)
    if sent.wrong:
        return _reasons_page(found, indicator, about, sent), 422
    try:
        translating.keep(session, found, indicator, read)
    except Refusal as refusal:
        session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _reasons_page(_closed_or_404(number, indicator), indicator, about, sent), 409
    manage_frame.note("assessment.reasons-read", found, indicator=indicator)
    session.commit()
    flash(gettext("The reasons are kept."))
    return redirect(_next_reasons(found), code=303)


def _next_reasons(found: Assessment) -> str:
    """The next indicator with reasons that wait; the list when all are read."""
    known = queries_reasons.reasons(db.session(), found)
    for each in asked.indicators(wording.model_of(found.model), found.kind):
        if each.id in known and known[each.id].waiting:
            return url_for(".reasons_of", number=found.id, indicator=each.id)
    return url_for(".reasons", number=found.id)


def _reasons_page(found: Assessment, indicator: str, about: queries_reasons.Reasons, filled: Filled) -> str:
    return manage_frame.render(
        found,
        "maturity/manage/reasons_one.html",
        step=StepName.DIGEST,
        filled=filled,
        indicator=wording.model_of(found.model).indicator(indicator),
        about=about,
        working_language=endonym(found.working_language),
        **_words(found),
    )


# -- the hands of a room


@bp.get("/<int:number>/room/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def hands_of(number: int, indicator: str) -> ResponseReturnValue:
    found = _closed_or_404(number, indicator)
    kept = queries.levels(db.session(), found.id)[indicator]
    text = {f"hands:{name}": str(people) for name, people in kept.room.items()}
    return _room_page(found, indicator, Filled({**text, "vote": str(kept.revotes or 1), "minority": kept.minority}))


@bp.post("/<int:number>/room/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def keep_hands(number: int, indicator: str) -> ResponseReturnValue:
    """Keep how many raised a hand for each level."""
    found = _closed_or_404(number, indicator)
    require_token()
    sent, judged = Sent(request.form), wording.model_of(found.model).indicator(indicator)
    counts, vote, minority = read_room(sent, hands(len(judged.levels), judged))
    if sent.wrong:
        return _room_page(found, indicator, sent), 422
    return _deed(
        found,
        indicator,
        lambda: room.keep(db.session(), found, indicator, counts, vote=vote, minority=minority),
        "assessment.room-typed",
    )


def _room_page(found: Assessment, indicator: str, filled: Filled) -> str:
    judged = wording.model_of(found.model).indicator(indicator)
    return manage_frame.render(
        found,
        "maturity/manage/room.html",
        step=StepName.DIGEST,
        filled=filled,
        indicator=judged,
        fields=hands(len(judged.levels), judged),
        **_words(found),
    )
