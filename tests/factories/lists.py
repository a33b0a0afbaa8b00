"""A survey with a list: treatments that people add, visits whose number an answer gives.

Page 1 `about`: visits (how many). Page 2 `treatments`: kind (required), year, side_effects (only after surgery).
Page 3 `visits`: place, as many as were said. Page 4 `end`: comment; the number of treatments is worked out.
"""

from dataclasses import replace
from typing import Any

from engage.instruments.domain.definition import Instrument, ItemType, Repeat
from tests.factories.surveys import instrument, item, options, section, text

TREATMENTS = "/en/surveys/health/treatments"


def with_lists(**repeat: Any) -> Instrument:
    treatments = section(
        "treatments",
        item("kind", ItemType.SINGLE, options=options("surgery", "radiation", "drugs"), required="true()"),
        item("year", ItemType.YEAR, minimum=1900, maximum=2030),
        item("side_effects", relevance="${kind} = 'surgery'"),
    )
    values: dict[str, Any] = {
        "name": "treatments",
        "entry": text("${kind}, ${year}"),
        "add": text("Add a treatment", "Behandlung hinzufügen"),
    }
    visits = section("visits", item("place"))
    return instrument(
        section("about", item("visits_number", ItemType.INTEGER)),
        replace(treatments, repeat=Repeat(**(values | repeat))),
        replace(visits, repeat=Repeat(name="visits", count="${visits_number}")),
        section(
            "end",
            item("how_many", ItemType.CALCULATION, calculation="count(${treatments})"),
            item("comment", hint=text("After ${how_many} treatments: ${kind}")),
        ),
    )
