"""Reads about targets, reports and corrections."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.network.models import FigureCorrection, NetworkReport, NetworkTarget


def targets(session: Session, figure: str = "") -> Sequence[NetworkTarget]:
    """In the order of their days; of one figure or of all."""
    asked = select(NetworkTarget).order_by(NetworkTarget.by, NetworkTarget.id)
    return session.scalars(asked.where(NetworkTarget.figure == figure) if figure else asked).all()


def corrections(
    session: Session, figure: str = "", *, since: date | None = None, until: date | None = None, standing: bool = True
) -> Sequence[FigureCorrection]:
    """The newest first.

    :param since: of months from this day's on
    :param until: of months up to this day's
    :param standing: without those that were taken back
    """
    asked = select(FigureCorrection).order_by(FigureCorrection.made_at.desc(), FigureCorrection.id.desc())
    if figure:
        asked = asked.where(FigureCorrection.figure == figure)
    if since is not None:
        asked = asked.where(FigureCorrection.month >= since.replace(day=1))
    if until is not None:
        asked = asked.where(FigureCorrection.month <= until)
    if standing:
        asked = asked.where(FigureCorrection.taken_back_at.is_(None))
    return session.scalars(asked).all()


def reports(session: Session) -> Sequence[NetworkReport]:
    """The newest first."""
    return session.scalars(select(NetworkReport).order_by(NetworkReport.made_at.desc(), NetworkReport.id.desc())).all()


def corrected_by(session: Session) -> Mapping[int, NetworkReport]:
    """By the number of a report: the newest one that takes its place."""
    asked = select(NetworkReport).where(NetworkReport.corrects_id.is_not(None)).order_by(NetworkReport.id)
    return {found.corrects_id: found for found in session.scalars(asked) if found.corrects_id is not None}
