"""The step in which people rate: how many have handed in, sheets of paper to print, and typing them in.

Who has handed in is said to nobody. A sheet that is typed in cannot be opened again.
"""

from collections import Counter
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym, nearest
from engage.maturity import messages, queries, wording, words_rating
from engage.maturity.domain import asked
from engage.maturity.domain.kinds import Stage, StepName
from engage.maturity.forms_rating import read_sheet
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member
from engage.maturity.rating import codes, reading, saving
from engage.maturity.views import manage_frame
from engage.maturity.views.rating_paper import printed_sheets
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_sheets", __name__, template_folder="../templates", url_prefix="/console/assessments")
FORMS = {"full": False, "short": True}


@bp.get("/<int:number>/rating")
@permission(Permission.MATURITY_SEE)
def rating(number: int) -> ResponseReturnValue:
    """How many have handed in; nothing of who."""
    found = manage_frame.round_or_404(number)
    return manage_frame.render(
        found, "maturity/manage/rating.html", step=StepName.RATING, counted=manage_frame.counts(found)
    )


@bp.get("/<int:number>/sheets")
@permission(Permission.MATURITY_EDIT)
def sheets(number: int) -> ResponseReturnValue:
    return _sheets(manage_frame.round_or_404(number), Filled())


@bp.post("/<int:number>/sheets")
@permission(Permission.MATURITY_EDIT)
def open_sheet(number: int) -> ResponseReturnValue:
    """The sheet with a code, to be typed in."""
    found, sent = manage_frame.round_or_404(number), Sent(request.form)
    require_token()
    member = codes.member_of(sent.get("code"), queries.members(db.session(), found.id))
    if member is None:
        sent.refuse("code", gettext("No sheet of this round has this code. It stands at the foot of each page."))
        return _sheets(found, sent), 422
    return redirect(url_for(".sheet", number=number, code=codes.code(member)), code=303)


def _sheets(found: Assessment, filled: Filled) -> str:
    on_paper = _on_paper(found)
    groups = Counter((nearest(each.language, PUBLIC_LANGUAGES) or "en", each.short_form) for each in on_paper)
    return manage_frame.render(
        found,
        "maturity/manage/sheets.html",
        step=StepName.RATING,
        filled=filled,
        groups=[(tag, endonym(tag), short, count) for (tag, short), count in sorted(groups.items())],
        languages=[{"value": tag, "label": endonym(tag), "lang": tag} for tag in PUBLIC_LANGUAGES],
        open=found.stage is Stage.RATING,
    )


def _on_paper(found: Assessment) -> list[Member]:
    """Members without a mail address; those who have handed in, too, for else one could see who has."""
    return [each for each in queries.members(db.session(), found.id) if each.email is None and not each.declined]


@bp.get("/<int:number>/sheets.pdf")
@permission(Permission.MATURITY_EDIT)
def printed(number: int) -> ResponseReturnValue:
    """Sheets in a language and a form: one for each member who rates on paper, or one without a code for a room."""
    found = manage_frame.round_or_404(number)
    language, short = request.args.get("language", ""), FORMS.get(request.args.get("form", ""))
    if language not in PUBLIC_LANGUAGES or short is None:
        abort(404)
    numbers = [""]
    if request.args.get("for") == "members":
        numbers = sorted(
            codes.code(each)
            for each in _on_paper(found)
            if each.short_form == short and (nearest(each.language, PUBLIC_LANGUAGES) or "en") == language
        )
    words = wording.words(db.session(), found.model, language)
    return printed_sheets(found, words, numbers or [""], language, short=short)


# -- typing one in


@bp.get("/<int:number>/sheets/<code>")
@permission(Permission.MATURITY_EDIT)
def sheet(number: int, code: str) -> ResponseReturnValue:
    found, member = _found(number, code)
    return _sheet(found, member, Filled())


@bp.post("/<int:number>/sheets/<code>")
@permission(Permission.MATURITY_EDIT)
def type_in(number: int, code: str) -> ResponseReturnValue:
    """Kept and handed in at once; nobody can look at it again."""
    found, member = _found(number, code)
    require_token()
    sent, short = Sent(request.form), _is_short(member)
    read = read_sheet(sent, asked.of_form(wording.model_of(found.model), found.kind, short=short))
    if sent.wrong:
        return _sheet(found, member, sent), 422
    today = zones.local(utcnow(), found.hub.time_zone).date()
    try:
        saving.type_in(db.session(), found, member, read, short=short, today=today)
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _sheet(*_found(number, code), sent), 422
    manage_frame.note("assessment.sheet-typed", found)
    db.session.commit()
    flash(gettext("The sheet is handed in. Shred the paper, or lock it away until the round is signed."))
    return redirect(url_for(".sheets", number=number), code=303)


def _found(number: int, code: str) -> tuple[Assessment, Member]:
    found = manage_frame.round_or_404(number)
    member = codes.member_of(code, queries.members(db.session(), found.id))
    if member is None:
        abort(404)
    return found, member


def _is_short(member: Member) -> bool:
    """Which form is being typed in: as the address says, else the member's."""
    return FORMS.get(request.args.get("form", ""), member.short_form)


def _sheet(found: Assessment, member: Member, filled: Filled) -> str:
    model, words, short = (
        wording.model_of(found.model),
        wording.words(db.session(), found.model, g.interface),
        _is_short(member),
    )
    questions: list[dict[str, Any]] = [
        {
            "id": each.id,
            "text": words[asked.question_place(each, short=short)],
            "options": [
                *({"value": str(level), "label": words[f"level:{level}:name"]} for level in range(len(each.levels))),
                *(
                    {"value": answer, "label": words_rating.ANSWERS[answer]}
                    for answer in reading.answers(each)[len(each.levels) :]
                ),
            ],
        }
        for each in asked.of_form(model, found.kind, short=short)
    ]
    return manage_frame.render(
        found,
        "maturity/manage/sheet.html",
        step=StepName.RATING,
        filled=filled,
        code=codes.code(member),
        short=short,
        open=found.stage is Stage.RATING and member.submitted_on is None and not member.declined,
        questions=questions,
        sure=[{"value": each.value, "label": str(label)} for each, label in words_rating.CONFIDENCE.items()],
        most=reading.REASON_MOST,
    )
