"""Leading the workshop in the console: what the room sees, its votes, its results, and the words of the protocol.

Who leads sees how many have voted, never who or what. Each deed says which revision of the room it was decided on.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym, nearest
from engage.maturity import (
    links_workshop,
    messages,
    queries,
    queries_carried,
    queries_ratings,
    queries_reasons,
    queries_workshop,
    wording,
    words_console_digest,
    words_console_workshop,
)
from engage.maturity.domain import agenda, asked, workshop
from engage.maturity.domain.kinds import LevelState, Stage, StepName
from engage.maturity.forms_workshop import paper_fields, read_minority, read_papers
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Workshop
from engage.maturity.views import manage_frame
from engage.maturity.views import public_workshop_room as shown
from engage.maturity.workshop import leading
from engage.web import links
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, may, permission

bp = Blueprint("manage_workshop", __name__, template_folder="../templates", url_prefix="/console/assessments")


@bp.get("/<int:number>/workshop")
@permission(Permission.MATURITY_SEE)
def room(number: int) -> ResponseReturnValue:
    """What there is to talk about; while the workshop is on, what the room sees and what to do now."""
    return _page(manage_frame.round_or_404(number), Filled())


@bp.get("/<int:number>/workshop/now")
@permission(Permission.MATURITY_SEE)
def now(number: int) -> ResponseReturnValue:
    """Whether the room has gone on, and how many have voted."""
    found = manage_frame.round_or_404(number)
    return shown.now(found, queries_workshop.workshop(db.session(), number), votes=True)


@bp.post("/<int:number>/workshop")
@permission(Permission.MATURITY_FACILITATE)
def begin(number: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    first = next((each.indicator for each in _agenda(found)), "") or _indicators(found)[0]
    return _deed(found, "begun", lambda: leading.begin(db.session(), found, first))


@bp.post("/<int:number>/workshop/show/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def choose(number: int, indicator: str) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    if indicator not in queries.levels(db.session(), found.id):
        abort(404)
    return _deed(found, "shown", lambda: leading.choose(db.session(), found, indicator, seen=_seen()))


@bp.post("/<int:number>/workshop/vote/<what>")
@permission(Permission.MATURITY_FACILITATE)
def vote(number: int, what: str) -> ResponseReturnValue:
    """Open a vote, close it, open it again, or call it off."""
    found = manage_frame.round_or_404(number)
    deed = _VOTE.get(what)
    if deed is None:
        abort(404)
    return _deed(found, f"vote-{what}", lambda: deed(db.session(), found, seen=_seen()))


_VOTE: dict[str, Callable[..., None]] = {
    "open": leading.open_vote,
    "close": leading.close_vote,
    "reopen": leading.reopen_vote,
    "call-off": leading.call_off_vote,
}


@bp.post("/<int:number>/workshop/result")
@permission(Permission.MATURITY_FACILITATE)
def show_result(number: int) -> ResponseReturnValue:
    """Count, with the votes on paper, and show it to the room."""
    found = manage_frame.round_or_404(number)
    held = _room_or_404(found)
    require_token()
    sent = Sent(request.form)
    papers = read_papers(sent, paper_fields(wording.model_of(found.model).indicator(held.indicator)))
    if sent.wrong:
        return _page(found, sent), 422
    return _deed(found, "result", lambda: leading.show_result(db.session(), found, papers, seen=_seen()))


@bp.post("/<int:number>/workshop/minority/<indicator>")
@permission(Permission.MATURITY_FACILITATE)
def say_minority(number: int, indicator: str) -> ResponseReturnValue:
    """The view of those who disagree, in the working language and without names."""
    found = manage_frame.round_or_404(number)
    require_token()
    sent = Sent(request.form)
    view = read_minority(sent)
    if sent.wrong:
        return _page(found, sent), 422
    return _deed(found, "minority", lambda: leading.say_minority(db.session(), found, indicator, view))


@bp.post("/<int:number>/workshop/end")
@permission(Permission.MATURITY_FACILITATE)
def end(number: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    return _deed(found, "ended", lambda: leading.end(db.session(), found, seen=_seen()))


@bp.post("/<int:number>/workshop/link")
@permission(Permission.MATURITY_FACILITATE)
def renew(number: int) -> ResponseReturnValue:
    """Another link for the projector; the old one ends."""
    found = manage_frame.round_or_404(number)
    return _deed(found, "link-renewed", lambda: leading.renew_link(db.session(), found))


def _seen() -> int:
    """The revision of the room that the form showed."""
    said = request.form.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def _deed(found: Assessment, what: str, deed: Callable[[], object]) -> ResponseReturnValue:
    require_token()
    number = found.id
    try:
        deed()
    except Refusal as refusal:
        db.session.rollback()
        flash(messages.refused(refusal), "error")
        return redirect(url_for(".room", number=number), code=303)
    manage_frame.note(f"assessment.workshop-{what}", found)
    db.session.commit()
    return redirect(url_for(".room", number=number), code=303)


def _room_or_404(found: Assessment) -> Workshop:
    held = queries_workshop.workshop(db.session(), found.id)
    if held is None:
        abort(404)
    return held


# -- the page


def _page(found: Assessment, filled: Filled) -> str:
    held = queries_workshop.workshop(db.session(), found.id)
    on = shown.is_on(found, held)
    kept = queries.levels(db.session(), found.id)
    return manage_frame.render(
        found,
        "maturity/manage/workshop.html",
        step=StepName.WORKSHOP,
        filled=filled,
        closed=queries_ratings.is_closed(found),
        open=found.stage is Stage.CONSENSUS,
        leads=may(Permission.MATURITY_FACILITATE) and found.stage is Stage.CONSENSUS,
        begun=held is not None,
        on=on,
        known=shown.revision(found, held),
        every=shown.EVERY,
        agenda=[each.indicator for each in _agenda(found)],
        all=[name for name in _indicators(found) if name in kept],
        kept=kept,
        words=wording.words(db.session(), found.model, g.interface),
        digest_words=words_console_digest,
        **(_now(found, held) if on and held is not None else {}),
    )


def _now(found: Assessment, held: Workshop) -> dict[str, Any]:
    """What stands in the room, and what to do."""
    session = db.session()
    here = leading.moment(session, held)
    indicator = wording.model_of(found.model).indicator(held.indicator)
    about = queries_reasons.reasons(session, found).get(held.indicator, queries_reasons.Reasons(()))
    language = nearest(found.working_language, PUBLIC_LANGUAGES) or "en"
    names = {
        level.value: wording.words(session, found.model, g.interface)[f"level:{level.value}:name"]
        for level in wording.model_of(found.model).levels
    }
    return {
        "room": shown.question(found, held, g.interface),
        "seen": held.revision,
        "at": here,
        "advice": words_console_workshop.ADVICE[workshop.advice(here)],
        "says_minority": here.state is LevelState.UNCERTAIN and not here.vote_is_on,
        "papers": paper_fields(indicator),
        "names": names,
        "votes": shown.VOTES.format(queries_workshop.voted(session, held).votes),
        "reasons": about,
        "before": queries_carried.carried(session, found).minorities.get(held.indicator, ""),
        "working_language": endonym(found.working_language),
        "projector": links.absolute(url_for("workshops.projector", lang=language, token=links_workshop.token(held))),
    }


def _indicators(found: Assessment) -> list[str]:
    return [each.id for each in asked.indicators(wording.model_of(found.model), found.kind)]


def _agenda(found: Assessment) -> tuple[agenda.Item, ...]:
    """What is still split, in the order to talk about it."""
    session = db.session()
    split = [name for name, level in queries.levels(session, found.id).items() if level.state is LevelState.SPLIT]
    said = queries_ratings.views(session, found)
    return agenda.agenda(wording.model_of(found.model), said, split) if found.stage is Stage.CONSENSUS else ()
