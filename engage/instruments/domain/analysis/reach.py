"""Items, sections and options that nobody can come to; questions that nobody can answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from engage.core.findings import Level
from engage.instruments.domain.analysis.candidates import Use, candidates
from engage.instruments.domain.analysis.finding import Finding
from engage.instruments.domain.analysis.shape import THIS, shape_of
from engage.instruments.domain.analysis.solving import Answer, Solver, Test, Verdict
from engage.instruments.domain.checks import check_in
from engage.instruments.domain.definition import Item, ItemType, Option, Section
from engage.instruments.domain.editing.places import step
from engage.instruments.domain.journey import Journey

_MANY = 300
"""Options beyond this number are not looked at one by one."""
_NEEDS_OPTIONS = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.RANKING})


@dataclass
class Reach:
    """What can be reached, with answers that lead there."""

    items: dict[str, Answer] = field(default_factory=dict)
    options: dict[tuple[str, str], Answer] = field(default_factory=dict)
    """By item and code, of the options that have conditions."""
    left_out: dict[str, Answer] = field(default_factory=dict)
    """By item that has a condition: whether somebody is not asked it."""


def reach(solver: Solver) -> Reach:
    """Every item and option with a condition, tried."""
    found = Reach()
    for section in solver.questionnaire.instrument.sections:
        for item in section.items:
            if not any(source for source in (section.relevance, item.relevance)):
                found.items[item.name] = Answer(Verdict.REACHED)
                _options(solver, section, item, found)
                continue
            sources = [source for source in (section.relevance, item.relevance) if source]
            same = (section.name, item.relevance, item.special_category)
            found.items[item.name] = solver.can_be(same, _asks(item), sources, section.name)
            _options(solver, section, item, found)
    return found


def not_asked(solver: Solver, found: Reach) -> None:
    """Add, for every item that has a condition, whether it can be passed over."""
    for section in solver.questionnaire.instrument.sections:
        for item in section.items:
            sources = [source for source in (section.relevance, item.relevance) if source]
            if sources:
                same = ("not", section.name, item.relevance)
                found.left_out[item.name] = solver.can_be(same, _passes_over(item), sources, section.name)


def _asks(item: Item) -> Test:
    return lambda journey: journey.relevant(item)


def _passes_over(item: Item) -> Test:
    return lambda journey: not journey.relevant(item)


def _options(solver: Solver, section: Section, item: Item, found: Reach) -> None:
    if len(item.options) > _MANY or not (item.choice_filter or any(option.relevance for option in item.options)):
        return
    base = [source for source in (section.relevance, item.relevance, item.choice_filter) if source]
    for option in item.options:
        if item.choice_filter is None and option.relevance is None:
            continue
        sources = base + ([option.relevance] if option.relevance else [])
        attributes = tuple(sorted(option.attributes.items()))
        by_code = not attributes or "name" in (item.choice_filter or "")
        same = (item.name, option.relevance, attributes, option.code if by_code else "")
        answer = solver.can_be(same, _offers(item, option), sources, section.name)
        found.options[item.name, option.code] = answer


def _offers(item: Item, option: Option) -> Test:
    def test(journey: Journey) -> bool:
        return journey.relevant(item) and any(
            each.code == option.code and each.attributes == option.attributes for each in journey.options(item)
        )

    return test


def findings(solver: Solver, found: Reach) -> Iterator[Finding]:
    for section in solver.questionnaire.instrument.sections:
        never = [item for item in section.items if found.items[item.name].verdict is Verdict.NEVER]
        if section.items and len(never) == len(section.items) and section.relevance:
            place = f"sections.{step(section.name)}.relevance"
            yield Finding(Level.WARNING, "section_never_shown", place, section=section.name)
            continue
        for item in section.items:
            if item in never:
                yield from _never(item, section)
            else:
                yield from _offered(item, section, found)
                yield from _possible(solver, item, section, found)


def _never(item: Item, section: Section) -> Iterator[Finding]:
    place = f"items.{step(item.name)}.relevance"
    if item.type is ItemType.CALCULATION:
        return
    code = "required_never_shown" if item.required else "item_never_shown"
    yield Finding(Level.WARNING, code, place, item.name, section.name)


def _offered(item: Item, section: Section, found: Reach) -> Iterator[Finding]:
    """Options that nobody is offered."""
    never = [
        option.code
        for option in item.options
        if (answer := found.options.get((item.name, option.code))) and answer.verdict is Verdict.NEVER
    ]
    for code in dict.fromkeys(never):
        place = f"items.{step(item.name)}.options.{step(code)}"
        yield Finding(Level.WARNING, "option_never_offered", place, item.name, section.name, {"option": code})


def _possible(solver: Solver, item: Item, section: Section, found: Reach) -> Iterator[Finding]:
    """Questions without a possible answer; where one is required, people cannot go on."""
    figures: dict[str, str] = {}
    never = [found.options.get((item.name, option.code)) for option in item.options]
    if item.type in _NEEDS_OPTIONS and item.options and all(a and a.verdict is Verdict.NEVER for a in never):
        figures = {"reason": "options"}
    elif item.min_choices is not None and item.options and item.min_choices > len(item.options):
        figures = {"reason": "choices"}
    elif _no_answer(solver, item):
        figures = {"reason": "constraint"}
    if not figures:
        return
    stuck = item.required is not None and item.required != "false()" and not item.prefer_not_to_say
    code, level = ("dead_end", Level.ERROR) if stuck else ("no_possible_answer", Level.WARNING)
    yield Finding(level, code, f"items.{step(item.name)}", item.name, section.name, figures)


def _no_answer(solver: Solver, item: Item) -> bool:
    """Whether every answer that stands for others is refused by the item's own checks."""
    inverted = item.minimum is not None and item.maximum is not None and item.minimum > item.maximum
    if inverted and item.type in (ItemType.INTEGER, ItemType.DECIMAL, ItemType.SCALE, ItemType.YEAR):
        return True
    if not item.constraint or item.type is ItemType.MATRIX or item.calculation or item.pattern or item.max_length:
        return False
    if solver.questionnaire.expression(item.constraint).references - {item.name}:
        return False
    shape = shape_of(item.constraint)
    use = Use(
        shape.compared.get(THIS, frozenset()) | shape.compared.get(item.name, frozenset()),
        bool({THIS, item.name} & shape.ordered),
        bool({THIS, item.name} & shape.otherwise),
    )
    if shape.unsteady or (item.step and item.type is not ItemType.SCALE):
        return False
    tried = candidates(solver.instrument, item, item.name, use)
    if tried is None:
        return False
    by_itself, free = _alone(solver, item)
    return not any(by_itself.holds(_accepted(free), inputs) for inputs in tried if item.name in inputs)


def _accepted(item: Item) -> Test:
    def test(journey: Journey) -> bool:
        answers, problems = check_in(journey, journey.on_path(item))
        return bool(answers) and not problems

    return test


def _alone(solver: Solver, item: Item) -> tuple[Solver, Item]:
    """The item by itself, asked whatever its conditions, every option offered."""
    options = tuple(replace(option, relevance=None) for option in item.options)
    free = replace(item, relevance=None, choice_filter=None, required=None, default=None, options=options)
    section = Section(name="alone", slug="alone", title=item.label, items=(free,))
    return Solver(replace(solver.instrument, sections=(section,))), free
