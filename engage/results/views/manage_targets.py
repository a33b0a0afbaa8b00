"""Goals: how many responses are wanted of a group of people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities.queries import owners
from engage.db.session import db
from engage.results.domain.margin_items import NotAnAnswer, Values, codes_of
from engage.results.domain.populations import COUNTRY
from engage.results.models import Target
from engage.results.monitoring import targets as keeping
from engage.results.monitoring.targets import MOST_ITEMS, Wish
from engage.results.views.manage_monitoring import bp
from engage.results.views.naming import code_name, item_name
from engage.results.views.team_pages import FIELDWORK, Page, note, page_of
from engage.surveys import queries as surveys
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.desk.forms import Sent
from engage.web.permissions import Permission, permission

REMOVED = "results.target-removed"
MOST_WANTED = 10_000_000


def _page(slug: str) -> Page:
    return page_of(slug, Permission.RESULTS_DECIDE)


@bp.get("/surveys/<slug>/targets/new")
@permission(Permission.RESULTS_DECIDE)
def begin_target(slug: str) -> ResponseReturnValue:
    """First which questions tell the group apart, then which answers."""
    page = _page(slug)
    return _form_page(page, Sent(request.args), _keys(page, request.args.getlist("item")), None)


@bp.post("/surveys/<slug>/targets/new")
@permission(Permission.RESULTS_DECIDE)
def add_target(slug: str) -> ResponseReturnValue:
    require_token()
    page, sent = _page(slug), Sent(request.form)
    keys = _keys(page, sent.all("item"))
    wish = _typed(page, sent, keys)
    if sent.wrong:
        return _form_page(page, sent, keys, None), 422
    try:
        keeping.add(db.session(), page.survey, wish)
    except keeping.TooMany:
        db.session.rollback()
        sent.refuse("", gettext("There are 100 goals already. Delete some first."))
        return _form_page(_page(slug), sent, keys, None), 409
    return _kept(page, wish)


@bp.get("/surveys/<slug>/targets/<int:target_id>")
@permission(Permission.RESULTS_DECIDE)
def target(slug: str, target_id: int) -> ResponseReturnValue:
    page = _page(slug)
    row = _row(page, target_id)
    sent = Sent(request.args)
    sent.text = {"name": row.name, "wanted": str(row.wanted)}
    for item, codes in row.who:
        sent.lists[f"codes:{item}"] = list(codes)
        sent.text[f"codes:{item}"] = " | ".join(codes)
    return _form_page(page, sent, [item for item, _ in row.who], row)


@bp.post("/surveys/<slug>/targets/<int:target_id>")
@permission(Permission.RESULTS_DECIDE)
def change_target(slug: str, target_id: int) -> ResponseReturnValue:
    require_token()
    page, sent = _page(slug), Sent(request.form)
    row = _row(page, target_id)
    keys = [item for item, _ in row.who]
    wish = _typed(page, sent, keys)
    if sent.wrong:
        return _form_page(page, sent, keys, row), 422
    keeping.change(db.session(), row, wish)
    return _kept(page, wish)


def _kept(page: Page, wish: Wish) -> ResponseReturnValue:
    page.note("results.target-kept", name=wish.name, wanted=wish.wanted)
    db.session.commit()
    flash(gettext("The goal is kept."))
    return redirect(url_for(FIELDWORK, slug=page.survey.slug, _anchor="goals"), code=303)


@bp.post("/surveys/<slug>/targets/<int:target_id>/remove")
@permission(Permission.RESULTS_DECIDE)
def remove_target(slug: str, target_id: int) -> ResponseReturnValue:
    require_token()
    page = _page(slug)
    row = _row(page, target_id)
    was = {"name": row.name, "who": row.who, "wanted": row.wanted}
    keeping.remove(db.session(), row)
    page.note("results.target-removed", name=was["name"])
    db.session.commit()
    said = gettext("The goal “%(name)s” is deleted.", name=was["name"])
    offer_undo(said, REMOVED, {"survey": slug, **was}, hubs=owners(db.session(), page.survey.activity_id))
    return redirect(url_for(FIELDWORK, slug=slug, _anchor="goals"), code=303)


def bring_back(session: Session, was: Mapping[str, Any], now: datetime) -> str:
    survey = surveys.by_slug(session, was["survey"])
    if survey is None:
        raise CannotUndo(gettext("The survey does not exist any more."))
    who = tuple((item, tuple(codes)) for item, codes in was["who"])
    keeping.add(session, survey, Wish(was["name"], who, was["wanted"]))
    note(session, survey, "results.target-kept", now=now, name=was["name"], wanted=was["wanted"], undone=True)
    return gettext("The goal is back.")


def _row(page: Page, target_id: int) -> Target:
    row = keeping.target(db.session(), page.survey.id, target_id, page.seen)
    if row is None:
        abort(404)
    return row


def _keys(page: Page, said: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(key for key in said if key in page.items))[:MOST_ITEMS]
    if page.seen is not None and COUNTRY not in found:
        found = [*found[: MOST_ITEMS - 1], COUNTRY]
    return found


def _typed(page: Page, sent: Sent, keys: Sequence[str]) -> Wish:
    name = sent.read_text("name", needed=gettext("Give it a name, for example “Men under 30”."))
    wanted = sent.read_number("wanted", least=1, most=MOST_WANTED, needed=gettext("Enter how many you want."))
    who = tuple((key, _codes(page, sent, key)) for key in keys)
    return Wish(name, who, wanted or 0)


def _codes(page: Page, sent: Sent, key: str) -> tuple[str, ...]:
    name, item = f"codes:{key}", page.items.get(key)
    if item is None:
        sent.refuse("", gettext("The question %(name)s is not in the questionnaire any more.", name=key))
        return ()
    offered = _answers(page, key)
    if offered:
        chosen = tuple(sent.read_some(name, [code for code, _ in offered]))
        if not chosen:
            sent.refuse(name, gettext("Choose one answer or more."))
        return chosen
    try:
        return codes_of(item, sent.get(name))
    except NotAnAnswer as bad:
        sent.refuse(name, gettext("“%(value)s” is no answer to this question.", value=str(bad)))
        return ()


def _answers(page: Page, key: str) -> list[tuple[str, str]]:
    """What is offered to tick; of numbers and regions nothing."""
    item = page.items[key]
    if key == COUNTRY:
        return page.countries()
    if item.values is Values.LANGUAGES and not item.label:
        return [(tag, code_name(tag, item, page.reader)) for tag in page.instrument.languages]
    return [(code, page.reader.pick(label)[0]) for code, label in item.names.items()]


def _form_page(page: Page, sent: Sent, keys: Sequence[str], row: Target | None) -> str:
    return page.render(
        "results/manage/target.html",
        form=sent,
        row=row,
        keys=keys,
        asked=[
            (
                f"codes:{key}",
                item_name(key, page.items, page.reader),
                [{"value": code, "label": label} for code, label in _answers(page, key)],
                page.items[key].values.value,
            )
            for key in keys
            if key in page.items
        ],
        items=[{"value": key, "label": item_name(key, page.items, page.reader)} for key in page.items],
        most=MOST_ITEMS,
        begun=row is not None or "item" in request.values,
    )
