"""Panels of the demonstration: invented people, and what they rate."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.maturity import queries, wording
from engage.maturity.domain import asked
from engage.maturity.domain.kinds import Confidence
from engage.maturity.domain.model import Indicator
from engage.maturity.domain.panel import Seat
from engage.maturity.models import Assessment
from engage.maturity.models_panel import Member, Rating
from engage.maturity.rating import saving

_NOISE = (0, 0, 0, 0, 1, -1)
_SURE = (Confidence.LOW, Confidence.MEDIUM, Confidence.MEDIUM, Confidence.HIGH)


def seats(given: Mapping[str, Any], hub: str, languages: Sequence[str], size: int, chance: random.Random) -> list[Seat]:
    """So many people, every second a citizen, in the languages of the hub."""
    own = [tag for tag in languages if tag in PUBLIC_LANGUAGES] or ["en"]
    people: Mapping[str, Sequence[str]] = given["people"]
    found = []
    for number in range(size):
        language = own[0] if number % 3 else own[-1]
        name = people[language][(number + chance.randrange(3)) % len(people[language])]
        found.append(
            Seat(
                name=name,
                email=f"panel-{hub}-{number}@example.org",
                language=language,
                role=given["roles"][number % len(given["roles"])],
                citizen=number % 2 == 0,
                outside=number in (0, 3),
                regional=number in (1, 4),
                short_form=number % 4 == 2,
            )
        )
    return found


def rate(
    session: Session,
    assessment: Assessment,
    profile: Sequence[int],
    day: date,
    chance: random.Random,
    *,
    reasons: Sequence[str] = (),
    splits: int = 1,
    handing_in: int | None = None,
) -> None:
    """Everybody rates near to the profile; on some indicators some stand far apart.

    :param splits: indicators on which half of them see it otherwise
    :param handing_in: how many hand in; None: all
    """
    model = wording.model_of(assessment.model)
    members = queries.members(session, assessment.id)[:handing_in]
    judged = asked.indicators(model, assessment.kind)
    levels = {each.id: profile[_place(assessment, each)] for each in judged}
    apart = {each.id for each in chance.sample([each for each in judged if levels[each.id] < 3], splits)}
    rows = []
    for number, member in enumerate(members):
        for indicator in asked.of_form(model, assessment.kind, short=member.short_form):
            near, split = levels[indicator.id], indicator.id in apart
            level = near + (2 if number % 2 == 0 else 0) if split else _around(near, model.top, chance)
            rows.append(_row(member, indicator, level, chance, reasons, sure=split))
    session.execute(insert(Rating), rows)
    for member in members:
        saving.hand_in(session, assessment, member, today=day)
    session.flush()


def _place(assessment: Assessment, indicator: Indicator) -> int:
    model = wording.model_of(assessment.model)
    return model.dimensions.index(model.dimension_of(indicator.id))


def _around(near: int, top: int, chance: random.Random) -> int:
    return max(0, min(top, near + chance.choice(_NOISE)))


def _row(
    member: Member, indicator: Indicator, level: int, chance: random.Random, reasons: Sequence[str], *, sure: bool
) -> dict[str, Any]:
    unsure = not sure and chance.random() < 0.05
    return {
        "member_id": member.id,
        "indicator": indicator.id,
        "vote": 0,
        "level": None if unsure else level,
        "cannot_judge": unsure,
        "not_applicable": False,
        "confidence": "" if unsure else chance.choice(_SURE).value,
        "reason": chance.choice(reasons) if reasons and chance.random() < 0.4 else "",
        "reason_in_working_language": "",
        "left_out": "",
    }
