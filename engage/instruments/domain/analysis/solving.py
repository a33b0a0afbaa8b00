"""Whether something in an instrument can come true: decided by trying all answers that could matter, or not decided.

`REACHED` comes with answers that lead there; `NEVER` only when every combination was tried. The trial is the real
routing (`journey.Journey`), so it cannot disagree with what respondents meet.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice, product
from math import prod

from engage.instruments.domain.analysis.candidates import Inputs, Use, candidates
from engage.instruments.domain.analysis.shape import shape_of
from engage.instruments.domain.definition import Instrument, Item, ItemType
from engage.instruments.domain.journey import Circumstances, Journey
from engage.instruments.domain.questionnaire import Questionnaire, is_dynamic
from engage.instruments.expressions.errors import ExpressionError

Test = Callable[[Journey], bool]

TRIALS = 2_000
"""Combinations tried for one question."""
_GLANCE = 64
"""Tried where not all can be."""


class Verdict(StrEnum):
    REACHED = "reached"
    NEVER = "never"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Answer:
    verdict: Verdict
    raw: Inputs = field(default_factory=dict)
    """Answers that lead there."""


@dataclass
class Solver:
    """Answers questions about one instrument.

    Sections that repeat are looked at as one entry: inside it, an answer is that of the same entry.
    :param effort: combinations to try for all questions together; after that, everything is undecided
    """

    instrument: Instrument
    effort: int = 40_000
    tried: int = 0
    _known: dict[object, Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        flat = tuple(replace(section, repeat=None) for section in self.instrument.sections)
        self.questionnaire = Questionnaire(replace(self.instrument, sections=flat))
        self.repeated = {
            item.name: section.name for section in self.instrument.sections if section.repeat for item in section.items
        }
        self.lists = {section.repeat.name for section in self.instrument.sections if section.repeat}
        self.circumstances = Circumstances(
            now=datetime(2026, 1, 1, tzinfo=UTC), consent=True, language=self.instrument.source_language
        )

    def can_be(self, name: object, test: Test, sources: Collection[str], home: str) -> Answer:
        """Whether a test can hold, which depends on some expressions that stand in the section `home`.

        :param name: the same for questions that are the same
        """
        if name not in self._known:
            self._known[name] = self._search(test, sources, home)
        return self._known[name]

    def _search(self, test: Test, sources: Collection[str], home: str) -> Answer:
        closure = _Closure(self, home)
        for source in sources:
            closure.add(source)
        choices, whole = self._choices(closure)
        whole = whole and closure.steady
        size = 1 + sum(len(each) - 1 for each in choices) + prod(len(each) for each in choices)
        most = min(TRIALS, self.effort - self.tried) if whole else min(_GLANCE, self.effort - self.tried)
        for combination in islice(_combinations(choices), max(most, 0)):
            self.tried += 1
            raw: Inputs = {}
            for inputs in combination:
                raw |= inputs
            if self.holds(test, raw):
                return Answer(Verdict.REACHED, raw)
        return Answer(Verdict.NEVER if whole and size <= most else Verdict.UNDECIDED)

    def holds(self, test: Test, raw: Mapping[str, str | tuple[str, ...]]) -> bool:
        try:
            return test(Journey(self.questionnaire, raw, self.circumstances))
        except ExpressionError:
            return False

    def _choices(self, closure: "_Closure") -> tuple[list[list[Inputs]], bool]:
        """Inputs by key, and whether they stand for all that could be answered."""
        found, whole = [], True
        for key, owner in closure.keys.items():
            inputs = candidates(self.instrument, owner, key, closure.use(key))
            if inputs is None:
                whole = False
                inputs = _something(owner, key)
            found.append(inputs)
        return found, whole


def _combinations(choices: list[list[Inputs]]) -> Iterator[tuple[Inputs, ...]]:
    """All combinations, those near the likely ones first: each alone in turn before all with all."""
    likely = tuple(each[0] for each in choices)
    yield likely
    for place, each in enumerate(choices):
        for inputs in each[1:]:
            yield (*likely[:place], inputs, *likely[place + 1 :])
    yield from product(*choices)


def _something(item: Item, key: str) -> list[Inputs]:
    """Some answer or none, where not all can be tried."""
    some: list[Inputs] = []
    if item.options and item.type is not ItemType.RANKING:
        many = item.type is ItemType.MULTIPLE
        some = [{key: (option.code,) if many else option.code} for option in item.options[:8]]
    elif item.type in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.SCALE, ItemType.YEAR):
        values = {item.minimum or 0, item.maximum or 100, 1}
        some = [{key: f"{value:.10g}"} for value in sorted(values)]
    elif item.type is ItemType.TEXT:
        some = [{key: "a"}]
    elif item.type is ItemType.DATE:
        some = [{key: "2000-01-01"}]
    return [*some, {}]


@dataclass
class _Closure:
    """The answers that some expressions depend on, those included that decide whether others are asked."""

    solver: Solver
    home: str
    keys: dict[str, Item] = field(default_factory=dict)
    sources: dict[tuple[str, bool], None] = field(default_factory=dict)
    """Expressions, and whether it only matters that they hold."""
    steady: bool = True

    def add(self, source: str, *, condition: bool = True) -> None:
        if (source, condition) in self.sources:
            return
        self.sources[source, condition] = None
        questionnaire = self.solver.questionnaire
        self.steady = self.steady and not shape_of(source).unsteady
        for key in sorted(questionnaire.expression(source).references):
            owner = questionnaire.owners.get(key)
            if owner is None:
                self.steady = self.steady and key not in self.solver.lists
                continue
            self.owner(owner, key)

    def owner(self, item: Item, key: str) -> None:
        if self.solver.repeated.get(item.name, self.home) != self.home:
            self.steady = False
        calculated = item.calculation is not None and (item.type is ItemType.CALCULATION or item.read_only)
        if calculated and (item.trigger or "once(" in (item.calculation or "")):
            self.steady = False
        if not calculated and item.type is not ItemType.NOTE:
            if key in self.keys:
                return
            self.keys[key] = item
        for source, condition in deciding(self.solver.questionnaire, item):
            self.add(source, condition=condition)

    def use(self, key: str) -> Use:
        compared: set[str | float] = set()
        ordered = otherwise = False
        for source, condition in self.sources:
            shape = shape_of(source, condition=condition)
            for name in (key, key.rpartition("/")[2]):  # a path may name the last part alone
                compared |= shape.compared.get(name, frozenset())
                ordered = ordered or name in shape.ordered
                otherwise = otherwise or name in shape.otherwise
        return Use(frozenset(compared), ordered, otherwise)


def deciding(questionnaire: Questionnaire, item: Item) -> list[tuple[str, bool]]:
    """Every expression that decides what the answer of an item reads as, and whether it only matters that it holds."""
    section = questionnaire.section_of[item.name]
    conditions = [section.relevance, item.relevance, item.choice_filter]
    conditions += [option.relevance for option in item.options]
    conditions += [row.relevance for row in item.rows]
    values = [item.calculation, item.default if item.default and is_dynamic(item.default) else None]
    found = [(source, True) for source in conditions if source] + [(source, False) for source in values if source]
    return list(dict.fromkeys(found))
