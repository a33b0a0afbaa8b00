"""What kinds, areas, groups and standings are called, for citizens and organisers alike."""

from datetime import date

from babel.dates import format_interval, format_skeleton
from flask_babel import format_date, get_locale, gettext
from flask_babel import lazy_gettext as _l

from engage.activities.domain.kinds import ActivityKind, Audience, Count, MissionArea, Sector
from engage.activities.domain.shown import ShownActivity, Standing

KINDS = {
    ActivityKind.SURVEY: _l("Survey"),
    ActivityKind.DIALOGUE: _l("Citizen dialogue"),
    ActivityKind.INCEPTION_DIALOGUE: _l("First dialogue of a hub"),
    ActivityKind.KNOWLEDGE_EXCHANGE: _l("Knowledge exchange"),
    ActivityKind.WORKSHOP: _l("Workshop"),
    ActivityKind.WEBINAR: _l("Webinar"),
    ActivityKind.TRANSNATIONAL: _l("Meeting across countries"),
    ActivityKind.TRAINING: _l("Training"),
    ActivityKind.AWARENESS: _l("Information day"),
    ActivityKind.OTHER: _l("Other event"),
}
AREAS = {
    MissionArea.PREVENTION: _l("Preventing cancer"),
    MissionArea.EARLY_DETECTION_TREATMENT: _l("Early detection and treatment"),
    MissionArea.QUALITY_OF_LIFE: _l("Living with and after cancer"),
    MissionArea.EQUITY: _l("The same chances for everybody"),
    MissionArea.SUSTAINABILITY: _l("Sustainability"),
    MissionArea.SOCIAL_ENGAGEMENT: _l("Taking part in society"),
    MissionArea.DIGITAL_HEALTH: _l("Digital health"),
}
SECTORS = {
    Sector.EMPLOYMENT: _l("Work and employment"),
    Sector.EDUCATION: _l("Education"),
    Sector.SOCIO_ECONOMIC: _l("Social and economic life"),
}
AUDIENCES = {
    Audience.NON_ORGANISED: _l("Everybody"),
    Audience.ORGANISED: _l("Members of associations and patient organisations"),
    Audience.PATIENTS: _l("Patients"),
    Audience.FAMILIES: _l("Families and friends"),
    Audience.YOUNG: _l("Young people"),
    Audience.OLDER: _l("Older people"),
    Audience.MIGRANTS: _l("People who came from another country"),
    Audience.RURAL: _l("People in the countryside"),
    Audience.PROFESSIONALS: _l("People who work in health and care"),
}
STANDINGS = {
    Standing.OPEN: _l("Open now"),
    Standing.COMING: _l("Coming"),
    Standing.PAUSED: _l("Paused"),
    Standing.FULL: _l("Full"),
    Standing.OVER: _l("Over"),
    Standing.CANCELLED: _l("Cancelled"),
}
SCOPES = {
    "network": _l("The whole network"),
    "national": _l("A country"),
    "regional": _l("A region"),
    "local": _l("A town or a place"),
}
COUNTS = {
    Count.PARTICIPANTS: _l("People who took part"),
    Count.PATIENTS_AND_FAMILIES: _l("Of them patients and families"),
    Count.NON_ORGANISED: _l("Of them people who came for themselves, not for an organisation"),
    Count.ORGANISATIONS: _l("Organisations"),
    Count.COUNTRIES: _l("Countries"),
    Count.REACHED: _l("People reached without taking part"),
}


def when(shown: ShownActivity) -> str:
    """When an activity takes place, as a reader needs it: of what is open until when, of what comes from when."""
    first, last = shown.starts_on, shown.ends_on
    if shown.kind is ActivityKind.SURVEY:
        return _of_survey(shown.standing, first, last)
    if first is None or last is None or first == last:
        day = first or last
        return str(format_date(day, "long")) if day else ""
    return span(first, last)


def _of_survey(standing: Standing, first: date | None, last: date | None) -> str:
    if standing is Standing.COMING and first:
        return gettext("Opens on %(day)s", day=format_date(first, "long"))
    if standing is Standing.OVER and last:
        return gettext("Closed since %(day)s", day=format_date(last, "long"))
    if standing in (Standing.OPEN, Standing.PAUSED) and last:
        return gettext("Open until %(day)s", day=format_date(last, "long"))
    return ""


def weekday_and_day(day: date) -> str:
    """A day without its year: “Sunday, 22 November”."""
    return str(format_skeleton("MMMMEd", day, locale=get_locale()))


def span(first: date, last: date) -> str:
    """Two days as the reader's language writes a span of them."""
    return str(format_interval(first, last, "yMMMMd", locale=get_locale()))
