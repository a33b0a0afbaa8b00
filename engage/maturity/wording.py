"""The words of a model in a language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.db import engine as database
from engage.i18n.gates import passing
from engage.i18n.locales import nearest
from engage.i18n.stored import decoded
from engage.i18n.text import LocalizedText
from engage.maturity.domain.document import from_document
from engage.maturity.domain.model import MaturityModel
from engage.maturity.domain.places import places
from engage.maturity.models import ModelText, ModelVersion
from engage.web.kept import Cache

_KEPT = "maturity-words"
_models: Cache[tuple[int, str], MaturityModel] = Cache(64)


def model_of(version: ModelVersion) -> MaturityModel:
    """The model that a version holds; made once, for definitions never change."""
    return _models.get((version.id, version.digest), lambda: from_document(version.definition))


@dataclass(frozen=True, slots=True, eq=False)
class Words(Mapping[str, str]):
    """What stands at each place of a model for readers of one language.

    Where a translation is missing, or has not come as far as the version asks (its gate), the source stands there,
    and `text` says so by its language.
    """

    language: str
    """The one that was asked for, as the model's translations spell it; the source language where there is none."""
    source_language: str
    _source: Mapping[str, str]
    _said: Mapping[str, str]

    def text(self, place: str) -> tuple[str, str]:
        """The words at a place and the language that they are in.

        :raises KeyError: for a place that the model has not
        """
        if place in self._said:
            return self._said[place], self.language
        return self._source[place], self.source_language

    def __getitem__(self, place: str) -> str:
        return self.text(place)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._source)

    def __len__(self) -> int:
        return len(self._source)

    @property
    def whole(self) -> bool:
        """Whether every text is there in the language."""
        return self.language == self.source_language or self._said.keys() >= self._source.keys()


_shared: Cache[tuple[object, ...], Words] = Cache(64)


def words(session: Session, version: ModelVersion, language: str) -> Words:
    """The words of a model for readers of a language; one statement, and none where they are known already.

    A request that only reads shares them with others of its process; one that writes may see what is never committed.
    """
    key = (version.id, version.digest, version.revision, version.text_gate, language)
    if database.only_reads():
        place = str(session.get_bind().engine.url)
        return _shared.get((place, *key), lambda: _words(session, version, language))
    kept: dict[tuple[object, ...], Words] = session.info.setdefault(_KEPT, {})
    if key not in kept:
        kept[key] = _words(session, version, language)
    return kept[key]


def texts(session: Session, version: ModelVersion) -> dict[str, LocalizedText]:
    """Every text of a version with its translations, in the order of the model, whatever state they are in."""
    asked = select(ModelText.place, ModelText.text).where(ModelText.model_id == version.id)
    stored: dict[str, dict[str, Any]] = dict(session.execute(asked).all())
    source = version.source_language
    return {
        place: decoded({**stored.get(place, {}), source: said}, source) for place, said in places_of(version).items()
    }


def places_of(version: ModelVersion) -> Mapping[str, str]:
    """Every text of a version in its source language, by place."""
    return places(model_of(version))


def _words(session: Session, version: ModelVersion, language: str) -> Words:
    known, source = texts(session, version), version.source_language
    tag = nearest(language, tuple(dict.fromkeys((source, *version.languages)))) or source
    said = {}
    if tag != source:
        shown = ((place, passing(text, version.text_gate)) for place, text in known.items())
        said = {place: text.translations[tag].text for place, text in shown if text.has(tag)}
    return Words(tag, source, {place: text.source for place, text in known.items()}, said)
