"""Everything that analysis says about an instrument, fast enough to be asked after each change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engage.core.findings import Level
from engage.instruments.domain.analysis import reach as reaching
from engage.instruments.domain.analysis.finding import Finding
from engage.instruments.domain.analysis.length import Minutes, minutes
from engage.instruments.domain.analysis.reach import Reach, not_asked, reach
from engage.instruments.domain.analysis.solving import Solver, Verdict
from engage.instruments.domain.analysis.structure import structure
from engage.instruments.domain.definition import Instrument
from engage.instruments.domain.editing.renaming import with_expressions
from engage.instruments.domain.journey import Journey
from engage.instruments.expressions.errors import ExpressionError
from engage.instruments.expressions.evaluator import compile_expression

QUICK = 3_000
"""Combinations tried while somebody writes."""
THOROUGH = 60_000
MOST_WAYS = 50
LONGER_THAN_SAID = 1.5
"""Times the minutes that the first page promises."""


@dataclass(frozen=True, slots=True)
class Analysis:
    findings: tuple[Finding, ...]
    """Errors first, in the order of the instrument within each level."""
    minutes: Mapping[str, Minutes]
    """By language, over the ways that lead to every question."""
    undecided: tuple[str, ...]
    """Items of which it cannot be decided whether anybody is asked them."""
    ways: int
    """Different ways that the minutes were taken over."""


def analyse(instrument: Instrument, *, effort: int = QUICK) -> Analysis:
    """Analyse an instrument; never raises, whatever state it is in."""
    found = list(structure(instrument))
    solver = Solver(readable(instrument), effort)
    reached = reach(solver)
    explained = {each.place for each in found if each.code in ("unknown_item", "looks_at_itself")}
    found += [each for each in reaching.findings(solver, reached) if each.place not in explained]
    ways = ways_of(solver, reached)
    lengths = minutes(instrument, ways)
    found += _promise(instrument, lengths)
    order = list(Level)
    undecided = tuple(name for name, answer in reached.items.items() if answer.verdict is Verdict.UNDECIDED)
    return Analysis(tuple(sorted(found, key=lambda each: order.index(each.level))), lengths, undecided, len(ways))


def readable(instrument: Instrument) -> Instrument:
    """The instrument without expressions that cannot be read."""

    def keep(source: str) -> str | None:
        try:
            compile_expression(source)
        except ExpressionError:
            return None
        return source

    kept: Instrument = with_expressions(instrument, keep)
    return kept


def ways_of(solver: Solver, reached: Reach) -> list[frozenset[str]]:
    """Different ways: those that lead to each item and past it, and that of somebody who answers nothing."""
    not_asked(solver, reached)
    answers: list[dict[str, Any]] = [{}, usual(solver.instrument)]
    for answer in (*reached.items.values(), *reached.left_out.values(), *reached.options.values()):
        if answer.verdict is Verdict.REACHED and answer.raw:
            answers += [answer.raw, usual(solver.instrument) | answer.raw]
    distinct = {repr(sorted(raw.items())): raw for raw in answers}
    most = max(MOST_WAYS, solver.effort // 200)
    ways = {asked(solver, raw): None for raw in list(distinct.values())[:most]}
    return list(ways)


def usual(instrument: Instrument) -> dict[str, str | tuple[str, ...]]:
    """Somebody who takes the first option everywhere."""
    raw: dict[str, str | tuple[str, ...]] = {}
    for item in instrument.items:
        if item.options and not item.rows:
            code = item.options[0].code
            raw[item.name] = (code,) if item.type.value == "multiple" else code
    return raw


def asked(solver: Solver, raw: Mapping[str, str | tuple[str, ...]]) -> frozenset[str]:
    """The items that answers lead to."""
    journey = Journey(solver.questionnaire, raw, solver.circumstances)
    found = set()
    for item in solver.questionnaire.instrument.items:
        try:
            if journey.relevant(item):
                found.add(item.name)
        except ExpressionError:
            continue
    return frozenset(found)


def _promise(instrument: Instrument, lengths: Mapping[str, Minutes]) -> list[Finding]:
    """Languages in which it takes much longer than the first page says."""
    said = instrument.minutes
    if not said:
        return []
    return [
        Finding(
            Level.WARNING,
            "longer_than_said",
            "minutes",
            figures={"language": tag, "minutes": said, "typical": round(length.typical)},
        )
        for tag, length in lengths.items()
        if length.typical > said * LONGER_THAN_SAID
    ]
