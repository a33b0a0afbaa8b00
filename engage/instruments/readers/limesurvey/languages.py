"""LimeSurvey's language codes as BCP 47 tags."""

import re
from collections.abc import Mapping

LANGUAGE_TAGS: Mapping[str, str] = {
    "de-easy": "de-simple",
    "es-AR-informal": "es-AR-x-informal",
    "dari": "prs",
    "ca-valencia": "ca-valencia",
    "es-AR": "es-AR",
    "es-CL": "es-CL",
    "es-MX": "es-MX",
    "pt-BR": "pt-BR",
    "sr-Latn": "sr-Latn",
    "zh-Hans": "zh-Hans",
    "zh-Hant-HK": "zh-Hant-HK",
    "zh-Hant-TW": "zh-Hant-TW",
}
"""LimeSurvey's own codes that carry more than a language. `<language>-informal` follows one rule."""

_WELL_FORMED = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)


def tag_for(code: str, chosen: Mapping[str, str]) -> str | None:
    """The tag of a LimeSurvey language, what the organiser chose before all; None when there is none."""
    code = code.strip()
    if code in chosen:
        return chosen[code]
    if code in LANGUAGE_TAGS:
        return LANGUAGE_TAGS[code]
    stem, informal, _ = code.partition("-informal")
    tag = f"{stem}-x-informal" if informal else code.replace("_", "-")
    return tag if _WELL_FORMED.fullmatch(tag) else None
