"""Reasons for everybody to read: in the working language, put so by the facilitator, who sees no writer."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.core.refusal import Refusal
from engage.maturity import queries_reasons
from engage.maturity.domain.kinds import Stage
from engage.maturity.models import Assessment
from engage.maturity.rating.closing import hold


class NotTalking(Refusal):
    """Ratings are not closed yet, or the round is signed."""

    code = "not_in_consensus"


@dataclass(frozen=True, slots=True)
class Read:
    """What the facilitator makes of one reason: words in the working language, or why it is left out."""

    shown: str = ""
    left_out: str = ""


def keep(session: Session, assessment: Assessment, indicator: str, read: Mapping[str, Read]) -> None:
    """Keep what is shown of the reasons about an indicator, by their keys; unknown keys are passed over.

    :raises NotTalking: before ratings are closed and after sign-off
    """
    hold(session, assessment)
    if assessment.stage is not Stage.CONSENSUS:
        raise NotTalking
    ratings = queries_reasons.by_key(session, assessment, indicator)
    for key, each in read.items():
        if key in ratings:
            ratings[key].reason_in_working_language = "" if each.left_out else each.shown
            ratings[key].left_out = each.left_out
    session.flush()
