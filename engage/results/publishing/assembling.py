"""From what is shown of the counts to the figures of an edition. Nothing unprotected goes in."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from engage.results.domain.filters import COUNTRY, LANGUAGE
from engage.results.publishing.figures import (
    Cell,
    Crossing,
    Filter,
    Hidden,
    Option,
    Question,
    State,
    Table,
    Texts,
    Wave,
)
from engage.results.publishing.gathering import Material, Subject, name_of, texts_of
from engage.statistics.disclosure import tables as counted
from engage.statistics.disclosure.figures import BASE, Shape, Shown
from engage.statistics.disclosure.tables import NONE

_STATES = {
    Shown.COUNT: State.SHOWN,
    Shown.FEW: State.FEW,
    Shown.HIDDEN: State.HIDDEN,
    Shown.ZERO: State.IMPOSSIBLE,
}
Weighted = Mapping[str, Mapping[str, float]]
"""By question and code: percent, as it may be published."""


def assemble(
    material: Material,
    shape: Shape,
    weighted: Weighted,
    waves: Mapping[str, tuple[Wave, ...]],
    names: Mapping[str, Texts],
) -> tuple[tuple[Filter, ...], tuple[Question, ...], tuple[Crossing, ...], tuple[Hidden, ...]]:
    """:param names: of `_language` and `_country` in each language"""
    tables = {table.name: table for table in shape.study.tables}
    made = {name: _tables(material, shape, table, weighted) for name, table in tables.items()}
    told = {name: any(each.shown for each in found.values()) for name, found in made.items()}
    items = [key for key in material.plan.items if name_of(key) in tables]
    filters = [
        key
        for key in material.plan.filters
        if key in material.subjects and any(told.get(name_of(item, key)) for item in items)
    ]
    found = tuple(_question(material, key, made, told, filters, waves.get(key, ())) for key in items)
    crossings = tuple(
        Crossing(row, column, made[name_of(row, column)])
        for row, column in material.plan.crossings
        if told.get(name_of(row, column)) and column not in material.plan.filters
    )
    return (
        tuple(_filter(material, key, names) for key in filters),
        found,
        crossings,
        tuple(_hidden(material, shape, told)),
    )


def _filter(material: Material, key: str, names: Mapping[str, Texts]) -> Filter:
    label = names.get(key, {"": key}) if key in (LANGUAGE, COUNTRY) else texts_of(material.questions[key].label)
    return Filter(key, label, _options(material.subjects[key]))


def _options(subject: Subject) -> tuple[Option, ...]:
    return tuple(Option(code, subject.labels[code]) for code in subject.codes)


def _words(material: Material, key: str, table: Table) -> Question:
    question = material.questions[key]
    return Question(
        key=key,
        item=question.item.name,
        kind=question.kind.value,
        label=texts_of(question.label),
        row=texts_of(question.row.label) if question.row else {},
        section=material.sections[key],
        options=_options(material.subjects[key]),
        table=table,
    )


def _question(
    material: Material,
    key: str,
    made: Mapping[str, Mapping[str, Table]],
    told: Mapping[str, bool],
    filters: Sequence[str],
    waves: tuple[Wave, ...],
) -> Question:
    words = _words(material, key, made[name_of(key)][NONE])
    by = {each: made[name_of(key, each)] for each in filters if told.get(name_of(key, each))}
    values = {name: getattr(words, name) for name in words.__slots__}
    return Question(**{**values, "by": by, "waves": waves})


def _tables(material: Material, shape: Shape, table: counted.Table, weighted: Weighted) -> dict[str, Table]:
    subject = material.subjects[table.question]
    own = weighted.get(table.question, {}) if not table.group else {}
    return {value: _table(shape, table, value, subject, own) for value in table.groups}


def _table(shape: Shape, table: counted.Table, value: str, subject: Subject, weighted: Mapping[str, float]) -> Table:
    state = shape.of(table, BASE, value)
    if state in (Shown.FEW, Shown.NOTHING):
        return Table(few=state is Shown.FEW, hidden=state is Shown.NOTHING)
    base = shape.count(table, BASE, value)
    cells = []
    for code in table.codes:
        count = shape.count(table, code, value)
        percent = round(100 * count / base, 1) if base and count is not None else None
        cells.append(Cell(code, _STATES[shape.of(table, code, value)], count, percent, weighted.get(code)))
    counts = [cell.count for cell in cells]
    whole = [count for count in counts if count is not None]
    mean = median = None
    if subject.numbers and len(whole) == len(counts) and sum(whole):
        mean, median = mean_of(subject.numbers, whole), median_of(subject.numbers, whole)
    return Table(tuple(cells), base, mean=mean, median=median)


def mean_of(numbers: Sequence[float], counts: Sequence[int]) -> float:
    """Of published counts, to one decimal: it says nothing that they do not say."""
    return round(sum(number * n for number, n in zip(numbers, counts, strict=True)) / sum(counts), 1)


def median_of(numbers: Sequence[float], counts: Sequence[int]) -> float:
    """Likewise; between two numbers where the half falls between them."""
    half, below = sum(counts) / 2, 0
    ordered = [pair for pair in sorted(zip(numbers, counts, strict=True)) if pair[1]]
    for place, (number, n) in enumerate(ordered):
        below += n
        if below > half:
            return round(number, 1)
        if below == half:
            return round((number + ordered[place + 1][0]) / 2, 1)
    return round(ordered[-1][0], 1)


def _hidden(material: Material, shape: Shape, told: Mapping[str, bool]) -> Iterator[Hidden]:
    """What is not shown, by reason."""
    numbers: Counter[str] = Counter()
    what: dict[str, dict[str, None]] = {}

    def add(reason: str, key: str, number: int = 1) -> None:
        numbers[reason] += number
        what.setdefault(reason, {})[key] = None

    for table in shape.study.tables:
        if not told[table.name]:
            crossed = table.group and table.group not in material.plan.filters
            add("crossing" if crossed else "filter" if table.group else "table", table.question)
            continue
        for value in table.groups:
            base = shape.of(table, BASE, value)
            if base in (Shown.FEW, Shown.NOTHING):
                add("table", table.question)
                continue
            if base is Shown.HIDDEN:
                add("base", table.question)
            for code in table.codes:
                reason = {Shown.FEW: "few", Shown.HIDDEN: "complement"}.get(shape.of(table, code, value))
                if reason:
                    add(reason, table.question)
    for reason, keys in what.items():
        yield Hidden(reason, tuple(keys), numbers[reason])
