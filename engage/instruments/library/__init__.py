"""Standard items: what surveys in Europe ask alike, ready to be inserted.

=================  =================================================================================
item               source of the question and of its codes
=================  =================================================================================
age, age_group     Eurostat, standardised key social variables: age in completed years; code list AGE
gender             the wording of Eurobarometer and FRA surveys since 2019: what people say they are
sex                Eurostat, code list SEX: what is registered
isced              UNESCO, International Standard Classification of Education (ISCED 2011); code list ISCED11
isced_short        the same in the three groups in which Eurostat publishes
region             NUTS 2021, Regulation (EC) No 1059/2003
degurba            degree of urbanisation, Regulation (EU) 2017/2391: as people see it themselves
activity_status    Eurostat, main activity status (self-defined), Regulation (EU) 2019/1700
organisation       this project: who belongs to no organisation must be heard too
home_hub           this project: ISO 3166 country of the hub
took_part_before   this project: who comes back and who is new, without keeping who anybody is
=================  =================================================================================

Translations are drafts until a native reader of the hub approves them.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from engage.i18n.locales import nearest
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.document import from_document
from engage.instruments.domain.definition import Instrument, Item

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "age": "Eurostat, standardised key social variables",
        "age_group": "Eurostat, code list AGE",
        "gender": "Eurobarometer, FRA",
        "sex": "Eurostat, code list SEX",
        "isced": "UNESCO ISCED 2011; Eurostat, code list ISCED11",
        "isced_short": "UNESCO ISCED 2011; Eurostat, code list ISCED11",
        "region": "NUTS 2021, Regulation (EC) No 1059/2003",
        "degurba": "Degree of urbanisation, Regulation (EU) 2017/2391",
        "activity_status": "Eurostat, main activity status, Regulation (EU) 2019/1700",
        "organisation": "ECHoS",
        "home_hub": "ISO 3166",
        "took_part_before": "ECHoS",
    }
)


class NoSuchItem(KeyError):
    """The library has no item of this name."""


@cache
def _instrument() -> Instrument:
    return from_document(yaml.safe_load((files(__name__) / "items.yaml").read_text("utf-8")))


def items() -> tuple[Item, ...]:
    """All standard items, with the texts of every language that the library has."""
    return tuple(_instrument().items)


def item_for(name: str, source_language: str, languages: Collection[str]) -> Item:
    """A standard item with the texts of an instrument's languages.

    A language of the instrument takes the nearest of the library's (`de-AT` the German). Where the library does not
    have the source language, English stands in its place and is to be translated by whoever inserts it.

    :raises NoSuchItem: when the library has none of this name
    """
    found = _instrument().item(name)
    if found is None:
        raise NoSuchItem(name)
    known = _instrument().languages

    def fitted(text: LocalizedText) -> LocalizedText:
        return LocalizedText(source_language, dict(_translations(text, source_language, languages, known)))

    return replace(
        found,
        label=fitted(found.label),
        hint=found.hint and fitted(found.hint),
        suffix=found.suffix and fitted(found.suffix),
        options=tuple(replace(option, label=fitted(option.label)) for option in found.options),
    )


def _translations(
    text: LocalizedText, source_language: str, languages: Collection[str], known: tuple[str, ...]
) -> Iterator[tuple[str, Translation]]:
    for tag in dict.fromkeys((source_language, *languages)):
        nearest_tag = nearest(tag, known)
        if tag == source_language:
            yield tag, Translation(text.in_(nearest_tag or text.source_language))
        elif nearest_tag and text.has(nearest_tag):
            yield tag, Translation(text.in_(nearest_tag), TextState.DRAFT)
