"""What translation files carry, whatever their format."""

from dataclasses import dataclass, field

from engage.core.refusal import Refusal
from engage.i18n.text import TextState
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.text_places import Place, places
from engage.instruments.domain.translating import fingerprint, state_of


class BadFile(Refusal):
    """Nothing can be made of a file. `reason` is a code, `detail` what belongs in its sentence."""

    code = "bad_file"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Unit:
    """One text on its way out."""

    path: str
    where: str
    source: str
    text: str
    state: TextState | None
    """None: missing."""

    @property
    def words(self) -> str:
        """The fingerprint of the translation as it goes out."""
        return fingerprint(self.text)


@dataclass(frozen=True, slots=True)
class Sheaf:
    """The texts of one language."""

    name: str
    source_language: str
    language: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """One text that came back."""

    path: str
    source: str
    """The source text as the file has it."""
    text: str
    words: str = ""
    """The fingerprint of the translation when it went out; empty when the file lost it."""
    finished: bool = True
    """The file does not say that it still needs work."""


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    language: str
    """Empty when the file does not say."""
    units: tuple[Returned, ...] = field(default=())


def sheaf_of(instrument: Instrument, language: str) -> Sheaf:
    """All texts that have a source, for one language."""
    units = tuple(
        Unit(
            path=place.path,
            where=_where(place),
            source=place.text.source,
            text=place.text.translations[language].text if place.text.has(language) else "",
            state=state_of(place.text, language),
        )
        for place in places(instrument)
        if place.text.has(place.text.source_language)
    )
    return Sheaf(instrument.name, instrument.source_language, language, units)


def _where(place: Place) -> str:
    parts = [place.item or place.group.lstrip("_"), place.kind, place.code]
    return ", ".join(part for part in parts if part)
