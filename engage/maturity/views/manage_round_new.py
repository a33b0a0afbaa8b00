"""A new round: of which hub, how much, when; and what first looks and rounds begin from."""

from collections.abc import Sequence
from datetime import date

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.hubs import queries as hub_queries
from engage.hubs.models import Hub
from engage.i18n.locales import PUBLIC_LANGUAGES, endonym
from engage.maturity import messages, queries, queries_carried, wording
from engage.maturity.domain.kinds import AssessmentKind, Stage
from engage.maturity.domain.rounds import changeable
from engage.maturity.forms_rounds import begun, read_plan
from engage.maturity.modelling import keeping
from engage.maturity.models import Assessment, ModelVersion
from engage.maturity.queries_models import offered
from engage.maturity.rounds import making
from engage.maturity.views import manage_frame
from engage.maturity.views.manage_rounds_blueprint import bp
from engage.web import desk
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, is_count
from engage.web.permissions import Permission, may_for, permission, reach

KINDS = (AssessmentKind.FULL, AssessmentKind.CORE)
MONTHS = 24
"""That are judged, while no model says it."""


@bp.get("/new")
@permission(Permission.MATURITY_EDIT)
def new() -> ResponseReturnValue:
    hubs = own_hubs()
    hub = first_hub(hubs)
    if hub is None:
        abort(404)
    asked = request.args.get("from", "")
    before = queries.by_id(db.session(), int(asked)) if is_count(asked) else None
    if before is not None and before.hub_id in {each.id for each in hubs}:
        hub = before.hub
    model = known_model()
    months = wording.model_of(model).period_months if model else MONTHS
    title = gettext("Round %(year)s", year=format_date(utcnow(), "yyyy", rebase=False))
    kind = AssessmentKind.CORE if request.args.get("kind") == AssessmentKind.CORE else AssessmentKind.FULL
    filled = begun(kind, hub.slug, title, months, language_of(hub), opening_day(hub))
    if before is not None:
        filled.text["previous"] = str(before.id)
    return _new_page(filled, hubs)


@bp.post("/new")
@permission(Permission.MATURITY_EDIT)
def begin() -> ResponseReturnValue:
    require_token()
    session, sent = db.session(), Sent(request.form)
    hubs = own_hubs()
    by_slug = {hub.slug: hub for hub in hubs}
    slug = sent.read_one("hub", by_slug) if len(hubs) > 1 else next(iter(by_slug), "")
    hub = by_slug.get(slug)
    kind = sent.read_one("kind", [each.value for each in KINDS], other=AssessmentKind.FULL)
    if not hubs:
        abort(404)
    today = opening_day(hub or hubs[0])
    plan = read_plan(sent, today, fields=changeable(Stage.PREPARING))
    previous = _previous(sent)
    if plan is None or hub is None or sent.wrong:
        return _new_page(sent, hubs), 422
    try:
        made = making.begin(
            session,
            hub,
            model_in_use(),
            AssessmentKind(kind),
            plan,
            previous=previous,
            benchmark=sent.get("benchmark") == "yes",
            now=utcnow(),
        )
    except Refusal as refusal:
        session.rollback()
        sent.refuse("previous", messages.refused(refusal))
        return _new_page(sent, own_hubs()), 422
    manage_frame.note("assessment.added", made, kind=made.kind.value)
    session.commit()
    return redirect(url_for("manage_assessments.assessment", number=made.id), code=303)


def _previous(sent: Sent) -> Assessment | None:
    value = sent.get("previous")
    if not value:
        return None
    found = queries.by_id(db.session(), int(value)) if is_count(value) else None
    if found is None or not may_for(Permission.MATURITY_SEE, {found.hub_id}):
        sent.refuse("previous", gettext("Choose one of these."))
        return None
    return found


def _new_page(filled: Filled, hubs: Sequence[Hub]) -> str:
    session, model = db.session(), known_model()
    before = [each for hub in hubs for each in queries_carried.candidates(session, hub.id, model)] if model else []
    return render(
        "maturity/manage/round_new.html",
        filled=filled,
        hubs=hub_options(hubs),
        languages=language_options(),
        before=[
            {
                "value": str(each.id),
                "label": f"{each.title} ({manage_frame.hub_name(each.hub)})" if len(hubs) > 1 else each.title,
            }
            for each in before
        ],
    )


def own_hubs() -> Sequence[Hub]:
    """The hubs, and their parts, for which who asks makes assessments."""
    seen = reach(Permission.MATURITY_EDIT)
    return [hub for hub in hub_queries.every(db.session()) if seen is None or hub.id in seen]


def first_hub(hubs: Sequence[Hub]) -> Hub | None:
    """The hub chosen in the header, else the first that is no part of another."""
    chosen = desk.current_hub()
    ids = {hub.id for hub in hubs}
    first = next((hub for hub in hubs if hub.parent_id not in ids), None)
    return next((hub for hub in hubs if chosen is not None and hub.id == chosen.id), first)


def model_in_use() -> ModelVersion:
    """The newest version of our model that rounds take; the one that comes with the product is installed first."""
    keeping.bundled(db.session(), utcnow())
    found = known_model()
    if found is None:
        raise NoModel
    return found


def known_model() -> ModelVersion | None:
    """The same for pages that change nothing; None before the first assessment of the instance."""
    return next((each for each in offered(db.session()) if each.key == keeping.BUNDLED), None)


class NoModel(Refusal):
    """The network office has retired every version."""

    code = "no_model_in_use"


def hub_options(hubs: Sequence[Hub]) -> list[dict[str, str]]:
    return [{"value": hub.slug, "label": manage_frame.hub_name(hub)} for hub in hubs]


def language_options() -> list[dict[str, str]]:
    return [{"value": tag, "label": endonym(tag), "lang": tag} for tag in PUBLIC_LANGUAGES]


def opening_day(hub: Hub) -> date:
    """Today by the hub's clock."""
    return zones.local(utcnow(), hub.time_zone).date()


def language_of(hub: Hub) -> str:
    return next((tag for tag in hub.languages if tag in PUBLIC_LANGUAGES), "en")
