"""What is known of a survey besides its questionnaire, for the document that describes its data."""

from datetime import date, datetime
from importlib.metadata import version

from sqlalchemy.orm import Session

from engage.activities import funding
from engage.activities import queries as activities
from engage.activities.domain.shown import local_day
from engage.results.exports.ddi import Study
from engage.surveys import queries
from engage.surveys.models import Survey


def study(session: Session, survey: Survey, *, base_url: str, language: str, now: datetime) -> Study:
    """:param base_url: where this instance is reached, without a slash at its end"""
    activity, hub = survey.activity, survey.activity.hub
    partners = queries.partners(session, survey.id)
    others = sorted(each.name for each in activities.hubs_by_id(session, activities.owners(session, activity.id)))
    names = dict.fromkeys((hub.name, *others, *(partner.hub.name for partner in partners)))
    paid = funding.statements(session, language, now.date(), hub_id=hub.id, activity_id=activity.id)
    countries = dict.fromkeys((hub.country, *(partner.country for partner in partners)))

    def day(moment: datetime | None) -> date | None:
        return local_day(moment, hub.time_zone) if moment else None

    return Study(
        slug=survey.slug,
        address=f"{base_url}/surveys/{survey.slug}",
        hubs=tuple(names),
        funders=tuple(dict.fromkeys(each.text or each.funder for each in paid)),
        contact=survey.contact_email or hub.contact_email,
        countries=tuple(country for country in countries if country),
        opens=day(survey.opens_at),
        closes=day(survey.closes_at),
        made=now.date(),
        version=version("engage"),
    )
