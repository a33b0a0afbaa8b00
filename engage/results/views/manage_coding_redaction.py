"""Redaction: the first to read an answer takes out what says who somebody is. Nobody else reads what was written."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.db.session import db
from engage.results.coding import keeping
from engage.results.coding.answers import Answer
from engage.results.domain.redacting import Mark, suggest
from engage.results.views.coding_pages import TEXT_MOST, Open, bp, errors_of, open_question
from engage.web.desk import require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, actor, permission

A_PAGE = 20


def _marks() -> dict[Mark, str]:
    return {
        Mark.ADDRESS: gettext("[address]"),
        Mark.LINK: gettext("[link]"),
        Mark.DATE: gettext("[date]"),
        Mark.NUMBER: gettext("[number]"),
    }


@bp.get("/surveys/<slug>/texts/redact/<path:key>")
@permission(Permission.RESULTS_TEXTS)
def redaction(slug: str, key: str) -> ResponseReturnValue:
    """The next answers that nobody has redacted, with a suggestion."""
    found = open_question(slug, key, Permission.RESULTS_TEXTS)
    return _page(found, [each for each in found.answers if each.redacted is None][:A_PAGE], Sent(request.args))


def _page(found: Open, shown: list[Answer], sent: Sent) -> str:
    marks = _marks()
    lines = []
    for each in shown:
        name = f"t-{found.called(each.response_id)}"
        suggested = suggest(each.raw, marks)
        value = sent.text.get(name, suggested)
        lines.append({"answer": each, "name": name, "value": value, "changed": suggested != each.raw})
    left = found.progress.written - found.progress.redacted
    return found.render(
        "coding_redaction.html", sent=sent, errors=errors_of(sent), lines=lines, left=left, marks=list(marks.values())
    )


@bp.post("/surveys/<slug>/texts/redact/<path:key>")
@permission(Permission.RESULTS_TEXTS)
def redact(slug: str, key: str) -> ResponseReturnValue:
    """Those of the page are clean."""
    require_token()
    found, sent = open_question(slug, key, Permission.RESULTS_TEXTS), Sent(request.form)
    needed = gettext("Leave a mark where there was something, for example “[taken out]”.")
    came = [(name, found.found.by(name[2:])) for name in sent.text if name.startswith("t-")][:A_PAGE]
    texts = [
        (answer, sent.read_text(name, most=TEXT_MOST, needed=needed))
        for name, answer in came
        if answer is not None and answer.redacted is None
    ]
    if sent.wrong:
        return _page(found, [answer for answer, _ in texts], sent), 422
    session, survey_id, by = db.session(), found.here.survey.id, actor().id
    done = sum(keeping.redact(session, survey_id, key, answer, text, by=by) for answer, text in texts)
    if done:
        found.note("results.texts-redacted", answers=done)
    session.commit()
    flash(ngettext("%(num)s answer can be read by the team now.", "%(num)s answers can be read by the team now.", done))
    if done < len(came):
        others = len(came) - done
        flash(
            ngettext(
                "%(num)s answer was redacted by somebody else meanwhile, or is gone.",
                "%(num)s answers were redacted by somebody else meanwhile, or are gone.",
                others,
            )
        )
    return redirect(found.address("redaction"), code=303)
