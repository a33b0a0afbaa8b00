"""Coding by two who do not see each other's codes, and settling where they differ."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.db.session import db
from engage.results.coding import keeping
from engage.results.coding.answers import Answer
from engage.results.domain.coding import State
from engage.results.views import filtering
from engage.results.views.coding_pages import (
    TEXT_MOST,
    Open,
    bp,
    code_options,
    errors_of,
    label_of,
    language_options,
    languages_of,
    me,
    open_question,
    read_codes,
)
from engage.web.desk import require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, permission

A_PAGE = 10


@bp.get("/surveys/<slug>/texts/code/<path:key>")
@permission(Permission.RESULTS_CODE)
def coding(slug: str, key: str) -> ResponseReturnValue:
    """The next answers that are for who asks: not coded by them, and not by two others."""
    found = open_question(slug, key, Permission.RESULTS_CODE)
    return _page(found, _mine(found)[:A_PAGE], Sent(request.args))


def _mine(found: Open) -> list[Answer]:
    by = me()
    return [each for each in found.answers if each.redacted is not None and each.coded.is_for(by)]


def _page(found: Open, shown: list[Answer], sent: Sent) -> str:
    by = me()
    redacted = [each for each in found.answers if each.redacted is not None]
    done = sum(any(one.coder == by for one in each.coded.codings) for each in redacted)
    lines = [_line(found, each, sent) for each in shown]
    known = [each.work.translation_language for each in shown if each.work]
    languages = languages_of(found.here, *known)
    return found.render(
        "coding_work.html",
        sent=sent,
        errors=errors_of(sent),
        lines=lines,
        codes=code_options(found.codes),
        languages=language_options(languages),
        language=sent.get("language") or next((each for each in known if each), "") or languages[0],
        left=len(_mine(found)),
        done=done,
        enough=bool(redacted) and done < len(redacted),
    )


def _line(found: Open, answer: Answer, sent: Sent) -> dict[str, Any]:
    called = found.called(answer.response_id)
    translated = answer.work.translation if answer.work else ""
    return {
        "answer": answer,
        "called": called,
        "ticked": sent.all(f"c-{called}"),
        "translation": sent.text.get(f"tr-{called}", translated),
        "back": bool(sent.get(f"back-{called}")),
    }


@bp.post("/surveys/<slug>/texts/code/<path:key>")
@permission(Permission.RESULTS_CODE)
def code_answers(slug: str, key: str) -> ResponseReturnValue:
    """Those for which something is ticked; the others come again."""
    require_token()
    found, sent = open_question(slug, key, Permission.RESULTS_CODE), Sent(request.form)
    shown = _shown(found, sent)
    language = sent.read_one("language", languages_of(found.here, *_translated(shown)))
    said = {called: read_codes(sent, f"c-{called}", found.codes) for called in shown}
    texts = {called: sent.read_text(f"tr-{called}", most=TEXT_MOST) for called in shown}
    if sent.wrong:
        return _page(found, list(shown.values()), sent), 422
    done = given_back = late = 0
    for called, answer in shown.items():
        if sent.get(f"back-{called}"):
            keeping.give_back(answer)
            given_back += 1
            continue
        if answer.work and texts[called] != answer.work.translation:
            keeping.translate(answer, texts[called], language)
        codes = said[called]
        if codes is not None:
            kept = keeping.code_answer(db.session(), found.here.survey.id, key, answer, codes, by=me())
            done, late = done + kept, late + (not kept)
    if done:
        found.note("results.texts-coded", answers=done)
    if given_back:
        found.note("results.texts-given-back", answers=given_back)
    db.session.commit()
    _say(done, given_back, late)
    return redirect(found.address("coding"), code=303)


def _shown(found: Open, sent: Sent) -> dict[str, Answer]:
    """The answers that stood on the page and may still be read."""
    called = list(dict.fromkeys(sent.all("answer")))[:A_PAGE]
    known = ((each, found.found.by(each)) for each in called)
    return {each: answer for each, answer in known if answer is not None and answer.redacted is not None}


def _translated(shown: dict[str, Answer]) -> list[str]:
    return [each.work.translation_language for each in shown.values() if each.work]


def _say(done: int, given_back: int, late: int) -> None:
    if given_back:
        flash(
            ngettext(
                "%(num)s answer is given back to be redacted.",
                "%(num)s answers are given back to be redacted.",
                given_back,
            )
        )
    if late:
        flash(
            ngettext(
                "Two others had coded %(num)s answer before you, so your codes were not needed there. Thank you.",
                "Two others had coded %(num)s answers before you, so your codes were not needed there. Thank you.",
                late,
            )
        )
    if done or not (given_back or late):
        flash(ngettext("%(num)s answer is coded.", "%(num)s answers are coded.", done))


# -- where two differ


@bp.get("/surveys/<slug>/texts/settle/<path:key>")
@permission(Permission.RESULTS_CODE)
def differences(slug: str, key: str) -> ResponseReturnValue:
    """Answers that two coded differently, with what each said."""
    found = open_question(slug, key, Permission.RESULTS_CODE)
    return _differences(found, Sent(request.args))


def _differences(found: Open, sent: Sent) -> str:
    waiting = [each for each in found.answers if each.coded.state is State.DIFFERENT and each.redacted is not None]
    number = filtering.page_number(len(waiting), A_PAGE)
    shown = waiting[(number - 1) * A_PAGE : number * A_PAGE]
    return found.render(
        "coding_settle.html",
        sent=sent,
        errors=errors_of(sent),
        lines=[_difference(found, each, sent) for each in shown],
        codes=code_options(found.codes),
        waiting=len(waiting),
        pages=filtering.page_links(len(waiting), A_PAGE, number, lambda n: found.address("differences", page=n)),
    )


def _difference(found: Open, answer: Answer, sent: Sent) -> dict[str, Any]:
    called = found.called(answer.response_id)
    labels = {each.code: label_of(each).text for each in found.codes}
    one, two = (each.codes for each in answer.coded.counted)
    ticked = sent.all(f"c-{called}") if sent.get("answer") == called else sorted(one & two)
    said = [[label for code, label in labels.items() if code in codes] for codes in (one, two)]
    return {"answer": answer, "called": called, "ticked": ticked, "said": said}


@bp.post("/surveys/<slug>/texts/settle/<path:key>")
@permission(Permission.RESULTS_CODE)
def settle(slug: str, key: str) -> ResponseReturnValue:
    """What holds of one answer."""
    require_token()
    found, sent = open_question(slug, key, Permission.RESULTS_CODE), Sent(request.form)
    answer = found.one(sent.get("answer"))
    name = f"c-{sent.get('answer')}"
    codes = read_codes(sent, name, found.codes)
    if codes is None:
        sent.refuse(name, gettext("Tick the codes that hold, or that none fits."))
    if sent.wrong or codes is None:
        return _differences(found, sent), 422
    if answer.coded.state is not State.DIFFERENT:
        flash(gettext("This answer is settled already. Nothing was changed."))
        return redirect(found.address("differences"), code=303)
    keeping.settle(db.session(), found.here.survey.id, key, answer, codes)
    found.note("results.text-settled")
    db.session.commit()
    flash(gettext("The answer is settled."))
    return redirect(found.address("differences"), code=303)
