"""What became of it: outcomes, topics that everybody sees, policy briefs. A topic's raw words never travel."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from engage.activities.domain.kinds import MissionArea, Sector
from engage.handover.parts.kept import Hubs, Kept
from engage.i18n.locales import is_well_formed
from engage.outcomes.domain.briefs import FigureOf
from engage.outcomes.domain.checking import EARLIEST
from engage.outcomes.domain.kinds import ANSWERED, PUBLIC_TOPICS, RecommendationState
from engage.outcomes.models import Outcome, OutcomeActivity, OutcomeRest, PolicyBrief, Recommendation
from engage.outcomes.models_topics import Topic, TopicBox


def _of(column: Any) -> Any:
    def where(hubs: Hubs) -> ColumnElement[bool]:
        found: ColumnElement[bool] = column.in_(select(Outcome.id).where(Outcome.hub_id.in_(hubs)))
        return found

    return where


def _readable(row: Mapping[str, Any]) -> None:
    """What everybody reads has a language, and is about something that pages have words for."""
    tags = row["languages"]
    if not all(type(tag) is str and is_well_formed(tag) for tag in tags) or (row["published_at"] and not tags):
        raise ValueError("no language that it can be read in")
    for area in row.get("mission_areas", ()):
        MissionArea(area)
    for sector in row.get("sectors", ()):
        Sector(sector)
    for each in row.get("figures", ()):
        figure = FigureOf(**each)
        if [type(part) for part in (figure.survey, figure.edition, figure.item)] != [str, int, str]:
            raise TypeError("no published figure")


LATEST = date(2200, 1, 1)
_DAYS = ("handed_on", "answered_on", "decided_on", "done_on")


def _readable_answer(row: Mapping[str, Any]) -> None:
    """Its days are there, and such that clocks can be run from them."""
    if any(day is not None and not EARLIEST <= day < LATEST for day in map(row.get, _DAYS)):
        raise ValueError("a day too early or too late")
    if row["state"] in ANSWERED and row["answered_on"] is None:
        raise ValueError("an answer without its day")
    if row["state"] is RecommendationState.DONE and row["done_on"] is None:
        raise ValueError("done without its day")


KEPT = (
    Kept(
        model=Outcome,
        where=Outcome.hub_id.in_,
        unique=("slug",),
        texts=frozenset({"title", "heard"}),
        read=_readable,
    ),
    Kept(model=OutcomeActivity, where=_of(OutcomeActivity.outcome_id), droppable=True),
    Kept(
        model=OutcomeRest, where=_of(OutcomeRest.outcome_id), addresses=frozenset({"link"}), texts=frozenset({"label"})
    ),
    Kept(
        model=Recommendation,
        where=_of(Recommendation.outcome_id),
        texts=frozenset({"text", "addressed_to", "answer", "reason", "decision", "decided_by", "done"}),
        read=_readable_answer,
    ),
    Kept(
        model=PolicyBrief,
        where=PolicyBrief.hub_id.in_,
        unique=("slug",),
        lists={"outcomes": Outcome},
        texts=frozenset({"title", "lead", "asks"}),
        read=_readable,
    ),
    Kept(model=TopicBox, where=TopicBox.hub_id.in_),
    Kept(
        model=Topic,
        where=lambda hubs: Topic.hub_id.in_(hubs) & Topic.state.in_(PUBLIC_TOPICS),
        left=frozenset({"words", "words_until"}),
        fixed={"words": "", "words_until": None},
        texts=frozenset({"title", "text", "answer"}),
    ),
)
