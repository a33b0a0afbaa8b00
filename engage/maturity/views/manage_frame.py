"""The frame around every page of one assessment in the console: its title, where it stands, its steps, its tabs.

A part of the room brings its own blueprint (url_prefix "/console", addresses `/assessments/<int:number>/…`; `number` is
`Assessment.id`) and, from its wiring:

    manage_frame.adopt(app, bp)
        Registers the blueprint: its language, whose its things are, which duties count, breadcrumbs.
    manage_frame.step(app, StepName.PANEL, lazy_gettext("Panel"), "manage_panel.panel", Permission.MATURITY_SEE, 20)
        The page of a step; `order` decides where it stands: 10, 20 … 90 in the order of `StepName`.
    manage_frame.tab(app, "profile", lazy_gettext("Profile"), "manage_profile.profile", Permission.MATURITY_SEE, 20)
        A page beside the steps. The overview is 10, then profile 20, report 30, people with a duty 90.
        `kinds`: of which assessments; `stages`: from which on it is there (all without it).

and in its views:

    assessment = manage_frame.assessment_or_404(number)
    manage_frame.render(assessment, "maturity/manage/panel.html", step=StepName.PANEL, …)
    manage_frame.note("assessment.opened", assessment, members=8)

Its templates extend `maturity/manage/frame.html` and fill the blocks `name` (what the page is called, its h1) and
`page`. On the page of a step the frame says what to do there; what it says stands in `words_console_steps`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, abort, current_app, g, request, url_for
from flask_babel import gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.hubs.models import Hub
from engage.maturity import queries, queries_steps, words_console_steps
from engage.maturity.domain import steps
from engage.maturity.domain.kinds import AssessmentKind, Stage, StepName
from engage.maturity.domain.steps import Counts, StepState
from engage.maturity.models import Assessment
from engage.web import console, desk, permissions, trail
from engage.web.desk.crumbs import Crumb
from engage.web.permissions import Permission, may, may_somewhere

_TABS, _STEPS = "engage-assessment-tabs", "engage-assessment-steps"
ROUNDS = frozenset({AssessmentKind.CORE, AssessmentKind.FULL})
_FIRST_PAGES = ("manage_assessments.assessment", "manage_first_look.questions", "manage_first_look.result")
LARGEST = 2**63 - 1
"""Of what a database counts with."""


@dataclass(frozen=True, slots=True)
class Tab:
    name: str
    label: Any
    """A lazy translation."""
    endpoint: str
    """Of a page that takes `number` alone."""
    permission: Permission
    order: int
    kinds: Collection[AssessmentKind] = frozenset(AssessmentKind)
    stages: Collection[Stage] = frozenset(Stage)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the frame shows it."""

    name: StepName
    label: str
    address: str
    """Empty for who may not open it."""
    state: StepState
    state_words: str
    so_far: str
    current: str
    words: words_console_steps.StepWords


def tab(
    app: Flask,
    name: str,
    label: Any,
    endpoint: str,
    permission: Permission,
    order: int = 50,
    *,
    kinds: Collection[AssessmentKind] = frozenset(AssessmentKind),
    stages: Collection[Stage] = frozenset(Stage),
) -> None:
    """Add a tab to the pages of every assessment, or of those of some kinds at some stages."""
    app.extensions.setdefault(_TABS, []).append(Tab(name, label, endpoint, permission, order, kinds, stages))


def step(app: Flask, name: StepName, label: Any, endpoint: str, permission: Permission, order: int) -> None:
    """Say which page a step has."""
    app.extensions.setdefault(_STEPS, {})[name] = Tab(name.value, label, endpoint, permission, order)


def adopt(app: Flask, blueprint: Blueprint) -> None:
    """Register a blueprint of pages of assessments: whose they are, which duties count there, what lies above them."""
    app.register_blueprint(blueprint)
    app.before_request_funcs.setdefault(blueprint.name, []).append(console.use_language)
    app.url_value_preprocessors[blueprint.name].append(_look)
    permissions.belongs(app, blueprint.name, hubs_behind)
    permissions.duties_on(app, blueprint.name, thing)
    desk.trail(app, blueprint.name, above)


def _look(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """A number that no row can have is not found, and never a fault of ours."""
    if any(isinstance(value, int) and value > LARGEST for value in (values or {}).values()):
        abort(404)


def hubs_behind(label: Permission, args: Mapping[str, Any]) -> frozenset[int] | None:
    """The hub behind the assessment that an address names."""
    if "number" not in args:
        return None
    return queries.hubs_behind(db.session(), queries.by_id(db.session(), args["number"]), label)


def thing(args: Mapping[str, Any]) -> tuple[str, int] | None:
    """What duties are given on."""
    found = queries.by_id(db.session(), args["number"]) if "number" in args else None
    return (queries.THING, found.id) if found else None


def assessment_or_404(number: int) -> Assessment:
    """The assessment at an address of the console."""
    found = queries.by_id(db.session(), number)
    if found is None:
        abort(404)
    return found


def round_or_404(number: int) -> Assessment:
    """The same, for pages that a first look has not."""
    found = assessment_or_404(number)
    if found.kind is AssessmentKind.FIRST_LOOK:
        abort(404)
    return found


def hub_name(hub: Hub) -> str:
    """In the language of the console where it has one."""
    return named(hub.name, hub.names, hub.languages, g.get("interface", "en")).text


def stage_words(assessment: Assessment) -> str:
    """Where an assessment stands."""
    first = assessment.kind is AssessmentKind.FIRST_LOOK
    return str((words_console_steps.FIRST_LOOK_STAGES if first else words_console_steps.STAGES)[assessment.stage])


def note(action: str, assessment: Assessment, **details: Any) -> None:
    """Say in the trail what who asks has done with an assessment; in the transaction of the deed. Never say who."""
    trail.note(db.session(), action, queries.THING, assessment.id, now=utcnow(), hub_id=assessment.hub_id, **details)


def render(assessment: Assessment, template: str, *, step: StepName | None = None, tab: str = "", **values: Any) -> str:
    """A page of one assessment.

    :param step: the step that the page belongs to
    :param tab: the name of the tab that it belongs to, when it is no step's page
    """
    shown = shown_steps(assessment, step) if assessment.kind in ROUNDS else []
    return console.render(
        template,
        assessment=assessment,
        hub=assessment.hub,
        hub_name=hub_name(assessment.hub),
        kind_words=str(words_console_steps.KINDS[assessment.kind]),
        stage_words=stage_words(assessment),
        stage_tag=words_console_steps.STAGE_TAGS.get(assessment.stage, ""),
        state_tags=words_console_steps.STATE_TAGS,
        steps=shown,
        this_step=next((each for each in shown if each.name is step), None),
        tabs=[
            (str(each.label), url_for(each.endpoint, number=assessment.id), _current(each, tab))
            for each in _tabs(assessment)
        ],
        **values,
    )


def counts(assessment: Assessment) -> Counts:
    """How far it has come; asked once a request."""
    kept: dict[int, Counts] = g.setdefault("assessment_counts", {})
    if assessment.id not in kept:
        kept[assessment.id] = queries_steps.counts(db.session(), assessment)
    return kept[assessment.id]


def shown_steps(assessment: Assessment, wanted: StepName | None = None) -> list[ShownStep]:
    """The steps of a round that have a page, in order."""
    known: Mapping[StepName, Tab] = current_app.extensions.get(_STEPS, {})
    so_far = counts(assessment)
    states = steps.states(assessment.stage, so_far)
    return [
        ShownStep(
            name,
            str(each.label),
            url_for(each.endpoint, number=assessment.id) if may(each.permission) else "",
            states[name],
            str(words_console_steps.STATES[states[name]]),
            words_console_steps.so_far(name, so_far),
            ("page" if each.endpoint == request.endpoint else "true") if name is wanted else "",
            words_console_steps.STEPS[name],
        )
        for name, each in sorted(known.items(), key=lambda pair: pair[1].order)
    ]


def _tabs(assessment: Assessment) -> list[Tab]:
    known: Sequence[Tab] = current_app.extensions.get(_TABS, ())
    return [
        each
        for each in sorted(known, key=lambda each: each.order)
        if assessment.kind in each.kinds and assessment.stage in each.stages and may(each.permission)
    ]


def _current(each: Tab, wanted: str) -> str:
    if each.endpoint == request.endpoint:
        return "page"
    return "true" if each.name == wanted else ""


def above(endpoint: str, arguments: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Crumb]:
    """The list of assessments, and the assessment."""
    if endpoint == "manage_assessments.assessments":
        return []
    crumbs: list[Crumb] = []
    if may_somewhere(Permission.MATURITY_SEE):  # somebody with a duty on one assessment alone has no list
        crumbs.append((gettext("Self-assessment"), url_for("manage_assessments.assessments")))
    found: Assessment | None = values.get("assessment")
    if found is None and "number" in arguments:
        found = queries.by_id(db.session(), arguments["number"])
    if found is not None and endpoint not in _FIRST_PAGES:
        crumbs.append((found.title, url_for("manage_assessments.assessment", number=found.id)))
    return crumbs
