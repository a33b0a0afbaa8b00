"""The citizen mirror in the console: making the survey, sending its link, and how people see it beside the hub."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, format_decimal, gettext
from markupsafe import Markup

from engage.core import zones
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.hubs.domain.texts import named
from engage.i18n.locales import direction, endonym
from engage.maturity import messages, wording, words_mirror
from engage.maturity.domain import mirror
from engage.maturity.domain.kinds import Stage, StepName
from engage.maturity.domain.mirror import View
from engage.maturity.forms_workshop import read_last_day
from engage.maturity.models import Assessment
from engage.maturity.views import manage_frame
from engage.maturity.workshop import mirroring
from engage.web import links
from engage.web.charts.dots import Legend, Row, dots
from engage.web.charts.drawing import figure
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, may, permission

bp = Blueprint("manage_mirror", __name__, template_folder="../templates", url_prefix="/console/assessments")
DAYS = 21
"""How long the survey is open, if nobody says otherwise."""


@bp.get("/<int:number>/mirror")
@permission(Permission.MATURITY_SEE)
def page(number: int) -> ResponseReturnValue:
    found = manage_frame.round_or_404(number)
    return _page(found, Filled({"until": (_today(found) + timedelta(days=DAYS)).isoformat()}))


@bp.post("/<int:number>/mirror")
@permission(Permission.MATURITY_EDIT)
def make(number: int) -> ResponseReturnValue:
    """Have the survey made; it takes answers at once."""
    found = manage_frame.round_or_404(number)
    require_token()
    sent, today = Sent(request.form), _today(found)
    last = read_last_day(sent, today)
    if last is None:
        return _page(found, sent), 422
    until = datetime.combine(last + timedelta(days=1), time(), zones.zone(found.hub.time_zone)).astimezone(UTC)
    try:
        mirroring.make(current_app, db.session(), found, until=until, now=utcnow())
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("", messages.refused(refusal))
        return _page(manage_frame.round_or_404(number), sent), 409
    manage_frame.note("assessment.mirror-made", found)
    db.session.commit()
    flash(gettext("The survey takes answers. Send its link to people who took part."))
    return redirect(url_for(".page", number=number), code=303)


@bp.post("/<int:number>/mirror/close")
@permission(Permission.MATURITY_EDIT)
def close(number: int) -> ResponseReturnValue:
    """Take no more answers and keep what people said."""
    found = manage_frame.round_or_404(number)
    require_token()
    mirroring.close(current_app, db.session(), found, now=utcnow())
    manage_frame.note("assessment.mirror-closed", found)
    db.session.commit()
    return redirect(url_for(".page", number=number), code=303)


def _today(found: Assessment) -> date:
    return zones.local(utcnow(), found.hub.time_zone).date()


# -- the page


def _page(found: Assessment, filled: Filled) -> str:
    session = db.session()
    counted = mirroring.answers(current_app, session, found)
    seen = mirroring.seen(current_app, session, found)
    words = wording.words(session, found.model, g.interface)
    tags = mirroring.languages(session, found)
    running = counted is not None and counted.closes_at is not None and counted.closes_at > utcnow()
    return manage_frame.render(
        found,
        "maturity/manage/mirror.html",
        step=StepName.MIRROR,
        filled=filled,
        made=bool(found.mirror),
        can_make=may(Permission.MATURITY_EDIT) and found.stage in (Stage.RATING, Stage.CONSENSUS) and bool(tags),
        can_close=may(Permission.MATURITY_EDIT) and found.stage in (Stage.RATING, Stage.CONSENSUS),
        too_early=found.stage is Stage.PREPARING,
        kept=bool(found.mirror_results),
        running=running,
        last_day=_last_day(found, counted.closes_at) if counted is not None and counted.closes_at else None,
        counted=counted,
        shown_from=mirror.SHOWN_FROM,
        statements=[(each.id, words.text(f"{each.id}:plain")) for each in mirroring.asked(found)],
        tags=[(tag, endonym(tag), direction(tag)) for tag in tags],
        closed=found.rating_closed_at is not None,
        seen=seen,
        rows=_rows(found, seen) if seen else [],
        chart=_chart(found, seen) if seen and seen.enough else None,
        **(_to_send(found, tags) if found.mirror else {}),
    )


def _last_day(found: Assessment, closes_at: datetime) -> date:
    return zones.local(closes_at - timedelta(seconds=1), found.hub.time_zone).date()


def _to_send(found: Assessment, tags: tuple[str, ...]) -> dict[str, Any]:
    """The link, its square code, and a text in each language."""
    port = mirroring.port(current_app)
    path = port.address(found.mirror) if port is not None else ""
    texts = []
    for tag in tags:
        hub = named(found.hub.name, found.hub.names, found.hub.languages, tag).text
        with force_locale(tag.replace("-", "_")):
            texts.append(
                (tag, endonym(tag), direction(tag), words_mirror.invitation(hub, links.absolute(f"/{tag}{path}")))
            )
    address = links.absolute(path)
    return {"address": address, "square": _square(address), "texts": texts}


def _square(address: str) -> Markup:
    """A square code (QR) of an address."""
    import segno

    made: str = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=4)
    return Markup(made)  # noqa: S704 -- made of squares by segno


def _rows(found: Assessment, seen: mirroring.Results) -> list[dict[str, Any]]:
    words = wording.words(db.session(), found.model, g.interface)
    tops = {each.id: len(each.levels) - 1 for each in mirroring.asked(found)}
    return [
        {
            "id": indicator,
            "statement": words.text(f"{indicator}:plain"),
            "view": view,
            "mean": _number(mirror.average(view)) if view else "",
            "hub": _hub(view, tops[indicator]),
            "gap": _gap(view),
        }
        for indicator, view in seen.views.items()
    ]


def _hub(view: View | None, top: int) -> str:
    if view is None:
        return ""
    return gettext("no level") if view.gap is None else str(round((view.gap + view.mean) * top))


def _gap(view: View | None) -> str:
    """The gap with its interval, in words."""
    if view is None or view.gap is None or view.gap_interval is None:
        return gettext("not known")
    low, high = (_signed(each) for each in view.gap_interval)
    return gettext("%(gap)s (%(low)s to %(high)s)", gap=_signed(view.gap), low=low, high=high)


def _signed(value: float) -> str:
    return str(format_decimal(round(value, 2), "+0.00;\N{MINUS SIGN}0.00"))


def _number(value: float) -> str:
    return str(format_decimal(round(value, 1), "0.0"))


def _chart(found: Assessment, seen: mirroring.Results) -> Markup:
    """People's mean with its interval, and the hub's level, from 0 to the highest level."""
    words = wording.words(db.session(), found.model, g.interface)
    top = max(len(each.levels) - 1 for each in mirroring.asked(found))
    rows = []
    for indicator, view in seen.views.items():
        text, language = words.text(f"{indicator}:plain")
        if view is None:
            rows.append(Row(text, None, gettext("not enough answers"), lang=language))
            continue
        low, high = view.interval
        hub = None if view.gap is None else (view.gap + view.mean) * top
        rows.append(Row(text, view.mean * top, _gap(view), beside=hub, spread=(low * top, high * top), lang=language))
    legend = Legend(
        value=gettext("How far people agree, on average (0: not at all, %(top)s: fully)", top=top),
        beside=gettext("What the hub has: its supported level"),
        spread=gettext("Where the average could lie by chance (95 of 100 times)"),
    )
    title = gettext("How people who took part see it, beside the hub")
    sheet = dots(rows, legend, direction(g.interface), top=top)
    caption = [title, gettext("At the end of each line: the gap, hub minus people, from −1 to +1.")]
    return figure(sheet, title=title, description=gettext("The same figures stand in the table."), caption=caption)
