"""Reports: the list, one of them, making one, and its files. All is printed from what was kept."""

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.i18n.locales import CONSOLE_LANGUAGES, endonym
from engage.network import queries
from engage.network.domain.figures import Choice
from engage.network.domain.periods import Period
from engage.network.forms import read_report
from engage.network.messages import REFUSALS
from engage.network.models import NetworkReport
from engage.network.reporting import files, freezing, grids, reports
from engage.network.reporting.board import Board
from engage.network.reporting.paper_report import About, narrowed
from engage.network.reporting.reports import TITLE
from engage.network.reporting.telling import speaking, way_words
from engage.network.views import choosing, frame
from engage.network.views.figures import SIDE_BY_SIDE, answer, leading
from engage.network.views.frame import bp
from engage.web import languages, trail
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent
from engage.web.permissions import Permission, permission


@bp.get("/reports", endpoint="reports")
@permission(Permission.FIGURES)
def reports_list() -> ResponseReturnValue:
    session, teller = db.session(), frame.teller()
    found = queries.reports(session)
    return frame.render(
        "network/reports.html",
        tab="reports",
        reports=[(each, teller.period(f"{each.since:%Y-%m}", f"{each.until:%Y-%m}")) for each in found],
        by_id={each.id: each for each in found},
        corrected_by=queries.corrected_by(session),
        tongues=tongues(),
    )


def tongues() -> list[tuple[str, str]]:
    """Languages in which reports are printed, one's own first."""
    offered = [tag for tag in CONSOLE_LANGUAGES if tag in languages.offered(current_app)] or ["en"]
    return [(tag, endonym(tag)) for tag in sorted(offered, key=lambda tag: tag != g.interface)]


def report_or_404(number: int) -> NetworkReport:
    found = db.session().get(NetworkReport, number)
    if found is None:
        abort(404)
    return found


@bp.get("/reports/<int:number>")
@permission(Permission.FIGURES)
def report(number: int) -> ResponseReturnValue:
    """A report as it was made, on the screen."""
    session, teller = db.session(), frame.teller()
    found = report_or_404(number)
    board = _kept(found)
    side = [each for key in SIDE_BY_SIDE if (each := board.figure(key)) is not None]
    return frame.render(
        "network/report.html",
        tab="reports",
        report=found,
        board=board,
        about=about(session, found),
        corrects=session.get(NetworkReport, found.corrects_id) if found.corrects_id else None,
        corrected_by=queries.corrected_by(session).get(found.id),
        narrowed=narrowed(board, teller),
        leading=leading(board, teller),
        way=way_words,
        corrections=[(figure, each) for figure in board.figures for each in figure.corrections],
        by_country=grids.by_country(board, side, teller, some=True),
        by_hub=grids.by_hub(board, side, teller, some=True),
        nothing=sorted(teller.country(code) for code in board.nothing_in),
        nothing_of=sorted(teller.hub(board, slug) for slug in board.nothing_of),
        tongues=tongues(),
    )


def _kept(found: NetworkReport) -> Board:
    try:
        return reports.board_of(found)
    except freezing.UnknownFormat:
        abort(404)


def about(session: Session, found: NetworkReport) -> About:
    """What a report says of itself and of those before and after it."""
    corrected_by = queries.corrected_by(session).get(found.id)
    corrects = session.get(NetworkReport, found.corrects_id) if found.corrects_id else None
    return About(
        title=found.title,
        number=found.id,
        made_on=reports.made_on(found),
        note=found.note,
        corrects=_named(corrects),
        reason=found.reason,
        corrected_by=_named(corrected_by),
        corrected_because=corrected_by.reason if corrected_by else "",
    )


def _named(found: NetworkReport | None) -> str:
    if found is None:
        return ""
    return gettext("report %(number)s, “%(title)s”", number=found.id, title=found.title)


@bp.get("/reports/<int:number>/<tongue>/report.pdf")
@permission(Permission.FIGURES)
def report_pdf(number: int, tongue: str) -> ResponseReturnValue:
    """Tagged (PDF/UA-1)."""
    from engage.network.reporting.paper_report import paper
    from engage.network.reporting.printing import pdf  # the typesetter is loaded where something is printed

    found = report_or_404(number)
    if tongue not in dict(tongues()):
        abort(404)
    with speaking(tongue) as teller:
        content = pdf(paper(_kept(found), about(db.session(), found), teller))
    return answer(content, f"network-report-{found.id}-{tongue}.pdf", "pdf", disposition="inline")


@bp.get("/reports/<int:number>/figures.<any(csv,xlsx):kind>")
@permission(Permission.FIGURES)
def report_file(number: int, kind: str) -> ResponseReturnValue:
    found = report_or_404(number)
    content = files.made(_kept(found), frame.teller(), kind)
    return answer(content, f"network-report-{found.id}.{kind}", kind)


# -- making one


@bp.get("/reports/new")
@permission(Permission.FIGURES_KEEP)
def report_new() -> ResponseReturnValue:
    """Period and choice come with the address; or from the report that is to be corrected."""
    session, today = db.session(), frame.today()
    corrects = _corrected(request.args)
    if corrects is not None:
        kept = reports.choice_of(corrects)
        period = f"{corrects.since:%Y-%m}", f"{corrects.until:%Y-%m}"
        text = {"title": corrects.title, "corrects": str(corrects.id), **_typed(kept)}
    else:
        chosen = choosing.read(session, request.args, today)
        period = chosen.arguments["from"], chosen.arguments["until"]
        named = gettext("Figures of the network, %(period)s", period=frame.teller().period(*period))
        text = {"title": named, **chosen.arguments}
    filled = Filled({"from": period[0], "until": period[1], **text})
    return _form(filled, corrects)


@bp.post("/reports/new")
@permission(Permission.FIGURES_KEEP)
def report_make() -> ResponseReturnValue:
    require_token()
    session, sent = db.session(), Sent(request.form)
    corrects = _corrected(request.form)
    chosen = choosing.read(session, request.form, frame.today())
    sent.errors.update(chosen.filled.errors)
    typed = read_report(sent, corrects=corrects is not None, longest=TITLE)
    if sent.wrong:
        return _form(sent, corrects), 422
    try:
        made = _make(session, chosen.period, chosen.choice, typed, corrects)
    except Refusal as refusal:
        db.session.rollback()
        sent.refuse("until", str(REFUSALS[refusal.code]))
        return _form(sent, corrects), 409
    trail.note(session, "network.report-made", "network_report", made.id, now=utcnow(), corrects=made.corrects_id)
    session.commit()
    flash(gettext("The report is made. It stays as it is, whatever changes."))
    return redirect(url_for("network.report", number=made.id), code=303)


def _make(
    session: Session, period: Period, choice: Choice, typed: Mapping[str, str], corrects: NetworkReport | None
) -> NetworkReport:
    return reports.make(
        session,
        typed["title"],
        period,
        choice,
        frame.sight(protected=True),
        note=typed["note"],
        corrects=corrects,
        reason=typed["reason"],
        now=utcnow(),
    )


def _corrected(given: Mapping[str, str]) -> NetworkReport | None:
    """The report whose place the new one takes; 404 where there is none of that number."""
    asked = given.get("corrects", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 10):
        abort(404)
    return report_or_404(int(asked))


def _typed(choice: Choice) -> dict[str, str]:
    hubs = {each.id: each.slug for each in frame.hubs()}
    found: dict[str, Any] = {
        "hub": hubs.get(choice.hub or 0, ""),
        "country": choice.country,
        "scope": choice.scope or "",
        "area": choice.area or "",
    }
    return {name: str(value) for name, value in found.items() if value}


def _form(filled: Filled, corrects: NetworkReport | None) -> str:
    session, teller, today = db.session(), frame.teller(), frame.today()
    chosen = choosing.read(session, {}, today)
    return frame.render(
        "network/report_new.html",
        tab="reports",
        filled=filled,
        corrects=corrects,
        fields=choosing.fields(chosen, teller, today),
    )
