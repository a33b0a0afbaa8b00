"""The persons of a registration form: whose a field is by its name, and people coming and going on the page.

Pure. The product's own fields begin with `_`, those of the second person with `_p2.`.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from engage.events.domain.form_rules import Purpose, Rules
from engage.instruments.domain.typed import clean

MOST_PERSONS = 50
LONGEST_LINE = 200
LONGEST_NUMBER = 4
"""Digits of a person's number."""
PEOPLE = "_people"
"""How many persons the form has room for."""


class Sent(Protocol):
    """What a form sent: several values under a name."""

    def getlist(self, key: str, /) -> Sequence[str]: ...


def under(person: int) -> str:
    """What the names of a person's fields begin with."""
    return "" if person == 1 else f"_p{person}."


def one(form: Sent, name: str, longest: int = LONGEST_LINE) -> str:
    """A line of text, cleaned."""
    values = form.getlist(name)
    return " ".join(clean(values[0]).split())[:longest] if values else ""


def is_number(said: str) -> bool:
    """Whether something is a number of a person; what only looks like one costs nothing to turn into one."""
    return said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER


def persons(rules: Rules, form: Sent) -> int:
    """How many persons the form has room for."""
    said = one(form, PEOPLE, LONGEST_NUMBER)
    most = 1 if rules.purpose is Purpose.HAND_OVER else min(rules.most, MOST_PERSONS)
    return max(1, min(int(said), most)) if said.isascii() and said.isdecimal() else 1


def whose(name: str) -> tuple[int, str]:
    """Whose field it is, and what it is called there; 1 for what is nobody's."""
    head, dot, rest = name.partition(".")
    number = head.removeprefix("_p")
    if dot and head.startswith("_p") and is_number(number):
        return int(number), rest
    return 1, name


def with_one_more(values: Mapping[str, Sequence[str]], rules: Rules, now_there: int) -> dict[str, list[str]]:
    """The form with room for one more person."""
    kept = {name: list(each) for name, each in values.items()}
    kept[PEOPLE] = [str(min(now_there + 1, rules.most, MOST_PERSONS))]
    return kept


def without(values: Mapping[str, Sequence[str]], gone: int, now_there: int) -> dict[str, list[str]]:
    """The form without one person; those behind move up, and so do the companions' ties to them."""
    kept: dict[str, list[str]] = {}
    for name, each in values.items():
        number, rest = whose(name)
        if number == gone:
            continue
        moved = f"{under(number - 1)}{rest}" if number > gone else name
        kept[moved] = [_tie(value, gone) for value in each] if rest == "_with" else list(each)
    kept["_seen"] = [_moved_seen(name, gone) for name in values.get("_seen", ()) if whose(name)[0] != gone]
    kept[PEOPLE] = [str(max(1, now_there - 1))]
    return kept


def _moved_seen(name: str, gone: int) -> str:
    number, rest = whose(name)
    return f"{under(number - 1)}{rest}" if number > gone else name


def _tie(value: str, gone: int) -> str:
    if not is_number(value) or int(value) < gone:
        return value
    return "" if int(value) == gone else str(int(value) - 1)
