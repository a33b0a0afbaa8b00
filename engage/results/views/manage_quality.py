"""Signs that responses were not given with care, and what the team decides about them. Nothing is ever deleted here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.i18n.locales import endonym
from engage.results import queries, service
from engage.results.domain.quality import Flag
from engage.results.quality import deciding
from engage.results.quality.comparing import Moved, moved
from engage.results.views import filtering
from engage.results.views.quality_words import about, named
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.surveys import queries as surveys
from engage.web import signed
from engage.web.desk import require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, actor, permission

if TYPE_CHECKING:
    import polars as pl

bp = blueprint("result_quality", __name__)
A_PAGE = 25
REASON_MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A response with a sign, as the list shows it."""

    reference: str
    """Says which response is meant, and nothing else: not its key."""
    flags: tuple[str, ...]
    language: str
    channel: str
    seconds: int | None
    answers: int
    counts: bool


@bp.get("/surveys/<slug>/quality")
@permission(Permission.RESULTS_DECIDE)
def page(slug: str) -> ResponseReturnValue:
    return _page(page_of(slug, Permission.RESULTS_DECIDE), Sent(request.args))


def _flag() -> Flag | None:
    """The sign that the list is about."""
    asked = request.values.get("flag", "")
    return Flag(asked) if asked in set(Flag) else None


def _found(here: Page) -> "pl.DataFrame":
    from engage.results.quality.flags import flagged  # columns are loaded where somebody looks at them

    frame = service.filtered(db.session(), here.survey, seen=here.seen, counted_only=False)
    return flagged(frame, here.instrument)


def _of(found: "pl.DataFrame", flag: Flag | None) -> "pl.DataFrame":
    return found.filter(found[flag.value]) if flag else found


def _page(here: Page, sent: Sent) -> str:
    found, flag = _found(here), _flag()
    shown = _of(found, flag)
    restricted = surveys.restricted(db.session(), here.survey.id, here.seen)
    out = queries.left_out(db.session(), here.survey.id) - restricted
    number = filtering.page_number(shown.height, A_PAGE)
    some = shown.sort("_response").slice((number - 1) * A_PAGE, A_PAGE)
    kept: dict[str, Any] = {"flag": flag.value} if flag else {}
    slug = here.survey.slug
    return here.render(
        "results/manage/quality.html",
        sent=sent,
        errors=[("i-reason" if name == "reason" else "i-which", text) for name, text in sent.errors.items()],
        flag=flag,
        flags=[_sum(here, found, each, out) for each in Flag],
        total=found.height,
        shown=shown.height,
        lines=_lines(here, some, out),
        out=len(out) if here.seen is None else 0,
        restricted=len(restricted),
        moved=_moved(here) if out else [],
        history=_history(here) if here.seen is None else [],
        pages=filtering.page_links(
            shown.height, A_PAGE, number, lambda n: url_for(".page", slug=slug, page=n, **kept, _anchor="list")
        ),
    )


def _sum(here: Page, found: "pl.DataFrame", flag: Flag, out: frozenset[int]) -> dict[str, Any]:
    ids = _of(found, flag)["_response"].to_list()
    return {
        "flag": flag.value,
        "name": named(flag),
        "about": about(flag),
        "number": len(ids),
        "out": sum(each in out for each in ids),
        "address": url_for(".page", slug=here.survey.slug, flag=flag.value, _anchor="list"),
    }


def _lines(here: Page, some: "pl.DataFrame", out: frozenset[int]) -> list[Line]:
    return [
        Line(
            reference(here, row["_response"]),
            tuple(named(flag) for flag in Flag if row[flag.value]),
            endonym(row["_language"]),
            row["_channel"],
            row["_seconds"],
            row["answers"],
            row["_response"] not in out,
        )
        for row in some.to_dicts()
    ]


def reference(here: Page, response_id: int) -> str:
    """What stands behind the id in a token."""
    return signed.token(response_id, "response of a list", str(here.survey.id))[12:24]


def _moved(here: Page) -> list[dict[str, Any]]:
    everything = service.tables(db.session(), here.survey, seen=here.seen, counted_only=False)
    counted = service.tables(db.session(), here.survey, seen=here.seen)
    return [_in_words(here, each) for each in moved(everything.results, counted.results)]


def _in_words(here: Page, each: Moved) -> dict[str, Any]:
    reader, label, question = here.reader, each.row.label, each.question
    asked = [question.label, *([question.row.label] if question.row else [])]
    return {
        "question": " – ".join(reader.pick(text)[0] for text in asked),
        "answer": reader.pick(label)[0] if label is not None else each.row.code,
        "with_all": reader.percent(each.with_all),
        "counted": reader.percent(each.counted),
    }


def _history(here: Page) -> list[dict[str, Any]]:
    known = {flag.value: named(flag) for flag in Flag}
    return [
        {"decided": each, "flag": known.get(each.flag, "")} for each in deciding.history(db.session(), here.survey.id)
    ]


@bp.post("/surveys/<slug>/quality")
@permission(Permission.RESULTS_DECIDE)
def decide(slug: str) -> ResponseReturnValue:
    """About those that are ticked, or all of a sign."""
    require_token()
    here, sent, flag = page_of(slug, Permission.RESULTS_DECIDE), Sent(request.form), _flag()
    action = sent.get("_action")
    if action not in ("leave-out", "count"):
        abort(400)
    leave_out = action == "leave-out"
    needed = gettext("Say why these responses are not counted.") if leave_out else ""
    reason = sent.read_text("reason", most=REASON_MOST, needed=needed)
    found = _of(_found(here), flag)
    ids: list[int] = found["_response"].to_list()
    if sent.get("which") != "all":
        ticked = set(request.form.getlist("response"))
        ids = [each for each in ids if reference(here, each) in ticked]
        if not ids:
            sent.refuse("response", gettext("Tick the responses that you mean."))
    if sent.wrong:
        return _page(here, sent), 422
    return _decided(here, ids, flag, reason, leave_out=leave_out)


def _decided(here: Page, ids: Sequence[int], flag: Flag | None, reason: str, *, leave_out: bool) -> ResponseReturnValue:
    session, survey = db.session(), here.survey
    name = flag.value if flag else ""
    number = deciding.decide(
        session, survey.id, ids, left_out=leave_out, flag=name, reason=reason, by=actor().id, now=utcnow()
    )
    if number:
        here.note("results.left-out" if leave_out else "results.counted-again", responses=number)
    session.commit()
    flash(_said(number, leave_out=leave_out))
    kept: dict[str, Any] = {"flag": name} if name else {}
    return redirect(url_for(".page", slug=survey.slug, **kept), code=303)


def _said(number: int, *, leave_out: bool) -> str:
    if leave_out:
        return ngettext("%(num)s response is not counted now.", "%(num)s responses are not counted now.", number)
    return ngettext("%(num)s response counts again.", "%(num)s responses count again.", number)
