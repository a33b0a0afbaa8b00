"""Reports: made once from the figures as everybody sees them, and kept as they were made."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.network import queries
from engage.network.domain.figures import Choice
from engage.network.domain.periods import Period
from engage.network.models import NetworkReport
from engage.network.reporting import freezing, making
from engage.network.reporting.board import Board
from engage.network.reporting.making import Sight

TITLE = 200


class PeriodNotOver(Refusal):
    """A report is made when its last month is over: nothing of it changes any more by what is still to come."""

    code = "period_not_over"


class CorrectedAlready(Refusal):
    """A later report has taken its place: that one is to be corrected."""

    code = "corrected_already"


def make(
    session: Session,
    title: str,
    period: Period,
    choice: Choice,
    sight: Sight,
    *,
    note: str = "",
    corrects: NetworkReport | None = None,
    reason: str = "",
    now: datetime,
) -> NetworkReport:
    """Count, and keep what was counted with its words.

    :param sight: protected for everybody, whoever makes it: a report is handed on
    :param corrects: an earlier report that this one takes the place of, with the reason
    :raises PeriodNotOver: when its last month is not over yet
    :raises CorrectedAlready: when another has taken that place
    """
    if period.until >= sight.today:
        raise PeriodNotOver
    if corrects is not None and corrects.id in queries.corrected_by(session):
        raise CorrectedAlready
    counted = making.board(session, period, choice, sight)
    report = NetworkReport(
        title=title,
        since=period.since,
        until=period.until,
        choice=chosen(choice),
        document=freezing.to_json(counted),
        note=note,
        corrects_id=corrects.id if corrects else None,
        reason=reason if corrects else "",
        made_at=now,
    )
    session.add(report)
    session.flush()
    return report


def chosen(choice: Choice) -> dict[str, str | int]:
    """Only what it is narrowed to."""
    said = {"hub": choice.hub, "country": choice.country, "scope": choice.scope, "area": choice.area}
    return {name: value for name, value in said.items() if value}


def choice_of(report: NetworkReport) -> Choice:
    """By what a report was narrowed, to make one that takes its place."""
    return Choice(**report.choice)


def board_of(report: NetworkReport) -> Board:
    """What was kept.

    :raises freezing.UnknownFormat: when this version cannot read it
    """
    return freezing.from_json(report.document)


def made_on(report: NetworkReport) -> date:
    return report.made_at.date()
