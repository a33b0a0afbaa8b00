"""One permission label on every route, denied by default.

`engage.accounts` says who may do what (`set_asker`). What a page is about belongs to
hubs: each blueprint whose addresses name things says to which (`belongs`), and a person needs the permission for one
of them. Pages about nothing in particular (lists) ask whether there is any hub for which it is held; the lists
themselves show only what `engage.accounts.sight.reach` covers.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engage.core.actor import Actor

F = TypeVar("F", bound=Callable[..., Any])


class Permission(StrEnum):
    """What a route needs. The name says the right, not the role."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    SURVEY_SEE = "survey.see"
    SURVEY_EDIT = "survey.edit"
    SURVEY_FIELD = "survey.field"
    """Publish, pause, close."""
    SHEETS = "survey.sheets"
    """Type in answers given on paper or by telephone: also for a hub that fields one country."""
    PREVIEW = "survey.preview"
    """See pages as citizens would; nothing of the running of a survey."""
    TRANSLATE = "texts.translate"
    """Translate, review and approve what one is asked to; who edits surveys is asked to do all."""
    REACH = "survey.reach"
    """Channels, and the people who are invited by name; never who of them answered."""
    RESULTS_SEE = "results.see"
    RESULTS_TEXTS = "results.texts"
    RESULTS_EXPORT = "results.export"
    RESULTS_DECIDE = "results.decide"
    """Populations, weights, targets, and which responses count."""
    RESULTS_CODE = "results.code"
    """Code, translate and quote what people wrote, after it was redacted."""
    RESULTS_PUBLISH = "results.publish"
    """Choose and publish figures for everybody."""
    ACTIVITY_SEE = "activity.see"
    ACTIVITY_EDIT = "activity.edit"
    """Say what an activity is about, and record those held elsewhere."""
    EVENT_SEE = "event.see"
    """The event, and how many people registered; no names."""
    EVENT_EDIT = "event.edit"
    """Programme, places, texts; announce, move, cancel."""
    EVENT_PEOPLE = "event.people"
    """Who registered: see, approve, write to, export."""
    EVENT_DESK = "event.desk"
    """Check people in."""
    EVENT_NEEDS = "event.needs"
    """What single people need to take part: health data. No role has it; it is a duty on one event."""
    EVENT_REPORT = "event.report"
    """Write what was said and what follows."""
    MATURITY_SEE = "maturity.see"
    """A hub's self-assessments, their results and plans; nothing of what single people say."""
    MATURITY_EDIT = "maturity.edit"
    """Run a round: dates, panel, evidence, plan."""
    MATURITY_FACILITATE = "maturity.facilitate"
    """Lead the workshop: digest, re-votes."""
    MATURITY_CHECK = "maturity.check"
    """Confirm evidence from outside the team. No role has it; it is a duty on one assessment."""
    MATURITY_SIGN = "maturity.sign"
    """Sign for the hub."""
    MATURITY_CO_SIGN = "maturity.co-sign"
    """Sign as a citizen. No role has it; it is a duty on one assessment."""
    MATURITY_MODEL = "maturity.model"
    """Bring models of maturity and their versions: the network office."""
    MATURITY_NETWORK = "maturity.network"
    """Self-assessment over all hubs, as aggregates; for who works for the network."""
    LIBRARY_EDIT = "library.edit"
    """Guides, toolkits and trainings for everybody."""
    OUTCOME_SEE = "outcome.see"
    """What became of it, published or not."""
    OUTCOME_EDIT = "outcome.edit"
    """Write and publish outcomes and policy briefs; tell those who asked."""
    TOPICS = "topics"
    """Look at what citizens propose before everybody sees it, and answer."""
    HUB_SEE = "hub.see"
    HUB_EDIT = "hub.edit"
    """What a hub says of itself: texts, organisations, who is responsible."""
    HUB_LIFE_CYCLE = "hub.life-cycle"
    """Add hubs, and say where they stand: the network office."""
    PEOPLE = "people"
    """Invite, give and take roles."""
    MAIL_SEE = "mail.see"
    """What was sent, what failed and why."""
    MAIL_EDIT = "mail.edit"
    """Change the texts of mails."""
    DATA_PROTECTION = "data-protection"
    """Access and erasure on request, registers of processing."""
    AUDIT = "audit"
    FIGURES = "figures"
    """Figures of the network, and nothing of single people."""
    FIGURES_KEEP = "figures.keep"
    """Targets, reports and corrections of the network's figures."""
    HAND_OVER = "hub.hand-over"
    """Everything of a hub as one archive."""
    OPERATIONS = "operations"
    """Jobs, and what keeps the instance running."""


class Unlabelled(RuntimeError):
    """A route without a permission label: the app must not start."""


Hubs = frozenset[int] | None
"""The hubs behind what a page is about; None for pages about nothing in particular."""
Finder = Callable[[Permission, Mapping[str, Any]], Collection[int] | None]
"""The hubs that may hold a permission for what an address names; empty for what does not exist."""
Thing = tuple[str, int]
"""What duties are given on: its kind ("event") and its id."""
ThingFinder = Callable[[Mapping[str, Any]], Thing | None]
_FINDERS = "engage-things"
_THINGS = "engage-duty-things"
_ASKER = "engage-permissions"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: what `engage.accounts` knows of the person behind a request."""

    signed_in: Callable[[], bool]
    reach: Callable[[Permission], Hubs]
    """The hubs for which a permission is held; None for all."""
    actor: Callable[[], Actor]
    language: Callable[[], str] = str
    """The language that the person chose; empty for nobody."""
    time_zone: Callable[[], str] = str
    """The name (IANA) of the time zone that the person chose; empty for nobody."""
    on_duty: Callable[[Permission, str, int], bool] = lambda _label, _kind, _id: False
    """Whether a duty on one thing allows it there: kind of thing ("event") and its id."""


_FREE = frozenset({Permission.PUBLIC, Permission.SIGNED_IN})


def permission(label: Permission) -> Callable[[F], F]:
    """Say what a route needs; exactly once."""

    def mark(view: F) -> F:
        if hasattr(view, "permission_label"):
            raise Unlabelled(f"{view.__name__} has two permission labels")
        view.permission_label = label  # type: ignore[attr-defined]
        return view

    return mark


def label_of(app: Flask, endpoint: str) -> Permission | None:
    return getattr(app.view_functions.get(endpoint), "permission_label", None)


def set_asker(app: Flask, asker: Asker) -> None:
    app.extensions[_ASKER] = asker


def _asker() -> Asker:
    found: Asker = current_app.extensions[_ASKER]
    return found


def reach(label: Permission) -> Hubs:
    """The hubs for which who asks holds a permission; None for all of them."""
    return _asker().reach(label)


def actor() -> Actor:
    """Who asks, for the trail and for what keeps who did it."""
    return _asker().actor()


def own_language() -> str:
    """The language that who asks chose for the console; empty for nobody."""
    return _asker().language()


def own_time_zone() -> str:
    """The time zone that who asks chose; empty for nobody."""
    return _asker().time_zone()


def belongs(app: Flask, blueprint: str, find: Finder) -> None:
    """Say to which hubs the things belong that a blueprint's addresses name.

    Several rooms may use one blueprint (questions of a survey, questions of a registration): each says what is its.
    """
    app.extensions.setdefault(_FINDERS, {}).setdefault(blueprint, []).append(find)


def duties_on(app: Flask, blueprint: str, find: ThingFinder) -> None:
    """Say which thing a blueprint's addresses are about, for people who hold a duty on it and no role."""
    app.extensions.setdefault(_THINGS, {})[blueprint] = find


def enforce() -> ResponseReturnValue | None:
    """Before every request: what one may not see answers like what does not exist."""
    if request.endpoint is None:
        return None
    label = label_of(current_app, request.endpoint)
    if label is Permission.PUBLIC:
        return None
    if not _asker().signed_in():
        if request.method in ("GET", "HEAD"):
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), code=303)
        abort(404)
    if label is None or not (label is Permission.SIGNED_IN or may(label)):
        abort(404)
    return None


def may(label: Permission) -> bool:
    """Whether who asks has a permission for what the page is about, by a role or by a duty on it."""
    return _ask(label, hubs_here(label)) or _on_duty(label)


def may_somewhere(label: Permission) -> bool:
    """Whether who asks has a permission for any hub at all."""
    return _ask(label, None)


def may_for(label: Permission, hubs: Collection[int]) -> bool:
    """Whether who asks has a permission for one of these hubs."""
    return _ask(label, frozenset(hubs))


def _on_duty(label: Permission) -> bool:
    find = current_app.extensions.get(_THINGS, {}).get(request.blueprint)
    thing = find(request.view_args or {}) if find and _asker().signed_in() else None
    return thing is not None and _asker().on_duty(label, *thing)


def _ask(label: Permission, about: Hubs) -> bool:
    if not _asker().signed_in():
        return False
    found = _asker().reach(label)
    if found is None:
        return about is None or bool(about)
    return bool(found) if about is None else not found.isdisjoint(about)


def hubs_here(label: Permission) -> Hubs:
    """The hubs behind what this request is about; None when its address names nothing."""
    finders: list[Finder] = current_app.extensions.get(_FINDERS, {}).get(request.blueprint, [])
    if not finders or not request.view_args:
        return None
    kept: dict[Permission, Hubs] = g.setdefault("hubs_here", {})
    if label not in kept:
        found = [hubs for find in finders if (hubs := find(label, request.view_args)) is not None]
        kept[label] = frozenset(hub for hubs in found for hub in hubs) if found else None
    return kept[label]


def require_labels(app: Flask) -> None:
    """:raises Unlabelled: naming every route that has no label, or names things of which nobody says whose they are"""
    bare = sorted(
        f"{rule.rule} ({rule.endpoint})" for rule in app.url_map.iter_rules() if label_of(app, rule.endpoint) is None
    )
    if bare:
        raise Unlabelled("routes without a permission label: " + ", ".join(bare))
    known = app.extensions.get(_FINDERS, {})
    ownerless = sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if rule.arguments
        and label_of(app, rule.endpoint) not in _FREE
        and rule.endpoint.rpartition(".")[0] not in known
    )
    if ownerless:
        raise Unlabelled("routes to things of which nobody says whose they are: " + ", ".join(ownerless))
