"""Which indicators are judged, by whom."""

from engage.maturity.domain.kinds import AssessmentKind
from engage.maturity.domain.model import Indicator, MaturityModel


def indicators(model: MaturityModel, kind: AssessmentKind) -> tuple[Indicator, ...]:
    """What an assessment of a kind judges, in the order of the model: all in a full round, the core ones otherwise."""
    return tuple(model.indicators) if kind is AssessmentKind.FULL else model.core


def of_form(model: MaturityModel, kind: AssessmentKind, *, short: bool) -> tuple[Indicator, ...]:
    """What one person is asked: the core indicators in the short form."""
    return model.core if short else indicators(model, kind)


def is_plain(indicator: Indicator, *, short: bool) -> bool:
    """Whether the short form asks this in plain words: a model need not have them."""
    return short and bool(indicator.plain_question) and len(indicator.plain_levels) == len(indicator.levels)


def question_place(indicator: Indicator, *, short: bool) -> str:
    """Where the words of the question stand (`places`)."""
    return f"{indicator.id}:plain-question" if is_plain(indicator, short=short) else f"{indicator.id}:question"


def level_places(indicator: Indicator, *, short: bool) -> tuple[str, ...]:
    """Where the words of the levels stand, from level 0."""
    before = f"{indicator.id}:plain" if is_plain(indicator, short=short) else indicator.id
    return tuple(f"{before}:{level}" for level in range(len(indicator.levels)))
