"""What ships with the product about countries: who takes part and since when, and the map of Europe."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from engage.core.located import from_yaml, read_text
from engage.hubs.domain.countries import Countries, read


@lru_cache(maxsize=1)
def countries() -> Countries:
    """The dated data of `countries.yaml`."""
    return read(from_yaml(read_text((files("engage.hubs") / "countries.yaml").read_bytes())).value)


@dataclass(frozen=True, slots=True)
class Shape:
    """A country on the map."""

    path: str
    """SVG path data."""
    x: int
    y: int
    small: bool
    """Hard to see and to hit: it has a mark at (x, y) as well."""


@dataclass(frozen=True, slots=True)
class EuropeMap:
    """Shapes by ISO 3166 code in a box of whole units; `other` is all land beside them."""

    width: int
    height: int
    shapes: Mapping[str, Shape]
    other: str


@lru_cache(maxsize=1)
def europe() -> EuropeMap:
    """The map that the build has drawn (`hatch_map.py`)."""
    drawn = json.loads((files("engage.hubs") / "europe.json").read_text(encoding="utf-8"))
    shapes = {
        code: Shape(each["path"], each["at"][0], each["at"][1], each["small"])
        for code, each in drawn["countries"].items()
    }
    return EuropeMap(drawn["width"], drawn["height"], shapes, drawn["other"])
