"""The builder of conditions: rows of a form to an expression and back.

Without scripts its buttons send the whole form, and the page comes back with one rule more or less and nothing saved.
What was written by hand and does not fit the builder stays as it is written until somebody changes it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from engage.instruments.domain.conditions import (
    SELF,
    WITHOUT_VALUE,
    Answer,
    Day,
    Join,
    Moment,
    NotARule,
    Relation,
    Rule,
    Rules,
    Value,
    kind_of_answer,
    read,
    relations_for,
    value_from,
    write,
)
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression
from engage.instruments.expressions.values import number_text
from engage.instruments.rendering.texts import known_plain
from engage.instruments.views import words

ALWAYS = "true()"
MODES = ("none", "always", "rules", "expression")
_COUNTABLE = frozenset({ItemType.MULTIPLE, ItemType.RANKING})
_ORDER = frozenset({Relation.AT_LEAST, Relation.AT_MOST, Relation.MORE_THAN, Relation.LESS_THAN})


@dataclass(frozen=True, slots=True)
class Row:
    """One rule as it stands in the form."""

    key: str = ""
    relation: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionForm:
    """A condition as it stands in the form; `written` is what it was when the form was made."""

    name: str
    mode: str = "none"
    join: Join = Join.ALL
    blocks: tuple[tuple[Row, ...], ...] = ()
    expression: str = ""
    written: str = ""

    @property
    def shown(self) -> tuple[tuple[Row, ...], ...]:
        """The blocks with at least one row to fill in."""
        return self.blocks or ((Row(),),)


def of(name: str, expression: str | None) -> ConditionForm:
    """The form of an expression."""
    written = expression or ""
    if not written:
        return ConditionForm(name)
    if written.strip() == ALWAYS:
        return ConditionForm(name, "always", expression=written, written=written)
    rules = read(written)
    if rules is None:
        return ConditionForm(name, "expression", expression=written, written=written)
    blocks = tuple(tuple(_row(rule) for rule in block) for block in rules.blocks)
    return ConditionForm(name, "rules", rules.join, blocks, written, written)


def _row(rule: Rule) -> Row:
    return Row(rule.key, rule.relation.value, tuple(_typed(value) for value in rule.values))


def _typed(value: Value) -> str:
    match value:
        case Answer(key):
            return f"${{{key}}}"
        case Day(iso):
            return iso
        case Moment():
            return "today()"
        case float():
            return number_text(value)
    return value


def posted(name: str, form: "MultiDict[str, str]", written: str) -> ConditionForm:
    """What somebody sent, the buttons of the builder applied."""
    mode = form.get(f"{name}-mode", "none")
    blocks = tuple(_posted_blocks(name, form))
    found = ConditionForm(
        name,
        mode if mode in MODES else "none",
        Join.ANY if form.get(f"{name}-join") == Join.ANY else Join.ALL,
        blocks,
        form.get(f"{name}-expression", "").strip(),
        written,
    )
    return _pressed(found, form.get("_action", ""))


def _posted_blocks(name: str, form: "MultiDict[str, str]") -> Iterator[tuple[Row, ...]]:
    for block in range(20):
        rows = []
        for number in range(50):
            at = f"{name}-{block}-{number}"
            if f"{at}-key" not in form:
                break
            values = tuple(value for value in form.getlist(f"{at}-value") if value.strip())
            rows.append(Row(form[f"{at}-key"], form.get(f"{at}-relation", ""), values))
        if not rows:
            return
        yield tuple(rows)


def is_button(action: str, name: str) -> bool:
    """Whether a button of this builder was pressed: the page comes back, nothing is saved."""
    return action.startswith(f"{name}:")


def fitted(form: ConditionForm, instrument: Instrument, this: Item | None) -> ConditionForm:
    """The form with relations that suit what is asked: another question chosen, and "is more than" may fit no more."""
    stored = {row for block in of(form.name, form.written).blocks for row in block}

    def fit(row: Row) -> Row:
        item = this if row.key == SELF else words.owner(instrument, row.key)
        if item is None or row in stored or row.relation in relations_for(item):
            return row
        return replace(row, relation=relations_for(item)[0].value, values=())

    return replace(form, blocks=tuple(tuple(fit(row) for row in block) for block in form.blocks))


def _pressed(form: ConditionForm, action: str) -> ConditionForm:
    if not is_button(action, form.name):
        return form
    _, deed, *numbers = action.split(":")
    at = [int(number) for number in numbers if number.isdigit()]
    blocks = [list(block) for block in form.shown]
    match deed, at:
        case "add", [block] if block < len(blocks):
            blocks[block].append(Row())
        case "block", []:
            blocks.append([Row()])
        case "remove", [block, number] if block < len(blocks) and number < len(blocks[block]):
            del blocks[block][number]
    kept = tuple(tuple(block) for block in blocks if block)
    return replace(form, blocks=kept, mode="rules" if kept and deed != "refresh" else form.mode)


def result(form: ConditionForm, instrument: Instrument, this: Item | None = None) -> tuple[str | None, tuple[str, ...]]:
    """The expression that a form says, and what is wrong with it in sentences."""
    before = of(form.name, form.written)
    if (
        form.mode == before.mode
        and form.mode != "expression"
        and (form.join, form.blocks) == (before.join, before.blocks)
    ):
        return form.written or None, ()
    match form.mode:
        case "always":
            return ALWAYS, ()
        case "rules":
            return _from_rules(form, instrument, this)
        case "expression":
            return _from_expression(form.expression)
    return None, ()


def _from_expression(source: str) -> tuple[str | None, tuple[str, ...]]:
    if not source:
        return None, ()
    try:
        compile_expression(source)
    except ExpressionError as error:
        position = error.position + 1
        return source, (gettext("The expression cannot be read, from character %(position)s on.", position=position),)
    return source, ()


def _from_rules(form: ConditionForm, instrument: Instrument, this: Item | None) -> tuple[str | None, tuple[str, ...]]:
    problems: list[str] = []
    blocks: list[tuple[Rule, ...]] = []
    for block in form.blocks:
        rules = []
        for row in block:
            if not row.key:
                continue
            try:
                rules.append(_rule(row, instrument, this))
            except NotARule:
                name = words.name_of_answer(instrument, row.key, instrument.source_language)
                problems.append(gettext("“%(question)s”: say what the answer is compared with.", question=name))
        if rules:
            blocks.append(tuple(rules))
    if not blocks:
        return (form.written or None) if problems else None, tuple(problems)
    return write(Rules(form.join, tuple(blocks))), tuple(problems)


def _rule(row: Row, instrument: Instrument, this: Item | None) -> Rule:
    item = this if row.key == SELF else words.owner(instrument, row.key)
    offered = relations_for(item) if item else tuple(Relation)
    relation = Relation(row.relation) if row.relation in set(Relation) else offered[0]
    if relation in WITHOUT_VALUE:
        return Rule(row.key, relation)
    counted = item is not None and kind_of_answer(item) in _COUNTABLE and relation in _ORDER
    texts = row.values if relation not in _ORDER else row.values[:1]
    parts = [part for text in texts for part in (text.split(";") if not _chosen(item) else [text])]
    return Rule(
        row.key, relation, tuple(_value(part, item, counted=counted) for part in parts if part.strip()), counted
    )


def _value(text: str, item: Item | None, *, counted: bool) -> Value:
    text = text.strip()
    if text == "today()":
        return Moment.TODAY
    if text.startswith("${") and text.endswith("}"):
        return Answer(text[2:-1].strip())
    if counted:
        try:
            return float(int(text))
        except ValueError:
            raise NotARule("value") from None
    if item is None:
        return text
    return value_from(item, text)


def _chosen(item: Item | None) -> bool:
    return item is not None and bool(item.options)


# -- for the template


def view(
    form: ConditionForm,
    instrument: Instrument,
    language: str,
    *,
    this: Item | None,
    before: str | None,
    quiet: bool = False,
) -> dict[str, Any]:
    """Everything the builder shows.

    :param quiet: somebody is still building: what is not whole yet is no mistake
    """
    expression, problems = result(form, instrument, this)
    return {
        "name": form.name,
        "mode": form.mode,
        "join": form.join.value,
        "expression": expression or "",
        "typed": form.expression,
        "sentence": words.condition(expression, instrument, language) if expression and not problems else None,
        "problems": () if quiet else problems,
        "incomplete": bool(problems),
        "answers": _answers(instrument, language, before),
        "blocks": [[_shown(row, instrument, language, this) for row in block] for block in form.shown],
    }


def _answers(instrument: Instrument, language: str, before: str | None) -> list[dict[str, Any]]:
    """What can be asked about, by section; the item itself is left out."""
    groups = []
    for section in instrument.sections:
        options = [
            {"value": key, "label": words.answer_of(item, key, language)}
            for item in section.items
            if item.name != before and item.type is not ItemType.NOTE
            for key in _keys(item)
        ]
        if options:
            groups.append({"label": known_plain(section.title.in_(language)) or section.name, "options": options})
    return groups


def _keys(item: Item) -> Sequence[str]:
    if item.type in (ItemType.MATRIX, ItemType.ALLOCATION):
        return [f"{item.name}/{row.code}" for row in item.rows]
    if item.type is ItemType.DATE_RANGE:
        return item.keys
    return [item.name]


def _shown(row: Row, instrument: Instrument, language: str, this: Item | None) -> dict[str, Any]:
    item = this if row.key == SELF else words.owner(instrument, row.key)
    offered: Sequence[Relation] = relations_for(item) if item else (Relation.IS, Relation.IS_NOT)
    if row.relation in set(Relation) and Relation(row.relation) not in offered:
        offered = (*offered, Relation(row.relation))
    relation = Relation(row.relation) if row.relation in set(Relation) else offered[0]
    options = item.options if item else ()
    codes = [(option.code, known_plain(option.label.in_(language)) or option.code) for option in options]
    listed = codes and relation not in _ORDER and all(value in dict(codes) for value in row.values)
    return {
        "key": row.key,
        "known": item is not None or not row.key,
        "relations": [(each.value, words.relation_words(item, each)) for each in offered],
        "relation": relation.value,
        "needs_value": relation not in WITHOUT_VALUE,
        "codes": codes if listed else [],
        "values": row.values,
        "typed": "; ".join(row.values),
    }
