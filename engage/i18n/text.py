"""Content in several languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from engage.i18n.variants import beside


class TextState(StrEnum):
    """How far a translation has come. The source text is always approved."""

    DRAFT = "draft"
    STALE = "stale"
    """Its source has changed since; shown only where drafts are."""
    REVIEWED = "reviewed"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Translation:
    text: str
    state: TextState = TextState.APPROVED


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in its source language with translations, each with a state.

    Keys are BCP 47 tags as the instrument spells them. An empty translation is no translation.
    """

    source_language: str
    translations: Mapping[str, Translation]

    @classmethod
    def of(cls, text: str, language: str = "en", /, **translations: str) -> Self:
        """A text written here and now: `LocalizedText.of("Yes", "en", de="Ja")`."""
        texts = {language: text, **translations}
        return cls(language, {tag: Translation(value) for tag, value in texts.items()})

    @property
    def source(self) -> str:
        translation = self.translations.get(self.source_language)
        return translation.text if translation else ""

    def has(self, language: str) -> bool:
        translation = self.translations.get(language)
        return translation is not None and bool(translation.text.strip())

    def pick(self, language: str) -> tuple[str, str]:
        """The text and the language it is in: the wanted one, else the language it stands beside, the source, any."""
        if self.has(language):
            return self.translations[language].text, language
        plain = beside(language)
        for tag in (*((plain,) if plain else ()), self.source_language, *self.translations):
            if self.has(tag):
                return self.translations[tag].text, tag
        return "", self.source_language

    def in_(self, language: str) -> str:
        return self.pick(language)[0]

    def __iter__(self) -> Iterator[tuple[str, Translation]]:
        return iter(self.translations.items())

    def __bool__(self) -> bool:
        return any(translation.text.strip() for translation in self.translations.values())
