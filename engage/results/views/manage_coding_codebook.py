"""The codebook of an open question: its codes, what each means, in which order."""

import re
import unicodedata

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.db.session import db
from engage.results.coding import keeping
from engage.results.models import TextCode
from engage.results.views.coding_pages import Open, bp, errors_of, label_of, open_question
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, options
from engage.web.permissions import Permission, permission

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
LABEL_MOST, MEANING_MOST = 120, 1000


@bp.get("/surveys/<slug>/texts/codebook/<path:key>")
@permission(Permission.RESULTS_CODE)
def codebook(slug: str, key: str) -> ResponseReturnValue:
    return _page(open_question(slug, key, Permission.RESULTS_CODE), Filled())


def _page(found: Open, sent: Filled) -> str:
    codes = [(each, label_of(each)) for each in found.codes]
    return found.render("coding_codebook.html", sent=sent, errors=errors_of(sent), codes=codes)


@bp.post("/surveys/<slug>/texts/codebook/<path:key>")
@permission(Permission.RESULTS_CODE)
def add_code(slug: str, key: str) -> ResponseReturnValue:
    """A new code, at the end."""
    require_token()
    found, sent = open_question(slug, key, Permission.RESULTS_CODE), Sent(request.form)
    label, meaning = _words(sent)
    code = sent.get("code") or _short(label, {each.code for each in found.codes})
    if not _CODE.fullmatch(code):
        sent.refuse("code", gettext("Use small letters a to z, digits, - and _, at most 40, for example waiting_time."))
    if sent.wrong:
        return _page(found, sent), 422
    language = found.here.instrument.source_language
    try:
        keeping.add_code(db.session(), found.here.survey.id, key, code, {language: label}, meaning)
    except keeping.CodeTaken:
        sent.refuse("code", gettext("There is a code of this name already. Choose another."))
        return _page(found, sent), 409
    found.note("results.codebook-changed", code=code)
    db.session.commit()
    flash(gettext("The code “%(label)s” is added.", label=label))
    return redirect(found.address("codebook"), code=303)


def _words(sent: Sent) -> tuple[str, str]:
    label = sent.read_text("label", most=LABEL_MOST, needed=gettext("Say in a few words what the code stands for."))
    return label, sent.read_text("meaning", most=MEANING_MOST)


def _short(label: str, taken: set[str]) -> str:
    """A name for files, of the label."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:36].rstrip("_") or "code"
    return next(each for each in (short, *(f"{short}_{n}" for n in range(2, len(taken) + 3))) if each not in taken)


def _one(slug: str, key: str, code_id: int) -> tuple[Open, TextCode]:
    found = open_question(slug, key, Permission.RESULTS_CODE)
    row = next((each for each in found.codes if each.id == code_id), None)
    if row is None:
        abort(404)
    return found, row


@bp.get("/surveys/<slug>/texts/codebook/<int:code_id>/<path:key>")
@permission(Permission.RESULTS_CODE)
def code(slug: str, key: str, code_id: int) -> ResponseReturnValue:
    """One code: called otherwise, moved, merged, removed."""
    found, row = _one(slug, key, code_id)
    return _code_page(found, row, Filled({"label": label_of(row).text, "meaning": row.meaning}))


def _code_page(found: Open, row: TextCode, sent: Filled) -> str:
    others = [each for each in found.codes if each is not row]
    names = {str(each.id): label_of(each).text for each in others}
    return found.render(
        "coding_code.html",
        row=row,
        label=label_of(row),
        sent=sent,
        errors=errors_of(sent),
        used=keeping.used(db.session(), row) if found.here.seen is None else None,
        others=options(names, lambda each: names[each]),
    )


@bp.post("/surveys/<slug>/texts/codebook/<int:code_id>/<path:key>")
@permission(Permission.RESULTS_CODE)
def change_code(slug: str, key: str, code_id: int) -> ResponseReturnValue:
    """What the pressed button says."""
    require_token()
    (found, row), sent = _one(slug, key, code_id), Sent(request.form)
    if found.here.seen is not None and sent.get("_action") in ("merge", "remove"):
        abort(404)  # it would change what the coders of other countries gave
    match sent.get("_action"):
        case "change":
            _rename(row, sent)
        case "up" | "down" as way:
            keeping.move_code(list(found.codes), row, up=way == "up")
        case "merge":
            _merge(found, row, sent)
        case "remove":
            _remove(row, sent)
        case _:
            abort(400)
    if sent.wrong:
        db.session.rollback()
        found, row = _one(slug, key, code_id)
        return _code_page(found, row, _kept(sent, row)), 422
    found.note("results.codebook-changed", code=row.code)
    db.session.commit()
    return redirect(found.address("codebook"), code=303)


def _kept(sent: Sent, row: TextCode) -> Filled:
    """What was typed; where another form of the page was sent, what is stored."""
    if "label" not in sent.text:
        sent.text |= {"label": label_of(row).text, "meaning": row.meaning}
    return sent


def _rename(row: TextCode, sent: Sent) -> None:
    label, meaning = _words(sent)
    if not sent.wrong:
        language = next(iter(row.labels))
        row.labels, row.meaning = {**row.labels, language: label}, meaning
        flash(gettext("The code is changed. Answers keep it."))


def _merge(found: Open, row: TextCode, sent: Sent) -> None:
    into = sent.read_one("into", [str(each.id) for each in found.codes if each is not row])
    if sent.wrong:
        return
    other = next(each for each in found.codes if str(each.id) == into)
    number = keeping.merge_code(db.session(), row, other)
    flash(
        ngettext(
            "%(num)s answer has the code “%(label)s” now.",
            "%(num)s answers have the code “%(label)s” now.",
            number,
            label=label_of(other).text,
        )
    )


def _remove(row: TextCode, sent: Sent) -> None:
    try:
        keeping.remove_code(db.session(), row)
    except keeping.CodeInUse as refusal:
        sent.refuse(
            "",
            ngettext(
                "%(num)s answer has this code, so it cannot be removed. Merge it into another code instead.",
                "%(num)s answers have this code, so it cannot be removed. Merge it into another code instead.",
                refusal.number,
            ),
        )
        return
    flash(gettext("The code “%(label)s” is removed.", label=label_of(row).text))
