"""An event file as somebody might write it, with a little of everything."""

import copy
from typing import Any

import yaml

WHOLE: dict[str, Any] = {
    "format": 1,
    "slug": "two-towns",
    "kind": "transnational",
    "source_language": "en",
    "languages": ["en", "nb"],
    "gate": "approved",
    "translations": "draft",
    "title": {"en": "Two towns talk", "nb": "To byer snakker"},
    "summary": {"en": "Come and talk.", "nb": {"text": "Kom og snakk.", "state": "approved"}},
    "consent": "I agree.",
    "time_zone": "Europe/Oslo",
    "starts": "2031-05-09 10:00",
    "ends": "2031-05-09 16:00",
    "areas": ["equity"],
    "audience": ["non_organised"],
    "contact": {"email": "desk@example.org"},
    "registration": {"mode": "draw", "asks": {"country": "required", "diet": "optional"}, "each_person": ["age"]},
    "places": {
        "seats": 20,
        "waiting": 10,
        "roles": {"companion": 5},
        "quotas": [
            {"name": "Norway", "key": "country", "codes": ["NO"], "minimum": 5, "release": "2031-05-01 12:00"},
            {"name": "Young", "key": "item:age", "codes": ["young"], "maximum": 8, "site": "oslo"},
        ],
    },
    "sites": [
        {"key": "oslo", "name": {"en": "Library", "nb": "Biblioteket"}, "address": "Storgata 1", "seats": 12},
        {"key": "online", "name": "Online", "kind": "online", "join_link": "https://meet.example.org/x"},
    ],
    "tracks": [{"key": "main", "name": "Plenary"}],
    "speakers": [{"key": "ada", "name": "Ada Berg", "affiliation": "Forum", "about": "She listens."}],
    "programme": [
        {
            "key": "open",
            "title": {"en": "Opening", "nb": "Åpning"},
            "starts": "2031-05-09 10:00",
            "ends": "2031-05-09 11:00",
            "track": "main",
            "site": "oslo",
            "languages": ["nb"],
            "interpreted": ["en"],
            "speakers": ["ada"],
        }
    ],
    "materials": [{"title": "Reader", "link": "https://example.org/reader.pdf", "session": "open"}],
    "questions": {
        "format": 1,
        "name": "two-towns",
        "source_language": "en",
        "title": "About you",
        "sections": [
            {
                "name": "you",
                "title": "You",
                "items": [
                    {
                        "name": "age",
                        "type": "single",
                        "label": "How old are you?",
                        "options": {"young": "Under 30", "old": "30 or more"},
                    }
                ],
            }
        ],
    },
}


def sample(**changes: Any) -> bytes:
    """The file with parts changed: `sample(starts="…", sites__0__hub="north")`; None leaves a part out."""
    document = copy.deepcopy(WHOLE)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        owner: Any = document
        for step in steps:
            owner = owner[step]
        if value is None:
            del owner[last]
        else:
            owner[last] = value
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()
