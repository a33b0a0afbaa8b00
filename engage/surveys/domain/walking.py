"""Walking every way through an instrument before anybody is asked: each condition true and false, each option once.

Answers that lead to each question come from analysis; everything on the way is answered as a form would be, and has
passed the same check as a citizen's answer. Sections that repeat are walked with one entry.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from engage.instruments.domain.analysis.analyse import THOROUGH, readable
from engage.instruments.domain.analysis.candidates import Inputs
from engage.instruments.domain.analysis.length import Minutes, minutes
from engage.instruments.domain.analysis.reach import Reach, not_asked, reach
from engage.instruments.domain.analysis.solving import Solver, Verdict
from engage.instruments.domain.checks import check_in
from engage.instruments.domain.definition import Instrument, Item, ItemType, Section
from engage.instruments.domain.journey import Journey
from engage.surveys.domain.simulated_answers import Person, guesses

Watch = Callable[[Iterable[Inputs], int], Iterable[Inputs]]

MOST_WALKS = 1_000
_FEW_GUESSES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What walking found."""

    walks: int
    whole: bool
    """Everything planned was walked; otherwise there was no time, or `MOST_WALKS` were reached."""
    paths: int
    """Different sets of questions that somebody was asked."""
    items: int
    """Items that somebody was asked or shown."""
    unreachable: tuple[str, ...]
    """Items that no answers lead to."""
    unreached: tuple[str, ...]
    """Items that no walk came to, and of which it cannot be decided whether any could."""
    conditions: int
    """Items that have conditions, their own or their section's."""
    conditions_both: int
    """Of these, those that were asked on one walk and not on another."""
    options: int
    """Options of questions that can be reached."""
    options_taken: int
    options_left: Mapping[str, tuple[str, ...]]
    """By item, the codes that no walk chose."""
    dead_ends: Mapping[str, int]
    """By item, the walks on which it asked for an answer and took none."""
    minutes: Mapping[str, Minutes]


def walk(
    instrument: Instrument,
    *,
    today: date,
    seed: int = 1,
    watch: Watch = lambda things, _: things,
    enough: Callable[[], bool] = lambda: False,
) -> Walked:
    """Walk an instrument; the same arguments give the same walks.

    :param enough: says when there is no time for more
    """
    solver = Solver(readable(instrument), THOROUGH)
    reached = reach(solver)
    not_asked(solver, reached)
    walker = _Walker(solver, today, seed)
    plans = _plans(reached)
    whole = True
    for plan in watch(plans, len(plans)):
        if enough():
            whole = False
            break
        walker.walk(plan)
    while whole and (option := walker.left_over()):
        if enough() or walker.walks >= MOST_WALKS:
            whole = False
            break
        walker.walk_to(*option, reached)
    return _summed(solver, reached, walker, whole=whole)


def _plans(reached: Reach) -> list[Inputs]:
    """What to answer on each walk, beside what comes up: nothing, and what leads to each item and past it."""
    plans: dict[str, Inputs] = {"": {}}
    for answer in (*reached.items.values(), *reached.left_out.values(), *reached.options.values()):
        if answer.verdict is Verdict.REACHED and answer.raw:
            plans.setdefault(repr(sorted(answer.raw.items())), answer.raw)
    return list(plans.values())[: MOST_WALKS // 2]


@dataclass
class _Walker:
    solver: Solver
    today: date
    seed: int
    walks: int = 0
    given_up: set[tuple[str, str]] = field(default_factory=set)
    """Options that a walk towards them did not come to."""
    ways: set[frozenset[str]] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    taken: set[tuple[str, str]] = field(default_factory=set)
    dead_ends: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.items = list(self.solver.questionnaire.instrument.items)

    def walk(self, plan: Inputs) -> None:
        """One plan, twice: answering whatever else is asked, and only what must be."""
        self._once(plan, eager=True)
        if plan or self.walks == 1:
            self._once(plan, eager=False)

    def walk_to(self, name: str, code: str, reached: Reach) -> None:
        """A walk on which somebody chooses an option that nobody chose yet."""
        raw = reached.options.get((name, code), reached.items[name]).raw
        item = self.solver.questionnaire.owners[name]
        self._once({**raw, name: (code,) if item.type is ItemType.MULTIPLE else code}, eager=True)
        if (name, code) not in self.taken:
            self.given_up.add((name, code))

    def left_over(self) -> tuple[str, str] | None:
        """An option that nobody took yet, of an item that somebody was asked."""
        done = self.taken | self.given_up
        for item in self.items:
            if item.name in self.shown and _chooses(item):
                for option in item.options:
                    if (item.name, option.code) not in done:
                        return item.name, option.code
        return None

    def _once(self, plan: Inputs, *, eager: bool) -> None:
        self.walks += 1
        chance = random.Random(f"{self.seed}/{self.walks}")  # noqa: S311 -- made-up answers, not secrets
        person = Person(chance, self.seed, self.solver.instrument.source_language, self.today, chance.gauss(0, 1))
        journey = Journey(self.solver.questionnaire, {}, self.solver.circumstances)
        for section in self.solver.questionnaire.instrument.sections:
            filled = self._fill(journey, section, plan, person, eager=eager)
            if filled is None:
                return
            journey = filled
        way = frozenset(item.name for item in self.items if journey.relevant(item))
        self.ways.add(way)
        self.shown |= way
        self.hidden |= {item.name for item in self.items} - way
        self.taken |= set(_choices(journey, self.items, way))

    def _fill(self, journey: Journey, section: Section, plan: Inputs, person: Person, *, eager: bool) -> Journey | None:
        """A page answered, with what appears because of the answers; None where it cannot be left."""
        asked: set[str] = set()
        more = True
        while more:
            more = False
            for item in section.items:
                if item.name in asked or not item.is_question or not journey.relevant(item):
                    continue
                asked.add(item.name)
                more = True
                answered = self._answer(journey, item, plan, person, eager=eager)
                if answered is None:
                    self.dead_ends[item.name] = self.dead_ends.get(item.name, 0) + 1
                    self.shown.add(item.name)
                    return None
                journey = answered
        return journey

    def _answer(self, journey: Journey, item: Item, plan: Inputs, person: Person, *, eager: bool) -> Journey | None:
        for inputs in self._tries(journey, item, plan, person, eager=eager):
            tried = Journey(journey.questionnaire, {**journey.raw, **inputs}, journey.circumstances)
            if not check_in(tried, tried.on_path(item))[1]:
                return tried
        return None

    def _tries(self, journey: Journey, item: Item, plan: Inputs, person: Person, *, eager: bool) -> Iterator[Inputs]:
        planned = {key: value for key, value in plan.items() if key.partition("/")[0] == item.name or key == item.name}
        if planned:
            yield planned
        if not eager:
            yield {}
        on_path = journey.on_path(item)
        if _chooses(item):
            for option in on_path.options:
                if (item.name, option.code) not in self.taken:
                    yield {item.name: (option.code,) if item.type is ItemType.MULTIPLE else option.code}
        for count, guess in enumerate(guesses(on_path, person)):
            if count == _FEW_GUESSES and not item.required:
                break
            yield guess
        yield {}


def _chooses(item: Item) -> bool:
    return item.type in (ItemType.SINGLE, ItemType.MULTIPLE)


def _choices(journey: Journey, items: Iterable[Item], way: frozenset[str]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item.name in way and _chooses(item):
            value = journey[item.name]
            for code in (value,) if isinstance(value, str) else value:
                yield item.name, code


def _summed(solver: Solver, reached: Reach, walker: _Walker, *, whole: bool) -> Walked:
    asked = [item.name for item in walker.items if item.type is not ItemType.CALCULATION]
    never = {name for name, answer in reached.items.items() if answer.verdict is Verdict.NEVER}
    offered = {
        (item.name, option.code)
        for item in walker.items
        if _chooses(item) and item.name not in never
        for option in item.options
    }
    left: dict[str, tuple[str, ...]] = {}
    for name, code in sorted(offered - walker.taken):
        left[name] = (*left.get(name, ()), code)
    return Walked(
        walks=walker.walks,
        whole=whole,
        paths=len(walker.ways),
        items=len(set(asked) & walker.shown),
        unreachable=tuple(name for name in asked if name in never),
        unreached=tuple(name for name in asked if name not in never | walker.shown),
        conditions=len(reached.left_out),
        conditions_both=len(set(reached.left_out) & walker.shown & walker.hidden),
        options=len(offered),
        options_taken=len(offered & walker.taken),
        options_left=left,
        dead_ends=dict(sorted(walker.dead_ends.items())),
        minutes=minutes(solver.instrument, walker.ways),
    )
