"""How populations are composed: brought by file or typed, with their source; kept whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities.queries import owners
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.results.domain.populations import Composition, composition
from engage.results.models import Population
from engage.results.views import population_forms as forms
from engage.results.views.naming import cell_name, item_name, items_name
from engage.results.views.team_pages import Page, blueprint, note, page_of
from engage.results.weighting import keeping
from engage.surveys import queries as surveys
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, permission

bp = blueprint("result_populations", __name__)
REMOVED = "results.population-removed"
SOURCE_MOST = 500


@bp.get("/surveys/<slug>/populations")
@permission(Permission.RESULTS_DECIDE)
def index(slug: str) -> ResponseReturnValue:
    page = page_at(slug)
    found = keeping.populations(db.session(), page.survey.id, page.seen)
    using = keeping.weightings(db.session(), page.survey.id)
    used = {number for each in using for number in each.populations}
    return page.render(
        "results/manage/populations.html",
        populations=[(row, shown(page, keeping.read(row)), row.id in used) for row in found],
        items=choices(page),
    )


def page_at(slug: str) -> Page:
    return page_of(slug, Permission.RESULTS_DECIDE)


def choices(page: Page) -> list[dict[str, str]]:
    return [{"value": key, "label": item_name(key, page.items, page.reader)} for key in page.items]


def shown(page: Page, found: Composition) -> dict[str, Any]:
    """A population in words: its items, its country, and the share of every group."""
    return {
        "name": found.name,
        "about": items_name(found.items, page.items, page.reader),
        "country": page.reader.country(found.country) if found.country else "",
        "cells": [
            (cell_name(found.items, cell, page.items, page.reader), cell.number, share)
            for cell, share in zip(found.cells, found.shares, strict=True)
        ],
    }


def source_of(sent: Sent) -> str:
    return sent.read_text("source", most=SOURCE_MOST, needed=gettext("Say whose figures these are, and of which year."))


def country_of(page: Page, sent: Sent) -> str:
    """Of whose responses it is: one who sees some countries only says which of them."""
    value = sent.get("country")
    known = {code for code, _ in page.countries()}
    if (value or page.seen is not None) and value not in known:
        sent.refuse("country", gettext("Choose one of these."))
        return ""
    return value


@bp.get("/surveys/<slug>/populations/new")
@permission(Permission.RESULTS_DECIDE)
def begin(slug: str) -> ResponseReturnValue:
    """The empty form for one question, or two that are crossed."""
    page = page_at(slug)
    keys = _keys(page, request.args.getlist("item"))
    if not keys:
        flash(gettext("Choose the question that tells the groups apart."), "error")
        return redirect(url_for(".index", slug=slug, _anchor="new"), code=303)
    return _form_page(page, Sent(request.args), keys, [(codes, "") for codes in forms.offered(keys, page.items)])


@bp.post("/surveys/<slug>/populations/new")
@permission(Permission.RESULTS_DECIDE)
def add(slug: str) -> ResponseReturnValue:
    require_token()
    page, sent = page_at(slug), Sent(request.form)
    keys = _keys(page, sent.all("item"))
    if not keys:
        abort(400)
    found, source = _typed(page, sent, keys)
    if found is None:
        return _refused(page, sent, keys)
    try:
        keeping.keep(db.session(), page.survey, [found], source)
    except keeping.NameTaken:
        db.session.rollback()
        sent.refuse("name", gettext("There is one of this name already. Choose another."))
        return _refused(page_at(slug), sent, keys, 409)
    page.note("results.populations-kept", names=[found.name])
    db.session.commit()
    flash(forms.kept(1))
    return redirect(url_for(".index", slug=slug), code=303)


@bp.get("/surveys/<slug>/populations/<int:population_id>")
@permission(Permission.RESULTS_DECIDE)
def one(slug: str, population_id: int) -> ResponseReturnValue:
    page = page_at(slug)
    row = _row(page, population_id)
    found = keeping.read(row)
    sent = Sent(request.args)
    sent.text = {"name": row.name, "source": row.source, "country": row.country, "_mark": keeping.mark_of(row)}
    return _form_page(page, sent, found.items, forms.rows_of(found), row)


@bp.post("/surveys/<slug>/populations/<int:population_id>")
@permission(Permission.RESULTS_DECIDE)
def change(slug: str, population_id: int) -> ResponseReturnValue:
    require_token()
    page, sent = page_at(slug), Sent(request.form)
    row = _row(page, population_id)
    keys = tuple(row.items)
    found, source = _typed(page, sent, keys)
    if found is None:
        return _refused(page, sent, keys, row=row)
    try:
        keeping.change(db.session(), row, found, source, mark=sent.get("_mark"))
    except Refusal as refusal:
        db.session.rollback()
        page = page_at(slug)
        if isinstance(refusal, keeping.ChangedMeanwhile):
            sent.refuse("", gettext("Somebody changed it since you opened this page. What you typed is still here."))
            sent.text["_mark"] = keeping.mark_of(_row(page, population_id))
        else:
            sent.refuse("name", gettext("There is one of this name already. Choose another."))
        return _refused(page, sent, keys, 409, row=_row(page, population_id))
    page.note("results.populations-kept", names=[found.name])
    db.session.commit()
    flash(
        gettext("The population is changed. Weights that rest on it stay as they are until they are calculated again.")
    )
    return redirect(url_for(".index", slug=slug), code=303)


def _keys(page: Page, said: Sequence[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(key for key in said if key in page.items))
    return found[:2]


def _row(page: Page, population_id: int) -> Population:
    row = keeping.population(db.session(), page.survey.id, population_id, page.seen)
    if row is None:
        abort(404)
    return row


def _typed(page: Page, sent: Sent, keys: Sequence[str]) -> tuple[Composition | None, str]:
    name = sent.read_text("name", needed=gettext("Give it a name, for example “Age and sex”."))
    source, country = source_of(sent), country_of(page, sent)
    items = {key: item for key, item in page.items.items() if key in keys}
    if missing := [key for key in keys if key not in items]:
        sent.refuse("", gettext("The question %(name)s is not in the questionnaire any more.", name=missing[0]))
        return None, source
    found = forms.from_form(sent, keys, items, name=name or "–", country=country)
    if not found.good:
        said = [f"{where}: {what}" for where, what, note in forms.sentences(found.findings, of_file=False) if not note]
        sent.refuse("number", " ".join(said) or gettext("Enter how many people there are in two groups or more."))
    return (None if sent.wrong else found.populations[0]), source


def _refused(
    page: Page, sent: Sent, keys: Sequence[str], status: int = 422, row: Population | None = None
) -> ResponseReturnValue:
    return _form_page(page, sent, keys, forms.typed_rows(sent, keys), row), status


def _form_page(
    page: Page,
    sent: Sent,
    keys: Sequence[str],
    rows: Sequence[tuple[tuple[str, ...], str]],
    row: Population | None = None,
) -> str:
    names = [item_name(key, page.items, page.reader) for key in keys]
    return page.render(
        "results/manage/population.html",
        form=sent,
        keys=keys,
        names=names,
        known=[_answers(page, key) for key in keys],
        kinds=[page.items[key].values if key in page.items else "" for key in keys],
        rows=rows,
        row=row,
        countries=page.countries(),
    )


def _answers(page: Page, key: str) -> Mapping[str, str]:
    item = page.items.get(key)
    return {code: page.reader.pick(label)[0] for code, label in item.names.items()} if item else {}


@bp.post("/surveys/<slug>/populations/<int:population_id>/remove")
@permission(Permission.RESULTS_DECIDE)
def remove(slug: str, population_id: int) -> ResponseReturnValue:
    require_token()
    page = page_at(slug)
    row = _row(page, population_id)
    was = {"name": row.name, "items": row.items, "cells": row.cells, "country": row.country, "source": row.source}
    try:
        keeping.remove(db.session(), row)
    except keeping.InUse as used:
        db.session.rollback()
        names = ", ".join(used.weightings)
        flash(gettext("The weights “%(names)s” rest on it. Take it out of them first.", names=names), "error")
        return redirect(url_for(".index", slug=slug), code=303)
    page.note("results.population-removed", name=was["name"])
    db.session.commit()
    said = gettext("The population “%(name)s” is deleted.", name=was["name"])
    offer_undo(said, REMOVED, {"survey": slug, **was}, hubs=owners(db.session(), page.survey.activity_id))
    return redirect(url_for(".index", slug=slug), code=303)


def bring_back(session: Session, was: Mapping[str, Any], now: datetime) -> str:
    """A deleted population, unless its name is taken meanwhile."""
    survey = surveys.by_slug(session, was["survey"])
    if survey is None:
        raise CannotUndo(gettext("The survey does not exist any more."))
    found = composition(was["name"], was["items"], was["cells"], was["country"])
    try:
        keeping.keep(session, survey, [found], was["source"])
    except keeping.NameTaken:
        raise CannotUndo(gettext("There is another of this name by now. Nothing was changed.")) from None
    note(session, survey, "results.populations-kept", now=now, names=[was["name"]], undone=True)
    return gettext("The population is back.")
