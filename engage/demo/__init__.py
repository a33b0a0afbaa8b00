"""What `engage demo load` and the tests show the product with: the citizen survey, in our own words.

The English source is `citizen-survey.yaml`; `citizen-survey.<language>.yaml` translates it, text by text.
"""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from engage.core.located import from_yaml, read_text
from engage.hubs.domain import reading
from engage.hubs.domain.reading import HubFile
from engage.i18n.text import TextState
from engage.instruments.document import from_document
from engage.instruments.document_texts import text_places
from engage.instruments.domain.definition import Instrument

_SOURCE = "citizen-survey"
_SIX = "six-countries"
_HUBS = "hubs"


@lru_cache(maxsize=1)
def citizen_survey() -> Instrument:
    """The demonstration survey in every language that has a file, translations as drafts.

    :raises KeyError: when a translation names a path that the source does not have
    """
    return from_document(merged(citizen_survey_source(), citizen_survey_translations()))


def citizen_survey_source() -> dict[str, Any]:
    """The English source as a document."""
    return _read(files(__name__) / f"{_SOURCE}.yaml")


def citizen_survey_translations() -> dict[str, dict[str, str]]:
    """What each language file says: language -> path -> text, languages in alphabetical order."""
    found = {}
    for file in files(__name__).iterdir():
        stem, _, ending = file.name.rpartition(".")
        name, _, language = stem.partition(".")
        if ending == "yaml" and name == _SOURCE and language:
            found[language] = _read(file)
    return dict(sorted(found.items()))


def _read(file: Traversable) -> dict[str, Any]:
    value: dict[str, Any] = from_yaml(read_text(file.read_bytes())).value
    return value


def text_paths(document: Mapping[str, Any]) -> dict[str, str]:
    """Every source text of a monolingual document by its path, such as `items.A1.options.no`."""
    return {place.path: str(place.text) for place in text_places(document)}


def merged(document: Mapping[str, Any], translations: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The document with translations put in, all drafts.

    :raises KeyError: naming the language and the paths that the document does not have
    """
    whole = deepcopy(dict(document))
    places = {place.path: place for place in text_places(whole)}
    source = whole["source_language"]
    for path, place in places.items():
        given = {tag: texts[path] for tag, texts in translations.items() if path in texts}
        if given:
            place.holder[place.key] = {source: place.text, **given}
    for tag, texts in translations.items():
        if unknown := texts.keys() - places.keys():
            raise KeyError(f"{tag}: no such text: {', '.join(sorted(unknown))}")
    whole["languages"] = [source, *translations]
    whole["translations"] = dict.fromkeys(translations, TextState.DRAFT.value)
    return whole


@lru_cache(maxsize=1)
def hub_file() -> HubFile:
    """The invented hubs of `hubs.yaml`."""
    return reading.read((files(__name__) / f"{_HUBS}.yaml").read_bytes())


def six_countries_source() -> dict[str, Any]:
    """What `six-countries.yaml` says: the editions, and the hubs that field them."""
    return _read(files(__name__) / f"{_SIX}.yaml")


@lru_cache(maxsize=1)
def six_countries() -> Instrument:
    """The short survey of six countries: the pulse of the citizen survey, with six national editions."""
    given = six_countries_source()
    whole = merged(citizen_survey_source(), citizen_survey_translations())
    country = {"type": "country", "countries": list(given["editions"]), **given["country"]}
    sections = [
        {**section, "items": [_always(item) for item in section["items"] if item.get("pulse")]}
        for section in whole["sections"]
    ]
    sections[-1]["items"].insert(0, country)
    whole |= {key: given[key] for key in ("name", "title", "minutes", "editions")}
    whole |= {"country_item": country["name"], "sections": [section for section in sections if section["items"]]}
    del whole["pulse_minutes"], whole["consent"]
    return from_document(whole)


def _always(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item of the pulse where there is nothing but the pulse."""
    return {key: value for key, value in item.items() if key != "pulse"}
