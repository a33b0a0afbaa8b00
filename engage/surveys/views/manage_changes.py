"""What changes between versions, in words: what changed, and why it counts as that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import g
from flask_babel import gettext

from engage.i18n.locales import endonym
from engage.instruments.domain.definition import Instrument, ItemType
from engage.instruments.domain.versions import Change, Effect, What
from engage.instruments.rendering.texts import plain
from engage.instruments.views.words import type_name


@dataclass(frozen=True, slots=True)
class Row:
    effect: Effect
    new_variable: bool
    where: str
    """The item or section by its words and its name; empty: the questionnaire as a whole."""
    what: str
    why: str
    before: str
    after: str
    doubtful: bool


def described(changes: Iterable[Change], instrument: Instrument) -> list[Row]:
    """One row a change, in the order given.

    :param instrument: the newer version, whose words name items and sections
    """
    return [
        Row(
            change.effect,
            change.new_variable,
            _where(change, instrument),
            _what(change),
            _why(change),
            _said(change, change.before),
            _said(change, change.after),
            change.doubtful,
        )
        for change in changes
    ]


def _said(change: Change, value: str) -> str:
    """A value in words: types by their names, "always" for a rule that always holds."""
    if change.what in (What.TYPE_CHANGED, What.TYPE_NARROWED, What.TYPE_WIDENED) and value:
        return type_name(ItemType(value))
    return gettext("always") if value == "true()" else plain(value)


def _where(change: Change, instrument: Instrument) -> str:
    kind, _, name = change.place.partition(".")
    if kind == "items":
        item = instrument.item(name)
        words = plain(item.label.in_(g.interface)) if item else ""
        return f"{words} ({name})" if words else name
    if kind == "sections":
        section = instrument.section(name)
        return (plain(section.title.in_(g.interface)) if section else "") or name
    return ""


def _what(change: Change) -> str:
    part = _part(change.part)
    words: dict[What, Callable[[], str]] = {
        What.TEXT: lambda: gettext("Other words: %(part)s", part=part or gettext("note")),
        What.PRESENTATION: lambda: gettext("Shown in another way"),
        What.MOVED: lambda: gettext("Asked at another place"),
        What.SECTION_ADDED: lambda: gettext("New section"),
        What.SECTION_REMOVED: lambda: gettext("Section is gone"),
        What.OPTION_LABEL: lambda: gettext("Other words for option %(code)s", code=change.part),
        What.OPTION_ORDER: lambda: gettext("Options in another order"),
        What.ROW_LABEL: lambda: gettext("Other words for row %(code)s", code=change.part),
        What.ITEM_ADDED: lambda: gettext("New question"),
        What.OPTION_ADDED: lambda: gettext("New option %(code)s", code=change.part),
        What.ROW_ADDED: lambda: gettext("New row %(code)s", code=change.part),
        What.TYPE_WIDENED: lambda: gettext("Type was widened"),
        What.RULE_DROPPED: lambda: gettext("Rule was taken away: %(part)s", part=part),
        What.WIDENED: lambda: gettext("More can be answered: %(part)s", part=part),
        What.DEFAULT: lambda: gettext("Another value is filled in beforehand"),
        What.CONCEPT: lambda: gettext("Counts as another concept"),
        What.LANGUAGE_ADDED: lambda: gettext("New language: %(name)s", name=endonym(change.part)),
        What.EDITION_ADDED: lambda: gettext("New national edition: %(country)s", country=change.part),
        What.ITEM_REMOVED: lambda: gettext("Question is gone"),
        What.OPTION_REMOVED: lambda: gettext("Option %(code)s is gone", code=change.part),
        What.ROW_REMOVED: lambda: gettext("Row %(code)s is gone", code=change.part),
        What.TYPE_NARROWED: lambda: gettext("Type was narrowed"),
        What.RULE_ADDED: lambda: gettext("New rule: %(part)s", part=part),
        What.RULE_CHANGED: lambda: gettext("Rule changed: %(part)s", part=part),
        What.NARROWED: lambda: gettext("Less can be answered: %(part)s", part=part),
        What.ANSWER: lambda: gettext("Another option is the correct one"),
        What.LANGUAGE_REMOVED: lambda: gettext("Language is gone: %(name)s", name=endonym(change.part)),
        What.EDITION_REMOVED: lambda: gettext("National edition is gone: %(country)s", country=change.part),
        What.EDITION_CHANGED: lambda: gettext("National edition asks something else: %(country)s", country=change.part),
        What.TYPE_CHANGED: lambda: gettext("Another type"),
        What.OPTION_MEANING: lambda: gettext("Option %(code)s has another meaning", code=change.part),
        What.ROW_MEANING: lambda: gettext("Row %(code)s has another meaning", code=change.part),
        What.UNIT: lambda: gettext("Another unit"),
        What.SCALE: lambda: gettext("Another scale"),
        What.CELL: lambda: gettext("Rows are answered in another way"),
        What.TOTAL: lambda: gettext("Another number of points"),
        What.COMPARED: lambda: gettext("Other things are compared"),
        What.CALCULATION: lambda: gettext("Calculated in another way"),
        What.AGREED: lambda: gettext("Agreeing is stored as something else"),
        What.REPEAT: lambda: gettext("Asked once before, now of each entry of a list, or the other way round"),
    }
    return words[change.what]()


def _part(part: str) -> str:
    """What a text, a limit or a rule is called."""
    names: dict[str, Callable[[], str]] = {
        "label": lambda: gettext("question"),
        "hint": lambda: gettext("hint"),
        "guidance": lambda: gettext("further help"),
        "title": lambda: gettext("title"),
        "description": lambda: gettext("description"),
        "welcome": lambda: gettext("welcome"),
        "closing": lambda: gettext("closing words"),
        "consent": lambda: gettext("statement of consent"),
        "about": lambda: gettext("about the survey"),
        "edition": lambda: gettext("national edition"),
        "suffix": lambda: gettext("unit"),
        "prefix": lambda: gettext("unit"),
        "relevance": lambda: gettext("who is asked"),
        "required": lambda: gettext("must be answered"),
        "constraint": lambda: gettext("which answers are accepted"),
        "pattern": lambda: gettext("which answers are accepted"),
        "choice_filter": lambda: gettext("which options are offered"),
        "option": lambda: gettext("which options are offered"),
        "row": lambda: gettext("which rows are asked"),
        "minimum": lambda: gettext("smallest value"),
        "maximum": lambda: gettext("largest value"),
        "min_choices": lambda: gettext("fewest choices"),
        "max_choices": lambda: gettext("most choices"),
        "max_length": lambda: gettext("length"),
        "step": lambda: gettext("step"),
        "countries": lambda: gettext("countries offered"),
        "exclusive": lambda: gettext("excludes all other options"),
        "other": lambda: gettext("words of one's own"),
        "prefer_not_to_say": lambda: gettext("prefer not to say"),
        "special_category": lambda: gettext("asked only after consent"),
        "minimum_age": lambda: gettext("lowest age"),
        "quota": lambda: gettext("quota"),
        "country_item": lambda: gettext("which edition somebody gets"),
    }
    return names[part]() if part in names else part.replace("_", " ")


def _why(change: Change) -> str:
    if change.doubtful:
        return gettext(
            "The code stays, so answers are counted together. If it means something else now, give it a new code."
        )
    if change.new_variable:
        return gettext("Earlier answers cannot be read as answers to this. Results and files get a new column.")
    match change.what:
        case What.ITEM_REMOVED:
            return gettext("It is not asked any more. Its column stays with the answers so far.")
        case What.OPTION_REMOVED | What.ROW_REMOVED:
            return gettext("It cannot be chosen any more. Its row stays with the answers so far.")
        case What.RULE_ADDED | What.RULE_CHANGED | What.NARROWED | What.TYPE_NARROWED | What.EDITION_CHANGED:
            return gettext(
                "Answers come under other conditions than before. They stay in one column; compare with care."
            )
        case What.ANSWER:
            return gettext("Shares of correct answers before and after cannot be compared.")
        case What.LANGUAGE_REMOVED | What.EDITION_REMOVED:
            return gettext("Some people can no longer answer as before.")
    if change.effect is Effect.ADDITIVE:
        return gettext("More can be asked or answered; earlier answers stay what they were.")
    return gettext("People read it differently; answers mean the same.")
