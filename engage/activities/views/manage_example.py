"""The example of a CSV file with activities held elsewhere, and what its columns mean."""

import csv
import io
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from engage.activities.domain.csv_file import SCOPES, STATES
from engage.activities.domain.kinds import EVENTS, Audience, Count, MissionArea, Sector

COLUMNS = (
    ("title", _l("In the first of the languages. Other languages in columns of their own: title:de, title:nb."), ()),
    ("kind", _l("What it was."), tuple(map(str, EVENTS))),
    ("starts_on", _l("The first day, as 2026-11-20."), ()),
    ("ends_on", _l("The last day, if there were several."), ()),
    ("languages", _l("The languages in which people could take part, by their tags, with spaces between: nb en."), ()),
    ("hub", _l("The short name of the hub that leads it, if it is not the one you choose below."), ()),
    (
        "partners",
        _l("Partners that are not hubs, with semicolons between; each may have an address after its name."),
        (),
    ),
    ("scope", _l("For whom it was."), SCOPES),
    ("areas", _l("Topics, with commas between."), tuple(map(str, MissionArea))),
    ("sectors", _l("Topics beyond health, with commas between."), tuple(map(str, Sector))),
    ("audience", _l("Groups, with commas between."), tuple(map(str, Audience))),
    ("groups", _l("Other groups, in words."), ()),
    ("summary", _l("What it was about, in plain text; other languages as summary:de."), ()),
    ("state", _l("Whether the public sees it."), tuple(map(str, STATES))),
    ("participants", _l("Figures, all optional:"), tuple(map(str, Count))),
    ("link", _l("The address of a page about it."), ()),
    ("document", _l("The address of a report."), ()),
)
"""Name, meaning, and what may stand there where that is fixed."""
_HEAD = ("title", "title:de", *(name for name, _, _ in COLUMNS if name not in ("title", "participants")), *Count)


def as_csv(today: date) -> str:
    """A file with two activities of invented people, as a spreadsheet opens it (with a byte-order mark)."""
    rows = [
        {
            "title": "Coffee and questions: living after cancer",
            "title:de": "Kaffee und Fragen: Leben nach Krebs",
            "kind": "dialogue",
            "starts_on": (today - timedelta(days=40)).isoformat(),
            "languages": "en de",
            "partners": "Library of Example Town https://library.example.org; Choir of Example Town",
            "scope": "local",
            "areas": "quality_of_life, equity",
            "audience": "patients, families",
            "groups": "People who live alone",
            "summary": "An afternoon at the library. People said what helped them at home.",
            "state": "announced",
            "participants": "34",
            "non_organised": "29",
            "document": "https://example.org/report.pdf",
        },
        {
            "title": "Webinar on screening close to home",
            "kind": "webinar",
            "starts_on": (today + timedelta(days=30)).isoformat(),
            "languages": "en",
            "scope": "national",
            "areas": "prevention",
            "sectors": "education",
            "audience": "non_organised",
            "state": "announced",
            "link": "https://example.org/webinar",
        },
    ]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, _HEAD, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return "\ufeff" + out.getvalue()
