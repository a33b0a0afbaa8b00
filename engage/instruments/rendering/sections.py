"""What a template of a section needs besides the definition."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from flask_babel import format_decimal, gettext
from markupsafe import Markup

from engage.i18n import named
from engage.i18n.locales import babel_locale, direction
from engage.instruments.domain import spans, uploaded
from engage.instruments.domain.definition import Cell, Item, ItemType
from engage.instruments.domain.pictures import Pictures, Shown, picture_name
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.regions import regions
from engage.instruments.rendering import layout, live, names, texts
from engage.web.compiled import TEMPLATE_FUNCTIONS


def template_context(
    questionnaire: Questionnaire, ui: Markup, interface: str, pictures: Pictures | None = None
) -> dict[str, Any]:
    """Names the item macros use. `ui` marks the product's own strings where they are in another language.

    `pictures` are those of the instrument by name; a picture that is missing is not shown.
    """
    kept = pictures or {}
    source = questionnaire.instrument.source_language

    def picture(names: Mapping[str, str], language: str) -> Shown | None:
        return kept.get(picture_name(names, language, source)) if names and kept else None

    def has_pictures(item: Item, language: str) -> bool:
        return any(picture(option.image, language) for option in item.options)

    def optional(item: Item) -> Markup:
        asks_all = not any(other.required for other in questionnaire.instrument.items)
        if item.required or asks_all or not item.is_question:
            return Markup("")
        return Markup(' <span class="eng-optional"{}>({})</span>').format(ui, gettext("optional"))

    return {
        **TEMPLATE_FUNCTIONS,
        "attributes": texts.attributes,
        "block": texts.known_block,
        "inline": texts.inline,
        "plain": texts.known_plain,
        "words": texts.words,
        "id": names.element_id,
        "name": names.input_name,
        "prefix": "",
        "is_group": layout.is_group,
        "inline_matrix": layout.inline_matrix,
        "scale_points": layout.scale_points,
        "changing": questionnaire.changing,
        "conditional": questionnaire.conditional,
        "is_live": lambda section: live.is_live(questionnaire, section),
        "optional": optional,
        "group_hint": _group_hint,
        "number_hint": _number_hint,
        "regions": _regions(interface),
        "named": _named,
        "units": spans.asked_units,
        "unit_label": unit_label,
        "file_endings": _file_endings,
        "file_limit": _file_limit,
        "file_bytes": _file_bytes,
        "direction": direction,
        "picture": picture,
        "has_pictures": has_pictures,
        "ui": ui,
    }


def _group_hint(item: Item) -> str:
    match item.type:
        case ItemType.MATRIX if item.cell is Cell.SINGLE:
            return gettext("Choose one answer for each.")
        case ItemType.RANKING:
            return gettext("Give 1 to the one that matters most.")
        case ItemType.MULTIPLE if not item.max_choices:
            return gettext("Choose all that apply.")
    return ""


def _number_hint(item: Item) -> str:
    if item.type in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.SCALE):
        if item.minimum is not None and item.maximum is not None:
            return gettext("A number from %(low)s to %(high)s", low=f"{item.minimum:g}", high=f"{item.maximum:g}")
    elif item.type is ItemType.DATE:
        return gettext("For example 21.11.2026")
    elif item.type is ItemType.YEAR:
        return _year_hint(item)
    return ""


def _year_hint(item: Item) -> str:
    if item.minimum is not None and item.maximum is not None:
        return gettext("A year from %(low)s to %(high)s", low=f"{item.minimum:.0f}", high=f"{item.maximum:.0f}")
    return gettext("Four figures, for example 1961")


def _named(item: Item, language: str) -> tuple[tuple[str, str, str], ...]:
    """(code, name, own name) of the countries or languages offered, named in the page's language."""
    if item.type is ItemType.COUNTRY:
        return tuple((code, name, "") for code, name in named.countries(language, item.countries))
    return named.languages(language, item.tags)


def unit_label(unit: str) -> str:
    """The name of a field of a duration."""
    return {
        "years": gettext("Years"),
        "months": gettext("Months"),
        "weeks": gettext("Weeks"),
        "days": gettext("Days"),
        "hours": gettext("Hours"),
        "minutes": gettext("Minutes"),
    }[unit]


def _file_endings(item: Item) -> tuple[str, ...]:
    return uploaded.accepted(item)


def _file_limit(item: Item) -> str:
    return str(format_decimal(uploaded.megabytes(item, current_app.config["ENGAGE_UPLOAD_MEGABYTES"])))


def _file_bytes(item: Item) -> int:
    return int(uploaded.megabytes(item, current_app.config["ENGAGE_UPLOAD_MEGABYTES"]) * 1_000_000)


def _regions(interface: str) -> Callable[..., list[tuple[str, str, Any]]]:
    def grouped(countries: tuple[str, ...]) -> list[tuple[str, str, Any]]:
        territories = babel_locale(interface).territories
        found = [(country, territories.get(country, country), group) for country, group in regions(countries).items()]
        return sorted(found, key=lambda entry: entry[1])

    return grouped
