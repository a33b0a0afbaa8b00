"""What the template of a registration form needs: choices with their words, and each person's questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template
from markupsafe import Markup

from engage.events import words_needs
from engage.events.asking import words
from engage.events.asking.facts import Facts
from engage.events.domain.form_persons import under
from engage.events.domain.form_rules import NEED_ASKS, Purpose
from engage.events.domain.kinds import Ask, Asked, NeedKind
from engage.events.domain.needs import INTERNATIONAL_SIGN, SIGN_LANGUAGES
from engage.i18n import named
from engage.i18n.locales import direction
from engage.instruments.domain.definition import Item
from engage.instruments.rendering import inputs
from engage.instruments.rendering.names import element_id
from engage.instruments.rendering.sections import template_context
from engage.instruments.rendering.texts import attributes, language_attributes, plain, prose
from engage.web.compiled import TEMPLATE_FUNCTIONS


@dataclass(frozen=True, slots=True)
class PersonOnPage:
    """One person's part of the form."""

    number: int
    prefix: str
    roles: Sequence[tuple[str, Any, str]]
    questions: Markup
    health: Markup


def context(facts: Facts, language: str, interface: str, number: int) -> dict[str, Any]:
    """Everything `events/register_fields.html` names."""
    ui = language_attributes(interface, language)
    return {
        **TEMPLATE_FUNCTIONS,
        "facts": facts,
        "rules": facts.rules,
        "lang": language,
        "interface": interface,
        "ui": ui,
        "id": element_id,
        "block": prose,
        "plain": plain,
        "attributes": attributes,
        "consent_attributes": lambda found: language_attributes(found, language),
        "direction": direction,
        "Ask": Ask,
        "Asked": Asked,
        "Purpose": Purpose,
        "NeedKind": NeedKind,
        "kind_of": NEED_ASKS,
        "kinds": words_needs.KINDS,
        "need_options_of": {
            kind: [(code, label, "") for code, label in words_needs.options(kind).items()] for kind in NeedKind
        },
        "people": [_person(facts, language, interface, ui, at) for at in range(1, number + 1)],
        "number": number,
        "countries": named.countries(interface),
        "offered": [(tag, words_needs.language_name(tag), "") for tag in facts.rules.languages],
        "others": [(tag, name) for tag, name, _ in named.languages(interface) if tag not in facts.rules.languages],
        "signs": _signs(),
        "under_age": words.under_age,
    }


def _signs() -> list[tuple[str, str]]:
    """Sign languages by name, International Sign last."""
    listed = sorted(
        ((tag, words_needs.language_name(tag)) for tag in SIGN_LANGUAGES), key=lambda pair: pair[1].casefold()
    )
    return [*listed, (INTERNATIONAL_SIGN, words_needs.language_name(INTERNATIONAL_SIGN))]


def _person(facts: Facts, language: str, interface: str, ui: Markup, number: int) -> PersonOnPage:
    asked = facts.questions
    ordinary: Sequence[Item] = ()
    if asked is not None:
        ordinary = asked.ordinary if number == 1 else asked.each
    return PersonOnPage(
        number,
        under(number),
        [(role.value, words.ROLES[role], "") for role in facts.rules.roles_of(number)],
        _items(facts, ordinary, language, interface, ui, number),
        _items(facts, asked.health if asked and number == 1 else (), language, interface, ui, number),
    )


def _items(facts: Facts, items: Sequence[Item], language: str, interface: str, ui: Markup, number: int) -> Markup:
    if facts.questions is None or not items:
        return Markup("")
    prefix = under(number)
    page = template_context(facts.questions.questionnaire, ui, interface, facts.pictures) | {
        "name": inputs.names_under(prefix),
        "id": inputs.ids_under(prefix),
        "prefix": prefix,
    }
    return Markup(render_template("events/register_items.html", items_asked=items, lang=language, **page))  # noqa: S704 -- autoescaped
