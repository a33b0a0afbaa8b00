"""Plans, editions, and what was made for the next one: as they lie in the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import inf
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.results.domain.plan import Plan
from engage.results.models import Edition, ResultsPage
from engage.results.publishing import taking_out
from engage.statistics.disclosure.figures import Earlier, Known, Shape, Small
from engage.statistics.disclosure.tables import Box
from engage.surveys.models import Survey

MADE = "made"
"""Where in the plan lies what was made for the next edition."""
Texts = dict[str, dict[str, str]]


class ChangedMeanwhile(Refusal):
    """Somebody else changed the plan, or published, since the page was opened."""

    code = "publishing_changed_meanwhile"


class NothingMade(Refusal):
    """There is nothing to publish: it was not made yet, or was refused."""

    code = "publishing_nothing_made"


class NoSuchEdition(Refusal):
    code = "publishing_no_such_edition"


def page(session: Session, survey: Survey, *, lock: bool = False) -> ResultsPage | None:
    return session.get(ResultsPage, survey.id, with_for_update=lock, populate_existing=lock)


def plan_of(row: ResultsPage | None) -> Plan:
    return Plan.of(row.plan) if row else Plan()


def made_of(row: ResultsPage | None) -> dict[str, Any]:
    """What was made for the next edition; empty where nothing was, or the plan was changed since."""
    made: dict[str, Any] = row.plan.get(MADE, {}) if row else {}
    return made if row and made.get("revision") == row.revision else {}


def save(session: Session, survey: Survey, plan: Plan, texts: Texts, *, revision: int) -> ResultsPage:
    """Keep a plan. What was made of an earlier one is gone.

    :raises ChangedMeanwhile: when somebody else changed it
    """
    row = page(session, survey, lock=True)
    if row is None:
        row = ResultsPage(survey_id=survey.id, plan={}, texts={}, revision=0)
        session.add(row)
    if row.revision != revision:
        raise ChangedMeanwhile
    same = Plan.of(row.plan) == plan
    made = {MADE: {**row.plan[MADE], "revision": revision + 1}} if same and made_of(row) else {}
    row.plan, row.texts, row.revision = {**plan.as_document(), **made}, texts, revision + 1
    session.flush()
    return row


def put(session: Session, survey_id: int, made: Mapping[str, Any], *, revision: int) -> None:
    """Keep what was made, if the plan is still the one it was made of."""
    row = session.get(ResultsPage, survey_id, with_for_update=True, populate_existing=True)
    if row and row.revision == revision:
        row.plan = {**Plan.of(row.plan).as_document(), MADE: {**made, "revision": revision}}
        session.flush()


def editions(session: Session, survey_id: int) -> Sequence[Edition]:
    """All that were ever published, the oldest first."""
    return session.scalars(select(Edition).where(Edition.survey_id == survey_id).order_by(Edition.number)).all()


def current(session: Session, survey: Survey) -> Edition | None:
    """The edition that holds."""
    statement = select(Edition).where(Edition.survey_id == survey.id, Edition.withdrawn_on.is_(None))
    return session.scalars(statement.order_by(Edition.number.desc()).limit(1)).first()


def freeze(session: Session, survey: Survey, *, revision: int, now: datetime, by: str) -> Edition:
    """Publish what was made, as the next edition.

    :raises ChangedMeanwhile: when the plan is another, or an edition came since it was made
    :raises NothingMade: when nothing was made, or it was refused
    """
    row = page(session, survey, lock=True)
    if row is None or row.revision != revision:
        raise ChangedMeanwhile
    made = made_of(row)
    if "figures" not in made:
        raise NothingMade
    last = session.scalar(select(func.max(Edition.number)).where(Edition.survey_id == survey.id)) or 0
    if made["after"] != last:
        raise ChangedMeanwhile
    edition = Edition(
        survey_id=survey.id,
        number=last + 1,
        published_at=now,
        published_by=by,
        figures=made["figures"],
        quotes=len(made["figures"]["quotes"]),
        texts={place: {tag: text for tag, text in said.items() if text} for place, said in row.texts.items()},
        audit=made["audit"],
    )
    session.add(edition)
    row.plan, row.revision = Plan.of(row.plan).as_document(), revision + 1
    session.flush()
    taking_out.take_out_of(session, edition)
    return edition


def take_back(session: Session, survey: Survey, number: int, *, reason: str, now: datetime) -> Edition:
    """Its page says so from now on, and why.

    :raises NoSuchEdition: when it is not there, or was taken back already
    """
    statement = select(Edition).where(Edition.survey_id == survey.id, Edition.number == number).with_for_update()
    edition = session.scalars(statement.execution_options(populate_existing=True)).first()
    if edition is None or edition.withdrawn_on is not None:
        raise NoSuchEdition
    edition.withdrawn_on, edition.withdrawn_reason = now.date(), reason
    session.flush()
    return edition


# -- what an edition said, for the proof of the next


def relations(shape: Shape, excluded: frozenset[frozenset[tuple[str, str]]]) -> dict[str, Any]:
    """All that readers know from it, as it is stored beside the edition. Nobody is shown this."""
    known = [
        [list(each.place), _stored(each.box), each.low, None if each.high == inf else each.high]
        for each in shape.known()
    ]
    return {
        "known": known,
        "small": [[list(each.place), _stored(each.box)] for each in shape.small()],
        "variables": {name: list(states) for name, states in shape.study.variables().items()},
        "excluded": [[list(state) for state in sorted(pair)] for pair in excluded],
    }


def _stored(box: Box) -> list[Any]:
    return [[name, sorted(states)] for name, states in box]


def earlier(stored: Mapping[str, Any], number: int, batch: int | None) -> Earlier:
    """The other way round."""
    return Earlier(
        tuple(
            Known((place[0], place[1], place[2]), _box(box), low, inf if high is None else high)
            for place, box, low, high in stored["known"]
        ),
        tuple(Small((place[0], place[1], place[2]), _box(box)) for place, box in stored["small"]),
        {name: tuple(states) for name, states in stored["variables"].items()},
        frozenset(frozenset((name, state) for name, state in pair) for pair in stored["excluded"]),
        number,
        batch,
    )


def _box(stored: Sequence[Any]) -> Box:
    return tuple((name, frozenset(states)) for name, states in stored)
