"""The room on a phone: the question that the room looks at, and one's own vote, by the personal link.

Nobody sees how others vote. A vote can be changed until it is closed; GET never changes anything.
"""

from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.refusal import Refusal
from engage.db.session import db
from engage.instruments.rendering.texts import language_attributes
from engage.maturity import queries_workshop, words_evidence, words_workshop
from engage.maturity.domain import workshop as rules
from engage.maturity.domain.asked import is_plain, level_places, question_place
from engage.maturity.domain.kinds import WorkshopPhase
from engage.maturity.domain.model import Indicator
from engage.maturity.models_panel import Workshop
from engage.maturity.views import public_workshop_room as shown
from engage.maturity.views.public_rating_page import Here, bp, find
from engage.maturity.workshop import voting
from engage.web.permissions import Permission, permission

_BARE = "assessments.start"


@bp.before_request
def lead_into_the_room() -> ResponseReturnValue | None:
    """While a workshop goes on, the personal link leads into it."""
    if request.endpoint != _BARE or request.method not in ("GET", "HEAD"):
        return None
    values = request.view_args or {}
    here = find(values["lang"], values["token"])
    return redirect(here.address("workshop"), code=303) if shown.is_on(here.assessment, _room(here)) else None


def _room(here: Here) -> Workshop | None:
    return queries_workshop.workshop(db.session(), here.assessment.id)


@bp.get("/<lang:lang>/assessments/<token>/workshop")
@permission(Permission.PUBLIC)
def workshop(lang: str, token: str) -> ResponseReturnValue:
    """What the room looks at; while it votes, the vote."""
    return _page(find(lang, token))


@bp.get("/<lang:lang>/assessments/<token>/workshop/now")
@permission(Permission.PUBLIC)
def workshop_now(lang: str, token: str) -> ResponseReturnValue:
    """Whether the room has gone on."""
    here = find(lang, token)
    return shown.now(here.assessment, _room(here), votes=False)


@bp.post("/<lang:lang>/assessments/<token>/workshop/<indicator>/<int:vote>")
@permission(Permission.PUBLIC)
def do_vote(lang: str, token: str, indicator: str, vote: int) -> ResponseReturnValue:
    """Keep a vote of the ballot that was shown; one that comes after its end is told so kindly."""
    here = find(lang, token)
    here.require_token()
    asked = next((each for each in here.model.indicators if each.id == indicator), None)
    answer = request.form.get("answer", "")
    said = rules.said(answer, len(asked.levels), not_applicable=asked.not_applicable) if asked else None
    try:
        if said is None:
            return _page(here, error=gettext("Choose one of the answers, then vote."), status=422)
        voting.vote(db.session(), here.assessment, here.member, (indicator, vote), said)
    except Refusal:
        db.session.rollback()
        return _page(find(lang, token), late=True, status=409)
    db.session.commit()
    return redirect(here.address("workshop"), code=303)


def _page(here: Here, *, late: bool = False, error: str = "", status: int = 200) -> ResponseReturnValue:
    room = _room(here)
    on = shown.is_on(here.assessment, room)
    values: dict[str, Any] = {}
    if on and room is not None:
        values = _ballot(here, room) | {
            "room": shown.question(here.assessment, room, here.lang),
            "evidence_words": words_evidence,
            "foreign_words": lambda language: language_attributes(language, here.lang),
            "opens": lambda number: here.address("evidence", number=number),
        }
    return here.render(
        "maturity/workshop_phone.html",
        here="workshop",
        status=status,
        on=on,
        late=late,
        error=error,
        known=shown.revision(here.assessment, room),
        every=shown.EVERY,
        **values,
    )


def _ballot(here: Here, room: Workshop) -> dict[str, Any]:
    """What this member can vote, and has voted; a level that was not chosen is not missing."""
    asked = here.model.indicator(room.indicator)
    own = queries_workshop.own_vote(db.session(), here.member.id, room) if room.phase in _WITH_OWN else None
    return {
        "ballot": asked.id,
        "vote": room.vote,
        "open": room.phase is WorkshopPhase.VOTING and not here.member.declined,
        "plain": is_plain(asked, short=here.member.short_form),
        "question": here.said(question_place(asked, short=here.member.short_form)),
        "options": _options(here, asked),
        "own": rules.answered(own),
        "own_words": _own_words(here, asked, rules.answered(own)),
    }


_WITH_OWN = (WorkshopPhase.VOTING, WorkshopPhase.HELD, WorkshopPhase.RESULT)


def _own_words(here: Here, asked: Indicator, answer: str) -> Any:
    if not answer.isdecimal():
        return words_workshop.ANSWERS.get(answer, "")
    short = here.member.short_form
    if is_plain(asked, short=short):
        return here.said(level_places(asked, short=short)[int(answer)])
    return shown.NAMED.format(answer, here.said(f"level:{answer}:name"))


def _options(here: Here, asked: Indicator) -> list[dict[str, Any]]:
    """The levels, in plain words for who rates in the short form, and what else can be answered."""
    short = here.member.short_form
    options: list[dict[str, Any]] = []
    for level, place in enumerate(level_places(asked, short=short)):
        name = shown.NAMED.format(level, here.said(f"level:{level}:name"))
        described = (
            {"label": here.said(place)} if is_plain(asked, short=short) else {"label": name, "hint": here.said(place)}
        )
        options.append({"value": str(level), **described})
    options.append({"divider": gettext("or")})
    options.append({"value": rules.CANNOT_JUDGE, "label": words_workshop.ANSWERS[rules.CANNOT_JUDGE]})
    if asked.not_applicable:
        options.append({"value": rules.NOT_APPLICABLE, "label": words_workshop.ANSWERS[rules.NOT_APPLICABLE]})
    return options
