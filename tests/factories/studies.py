"""Made-up answers as disclosure control takes them."""

import random
from collections.abc import Mapping, Sequence

from engage.statistics.disclosure.tables import NONE, Study, Table

People = Sequence[Mapping[str, str]]
"""One mapping of variable to state each; without an answer the variable is missing."""


def make_people(number: int, *, seed: int, answers: int = 3, groups: int = 2) -> list[dict[str, str]]:
    """Two questions, `q` and `r`, and a `_language`; later answers and languages are rarer, and so small counts."""
    draw = random.Random(seed)
    people = []
    for _ in range(number):
        person = {"_language": _one(draw, "l", groups)}
        person |= {name: _one(draw, "c", answers) for name in ("q", "r") if draw.random() > 0.04}
        people.append(person)
    return people


def _one(draw: random.Random, letter: str, number: int) -> str:
    return draw.choices([f"{letter}{n}" for n in range(number)], [1 / (n + 1) ** 2 for n in range(number)])[0]


def make_table(people: People, question: str, group: str = "", *, codes: Sequence[str] = ()) -> Table:
    """The counts of a question with one answer a person, over all or by a group."""
    known = tuple(codes or sorted({person[question] for person in people if question in person}))
    values = tuple(sorted({person[group] for person in people if group in person})) if group else (NONE,)
    of = {value: [each for each in people if not group or each.get(group) == value] for value in values}
    answered = {value: [each[question] for each in of[value] if question in each] for value in values}
    return Table(
        name=f"{question} {group}".strip(),
        question=question,
        codes=known,
        counts={(code, value): answered[value].count(code) for code in known for value in values},
        bases={value: len(answered[value]) for value in values},
        totals={value: len(of[value]) for value in values},
        group=group,
        groups=values,
        beside={code: _unsaid(people, question, code, group) for code in known} if group else {},
    )


def _unsaid(people: People, question: str, code: str, group: str) -> int:
    """How many gave an answer and did not say in which group they are."""
    return sum(person.get(question) == code and group not in person for person in people)


def make_study(people: People, *tables: Table) -> Study:
    languages = tuple(sorted({person["_language"] for person in people if "_language" in person}))
    grouped = any(table.group == "_language" for table in tables)
    return Study(tables, len(people), {"_language": languages} if grouped else {})
