"""What a template of a section needs besides the definition."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engage.i18n.locales import babel_locale
from engage.instruments.domain.definition import Cell, Item, ItemType
from engage.instruments.domain.questionnaire import Questionnaire
from engage.instruments.regions import regions
from engage.instruments.rendering import layout, live, names, texts
from engage.web.compiled import TEMPLATE_FUNCTIONS


def template_context(questionnaire: Questionnaire, ui: Markup, interface: str) -> dict[str, Any]:
    """Names the item macros use. `ui` marks the product's own strings where they are in another language."""

    def optional(item: Item) -> Markup:
        asks_all = not any(other.required for other in questionnaire.instrument.items)
        if item.required or asks_all or not item.is_question:
            return Markup("")
        return Markup(' <span class="eng-optional"{}>({})</span>').format(ui, gettext("optional"))

    return {
        **TEMPLATE_FUNCTIONS,
        "attributes": texts.attributes,
        "block": texts.block,
        "inline": texts.inline,
        "plain": texts.plain,
        "id": names.element_id,
        "name": names.input_name,
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
    return ""


def _regions(interface: str) -> Callable[..., list[tuple[str, str, Any]]]:
    def grouped(countries: tuple[str, ...]) -> list[tuple[str, str, Any]]:
        territories = babel_locale(interface).territories
        found = [(country, territories.get(country, country), group) for country, group in regions(countries).items()]
        return sorted(found, key=lambda entry: entry[1])

    return grouped
