"""What changed between two versions of an instrument, and what that means for the answers.

A change is of one of three effects. *Wording*: people read other words, the answers mean the same. *Additive*: more
can be asked or answered than before; earlier answers stay what they were. *Breaking*: earlier and later answers
cannot be read as answers to the same question under the same conditions. Some breaking changes make a new variable:
answers before and after do not even have the same form or unit (`engage.instruments.domain.merging`).

The rules are the table `RULES`, and docs/reference/versions says them in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Effect(StrEnum):
    """From the lightest to the heaviest."""

    WORDING = "wording"
    ADDITIVE = "additive"
    BREAKING = "breaking"


class What(StrEnum):
    """What one change is. `Change.part` says which text, option, limit or rule."""

    TEXT = "text"
    """Other words; with `part` the text, `languages` where."""
    PRESENTATION = "presentation"
    MOVED = "moved"
    SECTION_ADDED = "section_added"
    SECTION_REMOVED = "section_removed"
    OPTION_LABEL = "option_label"
    """Other words for the same code. By rule the meaning stays, except for `OPTION_MEANING`."""
    OPTION_ORDER = "option_order"
    ROW_LABEL = "row_label"

    ITEM_ADDED = "item_added"
    OPTION_ADDED = "option_added"
    ROW_ADDED = "row_added"
    TYPE_WIDENED = "type_widened"
    """Every earlier answer is one of the new type too."""
    RULE_DROPPED = "rule_dropped"
    WIDENED = "widened"
    DEFAULT = "default"
    CONCEPT = "concept"
    LANGUAGE_ADDED = "language_added"
    EDITION_ADDED = "edition_added"

    ITEM_REMOVED = "item_removed"
    OPTION_REMOVED = "option_removed"
    ROW_REMOVED = "row_removed"
    TYPE_NARROWED = "type_narrowed"
    RULE_ADDED = "rule_added"
    RULE_CHANGED = "rule_changed"
    NARROWED = "narrowed"
    ANSWER = "answer"
    """Another option is the correct one."""
    LANGUAGE_REMOVED = "language_removed"
    EDITION_REMOVED = "edition_removed"
    EDITION_CHANGED = "edition_changed"

    TYPE_CHANGED = "type_changed"
    OPTION_MEANING = "option_meaning"
    """A code now carries the words that another code of the item carried before."""
    ROW_MEANING = "row_meaning"
    UNIT = "unit"
    SCALE = "scale"
    CELL = "cell"
    TOTAL = "total"
    COMPARED = "compared"
    """What is ranked, or what points are divided among, is another set."""
    CALCULATION = "calculation"
    AGREED = "agreed"
    REPEAT = "repeat"
    """Asked once and now for each entry of a list, or the other way round, or in another list."""


@dataclass(frozen=True, slots=True)
class Rule:
    effect: Effect
    new_variable: bool = False


_WORDING, _ADDITIVE, _BREAKING = Rule(Effect.WORDING), Rule(Effect.ADDITIVE), Rule(Effect.BREAKING)
_NEW_VARIABLE = Rule(Effect.BREAKING, new_variable=True)

RULES: Mapping[What, Rule] = {
    **dict.fromkeys(
        (
            What.TEXT, What.PRESENTATION, What.MOVED, What.SECTION_ADDED, What.SECTION_REMOVED, What.OPTION_LABEL,
            What.OPTION_ORDER, What.ROW_LABEL,
        ),
        _WORDING,
    ),
    **dict.fromkeys(
        (
            What.ITEM_ADDED, What.OPTION_ADDED, What.ROW_ADDED, What.TYPE_WIDENED, What.RULE_DROPPED, What.WIDENED,
            What.DEFAULT, What.CONCEPT, What.LANGUAGE_ADDED, What.EDITION_ADDED,
        ),
        _ADDITIVE,
    ),
    **dict.fromkeys(
        (
            What.ITEM_REMOVED, What.OPTION_REMOVED, What.ROW_REMOVED, What.TYPE_NARROWED, What.RULE_ADDED,
            What.RULE_CHANGED, What.NARROWED, What.ANSWER, What.LANGUAGE_REMOVED, What.EDITION_REMOVED,
            What.EDITION_CHANGED,
        ),
        _BREAKING,
    ),
    **dict.fromkeys(
        (
            What.TYPE_CHANGED, What.OPTION_MEANING, What.ROW_MEANING, What.UNIT, What.SCALE, What.CELL, What.TOTAL,
            What.COMPARED, What.CALCULATION, What.AGREED, What.REPEAT,
        ),
        _NEW_VARIABLE,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two versions."""

    what: What
    place: str = ""
    """`items.q1`, `sections.about-you` (its slug), or empty: the questionnaire as a whole."""
    part: str = ""
    """The field, limit or rule; the code of the option or row; the language or country."""
    before: str = ""
    after: str = ""
    languages: tuple[str, ...] = ()
    doubtful: bool = False
    """Wording by rule, but worth a look: the new words share none with the old ones."""

    @property
    def effect(self) -> Effect:
        return RULES[self.what].effect

    @property
    def new_variable(self) -> bool:
        return RULES[self.what].new_variable


_ORDER = tuple(Effect)


def effect_of(changes: Iterable[Change]) -> Effect | None:
    """The heaviest effect; None when nothing changed."""
    return max((change.effect for change in changes), key=_ORDER.index, default=None)


def heaviest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Breaking before additive before wording; what makes a new variable first; else as they come."""
    return tuple(sorted(changes, key=lambda change: (-_ORDER.index(change.effect), not change.new_variable)))


def to_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """As it is stored beside a version; what is empty is left out."""
    return [
        {
            "what": change.what.value,
            "effect": change.effect.value,
            **{name: value for name in ("place", "part", "before", "after") if (value := getattr(change, name))},
            **({"languages": list(change.languages)} if change.languages else {}),
            **({"doubtful": True} if change.doubtful else {}),
        }
        for change in changes
    ]


def from_json(changes: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """What `to_json` wrote. The effect follows from the rules of today."""
    return tuple(
        Change(
            what=What(change["what"]),
            place=change.get("place", ""),
            part=change.get("part", ""),
            before=change.get("before", ""),
            after=change.get("after", ""),
            languages=tuple(change.get("languages", ())),
            doubtful=change.get("doubtful", False),
        )
        for change in changes
    )
