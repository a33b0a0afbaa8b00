"""What the result of a first look shows: a profile of the core indicators, strengths, three next steps."""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import gettext
from markupsafe import Markup

from engage.db.session import db
from engage.i18n.locales import direction
from engage.maturity import queries, standing, wording
from engage.maturity.domain import next_steps
from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.scoring import IndicatorScore
from engage.maturity.library import finding, keeping
from engage.maturity.models import Assessment
from engage.maturity.rounds import first_look
from engage.web.charts import dots
from engage.web.charts.drawing import figure


def shown(assessment: Assessment) -> dict[str, Any]:
    """Values for the page."""
    session = db.session()
    found = standing.standing(session, assessment)
    words = wording.words(session, assessment.model, g.interface)
    asked = first_look.asked(assessment)
    scores = found.score.indicators
    rows = [(each.id, scores[each.id]) for each in asked if each.id in scores]
    steps = next_steps.next_steps(found.model, found.score)
    wanted = {each.indicator: each.level for each in steps}
    return {
        "helps": finding.for_steps(session, assessment.model.key, wanted, g.interface),
        "title_of": keeping.title,
        "words": words,
        "rows": rows,
        "chart": _chart(found.model, rows, words),
        "unsaid": [each.id for each in asked if each.id in scores and scores[each.id].claimed is None],
        "levels": queries.levels(session, assessment.id),
        "steps_next": steps,
        "strengths": next_steps.strengths(found.model, found.score),
        "followed": queries.assessments_of(session, None, previous_id=assessment.id),
    }


def _chart(model: MaturityModel, rows: list[tuple[str, IndicatorScore]], words: Mapping[str, str]) -> Markup:
    drawn = [
        dots.Row(
            label=words[f"{id_}:title"],
            value=score.supported,
            text="" if score.supported is None else str(score.supported),
            beside=score.claimed if score.claimed != score.supported else None,
        )
        for id_, score in rows
        if score.claimed is not None
    ]
    legend = dots.Legend(value=gettext("what can be shown"), beside=gettext("what the team says"))
    sheet = dots.dots(drawn, legend, direction(g.interface), top=model.top) if drawn else None
    return figure(
        sheet,
        title=gettext("Core indicators"),
        description=gettext("The same figures stand in the table below."),
        caption=[gettext("A first look, not an assessment. Levels from 0 to %(top)s.", top=model.top)],
        lang=g.interface,
    )
