"""The accessibility statement, as the model of the European Commission asks for it (Implementing Decision 2018/1523).

What was looked at, when, and which success criteria are met comes from the last assessment (`assessed.json`, written
by the long proof); who answers for a page is taken from the hubs.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from flask_babel import gettext


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the long proof found; criteria are numbers of WCAG 2.2, such as `1.4.11`."""

    on: date
    pages: int
    """Looked at, each in many states."""
    criteria: int
    """Of levels A and AA."""
    met: int
    in_part: Sequence[str]
    does_not_apply: Sequence[str]
    not_met: Sequence[str]
    """Not met, or not shown to be met."""


@dataclass(frozen=True, slots=True)
class Statement:
    assessed: Assessment
    standard: str
    method: str
    gaps: Sequence[str]
    """What is known not to work well, or was not checked."""


@cache
def last_assessment() -> Assessment:
    found: dict[str, Any] = json.loads((files(__package__) / "assessed.json").read_text(encoding="utf-8"))
    return Assessment(
        on=date.fromisoformat(found["on"]),
        pages=found["pages"],
        criteria=found["criteria"],
        met=found["met"],
        in_part=found["in_part"],
        does_not_apply=found["does_not_apply"],
        not_met=found["not_met"],
    )


def statement() -> Statement:
    return Statement(
        assessed=last_assessment(),
        standard=gettext(
            "These pages are built to meet the Web Content Accessibility Guidelines 2.2, level AA, and with them the "
            "European standard EN 301 549."
        ),
        method=gettext(
            "Self-assessment: automatic tests of every kind of page in every language, at 320 pixels, with text "
            "twice as large, in dark and in forced colours, and by keyboard without scripts."
        ),
        gaps=(
            gettext(
                "The pages have not been tested yet by an independent body, or by people who use screen readers "
                "every day."
            ),
            gettext(
                "Questions, pictures and files that hubs write or upload can be hard to read or lack a description."
            ),
            gettext("There is no sign language and no audio; easy language is there only where a hub has written it."),
            gettext("On the map of hubs small countries are hard to point at: the list below it has the same content."),
        ),
    )
