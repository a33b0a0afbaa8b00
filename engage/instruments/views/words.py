"""The words of the editor: kinds of items, conditions in sentences, standard items."""

from collections.abc import Callable
from datetime import date

from flask_babel import format_date, format_decimal, gettext, ngettext
from markupsafe import Markup

from engage.instruments.domain.conditions import (
    SELF,
    Answer,
    Day,
    Join,
    Moment,
    Relation,
    Rule,
    Rules,
    Value,
    read,
)
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.rendering.texts import known_plain

# -- kinds of items


def type_name(kind: ItemType) -> str:
    return type_names()[kind]


def type_names() -> dict[ItemType, str]:
    return {
        ItemType.SINGLE: gettext("One choice"),
        ItemType.MULTIPLE: gettext("Several choices"),
        ItemType.SCALE: gettext("Scale"),
        ItemType.MATRIX: gettext("Table of questions"),
        ItemType.RANKING: gettext("Ranking"),
        ItemType.ALLOCATION: gettext("Points to share out"),
        ItemType.TEXT: gettext("Text"),
        ItemType.INTEGER: gettext("Whole number"),
        ItemType.DECIMAL: gettext("Number with decimals"),
        ItemType.DATE: gettext("Date"),
        ItemType.TIME: gettext("Time of day"),
        ItemType.DATETIME: gettext("Date and time"),
        ItemType.DATE_RANGE: gettext("Period"),
        ItemType.YEAR: gettext("Year"),
        ItemType.DURATION: gettext("Duration"),
        ItemType.REGION: gettext("Region"),
        ItemType.COUNTRY: gettext("Country"),
        ItemType.LANGUAGE: gettext("Language"),
        ItemType.CONSENT: gettext("Consent"),
        ItemType.FILE: gettext("File"),
        ItemType.NOTE: gettext("Text to read"),
        ItemType.CALCULATION: gettext("Hidden value"),
    }


def type_groups() -> list[tuple[str, list[tuple[ItemType, str, str]]]]:
    """The type picker: groups of kinds, each with its name and what it is for."""
    names = type_names()

    def described(*pairs: tuple[ItemType, str]) -> list[tuple[ItemType, str, str]]:
        return [(kind, names[kind], about) for kind, about in pairs]

    return [
        (
            gettext("People choose"),
            described(
                (ItemType.SINGLE, gettext("One of several answers, or yes and no.")),
                (ItemType.MULTIPLE, gettext("Tick all that apply.")),
                (ItemType.SCALE, gettext("A figure between two ends, such as 0 to 10.")),
                (ItemType.MATRIX, gettext("The same answers for several statements.")),
                (ItemType.RANKING, gettext("Put answers in order, the first matters most.")),
                (ItemType.ALLOCATION, gettext("Share out points among several things.")),
            ),
        ),
        (
            gettext("People write"),
            described(
                (ItemType.TEXT, gettext("A word, a line, or a longer text.")),
                (ItemType.INTEGER, gettext("How many, how old.")),
                (ItemType.DECIMAL, gettext("An amount, such as 1.5.")),
                (ItemType.DATE, gettext("Day, month and year.")),
                (ItemType.YEAR, gettext("A year alone, such as 1987.")),
                (ItemType.TIME, gettext("Hours and minutes.")),
                (ItemType.DATETIME, gettext("A day with its time.")),
                (ItemType.DATE_RANGE, gettext("From one day to another.")),
                (ItemType.DURATION, gettext("How long: years, months, hours.")),
            ),
        ),
        (
            gettext("People pick from a list that we keep"),
            described(
                (ItemType.REGION, gettext("Regions of Europe, with common codes.")),
                (ItemType.COUNTRY, gettext("Countries by their names.")),
                (ItemType.LANGUAGE, gettext("Languages by their names.")),
            ),
        ),
        (
            gettext("Other"),
            described(
                (ItemType.NOTE, gettext("A heading or an explanation; nothing to answer.")),
                (ItemType.CONSENT, gettext("A box to tick: I agree.")),
                (ItemType.FILE, gettext("A document or a picture to send.")),
                (ItemType.CALCULATION, gettext("Worked out from other answers, never shown.")),
            ),
        ),
    ]


# -- standard items


def standard_words() -> dict[str, tuple[str, str]]:
    """Standard items: what they are called here, and when to take them."""
    return {
        "age": (gettext("Age in years"), gettext("The exact age; can be grouped later.")),
        "age_group": (gettext("Age group"), gettext("Less personal than the exact age, and quicker to answer.")),
        "gender": (gettext("Gender"), gettext("What people say they are, as European surveys ask it.")),
        "sex": (
            gettext("Sex on identity papers"),
            gettext("Only where what is registered matters, for example for screening."),
        ),
        "isced": (
            gettext("Education, nine levels"),
            gettext("ISCED 2011; countries can show the names of their own schools."),
        ),
        "isced_short": (
            gettext("Education, three groups"),
            gettext("ISCED 2011 in the groups that Eurostat publishes."),
        ),
        "region": (gettext("Region"), gettext("NUTS regions; choose the countries after inserting it.")),
        "degurba": (gettext("City, town or country"), gettext("Degree of urbanisation, as people see it themselves.")),
        "activity_status": (
            gettext("Main activity"),
            gettext("Work, education, retirement … It can speak of health, so it asks for consent."),
        ),
        "organisation": (
            gettext("Belongs to no organisation"),
            gettext("Shows whether you hear more than the usual voices."),
        ),
        "home_hub": (gettext("Home hub"), gettext("The country whose hub counts the answers.")),
        "took_part_before": (
            gettext("Took part before"),
            gettext("Shows who comes back and who is new, without keeping who anybody is."),
        ),
    }


# -- conditions in words


def relation_words(item: Item | None, relation: Relation) -> str:
    """A relation in the builder's list."""
    if relation in (Relation.AT_LEAST, Relation.AT_MOST) and item is not None:
        if item.type in (ItemType.MULTIPLE, ItemType.RANKING):
            return (
                gettext("has at least … chosen") if relation is Relation.AT_LEAST else gettext("has at most … chosen")
            )
        if item.type in (ItemType.DATE, ItemType.DATETIME):
            return gettext("is on or after") if relation is Relation.AT_LEAST else gettext("is on or before")
    return {
        Relation.IS: gettext("is"),
        Relation.IS_NOT: gettext("is not"),
        Relation.CONTAINS: gettext("includes"),
        Relation.CONTAINS_NOT: gettext("does not include"),
        Relation.ANSWERED: gettext("is answered"),
        Relation.UNANSWERED: gettext("is not answered"),
        Relation.MORE_THAN: gettext("is more than"),
        Relation.AT_LEAST: gettext("is at least"),
        Relation.LESS_THAN: gettext("is less than"),
        Relation.AT_MOST: gettext("is at most"),
    }[relation]


def condition(expression: str, instrument: Instrument, language: str) -> Markup | None:
    """An expression as a sentence without its beginning: *had you heard* is *no*; None when it does not fit."""
    rules = read(expression)
    return rules_in_words(rules, instrument, language) if rules else None


def rules_in_words(rules: Rules, instrument: Instrument, language: str) -> Markup:
    parts = [_joined([_rule(rule, instrument, language) for rule in block], rules.join.other) for block in rules.blocks]
    several = [
        Markup("({})").format(part) if len(block) > 1 else part for part, block in zip(parts, rules.blocks, strict=True)
    ]
    return _joined(several, rules.join)


def _joined(parts: list[Markup], join: Join) -> Markup:
    between = gettext("%(first)s and %(second)s") if join is Join.ALL else gettext("%(first)s or %(second)s")
    whole = parts[0]
    for part in parts[1:]:
        whole = Markup(between) % {"first": whole, "second": part}  # noqa: S704 -- our own words
    return whole


def _rule(rule: Rule, instrument: Instrument, language: str) -> Markup:
    item = owner(instrument, rule.key)
    answer = _emphasised(name_of_answer(instrument, rule.key, language))
    values = [_emphasised(value_in_words(value, item, instrument, language)) for value in rule.values]
    listed = _joined(values, Join.ANY) if values else Markup("")
    return Markup(_pattern(rule)) % {"answer": answer, "value": listed}  # noqa: S704 -- our own words


def _pattern(rule: Rule) -> str:
    if rule.counted:
        return _COUNTED[rule.relation]()
    return _PATTERNS[rule.relation]()


_PATTERNS: dict[Relation, Callable[[], str]] = {
    Relation.IS: lambda: gettext("%(answer)s is %(value)s"),
    Relation.IS_NOT: lambda: gettext("%(answer)s is not %(value)s"),
    Relation.CONTAINS: lambda: gettext("%(answer)s includes %(value)s"),
    Relation.CONTAINS_NOT: lambda: gettext("%(answer)s does not include %(value)s"),
    Relation.ANSWERED: lambda: gettext("%(answer)s is answered"),
    Relation.UNANSWERED: lambda: gettext("%(answer)s is not answered"),
    Relation.MORE_THAN: lambda: gettext("%(answer)s is more than %(value)s"),
    Relation.AT_LEAST: lambda: gettext("%(answer)s is at least %(value)s"),
    Relation.LESS_THAN: lambda: gettext("%(answer)s is less than %(value)s"),
    Relation.AT_MOST: lambda: gettext("%(answer)s is at most %(value)s"),
}
_COUNTED: dict[Relation, Callable[[], str]] = {
    Relation.IS: lambda: gettext("exactly %(value)s are chosen in %(answer)s"),
    Relation.IS_NOT: lambda: gettext("not exactly %(value)s are chosen in %(answer)s"),
    Relation.MORE_THAN: lambda: gettext("more than %(value)s are chosen in %(answer)s"),
    Relation.AT_LEAST: lambda: gettext("at least %(value)s are chosen in %(answer)s"),
    Relation.LESS_THAN: lambda: gettext("fewer than %(value)s are chosen in %(answer)s"),
    Relation.AT_MOST: lambda: gettext("at most %(value)s are chosen in %(answer)s"),
}


def _emphasised(text: str) -> Markup:
    return Markup("<em>{}</em>").format(text)


def owner(instrument: Instrument, key: str) -> Item | None:
    """The item whose answer is kept under a key."""
    found = instrument.item(key)
    if found is not None:
        return found
    return next((item for item in instrument.items if key in item.keys), None)


def name_of_answer(instrument: Instrument, key: str, language: str) -> str:
    """What an answer is called in a sentence: the question's own words, shortened."""
    if key == SELF:
        return gettext("the answer")
    item = owner(instrument, key)
    return key if item is None else answer_of(item, key, language)


def answer_of(item: Item, key: str, language: str) -> str:
    """What one answer of an item is called: the item's own words, and the row's where each row has an answer."""
    name = shortened(known_plain(item.label.in_(language))) or item.name
    row = next((row for row in item.rows if key == f"{item.name}/{row.code}"), None)
    return f"{name}: {shortened(known_plain(row.label.in_(language)))}" if row else name


def shortened(text: str, most: int = 60) -> str:
    """One line of at most so many characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def value_in_words(value: Value, item: Item | None, instrument: Instrument, language: str) -> str:
    match value:
        case Answer(key):
            return name_of_answer(instrument, key, language)
        case Day(iso):
            return str(format_date(date.fromisoformat(iso), "long"))
        case Moment():
            return gettext("today")
        case float():
            option = item.option(f"{value:g}") if item else None
            return known_plain(option.label.in_(language)) if option else str(format_decimal(value))
    option = item.option(value) if item else None
    return known_plain(option.label.in_(language)) if option else value


def minutes_text(minutes: float) -> str:
    rounded = max(1, round(minutes))
    return ngettext("about %(num)s minute", "about %(num)s minutes", rounded)
