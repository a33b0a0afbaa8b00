"""What a team wants to publish: counts of questions over everybody, or by one group."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

MINIMUM = 10
"""Smaller counts are shown alike, and no base is smaller."""
STEP = 5
"""Counts are rounded to a multiple of this."""
NONE = ""
"""The state of a variable that people without an answer have; as a group, everybody."""

State = tuple[str, str]
"""Variable and state."""
Box = tuple[tuple[str, frozenset[str]], ...]
"""Those people who have one of the states of each of these variables; at most two."""


@dataclass(frozen=True, slots=True)
class Table:
    """Counts of the answers to a question, for everybody or for each value of a group variable.

    Keys are (answer, group value); without a group the group value is "".
    """

    name: str
    question: str
    codes: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]
    bases: Mapping[str, int]
    """How many answered, by group value."""
    totals: Mapping[str, int]
    """How many people there are, by group value."""
    multiple: bool = False
    """Several answers a person: counts do not add up to the base."""
    group: str = ""
    groups: tuple[str, ...] = (NONE,)
    beside: Mapping[str, int] = field(default_factory=dict)
    """By answer: how many gave it who are in none of the groups, because they did not say."""
    impossible: frozenset[tuple[str, str]] = frozenset()
    """Answers that nobody of a group could give, and everybody knows it: true zeros."""

    def answer(self, code: str) -> tuple[str, frozenset[str]]:
        """Who gave an answer."""
        return (f"{self.question}={code}", frozenset({"yes"})) if self.multiple else (self.question, frozenset({code}))

    def other(self, code: str) -> tuple[str, frozenset[str]]:
        """Who answered and did not give it, where that is a count of its own."""
        return f"{self.question}={code}", frozenset({"no"})

    @property
    def answered(self) -> tuple[str, frozenset[str]]:
        if self.multiple:
            return f"{self.question}?", frozenset({"yes"})
        return self.question, frozenset(self.codes)

    @property
    def silent(self) -> tuple[str, frozenset[str]]:
        return (f"{self.question}?" if self.multiple else self.question), frozenset({NONE})

    def within(self, part: tuple[str, frozenset[str]], value: str) -> Box:
        return (part, (self.group, frozenset({value}))) if self.group else (part,)

    def possible(self, value: str) -> tuple[str, ...]:
        return tuple(code for code in self.codes if (code, value) not in self.impossible)


@dataclass(frozen=True, slots=True)
class Study:
    """All that shall be published of one survey at one time."""

    tables: tuple[Table, ...]
    total: int
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By group variable that is no question of a table: its states, with NONE where people may have none."""
    excluded: frozenset[frozenset[State]] = frozenset()
    """Pairs of states that no person can have, as everybody can read in the questionnaire."""

    def variables(self) -> dict[str, tuple[str, ...]]:
        """Every variable with its states."""
        found = dict(self.groups)
        for table in self.tables:
            if table.multiple:
                found[f"{table.question}?"] = ("yes", NONE)
                found |= {table.answer(code)[0]: ("yes", "no", NONE) for code in table.codes}
            else:
                found[table.question] = (*table.codes, NONE)
            if table.group:
                found.setdefault(table.group, (*table.groups, NONE))
        return found

    def impossible_pairs(self) -> frozenset[frozenset[State]]:
        return self.excluded | frozenset(self._pairs())

    def _pairs(self) -> Iterator[frozenset[State]]:
        for table in self.tables:
            for code, value in table.impossible:
                variable, said = table.answer(code)
                yield from (frozenset({(variable, state), (table.group, value)}) for state in said)
            if table.multiple:
                asked = f"{table.question}?"
                for code in table.codes:
                    name = table.answer(code)[0]
                    yield frozenset({(name, NONE), (asked, "yes")})
                    yield from (frozenset({(name, said), (asked, NONE)}) for said in ("yes", "no"))


def rounded(count: int) -> int:
    """To the nearest multiple of 5; of a whole number there is always one nearest."""
    return STEP * ((count + STEP // 2) // STEP)
