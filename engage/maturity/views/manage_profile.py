"""The profile of an assessment: at a glance for who steers, in full, and by indicator."""

from typing import Any

from flask import Blueprint, abort, g
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.i18n.locales import direction, endonym
from engage.maturity import words_console_profile, words_deviations, words_report
from engage.maturity.domain import figures
from engage.maturity.domain.kinds import FactSource
from engage.maturity.library import keeping
from engage.maturity.models import Assessment
from engage.maturity.models_after import LibraryItem
from engage.maturity.seeing import charts
from engage.maturity.seeing.mirrored import mirror
from engage.maturity.seeing.profile import IndicatorRow, Profile, Standing
from engage.maturity.views import manage_frame
from engage.maturity.views.evidence_parts import inside
from engage.maturity.views.manage_profile_made import is_there, made, resources, snapshot_of
from engage.maturity.wording import Words, words
from engage.maturity.words_evidence import SOURCES, figure
from engage.web.charts.drawing import figure as drawn
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_profile", __name__, template_folder="../templates", url_prefix="/console/assessments")
BESIDE_A_STEP = 2
"""Resources that stand beside a step at a glance; its own page has more."""


@bp.get("/<int:number>/summary")
@permission(Permission.MATURITY_SEE)
def summary(number: int) -> ResponseReturnValue:
    """For who steers: three strengths, three next steps, what moved and why."""
    found = manage_frame.assessment_or_404(number)
    if not is_there(found):
        return _not_yet(found, "summary")
    seen = made(found, snapshot_of(found))
    helps = resources(found, {each.indicator: each.level for each in seen.steps}, g.interface)
    return _page(
        found,
        seen,
        "summary",
        resources={indicator: _items(each)[:BESIDE_A_STEP] for indicator, each in helps.items()},
    )


@bp.get("/<int:number>/profile")
@permission(Permission.MATURITY_SEE)
def profile(number: int) -> ResponseReturnValue:
    """By dimension and indicator, how sure it is, where views differ, how it came here; the overall level last."""
    found = manage_frame.assessment_or_404(number)
    if not is_there(found):
        return _not_yet(found, "profile")
    seen = made(found, snapshot_of(found))
    said = words(db.session(), found.model, g.interface)
    return _page(
        found,
        seen,
        "profile",
        pictures=_pictures(seen, said),
        mirrored=mirror(seen),
        deviations=[words_deviations.sentence(gettext, each) for each in seen.result.deviations],
    )


@bp.get("/<int:number>/profile/<indicator>")
@permission(Permission.MATURITY_SEE)
def indicator(number: int, indicator: str) -> ResponseReturnValue:
    """One indicator: what its level means, what the next one asks for, what it rests on."""
    found = manage_frame.assessment_or_404(number)
    if not is_there(found):
        return _not_yet(found, "profile")
    seen = made(found, snapshot_of(found))
    row = seen.row(indicator)
    if row is None:
        abort(404)
    goes_to = _next_level(seen, row)
    helps = resources(found, {indicator: goes_to}, g.interface) if goes_to is not None else {}
    ids = [each.indicator.id for each in seen.indicators]
    at = ids.index(indicator)
    return _page(
        found,
        seen,
        "profile",
        template="indicator",
        row_seen=row,
        goes_to=goes_to,
        dimension=seen.model.dimension_of(indicator),
        gates=[each for each in seen.result.score.gates if each.gate.indicator == indicator],
        facts=_facts(seen, row, inside=inside(found)),
        tests=sorted(row.tests, key=lambda each: (each.level, each.metric)),
        earlier=_earlier(seen, indicator),
        resources=_items(helps.get(indicator, ())),
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def _page(found: Assessment, seen: Profile, tab: str, *, template: str = "", **values: Any) -> str:
    return manage_frame.render(
        found,
        f"maturity/manage/profile_{template or tab}.html",
        tab=tab,
        seen=seen,
        result=seen.result,
        said=words_report,
        console=words_console_profile,
        words=words(db.session(), found.model, g.interface),
        Standing=Standing,
        core=charts.CORE,
        **values,
    )


def _not_yet(found: Assessment, tab: str) -> str:
    """Before ratings are closed nobody sees anything of a result."""
    return manage_frame.render(found, "maturity/manage/profile_not_yet.html", tab=tab)


def _pictures(seen: Profile, said: Words) -> dict[str, Any]:
    way = direction(g.interface)
    told = gettext("%(levels)s. The same figures stand in the table.", levels=", ".join(charts.told(seen)))
    basis = words_console_profile.basis(seen)
    outlines = charts.outlines(seen, way)
    return {
        "radar": drawn(
            outlines,
            title=gettext("Outline by dimension"),
            description=told,
            caption=[gettext("Outline by dimension"), gettext("Its area means nothing; read it with the table.")],
            lang=g.interface,
        )
        if outlines
        else "",
        "dots": drawn(
            charts.by_dimension(seen, said, way),
            title=gettext("Score by dimension"),
            description=told,
            caption=[gettext("Score by dimension"), basis],
            lang=g.interface,
        ),
        "heat": drawn(
            charts.by_indicator(seen, said, way),
            title=gettext("Supported level by indicator"),
            description=gettext("The same figures stand in the table."),
            caption=[
                gettext("Supported level by indicator"),
                gettext("A star (%(star)s) marks core indicators; a dash: no level.", star=charts.CORE),
            ],
            lang=g.interface,
        ),
    }


def _next_level(seen: Profile, row: IndicatorRow) -> int | None:
    """The level after the supported one; None at the top and where there is no level."""
    level = row.of.supported
    return None if level is None or level >= seen.model.top else level + 1


def _facts(seen: Profile, row: IndicatorRow, *, inside: bool) -> list[dict[str, Any]]:
    """What is known of the metrics that its tests look at; the team sees all figures, others none of few people."""
    found = []
    for id_ in dict.fromkeys(each.metric for each in row.tests):
        fact = seen.result.facts.get(id_)
        shown = figures.shown(seen.model.metric(id_), fact.figures, inside=inside) if fact else ()
        by_hand = fact.by_hand if fact else ()
        found.append(
            {
                "metric": id_,
                "source": SOURCES[fact.source if fact else FactSource.NONE],
                "note": fact.note if fact else "",
                "figures": [(each.figure.name, figure(each), each.figure.name in by_hand) for each in shown],
            }
        )
    return found


def _earlier(seen: Profile, indicator: str) -> list[dict[str, Any]]:
    """What earlier rounds had of it, the newest first."""
    found = []
    for each in reversed(seen.past):
        then = {now: before for before, now in (each.crosswalk or {}).items()}.get(indicator, indicator)
        score = each.result.score.indicators.get(then)
        if score is not None:
            level = each.result.levels.get(then)
            found.append({"past": each, "of": score, "minority": level.minority if level else ""})
    return found


def _items(items: Any) -> list[dict[str, str]]:
    return [_item(each) for each in items]


def _item(item: LibraryItem) -> dict[str, str]:
    title, language = keeping.title(item).pick(g.interface)
    return {
        "title": title,
        "lang": language,
        "owner": item.owner,
        "licence": item.licence,
        "language": endonym(item.language),
        "url": item.url,
    }
