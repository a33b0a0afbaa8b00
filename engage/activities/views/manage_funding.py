"""Who pays: for an activity, for a hub, for the whole instance. Emblems and statements come from the organisers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.activities import messages, queries, service
from engage.activities.domain.describing import Problem
from engage.activities.forms import TypedFunding
from engage.activities.models import Funding
from engage.activities.service import NotRight
from engage.activities.views.manage_blueprint import activity_or_404, bp, hub_name, of_the_network, title_of
from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs import changes, images
from engage.hubs.images import ImageRefused
from engage.i18n.locales import PUBLIC_LANGUAGES, direction, endonym
from engage.web import desk, permissions, trail
from engage.web.console import render
from engage.web.desk import CannotUndo, offer_undo, require_token
from engage.web.permissions import Permission, may_for, permission


@dataclass(frozen=True, slots=True)
class _Whose:
    """What a funder pays for."""

    name: str
    hub_id: int | None
    activity_id: int | None
    languages: Sequence[str]

    @property
    def above(self) -> str:
        """The page on which it is listed."""
        if self.activity_id is not None:
            return url_for("activities.activity", activity_id=self.activity_id)
        return url_for("activities.funders")


def _of_activity(activity_id: int) -> _Whose:
    found = activity_or_404(activity_id)
    return _Whose(title_of(found), None, found.id, found.languages or list(found.title))


def _of_hub(hub_id: int) -> _Whose:
    """Of a hub for which who asks speaks."""
    hub = next(iter(queries.hubs_by_id(db.session(), [hub_id])), None)
    if hub is None or not may_for(Permission.HUB_EDIT, [hub_id]):
        abort(404)
    return _Whose(hub_name(hub), hub.id, None, hub.languages or ["en"])


def _of_instance() -> _Whose:
    if not of_the_network():
        abort(404)
    return _Whose(gettext("All pages of this site"), None, None, PUBLIC_LANGUAGES)


def _of(funding: Funding) -> _Whose:
    if funding.activity_id is not None:
        return _of_activity(funding.activity_id)
    return _of_instance() if funding.hub_id is None else _of_hub(funding.hub_id)


@bp.get("/funders")
@permission(Permission.ACTIVITY_EDIT)
def funders() -> ResponseReturnValue:
    """The funders of hubs and of the instance; those of one activity stand on its page."""
    session = db.session()
    seen = desk.reach(Permission.ACTIVITY_EDIT)
    found = queries.funding_above(session, seen)
    hubs = {hub.id: hub for hub in queries.hubs_by_id(session, None)}
    return render(
        "activities/manage/funders.html",
        rows=[(each, hubs.get(each.hub_id or 0), images.shown(session, each.emblem)) for each in found],
        hubs=[hub for hub in hubs.values() if _speaks_for(hub.id)],
        network=of_the_network(),
        speaks_for=_speaks_for,
        today=utcnow().date(),
    )


def _speaks_for(hub_id: int | None) -> bool:
    return of_the_network() if hub_id is None else may_for(Permission.HUB_EDIT, [hub_id])


@bp.get("/funders/new")
@permission(Permission.ACTIVITY_EDIT)
def new_funder() -> ResponseReturnValue:
    whose = _asked()
    return _page(whose, None, TypedFunding.of(None, whose.languages), [])


@bp.post("/funders/new")
@permission(Permission.ACTIVITY_EDIT)
def add_funder() -> ResponseReturnValue:
    require_token()
    return _keep(_asked(), None)


def _asked() -> _Whose:
    """A hub by its number, or without one the instance."""
    hub = request.args.get("hub", "")
    return _of_hub(int(hub)) if hub.isdecimal() and len(hub) < 10 else _of_instance()


@bp.get("/activities/<int:activity_id>/funders/new")
@permission(Permission.ACTIVITY_EDIT)
def new_activity_funder(activity_id: int) -> ResponseReturnValue:
    whose = _of_activity(activity_id)
    return _page(whose, None, TypedFunding.of(None, whose.languages), [])


@bp.post("/activities/<int:activity_id>/funders/new")
@permission(Permission.ACTIVITY_EDIT)
def add_activity_funder(activity_id: int) -> ResponseReturnValue:
    require_token()
    return _keep(_of_activity(activity_id), None)


@bp.get("/funders/<int:funding_id>")
@permission(Permission.ACTIVITY_EDIT)
def funder(funding_id: int) -> ResponseReturnValue:
    found = _funding_or_404(funding_id)
    whose = _of(found)
    return _page(whose, found, TypedFunding.of(found, whose.languages), [])


@bp.post("/funders/<int:funding_id>")
@permission(Permission.ACTIVITY_EDIT)
def change_funder(funding_id: int) -> ResponseReturnValue:
    found = _funding_or_404(funding_id)
    require_token()
    return _keep(_of(found), found)


def _funding_or_404(funding_id: int) -> Funding:
    found = queries.funding(db.session(), funding_id)
    if found is None:
        abort(404)
    return found


def _keep(whose: _Whose, found: Funding | None) -> ResponseReturnValue:
    languages = TypedFunding.of(found, whose.languages).languages
    typed = TypedFunding.sent(request.form, languages)
    paid = typed.paid()
    file, identifier = request.files.get("emblem"), found.id if found else None
    try:
        if typed.problems:
            raise NotRight([*typed.problems, *service.wrong_in_paid(paid, emblem=False)])
        kept = service.fund(
            db.session(),
            found,
            paid,
            hub_id=whose.hub_id,
            activity_id=whose.activity_id,
            emblem=file.stream.read() if file is not None and file.filename else None,
            without_emblem=request.form.get("without_emblem") == "yes",
        )
    except NotRight as refusal:
        return _refused(whose, identifier, typed, refusal.problems)
    except ImageRefused as refusal:
        return _refused(whose, identifier, typed, [], messages.image_refused(refusal.code))
    trail.note(db.session(), "funding.changed", "funding", kept.id, now=utcnow(), hub_id=whose.hub_id)
    changes.tell(db.session(), service.hubs_of(db.session(), whose.hub_id, whose.activity_id))
    db.session.commit()
    flash(gettext("What is said of the funder is saved."))
    return redirect(whose.above, code=303)


def _refused(
    whose: _Whose, identifier: int | None, typed: TypedFunding, problems: Sequence[Problem], emblem_error: str = ""
) -> ResponseReturnValue:
    db.session.rollback()
    found = queries.funding(db.session(), identifier) if identifier else None
    return _page(whose, found, typed, problems, emblem_error), 422


def _page(
    whose: _Whose, found: Funding | None, typed: TypedFunding, problems: Sequence[Problem], emblem_error: str = ""
) -> str:
    return render(
        "activities/manage/funder.html",
        activity=activity_or_404(whose.activity_id) if whose.activity_id else None,
        whose=whose,
        funding=found,
        emblem=images.shown(db.session(), found.emblem) if found else None,
        typed=typed,
        fields=[(tag, endonym(tag), direction(tag)) for tag in typed.languages],
        errors={name: messages.wrong(name, what) for name, what in reversed(problems)},
        emblem_error=emblem_error,
    )


@bp.post("/funders/<int:funding_id>/remove")
@permission(Permission.ACTIVITY_EDIT)
def remove_funder(funding_id: int) -> ResponseReturnValue:
    found = _funding_or_404(funding_id)
    require_token()
    whose, kept = _of(found), _kept(found)
    hubs = permissions.hubs_here(Permission.ACTIVITY_EDIT) or ()
    service.stop_funding(db.session(), found)
    trail.note(db.session(), "funding.removed", "funding", funding_id, now=utcnow(), hub_id=whose.hub_id)
    changes.tell(db.session(), service.hubs_of(db.session(), whose.hub_id, whose.activity_id))
    db.session.commit()
    sentence = gettext("“%(funder)s” is not named any more.", funder=kept["funder"])
    offer_undo(sentence, "activities.funding", kept, hubs=hubs)
    return redirect(whose.above, code=303)


def _kept(found: Funding) -> dict[str, Any]:
    return {
        "hub": found.hub_id,
        "activity": found.activity_id,
        "funder": found.funder,
        "statement": found.statement,
        "emblem": found.emblem,
        "emblem_text": found.emblem_text,
        "starts_on": found.starts_on.isoformat() if found.starts_on else None,
        "ends_on": found.ends_on.isoformat() if found.ends_on else None,
    }


def bring_back(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """Undo what took a funder away; twice is as good as once."""
    if not _may_bring_back(kept):
        raise CannotUndo(gettext("This cannot be taken back any more."))
    again = Funding(
        hub_id=kept["hub"],
        activity_id=kept["activity"],
        funder=kept["funder"],
        statement=kept["statement"],
        emblem=kept["emblem"],
        emblem_text=kept["emblem_text"],
        starts_on=date.fromisoformat(kept["starts_on"]) if kept["starts_on"] else None,
        ends_on=date.fromisoformat(kept["ends_on"]) if kept["ends_on"] else None,
    )
    there = (
        queries.funding_of(session, again.activity_id) if again.activity_id else queries.funding_above(session, None)
    )
    if not any(_kept(each) == dict(kept) for each in there):
        session.add(again)
        service.look_anew(session, again)
        changes.tell(session, service.hubs_of(session, again.hub_id, again.activity_id))
        trail.note(session, "funding.changed", "funding", again.id, now=now, hub_id=again.hub_id)
    return gettext("“%(funder)s” is named again.", funder=kept["funder"])


def _may_bring_back(kept: Mapping[str, Any]) -> bool:
    if kept["activity"] is not None:
        return queries.by_id(db.session(), kept["activity"]) is not None
    return _speaks_for(kept["hub"])
