"""The accessibility statement, as the model of the European Commission asks for it (Implementing Decision 2018/1523).

What was checked, how and when is said here with its date; who answers for a page is taken from the hubs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

ASSESSED = date(2026, 11, 22)
"""The day of the last assessment of the pages that are shipped."""


@dataclass(frozen=True, slots=True)
class Statement:
    day: date
    standard: str
    method: str
    gaps: Sequence[str]
    """What is known not to work well, or was not checked."""


def statement() -> Statement:
    return Statement(
        day=ASSESSED,
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
