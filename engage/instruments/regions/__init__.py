"""Regions that a region item offers: NUTS 2021, level 2, in their own languages.

Source of codes and names: Regulation (EC) No 1059/2003 as amended by Commission Delegated Regulation
(EU) 2019/1755, and Eurostat's statistical regions of the EFTA countries. Countries that are one single
region at level 2 are listed at level 3 where that divides them (EE, LV, MT); Cyprus, Iceland, Liechtenstein
and Luxembourg stay one region (CY and LU with their level 3 code).

Countries are ISO 3166 codes. Greece is `GR`; its NUTS codes begin with `EL`, which is understood too.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

_NUTS_TO_ISO = {"EL": "GR"}


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    """NUTS 2021, level 2 or 3."""
    country: str
    """ISO 3166."""
    name: str


def regions(countries: Collection[str] = ()) -> Mapping[str, tuple[Region, ...]]:
    """Regions by country, in the order of their codes; all countries when none is named.

    A country without regions here is left out.
    """
    if not countries:
        return _all()
    wanted = {_NUTS_TO_ISO.get(country, country) for country in countries}
    return {country: found for country, found in _all().items() if country in wanted}


def region(code: str) -> Region | None:
    return _by_code().get(code)


def is_region(code: str, countries: Collection[str] = ()) -> bool:
    """Whether the code is a region of one of the countries; of any when none is named."""
    found = region(code)
    return found is not None and (not countries or found.country in regions(countries))


@cache
def _all() -> Mapping[str, tuple[Region, ...]]:
    found: dict[str, list[Region]] = {}
    lines = (files(__name__) / "nuts-2021.csv").read_text("utf-8").splitlines()
    for row in csv.DictReader(lines):
        found.setdefault(row["country"], []).append(Region(row["code"], row["country"], row["name"]))
    return MappingProxyType({country: tuple(listed) for country, listed in sorted(found.items())})


@cache
def _by_code() -> Mapping[str, Region]:
    return {each.code: each for listed in _all().values() for each in listed}
