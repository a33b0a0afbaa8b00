"""What a survey asks whoever answers so."""

from engage.instruments.domain.journey import Circumstances, Journey, Raw, SectionOnPath
from engage.instruments.domain.questionnaire import Questionnaire


def path(questionnaire: Questionnaire, raw: Raw, circumstances: Circumstances) -> tuple[SectionOnPath, ...]:
    """Every section that is asked, with the items, options and rows that are, in order."""
    journey = Journey(questionnaire, raw, circumstances)
    return tuple(journey.section(section) for section in journey.sections())
