"""Surveys in the field, those that closed, and the languages they were offered in."""

from collections.abc import Iterable, Iterator
from datetime import date

from engage.network.counting.ground import Ground, Read
from engage.network.domain.items import Item, Thing
from engage.network.domain.periods import month_of
from engage.surveys.domain.status import SurveyStatus
from engage.web.permissions import Permission


def fielded(ground: Ground) -> Iterator[Thing]:
    """In the field on a day of the period."""
    for survey, activity in ground.surveys:
        months = months_in_field(ground, activity)
        if months:
            yield thing(ground, survey, activity, (item(ground, survey, activity, month) for month in months))


def closed(ground: Ground) -> Iterator[Thing]:
    """Closed in the period; by the month of the last day on which they could be answered."""
    for survey, activity in ground.surveys:
        day = closed_on(survey, activity, ground.today)
        if ground.period.holds(day) and day is not None:
            yield thing(ground, survey, activity, [item(ground, survey, activity, month_of(day))], day)


def languages_offered(ground: Ground) -> Iterator[Thing]:
    """Those in which surveys in the field could be answered."""
    for survey, activity in ground.surveys:
        months = months_in_field(ground, activity)
        offered = [item(ground, survey, activity, each, key=tag) for each in months for tag in activity.languages]
        if offered:
            yield thing(ground, survey, activity, offered)


def months_in_field(ground: Ground, activity: Read) -> list[date]:
    """The months of the period in which a survey could be answered on some day."""
    first, last = activity.starts_on or date.min, activity.ends_on or date.max
    return [month for month, end in ground.ends.items() if first <= end and last >= month]


def closed_on(survey: Read, activity: Read, today: date) -> date | None:
    """The day on which a survey closed; None while it has not."""
    last: date | None = activity.ends_on
    if last is None or last > today or (last == today and survey.status != SurveyStatus.CLOSED):
        return None
    return last


def item(ground: Ground, survey: Read, activity: Read, month: date, *, key: str = "") -> Item:
    return Item(activity.hub_id, ground.country(activity.hub_id), month, key=key or f"survey:{survey.id}")


def thing(ground: Ground, survey: Read, activity: Read, items: Iterable[Item], day: date | None = None) -> Thing:
    return Thing(
        title=activity.title,
        hub=activity.hub_id,
        country=ground.country(activity.hub_id),
        day=day or activity.starts_on,
        items=tuple(items),
        endpoint="manage.survey",
        arguments={"slug": survey.slug},
        label=Permission.SURVEY_SEE,
    )
