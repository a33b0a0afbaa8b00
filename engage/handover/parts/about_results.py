"""Results: what was decided about figures, and published editions; by choice what was made of single answers."""

from collections.abc import Mapping
from typing import Any

from engage.handover.parts.about_surveys import of
from engage.handover.parts.kept import Choice, Kept
from engage.results.models import (
    Decision,
    Edition,
    Population,
    ResultsPage,
    Target,
    TextCode,
    TextCoding,
    TextWork,
    Weighting,
)
from engage.results.publishing import figures


def _readable(row: Mapping[str, Any]) -> None:
    figures.read(row["figures"])


KEPT = (
    Kept(model=Population, where=of(Population.survey_id)),
    Kept(model=Weighting, where=of(Weighting.survey_id), lists={"populations": Population}),
    Kept(model=Target, where=of(Target.survey_id)),
    Kept(model=TextCode, where=of(TextCode.survey_id)),
    Kept(model=ResultsPage, where=of(ResultsPage.survey_id)),
    Kept(
        model=Edition,
        where=lambda hubs: of(Edition.survey_id)(hubs) & Edition.withdrawn_on.is_(None),
        team=frozenset({"published_by"}),
        read=_readable,
    ),
    Kept(model=Decision, where=of(Decision.survey_id), needs=Choice.ANSWERS),
    Kept(model=TextCoding, where=of(TextCoding.survey_id), needs=Choice.ANSWERS),
    Kept(model=TextWork, where=of(TextWork.survey_id), needs=Choice.ANSWERS),
)
