"""What an activity is, how far it is, and what and whom it is about."""

from enum import StrEnum


class ActivityKind(StrEnum):
    """A survey, or one of the kinds of events."""

    SURVEY = "survey"
    DIALOGUE = "dialogue"
    INCEPTION_DIALOGUE = "inception_dialogue"
    KNOWLEDGE_EXCHANGE = "knowledge_exchange"
    WORKSHOP = "workshop"
    WEBINAR = "webinar"
    TRANSNATIONAL = "transnational"
    TRAINING = "training"
    AWARENESS = "awareness"
    OTHER = "other"


class ActivityState(StrEnum):
    """What the organiser says of it; whether it is open now also depends on what it is and on the calendar."""

    DRAFT = "draft"
    """Seen by the team only."""
    ANNOUNCED = "announced"
    CANCELLED = "cancelled"
    REMOVED = "removed"
    """Taken away by who recorded it; kept so that it can be brought back."""


PUBLIC_STATES = (ActivityState.ANNOUNCED, ActivityState.CANCELLED)


class MissionArea(StrEnum):
    """What the activity is about, as the Mission on Cancer divides it, with the themes that cross all of it."""

    PREVENTION = "prevention"
    EARLY_DETECTION_TREATMENT = "early_detection_treatment"
    QUALITY_OF_LIFE = "quality_of_life"
    EQUITY = "equity"
    SUSTAINABILITY = "sustainability"
    SOCIAL_ENGAGEMENT = "social_engagement"
    DIGITAL_HEALTH = "digital_health"


class Sector(StrEnum):
    """Beyond health."""

    EMPLOYMENT = "employment"
    EDUCATION = "education"
    SOCIO_ECONOMIC = "socio_economic"


class Audience(StrEnum):
    ORGANISED = "organised"
    """Citizens who are members of an association or patient organisation."""
    NON_ORGANISED = "non_organised"
    PATIENTS = "patients"
    FAMILIES = "families"
    YOUNG = "young"
    OLDER = "older"
    MIGRANTS = "migrants"
    RURAL = "rural"
    PROFESSIONALS = "professionals"


class Count(StrEnum):
    """What is counted of an activity held elsewhere."""

    PARTICIPANTS = "participants"
    PATIENTS_AND_FAMILIES = "patients_and_families"
    """Of the participants."""
    NON_ORGANISED = "non_organised"
    """Of the participants: those who came for themselves and not for an organisation."""
    ORGANISATIONS = "organisations"
    COUNTRIES = "countries"
    REACHED = "reached"
    """People who saw or heard of it without taking part."""


EVENTS = tuple(kind for kind in ActivityKind if kind is not ActivityKind.SURVEY)
"""The kinds that are events."""
AMONG_PARTICIPANTS = (Count.PATIENTS_AND_FAMILIES, Count.NON_ORGANISED)
