"""What an outcome rests on: published results, tables, quotes and reports of its activities, pages elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.outcomes import writing
from engage.outcomes.domain.kinds import RestKind
from engage.outcomes.domain.written import Written
from engage.outcomes.forms_writing import read_link
from engage.outcomes.models import Outcome
from engage.outcomes.views import manage_outcomes_blueprint as base
from engage.outcomes.views.manage_outcomes import refused
from engage.outcomes.views.manage_outcomes_blueprint import bp, note, outcome_or_404, tongue
from engage.outcomes.writing import resting
from engage.outcomes.writing.resting import Offer, Shown
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission

KINDS = {
    RestKind.RESULTS: lazy_gettext("All results"),
    RestKind.TABLE: lazy_gettext("Table"),
    RestKind.QUOTE: lazy_gettext("Quote"),
    RestKind.REPORT: lazy_gettext("Report of the event"),
    RestKind.LINK: lazy_gettext("Page elsewhere"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be ticked of one survey or event."""

    title: str
    options: list[Mapping[str, str]]


@bp.get("/<int:outcome_id>/rests")
@permission(Permission.OUTCOME_EDIT)
def rests(outcome_id: int) -> ResponseReturnValue:
    found = outcome_or_404(outcome_id)
    return _page(found, writing.read(found), Filled())


@bp.post("/<int:outcome_id>/rests")
@permission(Permission.OUTCOME_EDIT)
def save_rests(outcome_id: int) -> ResponseReturnValue:
    """Those that stay keep their order; new ones follow."""
    require_token()
    found = outcome_or_404(outcome_id)
    before, sent = writing.read(found), Sent(request.form)
    ticked = set(sent.all("rests"))
    kept = [each for each in before.rests if _code(each) in ticked]
    there = {_code(each) for each in kept}
    new = [each.rest for each in _offers(before) if each.code in ticked - there]
    return _save(found, before, replace(before, rests=(*kept, *new)), sent, at=None)


@bp.post("/<int:outcome_id>/rests/link")
@permission(Permission.OUTCOME_EDIT)
def add_link(outcome_id: int) -> ResponseReturnValue:
    """A page elsewhere."""
    require_token()
    found = outcome_or_404(outcome_id)
    before, sent = writing.read(found), Sent(request.form)
    link = read_link(sent, before.languages)
    if sent.wrong:
        return _page(found, before, sent), 422
    return _save(found, before, replace(before, rests=(*before.rests, link)), sent, at=len(before.rests))


def _save(found: Outcome, before: Written, after: Written, sent: Sent, at: int | None) -> ResponseReturnValue:
    outcome_id = found.id
    try:
        writing.change(db.session(), found, after, seen=base.seen(found), now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        status = refused(refusal, sent, before.source, at=at)
        return _page(outcome_or_404(outcome_id), before, sent), status
    note("outcome.rests-changed", found)
    db.session.commit()
    flash(gettext("Saved."))
    return redirect(url_for(".rests", outcome_id=outcome_id), code=303)


def _offers(written: Written) -> list[Offer]:
    return resting.offers(db.session(), written.activities, g.interface)


def _code(rest: resting.Resting) -> str:
    """Of a page elsewhere: its address."""
    return f"link:{rest.link}" if rest.kind is RestKind.LINK else resting.code(rest)


def _page(found: Outcome, written: Written, filled: Filled) -> str:
    shown = resting.shown(db.session(), written.rests, g.interface)
    there = {_code(rest): said for rest, said in zip(written.rests, shown, strict=True)}
    offers = {each.code: each for each in _offers(written)}
    by_title = groupby(offers.values(), key=lambda each: each.rest.activity_id)
    choices = [_choices([(each.code, each.shown) for each in group]) for _activity, group in by_title]
    if others := [(code, said) for code, said in there.items() if code not in offers]:
        choices.append(Choices(gettext("Chosen before"), [_option(code, said, whose=True) for code, said in others]))
    return render(
        "outcomes/manage/rests.html",
        outcome=found,
        filled=filled,
        ticked=filled.all("rests") or list(there),
        choices=choices,
        has_activities=bool(written.activities),
        fields=[tongue(tag) for tag in written.languages],
    )


def _choices(group: list[tuple[str, Shown]]) -> Choices:
    first = group[0][1]
    return Choices(first.of or first.label, [_option(code, said, whose=False) for code, said in group])


def _option(code: str, said: Shown, *, whose: bool) -> Mapping[str, str]:
    """A thing to tick: what it says, and below it what it is."""
    about = [str(KINDS[said.kind])]
    if said.edition is not None and said.kind is RestKind.RESULTS:
        about.append(gettext("edition %(number)s", number=said.edition))
    if whose and said.of:
        about.append(said.of)
    if said.gone:
        about.append(gettext("taken back since"))
    return {"value": code, "label": said.label or gettext("Without a title"), "hint": " · ".join(about)}
