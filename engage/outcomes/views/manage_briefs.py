"""Policy briefs in the console: the list, a new one, what one says and rests on, files, publishing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.folding import localized, words_of
from engage.db.session import db
from engage.hubs.models import Hub
from engage.outcomes import forms_briefs
from engage.outcomes.briefs import keeping, resting
from engage.outcomes.briefs.keeping import NotReady
from engage.outcomes.domain.briefs import LONGEST, MOST_FIGURES, MOST_OUTCOMES, Wrong
from engage.outcomes.models import PolicyBrief
from engage.outcomes.views import briefs_making, public_briefs
from engage.outcomes.views.manage_briefs_frame import (
    above_hub,
    bp,
    brief_or_404,
    figure_groups,
    first_language,
    languages_here,
    note,
    seen,
    spoken,
    weights,
)
from engage.outcomes.views.manage_outcomes_blueprint import hub_name, own_hubs
from engage.outcomes.writing.keeping import ChangedMeanwhile
from engage.web import desk, trail
from engage.web.console import render
from engage.web.desk import CannotUndo, listing, offer_undo, require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.desk.listing import Column, Table
from engage.web.permissions import Permission, permission

REMOVED = "brief.removed"

# -- the list, a new one


@bp.get("")
@permission(Permission.OUTCOME_SEE)
def every() -> ResponseReturnValue:
    """Those of the hubs for which who asks may see them."""
    asked, mine = select(PolicyBrief).join(Hub, Hub.id == PolicyBrief.hub_id), desk.reach(Permission.OUTCOME_SEE)
    table = Table(
        columns=(
            Column("title", gettext("Policy brief"), sort=localized(PolicyBrief.title, g.interface)),
            Column("hub", gettext("Hub"), sort=Hub.name),
            Column("languages", gettext("Written in")),
            Column("public", gettext("For everybody"), sort=PolicyBrief.published_at, descending=True),
            Column("changed", gettext("Changed"), sort=PolicyBrief.updated_at, descending=True),
        ),
        tie=PolicyBrief.id,
        default="-changed",
        search=(words_of(PolicyBrief.title), PolicyBrief.slug),
    )
    page = listing.read(db.session(), asked if mine is None else asked.where(PolicyBrief.hub_id.in_(mine)), table)
    return render("outcomes/manage/briefs.html", page=page, can_write=bool(own_hubs()))


@bp.get("/new")
@permission(Permission.OUTCOME_EDIT)
def new() -> ResponseReturnValue:
    return _beginning(Filled({"hub": above_hub(), "source": first_language()}))


@bp.post("/new")
@permission(Permission.OUTCOME_EDIT)
def begin() -> ResponseReturnValue:
    require_token()
    sent, hubs, session = Sent(request.form), own_hubs(), db.session()
    hub, draft = forms_briefs.read_beginning(sent, tags=spoken(), hubs=hubs)
    if sent.wrong:
        return _beginning(sent), 422
    brief = keeping.create(session, hubs[hub].id, draft, now=utcnow())
    note("brief.added", brief)
    session.commit()
    return redirect(url_for("manage_briefs.write", brief_id=brief.id), code=303)


def _beginning(filled: Filled) -> str:
    hubs = [{"value": slug, "label": hub_name(hub)} for slug, hub in own_hubs().items()]
    return render(
        "outcomes/manage/briefs_new.html", filled=filled, hubs=hubs, tongues=languages_here(), longest=LONGEST
    )


# -- one


@bp.get("/<int:brief_id>")
@permission(Permission.OUTCOME_SEE)
def brief(brief_id: int) -> ResponseReturnValue:
    return _overview(brief_or_404(brief_id))


def _overview(found: PolicyBrief, error: str = "") -> str:
    standing = briefs_making.where_it_stands(found)
    pages = briefs_making.pages(standing)
    return render(
        "outcomes/manage/briefs_brief.html",
        brief=found,
        standing=standing,
        pages=pages,
        pages_words=forms_briefs.pages,
        why_not=[forms_briefs.sentence(each) for each in standing.why_not(pages)],
        weights=weights(standing, pages),
        error=error,
    )


@bp.get("/<int:brief_id>/preview/<lang:lang>")
@permission(Permission.OUTCOME_SEE)
def preview(brief_id: int, lang: str) -> ResponseReturnValue:
    """The page as everybody will see it."""
    standing = briefs_making.where_it_stands(brief_or_404(brief_id))
    if lang not in standing.whole:
        return redirect(url_for("manage_briefs.brief", brief_id=brief_id))
    g.language, g.interface = lang, public_briefs.interface_of(standing, lang)
    return public_briefs.shown(standing, lang, preview=True)


@bp.get("/<int:brief_id>/<lang:lang>.<any(pdf,docx):ending>")
@permission(Permission.OUTCOME_SEE)
def file(brief_id: int, lang: str, ending: str) -> ResponseReturnValue:
    standing = briefs_making.where_it_stands(brief_or_404(brief_id))
    if lang not in standing.whole:
        return redirect(url_for("manage_briefs.brief", brief_id=brief_id))
    response = briefs_making.file(standing, lang, ending)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/<int:brief_id>/write")
@permission(Permission.OUTCOME_EDIT)
def write(brief_id: int) -> ResponseReturnValue:
    found = brief_or_404(brief_id)
    return _form(found, forms_briefs.stored(keeping.read(found)))


@bp.post("/<int:brief_id>/write")
@permission(Permission.OUTCOME_EDIT)
def save(brief_id: int) -> ResponseReturnValue:
    require_token()
    found, sent, session = brief_or_404(brief_id), Sent(request.form), db.session()
    draft = forms_briefs.read_draft(
        sent,
        tags=[each["value"] for each in languages_here(found)],
        outcomes=[each.row.id for each in resting.outcomes_offered(session, found.hub_id, found.outcomes)],
        figures={each.code: each for _group, tables in figure_groups(found) for each, _words in tables},
    )
    if sent.wrong:
        return _form(found, sent), 422
    try:
        keeping.change(session, found, draft, seen=seen(found), now=utcnow())
    except ChangedMeanwhile:
        session.rollback()
        sent.refuse("", forms_briefs.changed_meanwhile())
        return _form(brief_or_404(brief_id), sent), 409
    if found.published_at is not None and (why_not := _why_not(found)):
        session.rollback()
        for each in why_not:
            sent.refuse("", gettext("This brief is public: %(what)s", what=forms_briefs.sentence(each)))
        return _form(brief_or_404(brief_id), sent), 422
    note("brief.changed", found)
    session.commit()
    flash(gettext("It is saved."))
    return redirect(url_for("manage_briefs.brief", brief_id=brief_id), code=303)


def _why_not(found: PolicyBrief) -> tuple[Wrong, ...]:
    """What keeps a brief from everybody."""
    standing = briefs_making.where_it_stands(found)
    return standing.why_not(briefs_making.pages(standing))


def _form(found: PolicyBrief, filled: Filled) -> str:
    standing = briefs_making.where_it_stands(found)
    return render(
        "outcomes/manage/briefs_write.html",
        brief=found,
        filled=filled,
        gone=standing.rests.gone,
        tongues=languages_here(found),
        outcomes=resting.outcomes_offered(db.session(), found.hub_id, found.outcomes),
        groups=figure_groups(found),
        places=range(1, MOST_FIGURES + 1),
        most=MOST_OUTCOMES,
        longest=LONGEST,
    )


# -- for everybody, or not


@bp.post("/<int:brief_id>/publish")
@permission(Permission.OUTCOME_EDIT)
def publish(brief_id: int) -> ResponseReturnValue:
    require_token()
    found, session = brief_or_404(brief_id), db.session()
    whole = list(briefs_making.where_it_stands(found).whole)
    try:
        keeping.publish(session, found, why_not=_why_not(found), seen=seen(found), now=utcnow())
    except NotReady:
        return _overview(found, gettext("It cannot be published yet. Below it says why.")), 409
    except ChangedMeanwhile:
        return _overtaken(brief_id)
    note("brief.published", found, languages=whole)
    session.commit()
    flash(gettext("Everybody can read it now."))
    return redirect(url_for("manage_briefs.brief", brief_id=brief_id), code=303)


@bp.post("/<int:brief_id>/withdraw")
@permission(Permission.OUTCOME_EDIT)
def withdraw(brief_id: int) -> ResponseReturnValue:
    require_token()
    found, session = brief_or_404(brief_id), db.session()
    try:
        keeping.withdraw(session, found, seen=seen(found))
    except ChangedMeanwhile:
        return _overtaken(brief_id)
    note("brief.withdrawn", found)
    session.commit()
    flash(gettext("Nobody but the team can read it now."))
    return redirect(url_for("manage_briefs.brief", brief_id=brief_id), code=303)


def _overtaken(brief_id: int) -> ResponseReturnValue:
    db.session.rollback()
    said = gettext("Somebody else has changed this brief since you opened the page. Look at it again.")
    return _overview(brief_or_404(brief_id), said), 409


@bp.post("/<int:brief_id>/remove")
@permission(Permission.OUTCOME_EDIT)
def remove(brief_id: int) -> ResponseReturnValue:
    """Delete one that only the team reads; for some minutes it can be brought back."""
    require_token()
    found, session = brief_or_404(brief_id), db.session()
    if found.published_at is not None:
        return _overview(found, gettext("Everybody can read it. Take it back first.")), 409
    kept = {name: getattr(found, name) for name in _KEPT} | {"at": found.created_at.isoformat()}
    note(REMOVED, found)
    session.delete(found)
    session.commit()
    offer_undo(gettext("The brief is deleted."), REMOVED, kept, hubs=[kept["hub_id"]])
    return redirect(url_for("manage_briefs.every"), code=303)


_KEPT = ("hub_id", "slug", "languages", "title", "lead", "asks", "outcomes", "figures")


def bring_back(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """The brief as it was.

    :raises CannotUndo: when its place was taken meanwhile
    """
    if session.scalar(select(PolicyBrief.id).where(PolicyBrief.slug == kept["slug"])) is not None:
        raise CannotUndo(gettext("Another brief has its place meanwhile."))
    values = {name: kept[name] for name in _KEPT}
    brought = PolicyBrief(**values, created_at=datetime.fromisoformat(kept["at"]), updated_at=now)
    session.add(brought)
    session.flush()
    trail.note(session, "brief.brought_back", "policy_brief", brought.id, now=now, hub_id=brought.hub_id)
    return gettext("The brief is back.")
