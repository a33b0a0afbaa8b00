"""A hub beside its peers, and the network as a whole."""

from collections.abc import Sequence

from flask import Blueprint, abort, g, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext, lazy_gettext

from engage.core.clock import utcnow
from engage.db.session import db
from engage.hubs.domain.kinds import HubScope
from engage.i18n.locales import direction
from engage.maturity import words_report
from engage.maturity.benchmarking import comparing, editions
from engage.maturity.benchmarking.comparing import Beside, Spread
from engage.maturity.domain.benchmark import Place, Range, Shown
from engage.maturity.views import manage_frame
from engage.maturity.wording import Words, words
from engage.web import console
from engage.web.charts import dots
from engage.web.charts.drawing import figure
from engage.web.permissions import Permission, permission

bp = Blueprint("manage_benchmark", __name__, template_folder="../templates", url_prefix="/console/assessments")
network_bp = Blueprint("maturity_network", __name__, template_folder="../templates", url_prefix="/console/network")
network_bp.before_request(console.use_language)

RANGES = {
    Range.FEW: lazy_gettext("5 to 9 hubs"),
    Range.SOME: lazy_gettext("10 to 19 hubs"),
    Range.MANY: lazy_gettext("20 hubs or more"),
}
PLACES = {
    Place.BELOW: lazy_gettext("below most"),
    Place.WITHIN: lazy_gettext("about as most"),
    Place.ABOVE: lazy_gettext("above most"),
}
GROUPS = {
    HubScope.NETWORK: lazy_gettext("Hubs of the network"),
    HubScope.NATIONAL: lazy_gettext("National hubs"),
    HubScope.REGIONAL: lazy_gettext("Regional parts"),
    HubScope.LOCAL: lazy_gettext("Local parts"),
}


@bp.get("/<int:number>/comparison")
@permission(Permission.MATURITY_SEE)
def comparison(number: int) -> ResponseReturnValue:
    """A signed round beside its peers, as the rules of the model allow."""
    found = manage_frame.assessment_or_404(number)
    beside = comparing.compare(db.session(), found)
    if beside is None:
        abort(404)
    said = words(db.session(), found.model, g.interface)
    return manage_frame.render(
        found,
        "maturity/manage/comparison.html",
        tab="comparison",
        beside=beside,
        picture=_picture_beside(beside.rows, said) if beside.shown else None,
        words=said,
        said=words_report,
        quarter=_quarter,
        tenths=_tenths,
        ranges=RANGES,
        places=PLACES,
    )


@network_bp.get("/maturity")
@permission(Permission.MATURITY_NETWORK)
def network() -> ResponseReturnValue:
    """Self-assessment over the whole network: how many take part, where dimensions lie, what moved."""
    session = db.session()
    versions = editions.majors(session)
    if not versions:
        return console.render("maturity/manage/network.html", version=None)
    version, _major = next(
        (each for each in versions if f"{each[0].key}-{each[1]}" == request.args.get("model")), versions[0]
    )
    group = request.args.get("group", "")
    edition, rows = comparing.spread(session, version, group)
    offered = comparing.groups(edition, version) if edition else []
    if group and group not in offered:
        abort(404)
    said = words(session, version, g.interface)
    return console.render(
        "maturity/manage/network.html",
        version=version,
        versions=versions,
        coverage=comparing.coverage(session, version, now=utcnow()),
        edition=edition,
        rows=rows,
        picture=_picture_of_all(rows, said) if any(each.now for each in rows) else None,
        group=group,
        groups=[(each.value, GROUPS[each]) for each in offered],
        words=said,
        said=words_report,
        quarter=_quarter,
        tenths=_tenths,
        ranges=RANGES,
    )


def _picture_beside(rows: Sequence[Beside], said: Words) -> str:
    drawn = [
        dots.Row(
            label=f"{each.dimension}  {said.text(each.dimension + ':title')[0]}",
            value=each.own,
            text=words_report.score(each.own),
            beside=each.peers.median if each.peers else None,
            spread=_middle(each.peers),
            lang=said.text(each.dimension + ":title")[1],
        )
        for each in rows
    ]
    legend = dots.Legend(
        value=gettext("Your hub"),
        beside=gettext("Median of other hubs"),
        spread=gettext("Middle half of other hubs") if any(row.spread for row in drawn) else "",
    )
    return _figure(drawn, legend, gettext("Beside other hubs"))


def _picture_of_all(rows: Sequence[Spread], said: Words) -> str:
    drawn = [
        dots.Row(
            label=f"{each.dimension}  {said.text(each.dimension + ':title')[0]}",
            value=each.now.median if each.now else None,
            text=_quarter(each.now.median) if each.now else "–",
            earlier=each.before.median if each.before else None,
            spread=_middle(each.now),
            lang=said.text(each.dimension + ":title")[1],
        )
        for each in rows
    ]
    legend = dots.Legend(
        value=gettext("Median of hubs"),
        earlier=gettext("Median in the edition before") if any(row.earlier is not None for row in drawn) else "",
        spread=gettext("Middle half of hubs") if any(row.spread for row in drawn) else "",
    )
    return _figure(drawn, legend, gettext("The network by dimension"))


def _quarter(value: float) -> str:
    return str(format_decimal(value, "0.00"))


def _tenths(what: Shown) -> str:
    return "; ".join(_quarter(each) for each in what.deciles)


def _middle(what: Shown | None) -> tuple[float, float] | None:
    if what is None or what.lower is None or what.upper is None:
        return None
    return what.lower, what.upper


def _figure(rows: Sequence[dots.Row], legend: dots.Legend, title: str) -> str:
    sheet = dots.dots(rows, legend, direction(g.interface), top=4)
    return figure(
        sheet, title=title, description=gettext("The same figures stand in the table."), caption=[title], lang=""
    )
