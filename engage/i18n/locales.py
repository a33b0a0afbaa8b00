"""Language tags: well-formed, nearest, named, and in which direction they are written."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from engage.i18n.variants import beside, is_simple

PUBLIC_LANGUAGES = ("en", "nb", "sv", "de", "fr", "it", "pl", "he")
"""The interface of citizens' pages is complete in these."""
CONSOLE_LANGUAGES = ("en", "de")
DEFAULT = "en"

_WELL_FORMED = re.compile(
    r"[a-z]{2,3}(-[a-z]{4})?(-(?:[a-z]{2}|\d{3}))?(-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*(-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_MACRO = {"no": "nb", "iw": "he", "nn": "nb"}
_RTL_SCRIPTS = {"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"}
_EASY_TO_READ = {
    "bg": "лесно за четене",
    "ca": "lectura fàcil",
    "cs": "snadné čtení",
    "da": "letlæst",
    "de": "Leichte Sprache",
    "el": "εύκολο στην ανάγνωση",
    "en": "easy read",
    "es": "lectura fácil",
    "et": "lihtsas keeles",
    "fi": "selkokieli",
    "fr": "facile à lire",
    "he": "פישוט לשוני",
    "hr": "lako za čitanje",
    "hu": "könnyen érthető",
    "is": "auðlesið mál",
    "it": "facile da leggere",
    "lt": "lengvai suprantama kalba",
    "lv": "vieglajā valodā",
    "nb": "lettlest",
    "nl": "eenvoudige taal",
    "nn": "lettlest",
    "no": "lettlest",
    "pl": "łatwe do czytania",
    "pt": "leitura fácil",
    "ro": "ușor de citit",
    "sk": "ľahko čitateľné",
    "sl": "lahko branje",
    "sv": "lättläst",
    "uk": "проста мова",
}
"""What the easy-to-read form of a language is called in it (Inclusion Europe and national bodies)."""
_RTL_LANGUAGES = {"ar", "he", "iw", "fa", "ur", "yi", "dv", "ps", "sd", "ug", "ckb"}


def is_well_formed(tag: str) -> bool:
    """Whether a tag is well-formed by BCP 47 (RFC 5646, section 2.1; grandfathered tags left out)."""
    return len(tag) <= 35 and _WELL_FORMED.fullmatch(tag) is not None


@lru_cache(maxsize=512)
def nearest(tag: str, available: Sequence[str]) -> str | None:
    """The available language that serves `tag` best (RFC 4647 lookup, then a shared primary language)."""
    known = {candidate.lower(): candidate for candidate in available}
    parts = tag.lower().split("-")
    for length in range(len(parts), 0, -1):
        wanted = "-".join(parts[:length])
        if wanted in known:
            return known[wanted]
    primary = _MACRO.get(parts[0], parts[0])
    related = sorted((name for name in known if name.split("-")[0] == primary), key=is_simple)
    return known[related[0]] if related else None


def negotiate(wanted: Iterable[str], available: Sequence[str], default: str) -> str:
    """The first wanted language that is served, else the default."""
    for tag in wanted:
        found = nearest(tag, tuple(available))
        if found:
            return found
    return default


@lru_cache(maxsize=512)
def babel_locale(tag: str) -> Locale:
    """CLDR data for a tag, or for the nearest tag CLDR knows, or English."""
    parts = tag.split("-")
    parts = parts[: parts.index("x")] if "x" in parts else parts
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:length]), sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse("en")


@lru_cache(maxsize=512)
def first_weekday(tag: str) -> int:
    """The day on which weeks begin where most speak the language: 0 for Monday, 6 for Sunday.

    English without a country is the English of Europe.
    """
    locale = babel_locale(tag)
    alone = locale.territory is None and locale.language != "en"
    likely = str(get_global("likely_subtags").get(str(locale), "")) if alone else ""
    return int(Locale.parse(likely).first_week_day if likely else locale.first_week_day)


@lru_cache(maxsize=512)
def direction(tag: str) -> str:
    """`ltr` or `rtl`."""
    parts = tag.split("-")
    script = next((part.title() for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "rtl" if parts[0].lower() in _RTL_LANGUAGES else "ltr"


@lru_cache(maxsize=512)
def endonym(tag: str) -> str:
    """A language's name in itself, for a language switch: `Norsk bokmål`, `עברית`; the tag when unknown.

    The easy-to-read variant says so: `Deutsch (Leichte Sprache)`.
    """
    plain = beside(tag)
    if plain:
        return f"{endonym(plain)} ({_EASY_TO_READ.get(plain.split('-')[0].lower(), _EASY_TO_READ['en'])})"
    return _own_names().get(tag) or own_name(tag)


@cache
def _own_names() -> dict[str, str]:
    """Written down by `python -m scripts.own_names`: Babel loads half a megabyte for each language that it is asked,
    and a list of all of them took 110 MB of every process and a second of the first form with one."""
    found: dict[str, str] = json.loads(Path(__file__).with_name("own_names.json").read_text(encoding="utf-8"))
    return found


def own_name(tag: str) -> str:
    """As CLDR has it, of a language without an easy-to-read variant."""
    locale = babel_locale(tag)
    if locale.language != tag.split("-", maxsplit=1)[0].lower() and tag.split("-", maxsplit=1)[0].lower() not in _MACRO:
        return tag
    name = locale.get_display_name(locale.language) or tag
    private = tag.split("-x-")[1] if "-x-" in tag else ""
    label = name[0].upper() + name[1:]
    return f"{label} ({private})" if private else label
