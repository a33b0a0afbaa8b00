"""The hubs of who is signed in, as a tree; and new ones."""

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.folding import fold
from engage.db.session import db
from engage.hubs import directory, queries, service, words
from engage.hubs.domain.kinds import HubScope, LifeCycle
from engage.hubs.domain.reading import Step
from engage.hubs.forms import NewHubForm
from engage.hubs.views.manage_blueprint import bp, commit, sentence, shown_language
from engage.i18n import named
from engage.web import desk
from engage.web.console import country_name, render
from engage.web.desk.searching import clean, words_in
from engage.web.permissions import Permission, permission


@bp.get("/")
@permission(Permission.HUB_SEE)
def index() -> ResponseReturnValue:
    hubs = directory.within(db.session(), utcnow().date(), desk.reach(Permission.HUB_SEE))
    asked = clean(request.args.get("q", ""))
    found = [hub for hub in hubs if _fits(hub, words_in(asked))]
    found.sort(key=lambda hub: (country_name(hub.country) if hub.country else "", fold(hub.name) or ""))
    return render(
        "hubs/manage/list.html",
        rows=list(directory.in_tree(found)),
        asked=asked,
        total=len(hubs),
        words=words,
        country_name=country_name,
    )


def _fits(hub: directory.ListedHub, wanted: tuple[str, ...]) -> bool:
    text = fold(" ".join((hub.name, *hub.names.values(), hub.region, hub.slug, country_name(hub.country)))) or ""
    return all(word in text for word in wanted)


@bp.get("/new")
@permission(Permission.HUB_LIFE_CYCLE)
def new() -> ResponseReturnValue:
    """A new hub; `?part_of=` begins one below another."""
    form = NewHubForm(data={"status": LifeCycle.MAPPED.value, "scope": HubScope.NATIONAL.value})
    whole = queries.by_slug(db.session(), request.args.get("part_of", ""))
    if whole is not None:
        below = HubScope.LOCAL if whole.scope is HubScope.REGIONAL else HubScope.REGIONAL
        form.parent.data, form.country.data, form.scope.data = whole.slug, whole.country, below.value
        form.language_1.data = shown_language(whole.languages[0]) if whole.languages else ""
    return _form(form)


@bp.post("/new")
@permission(Permission.HUB_LIFE_CYCLE)
def add() -> ResponseReturnValue:
    form, session, now = NewHubForm(), db.session(), utcnow()
    if not form.validate():
        return _form(form), 422
    whole = queries.by_slug(session, form.parent.data or "")
    try:
        hub = service.add(
            session,
            slug=form.slug.data or "",
            name=form.name.data or "",
            country=form.country.data or "",
            scope=HubScope(form.scope.data or ""),
            parent=whole,
            region=form.region.data or "",
            languages=form.languages(),
            time_zone=whole.time_zone if whole else "Europe/Brussels",
            updated_at=now,
        )
    except Refusal as refusal:
        session.rollback()
        return _form(form, sentence(refusal)), 409
    service.add_step(session, hub, Step(LifeCycle(form.status.data or ""), now.date()), now=now)
    commit(hub, "hub.added", now=now)
    flash(gettext("The hub is there, for its team only. Write what it says of itself, then show it to everybody."))
    return redirect(url_for("hubs_manage.hub", hub=hub.slug), code=303)


def _form(form: NewHubForm, problem: str = "") -> str:
    return render(
        "hubs/manage/new.html",
        form=form,
        problem=problem,
        words=words,
        hubs=[hub for hub in queries.every(db.session()) if hub.scope is not HubScope.LOCAL],
        countries=named.countries(g.interface),
        languages=[shown_language(tag) for tag, _, _ in named.languages(g.interface)],
    )
