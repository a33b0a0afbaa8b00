"""What was done to national editions, where, and why something was not, in sentences."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from engage.i18n.locales import endonym
from engage.web.console import country_name

Figures = Mapping[str, Any]


def _edition(text: Callable[[str], str]) -> Callable[[str, Figures], str]:
    return lambda _, figures: text(country_name(str(figures.get("country", ""))))


def _item(text: Callable[[str, str], str]) -> Callable[[str, Figures], str]:
    return lambda title, figures: text(title, country_name(str(figures.get("country", ""))))


SAID: dict[str, Callable[[str, Figures], str]] = {
    "edition_added": _edition(lambda name: gettext("%(country)s has an edition of its own", country=name)),
    "edition_removed": _edition(lambda name: gettext("The edition of %(country)s is taken out", country=name)),
    "edition_changed": _edition(lambda name: gettext("The edition of %(country)s is changed", country=name)),
    "country_item_set": lambda title, figures: (
        gettext("“%(item)s” asks for the country", item=title)
        if figures.get("item")
        else gettext("No question asks for the country")
    ),
    "national_changed": _item(
        lambda title, name: gettext("“%(item)s” is changed in %(country)s", item=title, country=name)
    ),
    "national_left_out": _item(
        lambda title, name: gettext("“%(item)s” is not asked in %(country)s", item=title, country=name)
    ),
    "national_asked": _item(
        lambda title, name: gettext("“%(item)s” is asked again in %(country)s", item=title, country=name)
    ),
    "national_removed": _item(
        lambda title, name: gettext("“%(item)s” is asked in %(country)s as for all", item=title, country=name)
    ),
}
"""What was done, by the code of a summary: made from the title of the item it was done to, and the figures."""


def does_not_fit(figures: Figures, title: str) -> str:
    """Why a change would leave an edition that does not fit, and what to do."""
    country = country_name(str(figures.get("country", "")))
    option = str(figures.get("option", ""))
    match figures.get("code"):
        case "edition_language":
            return gettext(
                "%(language)s is not among the languages of the questionnaire. Add it there first.",
                language=endonym(option),
            )
        case "edition_code":
            return gettext(
                "“%(code)s” of %(country)s would count as no answer of “%(item)s”. Choose another common answer first.",
                code=option,
                country=country,
                item=title,
            )
        case "edition_twice":
            return gettext("The code “%(code)s” stands there twice.", code=option)
        case "edition_options":
            return gettext(
                "%(country)s has answers of its own to “%(item)s”. Bring them back to the common ones first.",
                country=country,
                item=title,
            )
    return gettext("“%(item)s” of %(country)s would not fit any more.", item=title, country=country)


def place(country: str, title: str) -> str:
    """Something an edition says, as a place: of an item, or of the country."""
    return f"{title}, {country_name(country)}" if title else country_name(country)
