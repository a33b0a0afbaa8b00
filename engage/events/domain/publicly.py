"""What the public is told of an event: what is unfinished, and numbers that do not give anybody away."""

from dataclasses import dataclass

from engage.i18n.text import LocalizedText, TextState

STEP = 5
"""Public numbers of places and of people who wait go in steps: who watches a page does not see each registration."""


def unfinished(text: LocalizedText, language: str) -> bool:
    """Whether a page in a language has to say that this text is a draft there, or missing."""
    if language == text.source_language or not text:
        return False
    return not text.has(language) or text.translations[language].state is not TextState.APPROVED


@dataclass(frozen=True, slots=True)
class Coarse:
    """A number that is published: nothing, fewer than a step, or at least so many."""

    least: int
    few: bool = False

    @property
    def none(self) -> bool:
        return not self.least and not self.few


def coarse(number: int) -> Coarse:
    """A number of places or people as the public sees it: 0, "fewer than 5", or rounded down to a step of 5."""
    if number <= 0:
        return Coarse(0)
    return Coarse(0, few=True) if number < STEP else Coarse(number - number % STEP)
