"""Blind rating: a start page, a page a question, an overview, handing in. GET never changes anything."""

from dataclasses import replace
from typing import Any

from flask import abort, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from engage.core.refusal import Refusal
from engage.db.session import db
from engage.maturity import words_rating
from engage.maturity.domain.asked import is_plain, level_places, question_place
from engage.maturity.domain.door import Door
from engage.maturity.domain.model import Indicator
from engage.maturity.rating import codes, reading, saving
from engage.maturity.rating.reading import Read, Typed
from engage.maturity.rating.saving import NothingToHandIn, Shut
from engage.maturity.views.public_rating_evidence import beside_question
from engage.maturity.views.public_rating_page import Here, bp, elsewhere, find, shut
from engage.maturity.views.rating_paper import printed_sheets
from engage.web import languages
from engage.web.permissions import Permission, permission


@bp.get("/assessments/<token>")
@permission(Permission.PUBLIC)
def bare(token: str) -> ResponseReturnValue:
    return elsewhere(token)


@bp.get("/<lang:lang>/assessments/<token>")
@permission(Permission.PUBLIC)
def start(lang: str, token: str) -> ResponseReturnValue:
    """What it is, how long it takes, who sees what; or why nothing is taken."""
    return find(lang, token).render("maturity/rating_start.html")


@bp.post("/<lang:lang>/assessments/<token>/form")
@permission(Permission.PUBLIC)
def form(lang: str, token: str) -> ResponseReturnValue:
    """The short form, or all questions."""
    here = find(lang, token)
    here.require_token()
    wanted = request.form.get("form", "")
    if wanted not in ("short", "full"):
        abort(400)
    try:
        saving.choose_form(db.session(), here.assessment, here.member, short=wanted == "short", today=here.today)
    except Shut:
        return _shut(lang, token)
    db.session.commit()
    return redirect(here.address(), code=303)


# -- one question a page


@bp.get("/<lang:lang>/assessments/<token>/rate/<indicator>")
@permission(Permission.PUBLIC)
def rate(lang: str, token: str, indicator: str) -> ResponseReturnValue:
    here = find(lang, token)
    asked = _asked(here, indicator)
    if here.door is not Door.OPEN:
        return redirect(here.address(), code=303)
    return _question(here, asked, reading.typed_before(here.own.get(asked.id)))


@bp.post("/<lang:lang>/assessments/<token>/rate/<indicator>")
@permission(Permission.PUBLIC)
def do_rate(lang: str, token: str, indicator: str) -> ResponseReturnValue:
    """Keep the answer, whichever button was pressed; on only when there is nothing wrong with it.

    Going back, to the overview or to another language keeps an answer that is not whole yet. What cannot be kept is
    shown again, in the language that was chosen.
    """
    here = find(lang, token)
    here.require_token()
    asked, action = _asked(here, indicator), request.form.get("_action", "")
    if (chosen := request.form.get("_language", "")) in languages.offered(current_app):
        here, action = replace(here, lang=chosen), "stay"
    read = reading.read(request.form, asked)
    unfinished = set(read.problems.values()) == {reading.Problem.WHY_NOT}
    if here.door is Door.OPEN and read.problems and (action not in ("back", "overview", "stay") or not unfinished):
        return _question(here, asked, read.typed, read, status=422)
    try:
        saving.keep(db.session(), here.assessment, here.member, asked, read, today=here.today)
    except Shut:
        return _shut(lang, token)
    db.session.commit()
    return redirect(_next(here, asked, action), code=303)


def _asked(here: Here, indicator: str) -> Indicator:
    found = next((each for each in here.indicators if each.id == indicator), None)
    if found is None:
        abort(404)
    return found


def _next(here: Here, asked: Indicator, action: str) -> str:
    at = here.indicators.index(asked)
    if action == "stay":
        return here.address("rate", indicator=asked.id)
    if action == "overview":
        return here.address("review")
    if action == "back":
        return here.address("rate", indicator=here.indicators[at - 1].id) if at else here.address()
    following = here.indicators[at + 1 : at + 2]
    return here.address("rate", indicator=following[0].id) if following else here.address("review")


def _question(
    here: Here, asked: Indicator, typed: Typed, read: Read | None = None, *, status: int = 200
) -> ResponseReturnValue:
    errors = {name: str(words_rating.PROBLEMS[problem]) for name, problem in (read.problems if read else {}).items()}
    short = here.member.short_form
    return here.render(
        "maturity/rating_question.html",
        here="rate",
        status=status,
        indicator=asked,
        plain=is_plain(asked, short=short),
        dimension=f"{here.model.dimension_of(asked.id).id}:title",
        at=here.indicators.index(asked) + 1,
        question=here.said(question_place(asked, short=short)),
        options=_options(here, asked),
        sure=[{"value": each.value, "label": str(label)} for each, label in words_rating.CONFIDENCE.items()],
        typed=typed,
        errors=errors,
        error_links=[(f"#i-{name}", text) for name, text in errors.items()],
        translated=_is_translated(here, asked, short=short),
        plain_translated=is_plain(asked, short=True) and _is_translated(here, asked, short=True),
        most=reading.REASON_MOST,
        **beside_question(here, asked),
    )


def _is_translated(here: Here, asked: Indicator, *, short: bool) -> bool:
    return all(here.says(place) for place in (question_place(asked, short=short), *level_places(asked, short=short)))


def _options(here: Here, asked: Indicator) -> list[dict[str, Any]]:
    """The levels, from the lowest, and what else can be answered."""
    short = here.member.short_form
    options: list[dict[str, Any]] = []
    for level, place in enumerate(level_places(asked, short=short)):
        name = Markup("<bdi>{}. {}</bdi>").format(level, here.said(f"level:{level}:name"))
        text = here.said(place)
        described = {"label": text} if is_plain(asked, short=short) else {"label": name, "hint": text}
        options.append({"value": str(level), **described})
    options.append({"divider": gettext("or")})
    for answer in reading.answers(asked)[len(asked.levels) :]:
        hint = words_rating.ANSWER_HINTS[answer]
        options.append({"value": answer, "label": words_rating.ANSWERS[answer], "hint": hint})
    return options


# -- overview, handing in


@bp.get("/<lang:lang>/assessments/<token>/review")
@permission(Permission.PUBLIC)
def review(lang: str, token: str) -> ResponseReturnValue:
    """Every question with its answer, what is missing, and the button that hands in; afterwards only to be read."""
    here = find(lang, token)
    if here.member.sealed:
        return redirect(here.address("done"), code=303)
    if here.member.submitted_on is not None:
        return here.render("maturity/rating_said.html", here="review", rows=_rows(here))
    if here.door is not Door.OPEN:
        return redirect(here.address(), code=303)
    return _review(here)


@bp.post("/<lang:lang>/assessments/<token>/review")
@permission(Permission.PUBLIC)
def hand_in(lang: str, token: str) -> ResponseReturnValue:
    here = find(lang, token)
    here.require_token()
    try:
        saving.hand_in(db.session(), here.assessment, here.member, today=here.today)
    except NothingToHandIn:
        db.session.rollback()
        return _review(find(lang, token), problem=gettext("No question is answered yet. Answer at least one."))
    except Refusal:
        return _shut(lang, token)
    db.session.commit()
    return redirect(here.address("done"), code=303)


def _review(here: Here, problem: str = "") -> ResponseReturnValue:
    return here.render(
        "maturity/rating_review.html",
        here="review",
        status=422 if problem else 200,
        rows=_rows(here),
        missing=saving.missing(here.indicators, here.own),
        problem=problem,
    )


def _rows(here: Here) -> list[dict[str, Any]]:
    """What is asked, what this member says of it, and whether it counts."""
    return [
        {
            "id": each.id,
            "about": _about(here, each),
            "answer": _answered(here, each),
            "answered": reading.counts(here.own.get(each.id)),
            "reason": here.own[each.id].reason if each.id in here.own else "",
        }
        for each in here.indicators
    ]


def _about(here: Here, asked: Indicator) -> Markup:
    """What a question is called in the overview: in the short form by itself, for its title is for professionals."""
    short = here.member.short_form
    return here.said(question_place(asked, short=True) if is_plain(asked, short=short) else f"{asked.id}:title")


def _answered(here: Here, asked: Indicator) -> Markup | str:
    """What this member says of an indicator so far."""
    answer = reading.typed_before(here.own.get(asked.id)).answer
    if not answer:
        return gettext("Not answered yet")
    if answer.isdecimal():
        return Markup("<bdi>{}. {}</bdi>").format(answer, here.said(f"level:{answer}:name"))
    if not reading.counts(here.own.get(asked.id)):
        return gettext("It does not apply: the reason is missing")
    return str(words_rating.ANSWERS[answer])


@bp.get("/<lang:lang>/assessments/<token>/sheet.pdf")
@permission(Permission.PUBLIC)
def sheet(lang: str, token: str) -> ResponseReturnValue:
    """The member's own questions on paper, with a code for typing them in."""
    here = find(lang, token)
    if here.door is not Door.OPEN:
        return redirect(here.address(), code=303)
    printed = (codes.code(here.member),)
    return printed_sheets(here.assessment, here.words, printed, lang, short=here.member.short_form)


@bp.get("/<lang:lang>/assessments/<token>/done")
@permission(Permission.PUBLIC)
def done(lang: str, token: str) -> ResponseReturnValue:
    """Thanks, and what comes next and when."""
    here = find(lang, token)
    if here.member.submitted_on is None:
        return redirect(here.address(), code=303)
    return here.render("maturity/rating_done.html", here="done")


def _shut(lang: str, token: str) -> ResponseReturnValue:
    db.session.rollback()
    return shut(find(lang, token))
