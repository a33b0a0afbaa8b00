"""The library in the console: its list, one entry, removing with a way back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.i18n.named import language_name
from engage.maturity import queries_models, wording, words_library
from engage.maturity.domain.kinds import ResourceKind
from engage.maturity.domain.model import MaturityModel
from engage.maturity.forms_library import NETWORK, read_entry, stored, tags
from engage.maturity.library import keeping
from engage.maturity.models import ModelVersion
from engage.maturity.models_after import LibraryItem
from engage.web import desk, trail
from engage.web.console import render
from engage.web.desk import CannotUndo, listing, offer_undo, require_token
from engage.web.desk.crumbs import Crumb
from engage.web.desk.forms import Filled, Sent
from engage.web.desk.listing import Column, Filter, Page, Table
from engage.web.permissions import Permission, permission, reach

bp = Blueprint("manage_library", __name__, template_folder="../templates", url_prefix="/console/library")
REMOVED = "library.removed"


def hubs_behind(_label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hub that keeps the entry that an address names; what the network keeps is the network's."""
    if "entry_id" not in args:
        return None
    found = db.session().get(LibraryItem, args["entry_id"])
    if found is None:
        return frozenset()
    if found.hub_id is not None:
        return frozenset({found.hub_id})
    return None if reach(Permission.LIBRARY_EDIT) is None else frozenset()


def entry_or_404(entry_id: int) -> LibraryItem:
    found = db.session().get(LibraryItem, entry_id)
    if found is None:
        abort(404)
    return found


def own_hubs() -> Mapping[str, Hub | None]:
    """For whom who asks may add entries, by short name; the network among them for who may do all."""
    mine = reach(Permission.LIBRARY_EDIT)
    asked = select(Hub).order_by(Hub.name)
    found: dict[str, Hub | None] = {NETWORK: None} if mine is None else {}
    for hub in db.session().scalars(asked if mine is None else asked.where(Hub.id.in_(mine))):
        found[hub.slug] = hub
    return found


def hub_words(hub: Hub | None) -> str:
    if hub is None:
        return gettext("Network office")
    return named(hub.name, hub.names, hub.languages, g.get("interface", "en")).text


def hub_options() -> list[dict[str, str]]:
    return [{"value": slug, "label": hub_words(hub)} for slug, hub in own_hubs().items()]


def first_hub() -> str:
    """What a form begins with: the hub chosen in the header, else the first."""
    chosen, known = desk.current_hub(), own_hubs()
    slugs = [slug for slug, hub in known.items() if chosen is not None and hub is not None and hub.id == chosen.id]
    return (slugs or list(known) or [""])[0]


def version_here() -> ModelVersion | None:
    """The model by which entries are indexed."""
    return next(iter(queries_models.offered(db.session())), None)


def indicators_of(version: ModelVersion | None) -> dict[str, int]:
    """Those of the model, with their highest level."""
    if version is None:
        return {}
    model = wording.model_of(version)
    return {each.id: model.top for each in model.indicators}


# -- the list


@bp.get("")
@permission(Permission.LIBRARY_EDIT)
def entries() -> ResponseReturnValue:
    """Those that who asks keeps; the network office sees all."""
    hubs = {hub.id: hub for hub in own_hubs().values() if hub is not None}
    return render(
        "maturity/manage/library.html",
        page=_page(),
        title=lambda item: keeping.title(item).pick(g.interface),
        kinds=words_library.KINDS,
        language_name=lambda tag: language_name(tag, g.interface),
        keeper=lambda item: hub_words(hubs.get(item.hub_id)),
    )


def _page() -> Page:
    asked = select(LibraryItem).outerjoin(Hub, Hub.id == LibraryItem.hub_id)
    mine = desk.reach(Permission.LIBRARY_EDIT)
    if mine is not None:
        everything = reach(Permission.LIBRARY_EDIT) is None
        own = LibraryItem.hub_id.in_(mine)
        asked = asked.where(or_(own, LibraryItem.hub_id.is_(None)) if everything else own)
    table = Table(
        columns=(
            Column("title", gettext("Title"), sort=LibraryItem.slug),
            Column("kind", gettext("Kind"), sort=LibraryItem.kind),
            Column("language", gettext("Language"), sort=LibraryItem.language),
            Column("keeper", gettext("Kept by"), sort=Hub.name),
            Column("added", gettext("Added"), sort=LibraryItem.added_on, descending=True),
            Column("state", gettext("For everybody")),
        ),
        tie=LibraryItem.id,
        default="-added",
        filters=[
            Filter(
                "kind",
                gettext("Kind"),
                [(kind.value, said) for kind, said in words_library.KINDS.items()],
                lambda value: LibraryItem.kind == value,
            )
        ],
        search=(LibraryItem.slug, LibraryItem.owner, LibraryItem.url),
    )
    return listing.read(db.session(), asked, table)


# -- one entry


@bp.get("/new")
@permission(Permission.LIBRARY_EDIT)
def new() -> ResponseReturnValue:
    return _form(None, Filled({"hub": first_hub(), "language": g.get("interface", "en"), "published": "yes"}))


@bp.post("/new")
@permission(Permission.LIBRARY_EDIT)
def add() -> ResponseReturnValue:
    return _save(None)


@bp.get("/<int:entry_id>")
@permission(Permission.LIBRARY_EDIT)
def entry(entry_id: int) -> ResponseReturnValue:
    item = entry_or_404(entry_id)
    keeper = item.hub_id and db.session().get(Hub, item.hub_id)
    return _form(item, stored(keeping.entry_of(item, _key()), keeper.slug if keeper else NETWORK))


@bp.post("/<int:entry_id>")
@permission(Permission.LIBRARY_EDIT)
def change(entry_id: int) -> ResponseReturnValue:
    return _save(entry_or_404(entry_id))


def _key() -> str:
    version = version_here()
    return version.key if version else ""


def _form(item: LibraryItem | None, filled: Filled) -> str:
    version = version_here()
    model: MaturityModel | None = wording.model_of(version) if version else None
    return render(
        "maturity/manage/library_entry.html",
        item=item,
        filled=filled,
        title=keeping.title(item).pick(g.interface)[0] if item else "",
        hubs=hub_options(),
        kinds=[{"value": kind.value, "label": words_library.KINDS[kind]} for kind in ResourceKind],
        tags=[(tag, language_name(tag, g.interface)) for tag in tags(keeping.entry_of(item, "") if item else None)],
        model=model,
        said=wording.words(db.session(), version, g.interface) if version else {},
    )


def _save(item: LibraryItem | None) -> ResponseReturnValue:
    require_token()
    session, version, known = db.session(), version_here(), own_hubs()
    taken = keeping.addresses(session, but=item.id if item else None)
    sent = Sent(request.form)
    described, hub = read_entry(sent, hubs=known, indicators=indicators_of(version), taken=taken)
    if sent.wrong:
        return _form(item, sent), 422
    keeper = known[hub]
    hub_id, key = keeper.id if keeper else None, version.key if version else ""
    if item is None:
        item = keeping.add(session, described, model=key, hub_id=hub_id, now=utcnow())
        note("library.added", item)
    else:
        keeping.change(session, item, described, model=key, hub_id=hub_id)
        note("library.changed", item)
    session.commit()
    flash(gettext("It is saved."))
    return redirect(url_for("manage_library.entries"), code=303)


def note(action: str, item: LibraryItem, **details: Any) -> None:
    """Say in the trail what who asks has done; in the transaction of the deed."""
    trail.note(db.session(), action, "library_item", item.id, now=utcnow(), hub_id=item.hub_id, **details)


@bp.post("/<int:entry_id>/remove")
@permission(Permission.LIBRARY_EDIT)
def remove(entry_id: int) -> ResponseReturnValue:
    require_token()
    item, session = entry_or_404(entry_id), db.session()
    kept = {name: getattr(item, name) for name in _KEPT} | {"kind": item.kind.value, "on": item.added_on.isoformat()}
    note("library.removed", item)
    session.delete(item)
    session.commit()
    offer_undo(gettext("The entry is deleted."), REMOVED, kept, hubs=[kept["hub_id"]] if kept["hub_id"] else ())
    return redirect(url_for("manage_library.entries"), code=303)


_KEPT = ("slug", "title", "summary", "language", "url", "owner", "licence", "hub_id", "helps", "published")


def bring_back(session: Session, kept: Mapping[str, Any], now: datetime) -> str:
    """The entry as it was.

    :raises CannotUndo: when its place was taken meanwhile
    """
    if session.scalar(select(LibraryItem.id).where(LibraryItem.slug == kept["slug"])) is not None:
        raise CannotUndo(gettext("Another entry has its place meanwhile."))
    values = {name: kept[name] for name in _KEPT}
    item = LibraryItem(**values, kind=ResourceKind(kept["kind"]), added_on=datetime.fromisoformat(kept["on"]).date())
    session.add(item)
    session.flush()
    trail.note(session, "library.brought_back", "library_item", item.id, now=now, hub_id=item.hub_id)
    return gettext("The entry is back.")


def above(endpoint: str, _arguments: Mapping[str, Any], _values: Mapping[str, Any]) -> Sequence[Crumb]:
    if endpoint == "manage_library.entries":
        return []
    return [(gettext("Library"), url_for("manage_library.entries"))]
