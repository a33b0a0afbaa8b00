"""Setting targets and correcting figures. The caller owns the transaction and writes the trail."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from engage.network.models import FigureCorrection, NetworkTarget


def add_target(
    session: Session, figure: str, value: float, by: date, label: Mapping[str, str], *, now: datetime
) -> NetworkTarget:
    target = NetworkTarget(figure=figure, value=value, by=by, label=dict(label), created_at=now)
    session.add(target)
    session.flush()
    return target


def change_target(target: NetworkTarget, figure: str, value: float, by: date, label: Mapping[str, str]) -> None:
    target.figure, target.value, target.by, target.label = figure, value, by, dict(label)


def correct(
    session: Session, figure: str, hub_id: int, month: date, change: int, reason: str, *, now: datetime
) -> FigureCorrection:
    """Add something to a figure of a hub in a month; what was counted stays as it is."""
    made = FigureCorrection(
        figure=figure, hub_id=hub_id, month=month.replace(day=1), change=change, reason=reason, made_at=now
    )
    session.add(made)
    session.flush()
    return made


def take_back(correction: FigureCorrection, *, now: datetime) -> bool:
    """Whether it still stood. It stays listed, as taken back."""
    if correction.taken_back_at is not None:
        return False
    correction.taken_back_at = now
    return True
