"""The plan of a signed round: actions with an owner, a day and a citizen who stands behind them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core import zones
from engage.core.refusal import Refusal
from engage.hubs import queries as hubs
from engage.hubs.models import Hub
from engage.mail import outbox
from engage.maturity.domain import planning
from engage.maturity.domain.kinds import ActionState, Stage
from engage.maturity.measuring import Counted, Figures
from engage.maturity.models import Assessment
from engage.maturity.models_after import Action
from engage.web.permissions import Permission

DUE_SOON = timedelta(days=14)
REMINDER = "maturity.action-due"
"""The kind of the mail."""


class ActionClosed(Refusal):
    """It is done or dropped: open it again before it is changed."""

    code = "plan_action_closed"


@dataclass(frozen=True, slots=True)
class Planned:
    """What a team says of an action."""

    title: str
    owner: str
    owner_email: str
    due_on: date
    cost: str
    sponsor: str
    statements: tuple[str, ...]


def actions(session: Session, assessment_id: int) -> Sequence[Action]:
    """By their day."""
    asked = select(Action).where(Action.assessment_id == assessment_id).order_by(Action.due_on, Action.id)
    return session.scalars(asked).all()


def action(session: Session, assessment_id: int, action_id: int) -> Action | None:
    """One action of a round."""
    return session.scalar(select(Action).where(Action.id == action_id, Action.assessment_id == assessment_id))


def today_of(hub: Hub, now: datetime) -> date:
    """By the hub's clock."""
    return zones.local(now, hub.time_zone).date()


def add(
    session: Session, assessment: Assessment, indicator: str, level: int, planned: Planned, *, now: datetime
) -> Action:
    """A new action.

    :raises PlanNotOpen: when the round is not signed
    :raises PlanFull: when there are five already
    """
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    if assessment.stage is not Stage.SIGNED:
        raise planning.PlanNotOpen
    counting = [each for each in actions(session, assessment.id) if each.state is not ActionState.DROPPED]
    if len(counting) >= planning.MOST_ACTIONS:
        raise planning.PlanFull
    made = Action(
        assessment_id=assessment.id,
        indicator=indicator,
        level=level,
        state=ActionState.OPEN,
        note="",
        reminded_on=today_of(assessment.hub, now),
    )
    _put(made, planned)
    session.add(made)
    session.flush()
    return made


def change(session: Session, found: Action, planned: Planned) -> None:
    """Say something else of it; statements that stay keep their check.

    :raises ActionClosed: when it is done or dropped
    """
    if found.state is not ActionState.OPEN:
        raise ActionClosed
    _put(found, planned)
    session.flush()


def _put(found: Action, planned: Planned) -> None:
    done = {each["text"] for each in found.statements or () if each["done"]}
    found.title, found.owner, found.owner_email = planned.title, planned.owner, planned.owner_email
    found.due_on, found.cost, found.sponsor = planned.due_on, planned.cost, planned.sponsor
    found.statements = [{"text": text, "done": text in done} for text in planned.statements]


def check_off(session: Session, found: Action, true: Collection[int]) -> None:
    """Say which of its statements are true, by their place.

    :raises ActionClosed: when it is done or dropped
    """
    if found.state is not ActionState.OPEN:
        raise ActionClosed
    found.statements = [{"text": each["text"], "done": at in true} for at, each in enumerate(found.statements)]
    session.flush()


def close(
    session: Session, assessment: Assessment, found: Action, state: ActionState, note: str, now: datetime
) -> None:
    """Say that it is done, or dropped and why; or open it again.

    :raises PlanFull: when a dropped one is taken up again, or said to be done, and there are five others
    """
    session.execute(select(Assessment.id).where(Assessment.id == assessment.id).with_for_update())
    session.refresh(found)
    if found.state is ActionState.DROPPED and state is not ActionState.DROPPED:
        others = [each for each in actions(session, assessment.id) if each.state is not ActionState.DROPPED]
        if len(others) >= planning.MOST_ACTIONS:
            raise planning.PlanFull
    found.state, found.note = state, note
    found.closed_on = None if state is ActionState.OPEN else today_of(assessment.hub, now)
    session.flush()


# -- what waits, and reminders


def waiting(
    session: Session, hub_ids: Collection[int] | None, now: datetime
) -> Sequence[tuple[Assessment, Sequence[Action]]]:
    """Open actions that are due within two weeks or overdue, by round.

    :param hub_ids: of these hubs; None: of all
    """
    asked = (
        select(Action, Assessment)
        .join(Assessment, Assessment.id == Action.assessment_id)
        .where(Action.state == ActionState.OPEN, Action.due_on <= now.date() + DUE_SOON)
        .order_by(Action.due_on, Action.id)
    )
    if hub_ids is not None:
        asked = asked.where(Assessment.hub_id.in_(hub_ids))
    found: dict[int, tuple[Assessment, list[Action]]] = {}
    for each, assessment in session.execute(asked):
        found.setdefault(assessment.id, (assessment, []))[1].append(each)
    return list(found.values())


def remind(session: Session, now: datetime) -> int:
    """Write to the owners of actions that are coming up, due, or a week over; how many were written to."""
    count = 0
    for assessment, found in waiting(session, None, now + timedelta(days=1)):
        today = today_of(assessment.hub, now)
        for each in found:
            if each.owner_email and planning.to_remind(each.due_on, each.reminded_on, today):
                each.reminded_on = today
                outbox.put(
                    session,
                    REMINDER,
                    each.owner_email,
                    language=assessment.working_language,
                    values={"assessment_id": assessment.id, "action_id": each.id},
                    hub_id=assessment.hub_id,
                    now=now,
                )
                count += 1
    session.flush()
    return count


# -- the measure


def deliver(session: Session, hub: Hub, since: date, until: date) -> Figures:
    """Metric M16: how many improvement actions were due, and how many of them were done on time."""
    own = hubs.with_parts(session, {hub.id})
    rows = session.execute(
        select(Action, Assessment)
        .join(Assessment, Assessment.id == Action.assessment_id)
        .where(Assessment.hub_id.in_(own), Action.due_on >= since, Action.due_on <= until)
        .order_by(Action.due_on, Action.id)
    )
    found = list(rows)
    counted = planning.delivery(((each.due_on, each.state, each.closed_on) for each, _ in found), until)
    if not counted.due:
        return Figures({"due": None, "on_time_share": None})
    return Figures(
        {"due": counted.due, "on_time_share": counted.share},
        [
            Counted(
                each.title,
                day=each.due_on,
                counts=each.state is ActionState.DONE and each.closed_on is not None and each.closed_on <= each.due_on,
                endpoint="manage_plan.plan",
                arguments={"number": assessment.id},
                label=Permission.MATURITY_SEE,
                hubs=frozenset({assessment.hub_id}),
            )
            for each, assessment in found
        ],
    )
