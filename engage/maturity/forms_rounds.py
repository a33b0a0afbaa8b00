"""Forms of first looks and rounds: what is judged, the dates, the goals."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from flask_babel import gettext, lazy_gettext

from engage.i18n.locales import is_well_formed
from engage.maturity.domain.kinds import AssessmentKind
from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.rounds import MOST_YEARS, RATING_DAYS, RoundPlan, Wrong, wrong
from engage.maturity.models import Assessment
from engage.web.desk.forms import Filled, Sent

PAY = 500
PREPARING_DAYS = 21
"""Between making a round and the last day of rating, beside the days of rating: the panel has to be found."""
NO_GOAL = "none"
_SENTENCES = {
    Wrong.TURNED: lazy_gettext("The end lies before the beginning. Change one of the two."),
    Wrong.TOO_LONG: lazy_gettext("This is more than %(years)d years. Judge a shorter time."),
    Wrong.AHEAD: lazy_gettext("What is judged has to be over when people rate. Choose an earlier day."),
    Wrong.PAST: lazy_gettext("This day is over. Choose one that lies ahead."),
    Wrong.WORKSHOP_EARLY: lazy_gettext("The workshop comes after the last day of rating. Change one of the two."),
}


def begun(kind: AssessmentKind, hub: str, title: str, months: int, language: str, today: date) -> Filled:
    """What stands in the form of a new round."""
    until = today + timedelta(days=PREPARING_DAYS + RATING_DAYS)
    return Filled(
        {
            "kind": kind.value,
            "hub": hub,
            "title": title,
            "period_from": months_before(today, months).isoformat(),
            "period_until": today.isoformat(),
            "rating_until": until.isoformat(),
            "workshop_on": (until + timedelta(days=7)).isoformat(),
            "working_language": language,
        }
    )


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or its last day where it has no such day."""
    month = day.month - 1 - months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


def stored(assessment: Assessment) -> Filled:
    """What stands in the form of a round that is there."""
    days = {name: getattr(assessment, name) for name in ("period_from", "period_until", "rating_until", "workshop_on")}
    return Filled(
        {
            "title": assessment.title,
            "working_language": assessment.working_language,
            "pay": assessment.pay,
            **{name: day.isoformat() if day else "" for name, day in days.items()},
        }
    )


def read_plan(sent: Sent, today: date, *, fields: Collection[str], before: RoundPlan | None = None) -> RoundPlan | None:
    """The plan that a form describes; None where something is wrong with it.

    :param fields: those that are asked; of the others `before` holds
    """
    title = sent.read_text("title", needed=gettext("Write a title."))
    plan = RoundPlan(
        title=title,
        period_from=_day(sent, "period_from", fields, before) or today,
        period_until=_day(sent, "period_until", fields, before) or today,
        rating_until=_day(sent, "rating_until", fields, before),
        workshop_on=_day(sent, "workshop_on", fields, before),
        working_language=_language(sent) if "working_language" in fields else before.working_language if before else "",
        pay=sent.read_text("pay", most=PAY) if "pay" in fields else before.pay if before else "",
    )
    if not sent.wrong:
        for name, what in wrong(plan, today, rating_open="rating_until" in fields).items():
            sentence = str(_SENTENCES[what])
            sent.refuse(name, sentence % {"years": MOST_YEARS} if what is Wrong.TOO_LONG else sentence)
    return None if sent.wrong else plan


def _day(sent: Sent, name: str, fields: Collection[str], before: RoundPlan | None) -> date | None:
    if name not in fields:
        return getattr(before, name, None)
    needed = gettext("Enter a day.") if name in ("period_from", "period_until") else ""
    return sent.read_day(name, needed=needed)


def _language(sent: Sent) -> str:
    value = sent.read_text("working_language", most=35, needed=gettext("Choose a language."))
    if value and not is_well_formed(value):
        sent.refuse("working_language", gettext("Choose one of these."))
    return value


# -- goals


def goals(model: MaturityModel, targets: Mapping[str, int]) -> Filled:
    """What stands in the form of goals: one level for a dimension where its indicators have the same."""
    text = {}
    for dimension in model.dimensions:
        own = [targets.get(each.id) for each in dimension.indicators]
        if len(set(own)) == 1:
            text[dimension.id] = str(own[0]) if own[0] is not None else ""
            continue
        for each in dimension.indicators:
            level = targets.get(each.id)
            text[each.id] = NO_GOAL if level is None else str(level)
    return Filled(text)


def read_goals(sent: Sent, model: MaturityModel) -> dict[str, int]:
    """{indicator: level}; an indicator without a goal of its own has that of its dimension."""
    levels = [str(level.value) for level in model.levels if level.value]
    found = {}
    for dimension in model.dimensions:
        whole = sent.read_one(dimension.id, ("", *levels))
        for each in dimension.indicators:
            said = sent.read_one(each.id, ("", NO_GOAL, *levels)) or whole
            if said and said != NO_GOAL:
                found[each.id] = int(said)
    return found
