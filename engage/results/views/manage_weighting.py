"""Weights: which populations responses are made to look like, how far that came, and what it costs."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities.queries import owners
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.results.models import Weighting
from engage.results.views.naming import items_name
from engage.results.views.team_pages import Page, blueprint, note, page_of
from engage.results.views.weighting_words import described, finding_of
from engage.results.weighting import keeping, working
from engage.results.weighting.keeping import Wish
from engage.surveys import queries as surveys
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, actor, permission

bp = blueprint("result_weighting", __name__)
REMOVED = "results.weighting-removed"
LEAST_CAP, MOST_CAP = 1.5, 50.0


@bp.get("/surveys/<slug>/weights")
@permission(Permission.RESULTS_DECIDE)
def index(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    found = keeping.weightings(db.session(), page.survey.id)
    return page.render(
        "results/manage/weightings.html",
        weightings=[(row, finding_of(row, page)) for row in found],
        populations=len(keeping.populations(db.session(), page.survey.id)),
    )


def _page(slug: str) -> Page:
    """Weights are of all responses: they are for those who may see them all."""
    page = page_of(slug, Permission.RESULTS_DECIDE)
    if page.seen is not None:
        abort(404)
    return page


def _row(page: Page, weighting_id: int) -> Weighting:
    row = keeping.weighting(db.session(), page.survey.id, weighting_id)
    if row is None:
        abort(404)
    return row


@bp.get("/surveys/<slug>/weights/<int:weighting_id>")
@permission(Permission.RESULTS_DECIDE)
def one(slug: str, weighting_id: int) -> ResponseReturnValue:
    page = _page(slug)
    row = _row(page, weighting_id)
    job = working.under_way(db.session(), row)
    received = surveys.responses(db.session(), page.survey.id)
    return page.render(
        "results/manage/weighting.html",
        row=row,
        problem=finding_of(row, page),
        found=described(row, page) if row.found and "margins" in row.found else None,
        since=received - row.found.get("received", received) if row.found else 0,
        job=job,
    )


@bp.post("/surveys/<slug>/weights/<int:weighting_id>/calculate")
@permission(Permission.RESULTS_DECIDE)
def calculate(slug: str, weighting_id: int) -> ResponseReturnValue:
    require_token()
    page = _page(slug)
    row = _row(page, weighting_id)
    _calculate(page, row)
    db.session.commit()
    return redirect(url_for(".one", slug=slug, weighting_id=row.id), code=303)


def _calculate(page: Page, row: Weighting) -> None:
    """At once where there are few, else by the worker."""
    session, now = db.session(), utcnow()
    page.note("results.weights-calculated", name=row.name)
    if surveys.responses(session, page.survey.id) > working.MANY:
        working.ask(session, page.survey, row, by=actor().id, now=now)
        flash(gettext("There are many responses: the weights are calculated while you go on with something else."))
        return
    data_dir: Path = current_app.config["ENGAGE_SETTINGS"].data_dir
    working.calculate_now(session, page.survey, row, data_dir=data_dir, now=now)


# -- set up and changed


@bp.get("/surveys/<slug>/weights/new")
@permission(Permission.RESULTS_DECIDE)
def begin(slug: str) -> ResponseReturnValue:
    page = _page(slug)
    return _form_page(page, Sent(request.args))


@bp.post("/surveys/<slug>/weights/new")
@permission(Permission.RESULTS_DECIDE)
def add(slug: str) -> ResponseReturnValue:
    require_token()
    page, sent = _page(slug), Sent(request.form)
    wish = _typed(page, sent)
    if sent.wrong:
        return _form_page(page, sent), 422
    try:
        row = keeping.set_up(db.session(), page.survey, wish)
    except keeping.NameTaken:
        db.session.rollback()
        sent.refuse("name", gettext("There is one of this name already. Choose another."))
        return _form_page(_page(slug), sent), 409
    page.note("results.weights-kept", name=wish.name)
    _calculate(page, row)
    number = row.id
    db.session.commit()
    return redirect(url_for(".one", slug=slug, weighting_id=number), code=303)


@bp.get("/surveys/<slug>/weights/<int:weighting_id>/change")
@permission(Permission.RESULTS_DECIDE)
def edit(slug: str, weighting_id: int) -> ResponseReturnValue:
    page = _page(slug)
    row = _row(page, weighting_id)
    sent = Sent(request.args)
    sent.text = {
        "name": row.name,
        "design": "yes" if row.design else "",
        "trim": f"{row.trim:g}" if row.trim else "",
        "_revision": str(row.revision),
    }
    sent.lists = {"population": [str(each) for each in row.populations]}
    return _form_page(page, sent, row)


@bp.post("/surveys/<slug>/weights/<int:weighting_id>/change")
@permission(Permission.RESULTS_DECIDE)
def change(slug: str, weighting_id: int) -> ResponseReturnValue:
    require_token()
    page, sent = _page(slug), Sent(request.form)
    row = _row(page, weighting_id)
    wish = _typed(page, sent)
    if sent.wrong:
        return _form_page(page, sent, row), 422
    revision = sent.get("_revision")
    try:
        keeping.alter(db.session(), row, wish, revision=int(revision) if revision.isdecimal() else 0)
    except Refusal as refusal:
        db.session.rollback()
        page = _page(slug)
        row = _row(page, weighting_id)
        if isinstance(refusal, keeping.ChangedMeanwhile):
            sent.refuse("", gettext("Somebody changed it since you opened this page. What you typed is still here."))
            sent.text["_revision"] = str(row.revision)
        else:
            sent.refuse("name", gettext("There is one of this name already. Choose another."))
        return _form_page(page, sent, row), 409
    page.note("results.weights-kept", name=wish.name)
    if row.found is None:
        _calculate(page, row)
    db.session.commit()
    return redirect(url_for(".one", slug=slug, weighting_id=weighting_id), code=303)


def _typed(page: Page, sent: Sent) -> Wish:
    name = sent.read_text("name", most=80, needed=gettext("Give it a name, for example “Age, sex and region”."))
    known = [str(each.id) for each in keeping.populations(db.session(), page.survey.id)]
    chosen = tuple(int(each) for each in sent.read_some("population", known))
    design = sent.get("design") == "yes"
    if not chosen and not design:
        sent.refuse(
            "population", gettext("Choose one population or more, or start from the weights that responses have.")
        )
    return Wish(name, chosen, design, _cap(sent))


def _cap(sent: Sent) -> float | None:
    said = sent.get("trim").replace(",", ".")
    if not said:
        return None
    try:
        cap = float(said)
    except ValueError:
        cap = 0.0
    if not LEAST_CAP <= cap <= MOST_CAP:
        sent.refuse("trim", gettext("Enter a number from 1.5 to 50, for example 5, or leave it empty."))
    return cap


def _form_page(page: Page, sent: Sent, row: Weighting | None = None) -> str:
    populations = keeping.populations(db.session(), page.survey.id)
    return page.render(
        "results/manage/weighting_form.html",
        form=sent,
        row=row,
        options=[
            {
                "value": str(each.id),
                "label": each.name + (f" ({page.reader.country(each.country)})" if each.country else ""),
                "hint": about if (about := items_name(each.items, page.items, page.reader)) != each.name else "",
            }
            for each in populations
        ],
    )


# -- taken away


@bp.post("/surveys/<slug>/weights/<int:weighting_id>/remove")
@permission(Permission.RESULTS_DECIDE)
def remove(slug: str, weighting_id: int) -> ResponseReturnValue:
    require_token()
    page = _page(slug)
    row = _row(page, weighting_id)
    was = {"name": row.name, "populations": row.populations, "design": row.design, "trim": row.trim}
    keeping.remove_weighting(db.session(), row)
    page.note("results.weights-removed", name=was["name"])
    db.session.commit()
    said = gettext("The weights “%(name)s” are deleted.", name=was["name"])
    offer_undo(said, REMOVED, {"survey": slug, **was}, hubs=owners(db.session(), page.survey.activity_id))
    return redirect(url_for(".index", slug=slug), code=303)


def bring_back(session: Session, was: Mapping[str, Any], now: datetime) -> str:
    """Deleted weights, to be calculated again."""
    survey = surveys.by_slug(session, was["survey"])
    if survey is None:
        raise CannotUndo(gettext("The survey does not exist any more."))
    known = {each.id for each in keeping.populations(session, survey.id)}
    populations = tuple(each for each in was["populations"] if each in known)
    try:
        keeping.set_up(session, survey, Wish(was["name"], populations, was["design"], was["trim"]))
    except keeping.NameTaken:
        raise CannotUndo(gettext("There is another of this name by now. Nothing was changed.")) from None
    note(session, survey, "results.weights-kept", now=now, name=was["name"], undone=True)
    return gettext("The weights are back. Calculate them again.")
